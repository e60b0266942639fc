# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Liveness before state."""

from __future__ import annotations

import pytest
from mirror_case import CONNECTORS, behind, check, evidence, partition, status, topic, verdict, view

GONE = {"members": []}


def with_statuses(*statuses, **values):
    return evidence(statuses=list(statuses), **values)


def changed(connector, task, state, cause="", **values):
    document = evidence(**values)
    for item in document["statuses"]:
        if (item["connector"], item["task"]) == (connector, task):
            item.update(state=state, cause=cause)
    return document


def test_members_and_progress_pass():
    result = check("liveness", evidence())
    assert result.outcome == "passed"
    assert result.observed == {"nodes": 1, "progress": True}
    assert result.subject == "a->b"


def test_running_without_members_is_dead():
    outcome, reason = verdict("liveness", evidence(group=GONE))
    assert (outcome, reason) == ("failed", "status says RUNNING but no node is alive: start it")


def test_nobody_ever_ran():
    document = with_statuses(group=GONE, internal_topics={"status": False})
    outcome, reason = verdict("liveness", document)
    assert outcome == "failed"
    assert reason.startswith("no node ever served the flow: mm2-status.a.internal does not exist on b")


@pytest.mark.parametrize("mode", ["dedicated", "connect"])
def test_stopped_cleanly(mode):
    document = with_statuses(
        status("MirrorSourceConnector", 0, "UNASSIGNED"),
        group=GONE,
        internal_topics={"status": mode == "dedicated"},
    )
    assert verdict("liveness", document, view(mode=mode)) == ("failed", "no node is alive: start it")


def test_too_few_nodes():
    assert verdict("liveness", evidence(), nodes=2) == ("failed", "1 of 2 nodes are alive: start the others")


def test_a_killed_node_stays_listed_for_a_while():
    outcome, reason = verdict("liveness", evidence(heartbeats={"advances": 0}))
    assert outcome == "failed"
    assert "still listed, but not one record arrived in 3 s" in reason


def test_a_moving_partition_is_a_sign_of_life():
    document = evidence(heartbeats={"advances": 0}, partitions=[partition(moved=True)])
    assert verdict("liveness", document)[0] == "passed"


@pytest.mark.parametrize(
    ("beats", "options"),
    [({"advances": 0, "on_target": False}, {}), ({"advances": 0}, {"heartbeats": False})],
)
def test_an_idle_flow_without_heartbeats_shows_nothing(beats, options):
    assert verdict("liveness", evidence(heartbeats=beats), view(**options))[0] == "inconclusive"


def test_tasks_pass():
    result = check("tasks", evidence())
    assert (result.outcome, result.reason) == ("passed", "4 task(s) of 3 connectors are RUNNING on live nodes")
    assert result.expected == {"state": "RUNNING", "min": 1}
    assert result.observed["states"] == {"RUNNING": 7}


def test_tasks_of_the_dead_do_not_run():
    assert verdict("tasks", evidence(group=GONE))[0] == "failed"


def test_a_failed_task_tells_its_cause():
    outcome, reason = verdict("tasks", changed("MirrorSourceConnector", 1, "FAILED", "org.B: not authorized"))
    assert (outcome, reason) == ("failed", "FAILED: MirrorSourceConnector-1 on w: org.B: not authorized")


def test_a_failed_connector_without_a_trace():
    outcome, reason = verdict("tasks", changed("MirrorSourceConnector", None, "FAILED"))
    assert (outcome, reason) == ("failed", "FAILED: MirrorSourceConnector on w: no trace")


def test_records_of_removed_tasks_say_nothing():
    document = evidence()
    document["statuses"] += [status("MirrorSourceConnector", 7, "FAILED"), status("Removed", None, "FAILED")]
    assert verdict("tasks", document)[0] == "passed"


def test_no_configuration_yet():
    outcome, reason = verdict("tasks", evidence(connectors=[]))
    assert outcome == "failed"
    assert "MirrorSourceConnector has no configuration" in reason


def members(*tasks, state="Stable"):
    return {"state": state, "members": [{"client_id": "x", "host": "h", "tasks": owned} for owned in tasks]}


def test_a_task_that_no_live_node_has():
    document = evidence(group=members(["MirrorSourceConnector-0"], ["MirrorCheckpointConnector-0"]))
    outcome, reason = verdict("tasks", document)
    assert outcome == "failed"
    assert reason == ("status says RUNNING, but no live node runs MirrorSourceConnector-1, MirrorHeartbeatConnector-0")


@pytest.mark.parametrize("group", [members([], state="PreparingRebalance"), members(None), members([], None)])
def test_who_has_what_is_not_always_known(group):
    assert verdict("tasks", evidence(group=group))[0] == "passed"


@pytest.mark.parametrize("state", ["PAUSED", "STOPPED"])
def test_rest_on_purpose(state):
    outcome, reason = verdict("tasks", changed("MirrorSourceConnector", None, state))
    assert (outcome, reason) == ("not_applicable", "paused or stopped on purpose: MirrorSourceConnector")


def test_tasks_that_wait_for_a_node():
    outcome, reason = verdict("tasks", changed("MirrorSourceConnector", 1, "UNASSIGNED"))
    assert outcome == "inconclusive"
    assert reason.startswith("not RUNNING: MirrorSourceConnector-1 UNASSIGNED")


def test_tasks_without_a_status():
    document = evidence()
    document["statuses"] = [item for item in document["statuses"] if item["task"] is None]
    outcome, reason = verdict("tasks", document)
    assert outcome == "inconclusive"
    assert "MirrorSourceConnector-0 without status" in reason


def test_too_few_tasks():
    outcome, reason = verdict("tasks", evidence(), min=3)
    assert outcome == "failed"
    assert "MirrorSourceConnector has 2 task(s), 3 wanted" in reason


@pytest.mark.parametrize(
    ("topics", "words"),
    [
        ([topic()], "although 1 topic(s) of a match: it cannot read that cluster"),
        ([], "it sees no topic of a that matches t.*"),
    ],
)
def test_a_connector_that_runs_without_a_task(topics, words):
    counts = {**CONNECTORS, "MirrorSourceConnector": 0}
    connectors = [{"name": name, "tasks": count, "config": {}} for name, count in counts.items()]
    left = [f"{name}-{task}" for name, count in counts.items() for task in range(count)]
    group = {"members": [{"client_id": "a->b", "host": "/h", "tasks": left}]}
    outcome, reason = verdict("tasks", evidence(connectors=connectors, group=group, topics=topics))
    assert outcome == "failed"
    assert words in reason


def test_heartbeats_pass():
    result = check("heartbeats", evidence())
    assert (result.outcome, result.reason) == ("passed", "a.heartbeats on b advanced 3 times in 3 s")
    assert result.expected == {"advances": 3, "seconds": 5}
    assert result.observed == {"advances": 3, "seconds": 3.0, "delay_ms": 0}


@pytest.mark.parametrize(
    ("advances", "seconds", "options", "outcome"),
    [
        (2, 6.0, {}, "failed"),
        (0, 5.0, {}, "failed"),
        (2, 4.0, {}, "inconclusive"),
        (2, 6.0, {"min_advances": 2}, "passed"),
        (3, 6.0, {"min_advances": 4}, "failed"),
    ],
)
def test_heartbeats_by_our_own_clock(advances, seconds, options, outcome):
    document = evidence(heartbeats={"advances": advances}, observation={"seconds": seconds})
    assert verdict("heartbeats", document, **options)[0] == outcome


def test_heartbeats_switched_off():
    assert verdict("heartbeats", evidence(), view(heartbeats=False))[0] == "not_configured"


def test_nobody_writes_heartbeats():
    document = evidence(heartbeats={"on_source": False, "on_target": False})
    outcome, reason = verdict("heartbeats", document)
    assert outcome == "failed"
    assert "b->a with emit.heartbeats.enabled=true" in reason


def test_heartbeats_not_taken_up_yet():
    document = evidence(heartbeats={"on_target": False, "assigned": False})
    outcome, reason = verdict("heartbeats", document)
    assert outcome == "catching_up"
    assert "every 600 s" in reason


@pytest.mark.parametrize(
    ("changes", "options"),
    [
        ({"heartbeats": {"on_target": False, "assigned": True}}, {}),
        ({"heartbeats": {"on_target": False, "assigned": False}, "group": GONE}, {}),
        ({"heartbeats": {"on_target": False, "assigned": False}}, {"mode": "connect"}),
    ],
)
def test_heartbeats_that_were_never_copied(changes, options):
    outcome, reason = verdict("heartbeats", evidence(**changes), view(**options))
    assert (outcome, reason) == ("failed", "a.heartbeats does not exist on b: no heartbeat was ever copied")


def test_whether_heartbeats_exist_on_an_unreachable_source_is_unknown():
    document = evidence(heartbeats={"on_source": False, "on_target": False, "assigned": False})
    document["clusters"]["source"]["reachable"] = False
    assert verdict("heartbeats", document)[0] == "catching_up"


def test_a_backlog_alone_is_no_progress():
    document = evidence(heartbeats={"advances": 0}, partitions=[behind()])
    assert verdict("liveness", document)[0] == "failed"
