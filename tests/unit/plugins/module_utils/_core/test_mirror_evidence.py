# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the evidence, and when enough was seen."""

from __future__ import annotations

import pytest
from mirror_case import view

from ansible_collections.streamops.kafka.plugins.module_utils._core import mirror_evidence as parts
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_codec import Checkpoint
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack, Sample


@pytest.mark.parametrize(
    ("options", "config", "flush", "level"),
    [
        ({}, None, 60.0, "read_uncommitted"),
        ({"offset_flush_interval": 5}, {}, 5.0, "read_uncommitted"),
        ({}, {"target.cluster.offset.flush.interval.ms": "2500"}, 2.5, "read_uncommitted"),
        ({}, {"target.cluster.offset.flush.interval.ms": "${file:x:y}"}, 60.0, "read_uncommitted"),
        ({"exactly_once": True}, {}, 60.0, "read_committed"),
        ({"exactly_once": True}, {"consumer.isolation.level": "read_uncommitted"}, 60.0, "read_uncommitted"),
        ({}, {"source.consumer.isolation.level": "read_committed"}, 60.0, "read_committed"),
    ],
)
def test_settings_as_they_run(options, config, flush, level):
    running = {} if config is None else {"MirrorSourceConnector": {"config": config}}
    assert parts.Effective.of(view(**options).flow, running) == parts.Effective(flush, level)


@pytest.mark.parametrize(("ends", "times"), [([], 0), ([5], 0), ([5, 5, 5], 0), ([5, 6, 6, 9, 10], 3)])
def test_advances(ends, times):
    assert parts.advances(ends) == times


def track(position, later=None, seconds=1.0, grown=0):
    found = PartitionTrack.begun("t", 0, "a.t", 0, Sample(position, None, None, 100))
    return found if later is None else found.seen(Sample(later, None, None, 100 + grown), seconds)


ALL = frozenset({"heartbeats", "lag", "groups", "latency"})
BEATING = (1, 2, 3, 4)


def progress(seconds=1.0, alive=True, heartbeats=BEATING, tracks=(), groups=(), arrivals=20):
    return parts.Progress(seconds, alive, heartbeats, tracks, groups, arrivals)


@pytest.mark.parametrize(
    ("seen", "needs", "done"),
    [
        (progress(), ALL, True),
        (progress(tracks=[track(99)], groups=[{"reached": True}, {"reached": None}]), ALL, True),
        # Not yet, as long as the time for it is not over.
        (progress(heartbeats=[1, 1]), ALL, False),
        (progress(tracks=[track(50)]), ALL, False),
        (progress(groups=[{"reached": False}]), ALL, False),
        # Heartbeats are timed where few records pass; without them a few are waited for.
        (progress(arrivals=0), ALL, True),
        (progress(heartbeats=[], arrivals=3), ALL - {"heartbeats"}, False),
        (progress(heartbeats=[], arrivals=20), ALL - {"heartbeats"}, True),
        # What nobody asked for is not waited for.
        (progress(heartbeats=[], tracks=[track(50)], groups=[{"reached": False}], arrivals=0), frozenset(), True),
        # Time is up for signs of life.
        (progress(seconds=6.0, heartbeats=[1, 1], tracks=[track(50)]), ALL, True),
        (progress(seconds=6.0, alive=False, tracks=[track(50)]), ALL, True),
        (progress(seconds=6.0, heartbeats=[], arrivals=0), ALL - {"heartbeats"}, True),
        # A live flow is given until the next commit, unless it is seen to catch up.
        (progress(seconds=6.0, tracks=[track(50)]), ALL, False),
        (progress(seconds=6.0, groups=[{"reached": False}]), ALL, False),
        (progress(seconds=6.0, tracks=[track(99), track(50, 70)]), ALL, True),
        (progress(seconds=6.0, tracks=[track(50, 70, grown=30)]), ALL, False),
        (progress(seconds=6.0, tracks=[track(50, 70)], groups=[{"reached": False}]), ALL, False),
        (progress(seconds=65.0, tracks=[track(50)]), ALL, True),
    ],
)
def test_when_enough_was_seen(seen, needs, done):
    assert parts.settled(seen, needs, observe=6.0, patience=65.0) is done


def test_topics():
    source = {"t1": 2, "t2": 1, "other": 1, "__x": 1}
    rows = parts.topic_rows(view(), source, {"a.t1": 2}, [("t1", 0)])
    assert rows == [
        {"topic": "t1", "target_topic": "a.t1", "partitions": 2, "target_partitions": 2, "assigned": True},
        {"topic": "t2", "target_topic": "a.t2", "partitions": 1, "target_partitions": 0, "assigned": False},
    ]


def test_where_only_java_can_tell_mirrormaker_is_believed():
    flow = view(topics=["[a-z&&[^b]]+"])
    rows = parts.topic_rows(flow, {"x": 1, "y": 1}, {}, [("y", 0)])
    assert [row["topic"] for row in rows] == ["y"]


@pytest.mark.parametrize(
    ("source", "target", "compacted", "restamped"),
    [
        ({}, {}, False, False),
        ({"t": {"cleanup.policy": "delete"}}, {"a.t": {"cleanup.policy": "compact,delete"}}, True, False),
        ({"t": {"cleanup.policy": "compact"}}, {}, True, False),
        ({}, {"a.t": {"message.timestamp.type": "LogAppendTime"}}, False, True),
    ],
)
def test_how_records_are_compared(source, target, compacted, restamped):
    rows = [{"topic": "t", "target_topic": "a.t"}]
    parts.add_configs(rows, source, target)
    assert (rows[0]["compacted"], rows[0]["restamped"]) == (compacted, restamped)


@pytest.mark.parametrize(
    ("committed", "checkpoint", "sync", "threshold", "reached"),
    [
        (500, 500, (990, 900), 0, True),
        (500, 600, (990, 900), 0, True),
        (500, 498, (400, 400), 0, False),
        (500, 498, (400, 400), 2, True),
        (500, None, (500, 400), 0, False),
        # A group that stands before the newest offset-sync may not be translatable.
        (500, None, (501, 400), 0, None),
        (500, 400, (501, 400), 0, None),
        (500, None, None, 0, None),
    ],
)
def test_how_far_groups_are_translated(committed, checkpoint, sync, threshold, reached):
    checkpoints = {} if checkpoint is None else {("g", "a.t", 1): Checkpoint(checkpoint, 7)}
    rows = parts.group_rows(
        view(), {"g": {("t", 1): committed, ("other", 0): 5}}, checkpoints, {("t", 1): sync} if sync else {}, threshold
    )
    assert rows == [
        {
            "group": "g",
            "topic": "t",
            "partition": 1,
            "committed": committed,
            "checkpoint": checkpoint,
            "reached": reached,
        }
    ]


def test_running_connectors_are_shown_without_secrets():
    running = {
        "B": {"tasks": 1, "config": {"sasl.jaas.config": "secret", "topics": "t"}},
        "A": {"tasks": 0, "config": {}},
    }
    assert parts.connector_rows(running) == [
        {"name": "A", "tasks": 0, "config": {}},
        {"name": "B", "tasks": 1, "config": {"sasl.jaas.config": "********", "topics": "t"}},
    ]
