# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs that a dedicated instance runs."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_pairs import instance_pairs


def flow(name, mode="dedicated", **options):
    source, target = name.split("->")
    return Flow(source, target, mode, **options)


def shown(flows, targets):
    return [
        (f"{pair.source}->{pair.target}", pair.flow is not None, pair.heartbeats_of and pair.heartbeats_of.name)
        for pair in instance_pairs(flows, targets)
    ]


def test_one_way_needs_the_way_back_for_its_heartbeats():
    assert shown([flow("a->b")], ["b"]) == [("a->b", True, None), ("b->a", False, "a->b")]


def test_without_heartbeats_one_pair():
    assert shown([flow("a->b", heartbeats=False)], ["b"]) == [("a->b", True, None)]


def test_both_ways_in_one_instance():
    assert shown([flow("a->b"), flow("b->a")], ["a", "b"]) == [("a->b", True, "b->a"), ("b->a", True, "a->b")]


def test_both_ways_in_two_instances_run_each_pair_once():
    flows = [flow("a->b"), flow("b->a")]
    assert shown(flows, ["b"]) == [("a->b", True, "b->a")]
    assert shown(flows, ["a"]) == [("b->a", True, "a->b")]


def test_heartbeats_of_one_of_two_ways():
    assert shown([flow("a->b"), flow("b->a", heartbeats=False)], ["a", "b"]) == [
        ("a->b", True, None),
        ("b->a", True, "a->b"),
    ]


def test_a_way_back_in_connect_mode_does_not_write_our_heartbeats():
    assert shown([flow("a->b"), flow("b->a", mode="connect")], ["b"]) == [("a->b", True, None), ("b->a", False, "a->b")]


def test_a_disabled_way_back_neither():
    assert shown([flow("a->b"), flow("b->a", enabled=False)], ["b"])[1] == ("b->a", False, "a->b")


def test_several_sources_into_one_target():
    assert shown([flow("a->c"), flow("b->c"), flow("a->d")], ["c"]) == [
        ("a->c", True, None),
        ("b->c", True, None),
        ("c->a", False, "a->c"),
        ("c->b", False, "b->c"),
    ]


@pytest.mark.parametrize(
    ("flows", "targets", "named"),
    [
        ([], ["b"], "writes to b"),
        ([flow("a->b")], ["c"], "writes to c"),
        ([flow("a->b")], ["b", "c"], "writes to c"),
        ([flow("a->b", mode="connect")], ["b"], "writes to b"),
        ([flow("a->b", enabled=False)], ["b"], "writes to b"),
        ([flow("a->b")], [], "writes to any target"),
    ],
)
def test_nothing_to_run(flows, targets, named):
    with pytest.raises(InputError, match=f"no enabled flow of mode dedicated {named}, so MirrorMaker would not start"):
        instance_pairs(flows, targets)
