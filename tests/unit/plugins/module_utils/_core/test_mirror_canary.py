# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What canaries prove, and what their absence means."""

from __future__ import annotations

import pytest
from mirror_case import behind, check, evidence, status, verdict, view

LAID = view(canary=True)
GONE = {"members": []}


def row(number=0, task=0, ms=12.5):
    return {"partition": number, "task": task, "ms": ms}


def canary(**values):
    return evidence(canary=values)


def lost(*rows, **values):
    return canary(partitions=list(rows) or [row(0, 0), row(1, 1, None)], seconds=15.0, **values)


def test_a_canary_proves_the_tasks_that_it_passed():
    result = check("canary", canary(), LAID)
    assert result.outcome == "passed"
    assert result.reason == (
        "2 canaries arrived within 20 ms of their acknowledgement (round trip 80.1 ms to the source, 0.4 ms to the "
        "target); they prove tasks 0, 1"
    )
    assert result.observed == {
        "partitions": [0, 1],
        "tasks": [0, 1],
        "max_ms": 20.0,
        "round_trip_ms": {"source": 80.1, "target": 0.4},
    }


def test_a_task_without_a_canary_is_named():
    outcome, reason = verdict("canary", canary(partitions=[row(0, 1)]), LAID)
    assert outcome == "passed"
    assert reason.endswith("they prove task 1, not task 0")


@pytest.mark.parametrize("connectors", [[], [{"name": "MirrorSourceConnector", "tasks": 2, "config": {}}]])
def test_where_nobody_tells_the_tasks_the_partitions_are_named(connectors):
    outcome, reason = verdict("canary", {**canary(partitions=[row(0, None)]), "connectors": connectors}, LAID)
    assert outcome == "passed"
    assert reason.endswith("they prove what has partitions 0")


def test_tasks_of_a_flow_whose_connector_is_not_seen():
    assert verdict("canary", {**canary(), "connectors": []}, LAID)[1].endswith("they prove tasks 0, 1")


def test_a_canary_that_is_late():
    assert verdict("canary", canary(), LAID, max_ms=20)[0] == "passed"
    outcome, reason = verdict("canary", canary(), LAID, max_ms=19)
    assert outcome == "failed"
    assert reason.endswith("; 19 ms are allowed")


def test_no_canary_is_configured():
    assert verdict("canary", evidence()) == (
        "not_configured",
        "no canary: set kafka_clusters.a.canary, or canary of the flow, to true",
    )


def test_check_mode_writes_none():
    assert verdict("canary", canary(wanted=False), LAID) == ("not_run", "check mode writes no canary")


@pytest.mark.parametrize(("kind", "outcome"), [("not_permitted", "not_permitted"), ("refused", "not_run")])
def test_a_canary_that_could_not_be_written(kind, outcome):
    assert verdict("canary", canary(error="no right to write", kind=kind), LAID) == (outcome, "no right to write")


def test_the_topic_is_missing():
    outcome, reason = verdict("canary", canary(partitions=[]), LAID)
    assert outcome == "failed"
    assert reason == "streamops.canary.a.b does not exist on a: create it before MirrorMaker starts"


def test_nobody_is_alive():
    outcome, reason = verdict("canary", {**lost(), "group": {**evidence()["group"], **GONE}}, LAID)
    assert (outcome, reason) == ("failed", "1 canaries did not arrive, and no node is alive: start it")


def test_a_topic_that_is_younger_than_the_refresh():
    fresh = lost(row(0, None, None), taken_up=False, age=100.0)
    outcome, reason = verdict("canary", fresh, LAID)
    assert outcome == "catching_up"
    assert "the next refresh of topics comes within 505 s, every 600 s" in reason


def test_a_topic_that_should_have_been_taken_up():
    assert verdict("canary", lost(row(0, None, None), taken_up=False, age=605.0), LAID)[0] == "catching_up"
    outcome, reason = verdict("canary", lost(row(0, None, None), taken_up=False, age=606.0), LAID)
    assert outcome == "failed"
    assert "a canary was written 606 s ago" in reason


def test_a_configuration_that_leaves_the_canary_out():
    outcome, reason = verdict("canary", lost(row(0, None, None), taken_up=False, selected=False), LAID)
    assert outcome == "failed"
    assert "restart its nodes one by one" in reason


def test_one_task_stands_still():
    outcome, reason = verdict("canary", lost(), LAID)
    assert (outcome, reason) == (
        "failed",
        "the canary of partition 1 did not arrive within 15 s: task 1 stands still; look at the log of its node",
    )


def test_a_task_that_nobody_tells_stands_still():
    outcome, reason = verdict("canary", lost(row(0, None), row(1, None, None), taken_up=False), LAID)
    assert outcome == "failed"
    assert reason.endswith("the task that has it stands still; look at MirrorMaker's log")


def test_a_backlog_goes_first():
    document = {**lost(), "partitions": [behind(shrinking=True), behind(1)]}
    outcome, reason = verdict("canary", document, LAID)
    assert outcome == "catching_up"
    assert reason.endswith("it waits behind the backlog of t-0")


def test_a_task_that_moves_to_another_node():
    document = lost()
    document["statuses"] += [status("MirrorSourceConnector", 1, "UNASSIGNED")]
    outcome, reason = verdict("canary", document, LAID)
    assert (outcome, reason.rpartition(": ")[2]) == ("inconclusive", "task 1 is UNASSIGNED")


def test_a_task_that_nobody_tells_may_be_the_one_that_moves():
    document = lost(row(0, None, None))
    document["statuses"] += [status("MirrorSourceConnector", 1, "UNASSIGNED"), status("Other", 1, "UNASSIGNED")]
    assert verdict("canary", document, LAID)[0] == "inconclusive"


def test_another_task_that_moves_explains_nothing():
    document = lost()
    document["statuses"] += [status("MirrorSourceConnector", 0, "UNASSIGNED")]
    assert verdict("canary", document, LAID)[0] == "failed"


def test_a_rebalance():
    document = lost()
    document["group"] = {**document["group"], "state": "PreparingRebalance"}
    outcome, reason = verdict("canary", document, LAID)
    assert (outcome, reason.rpartition(": ")[2]) == ("inconclusive", "group a-mm2 is in a rebalance")
