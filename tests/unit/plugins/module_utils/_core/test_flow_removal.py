# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes with a removed flow: what was named and nobody else writes or needs."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_removal import (
    REMOVABLE,
    needs_pair,
    plan_removal,
    sides_of,
)

ON_TARGET = (
    "a.t", "a.u", "a.other", "a.heartbeats", "a.checkpoints.internal", "heartbeats", "t", "c.t",
    "mm2-configs.a.internal", "mm2-offsets.a.internal", "mm2-status.a.internal", "a.streamops.canary.a.b",
)  # fmt: skip
ON_SOURCE = (
    "t",
    "u",
    "heartbeats",
    "mm2-offset-syncs.b.internal",
    "mm2-offset-syncs.c.internal",
    "streamops.canary.a.b",
)
THERE = {"a": ON_SOURCE, "b": ON_TARGET}


def flow(**options):
    return read_flow({"source": "a", "target": "b", "mode": "dedicated", "topics": ["t", "u"], **options})


def gone(*remove, mode="dedicated", **options):
    return flow(state="absent", remove=list(remove), mode=mode, **options)


def planned(removed, *others, there=None):
    plan = plan_removal(removed, [removed, *others], there or THERE)
    return {(item.cluster, item.topic) for item in plan.topics}, {item.topic for item, dummy in plan.spared}


def test_nothing_goes_that_was_not_named():
    assert planned(gone()) == (set(), set())
    assert gone().enabled is False


@pytest.mark.parametrize(
    ("word", "topics"),
    [
        ("offsets", {("b", "mm2-offsets.a.internal")}),
        (
            "internal_topics",
            {
                ("a", "mm2-offset-syncs.b.internal"),
                *(("b", name) for name in ("mm2-configs.a.internal", "mm2-status.a.internal")),
                *(("b", name) for name in ("a.checkpoints.internal", "a.heartbeats")),
            },
        ),
        ("mirrored_topics", {("b", "a.t"), ("b", "a.u")}),
        ("canary", {("a", "streamops.canary.a.b"), ("b", "a.streamops.canary.a.b")}),
    ],
)
def test_what_each_word_means(word, topics):
    assert planned(gone(word)) == (topics, set())


def test_in_mode_connect_offsets_and_state_are_the_workers_own():
    topics, dummy = planned(gone("offsets", "internal_topics", mode="connect"))
    assert topics == {
        ("a", "mm2-offset-syncs.b.internal"),
        ("b", "a.checkpoints.internal"),
        ("b", "a.heartbeats"),
    }


def test_what_is_gone_already_needs_nothing():
    assert planned(gone(*REMOVABLE), there={"a": ("t",), "b": ()}) == (set(), set())


def test_the_clusters_that_must_be_read():
    assert sides_of(gone()) == frozenset()
    assert sides_of(gone("offsets")) == {"b"}
    assert sides_of(gone("offsets", mode="connect")) == frozenset()
    assert sides_of(gone("mirrored_topics")) == {"b"}
    assert sides_of(gone("internal_topics")) == {"a", "b"}
    assert sides_of(gone("internal_topics", offset_syncs_location="target")) == {"b"}
    assert sides_of(gone("canary")) == {"a", "b"}


def test_offset_syncs_of_the_way_back_stay():
    """With one flow's syncs on the target and the other's on the source, both are in one topic of the same name."""
    there = {"b": ("mm2-offset-syncs.a.internal",)}
    removed = gone("internal_topics", offset_syncs_location="target")
    back = flow(source="b", target="a", mode="connect")
    assert planned(removed, back, there=there) == (set(), {"mm2-offset-syncs.a.internal"})
    assert planned(removed, there=there) == ({("b", "mm2-offset-syncs.a.internal")}, set())


def test_the_pair_that_writes_heartbeats_of_the_way_back_stays():
    removed, back = gone("offsets", "internal_topics"), flow(source="b", target="a")
    topics, spared = planned(removed, back)
    assert spared == {"mm2-configs.a.internal", "mm2-offsets.a.internal", "mm2-status.a.internal"}
    assert ("b", "a.checkpoints.internal") in topics
    assert needs_pair(removed, [back])
    silent = flow(source="b", target="a", heartbeats=False)
    assert planned(removed, silent)[1] == set()
    assert not needs_pair(removed, [silent, removed])


def test_copies_that_another_flow_writes_stay():
    other = flow(source="c", replication_policy="identity", topics=["a[.]t"])
    assert planned(gone("mirrored_topics"), other) == ({("b", "a.u")}, {"a.t"})
    elsewhere = flow(source="c", target="d", replication_policy="identity", topics=["a[.]t"])
    off = flow(source="c", replication_policy="identity", topics=["a[.]t"], enabled=False)
    assert planned(gone("mirrored_topics"), elsewhere, off)[1] == set()


def test_who_may_be_anything_spares_everything():
    own_class = flow(source="c", replication_policy="org.example.Policy")
    assert planned(gone("mirrored_topics"), own_class) == (set(), {"a.t", "a.u"})


def test_a_pattern_that_only_java_can_read_takes_nothing_unnamed():
    removed = gone("mirrored_topics", topics=[r"t\p{javaMirrored}*"])
    assert planned(removed) == (set(), set())
    named = gone("mirrored_topics", topics=[r"t\p{javaMirrored}*"], remove_topics=["a.t"])
    assert planned(named) == ({("b", "a.t")}, set())


def test_the_copy_of_the_canary_goes_by_its_own_word():
    topics, dummy = planned(gone("mirrored_topics", topics=[".*"]))
    assert topics == {("b", "a.t"), ("b", "a.u"), ("b", "a.other")}


def test_only_the_named_ones():
    assert planned(gone("mirrored_topics", remove_topics=["a.u"])) == ({("b", "a.u")}, set())
    same = gone("mirrored_topics", remove_topics=["t"], replication_policy="identity")
    assert planned(same) == ({("b", "t")}, set())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"remove": ["offsets"]}, "set state to absent"),
        ({"state": "absent", "remove": ["ofsets"]}, "known are offsets, internal_topics, mirrored_topics, canary"),
        ({"state": "absent", "remove": 5}, "remove must be a list"),
        ({"state": "gone"}, "give present or absent"),
        ({"state": "absent", "remove_topics": ["a.t"]}, "remove does not hold mirrored_topics"),
        (
            {"state": "absent", "remove": ["mirrored_topics"], "replication_policy": "identity"},
            "name the topics of the target in remove_topics",
        ),
        (
            {"state": "absent", "remove": ["mirrored_topics"], "remove_topics": ["a.other", "t"]},
            "remove_topics holds a.other, t, which the flow does not write",
        ),
    ],
)
def test_what_cannot_be_meant(options, words):
    with pytest.raises(InputError, match=words):
        flow(**options)


def test_one_word_is_a_list_of_one():
    assert gone("offsets") == flow(state="absent", remove="offsets")
