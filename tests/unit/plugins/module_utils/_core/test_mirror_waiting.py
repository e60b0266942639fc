# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A roll is no fault, and a task that nobody takes is one in the end."""

from __future__ import annotations

import pytest
from mirror_case import behind, evidence, status, verdict

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_waiting import waiting

CONNECTORS = [{"name": "MirrorSourceConnector", "tasks": 2}]
LATE = {"group": "g", "topic": "t", "partition": 0, "committed": 9, "checkpoint": 5, "reached": False}


@pytest.mark.parametrize(
    ("found", "history", "expected"),
    [
        (status("MirrorSourceConnector", 0), {}, {}),
        (status("MirrorSourceConnector", 1, "UNASSIGNED"), {}, {"MirrorSourceConnector-1": 0.0}),
        (status("MirrorSourceConnector", None, "UNASSIGNED"), {}, {"MirrorSourceConnector": 0.0}),
        (status("MirrorSourceConnector", 2, "UNASSIGNED"), {}, {}),
        (status("Gone", None, "UNASSIGNED"), {}, {}),
        (
            status("MirrorSourceConnector", 1, "UNASSIGNED"),
            {"age": 20.0, "waiting": {"MirrorSourceConnector-1": 7.0}},
            {"MirrorSourceConnector-1": 27.0},
        ),
        (
            status("MirrorSourceConnector", 1, "UNASSIGNED"),
            {"age": 20.0, "waiting": {"MirrorSourceConnector-0": 7.0}},
            {"MirrorSourceConnector-1": 0.0},
        ),
    ],
)
def test_for_how_long(found, history, expected):
    assert waiting([found], CONNECTORS, history) == expected


STANDING = {
    "observation": {"seconds": 126.0, "offset_flush_interval": 60.0},
    "heartbeats": {"advances": 0},
    "partitions": [behind()],
    "groups": [LATE],
}


@pytest.mark.parametrize("name", ["liveness", "heartbeats", "partitions", "lag_records", "lag_seconds", "checkpoints"])
@pytest.mark.parametrize(
    ("seconds", "members", "outcome"),
    [(None, True, "failed"), (0.0, True, "inconclusive"), (361.0, True, "failed"), (0.0, False, "failed")],
)
def test_what_stands_still_waits_for_a_node_that_left(name, seconds, members, outcome):
    tasks = {} if seconds is None else {"waiting": {"MirrorSourceConnector-1": seconds}}
    group = {} if members else {"members": []}
    found, reason = verdict(name, evidence(**STANDING, **tasks, group=group))
    assert found == outcome
    assert ("MirrorSourceConnector-1 UNASSIGNED: after a node left" in reason) is (outcome == "inconclusive")


@pytest.mark.parametrize(("seconds", "outcome"), [(0.0, "inconclusive"), (361.0, "failed")])
def test_tasks_that_nobody_takes(seconds, outcome):
    document = evidence(waiting={"MirrorSourceConnector-1": seconds})
    for found in document["statuses"]:
        if (found["connector"], found["task"]) == ("MirrorSourceConnector", 1):
            found["state"] = "UNASSIGNED"
    assert verdict("tasks", document)[0] == outcome
