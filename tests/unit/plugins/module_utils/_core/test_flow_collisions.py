# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flows that may write one topic."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_collisions import colliding, nearly_colliding


def flow(source, *topics, policy="identity", exclude=(), separator="."):
    options = {"replication_policy": policy, "topics_exclude": exclude, "separator": separator}
    return Flow(source, "t", "connect", topics=topics or (".*",), **options)


def copy(source, *topics, **options):
    return flow(source, *topics, policy="default", **options)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([], []),
        ([flow("a")], []),
        ([flow("a"), flow("b")], [["a", "b"]]),
        ([flow("a", "x"), flow("b", "x")], [["a", "b"]]),
        ([flow("a", "x"), flow("b", "x.*")], [["a", "b"]]),
        ([flow("a", "x.*"), flow("b", "y.*")], []),
        ([flow("a", "x.*"), flow("b", "x1", "y"), flow("c", "y.*")], [["a", "b", "c"]]),
        ([flow("a", "x.*"), flow("b", "x1"), flow("c", "z"), flow("d", "z")], [["a", "b"], ["c", "d"]]),
        ([flow("a", policy="default"), flow("b", policy="default")], []),
        ([flow("a", "x", policy="default"), flow("b", "x")], []),
        ([flow("a", "x", policy="default"), flow("b", r"a\..*")], [["a", "b"]]),
        ([flow("a", "x"), flow("a", "x")], []),
        ([flow("a", "x"), flow("a", "x.*")], []),
        ([flow("a", "x.*", exclude=("x1",)), flow("b", "x1")], []),
        ([copy("a", "x", exclude=("a[.]x",)), flow("b", r"a\.x")], [["a", "b"]]),
        ([copy("a", ".*", exclude=("x",)), flow("b", r"a\.x")], []),
        ([copy("a", separator="_"), copy("a_b", separator=".")], [["a", "a_b"]]),
        ([copy("a", "c.*", separator="_"), copy("a_b", separator=".")], []),
        ([flow("a", ".*1"), flow("b", ".*2"), flow("c", ".*1")], [["a", "c"]]),
        ([flow("a", "x"), flow("b", "y"), flow("c", "x", "y"), flow("d", "z")], [["a", "b", "c"]]),
    ],
)
def test_collisions(flows, expected):
    found = [sorted({flow.source for flow in together}) for together in colliding(flows)]
    assert sorted(found) == expected


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([copy("eu"), copy("us")], []),
        ([copy("eu"), copy("eu_west")], [["eu", "eu_west"]]),
        ([copy("eu", "orders.*"), copy("eu_west")], []),
        ([copy("eu", "west_x"), copy("eu_west", "x")], [["eu", "eu_west"]]),
        ([copy("eu", "west_x"), copy("eu_west", "y")], []),
        ([flow("a", "x[.]y"), flow("b", "x_y")], []),
        ([flow("a", r"x\.y"), flow("b", "x_y")], [["a", "b"]]),
        ([flow("a", r"x\.y"), flow("b", "xy")], []),
        ([flow("a", r"x\..*"), flow("b", "x_.*")], []),
        ([flow("a", r"x\.y"), flow("a", "x_y")], []),
    ],
)
def test_names_that_a_broker_takes_for_one(flows, expected):
    assert [sorted({flow.source for flow in together}) for together in nearly_colliding(flows)] == expected
    assert not colliding(flows)
