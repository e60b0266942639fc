# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints, the running configuration, delays, and what no check could see."""

from __future__ import annotations

import pytest
from mirror_case import check, evidence, verdict, view

from ansible_collections.streamops.kafka.plugins.module_utils._core import mirror_checks_groups as groups
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import (
    MIRROR_CHECKS,
    check_flow,
    needs_of,
    read_mirror_checks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import listed


def rows(*reached):
    return [
        {"group": f"g{number}", "topic": "t", "partition": 0, "committed": 9, "checkpoint": 5, "reached": value}
        for number, value in enumerate(reached)
    ]


@pytest.mark.parametrize(
    ("changes", "options", "outcome", "words"),
    [
        ({"groups": rows(True, True)}, {}, "passed", "2 offsets of 2 groups are translated"),
        ({"groups": rows(True, None)}, {}, "passed", "1 offsets of 2 groups are translated"),
        ({"groups": rows(None)}, {}, "inconclusive", "g0 stand before the newest offset-sync"),
        ({"groups": []}, {}, "not_applicable", "no consumer group on a"),
        ({"groups": []}, {"checkpoints": False}, "not_configured", "switched off"),
        ({"groups": rows(True, False)}, {}, "inconclusive", "watched for 3 s, it may take 120 s"),
        (
            {"groups": rows(False), "observation": {"seconds": 121.0}},
            {},
            "failed",
            "the checkpoint of g0 on t-0 has not come as far as the group within 121 s",
        ),
        ({"groups": rows(False), "group": {"members": []}}, {}, "failed", "no node is alive"),
    ],
)
def test_checkpoints(changes, options, outcome, words):
    found, reason = verdict("checkpoints", evidence(**changes), view(**options))
    assert found == outcome
    assert words in reason


@pytest.mark.parametrize(
    ("known_for", "seconds", "outcome"),
    [(0.0, 121.0, "catching_up"), (400.0, 121.0, "catching_up"), (500.0, 121.0, "failed"), (0.0, 606.0, "failed")],
)
def test_a_group_is_taken_up_at_the_next_look_or_never(known_for, seconds, outcome):
    new = [{**row, "checkpoint": None, "known_for": known_for} for row in rows(False)]
    document = evidence(groups=new, observation={"seconds": seconds})
    found, reason = verdict("checkpoints", document)
    assert found == outcome
    assert ("looks for new groups every 600 s" in reason) is (outcome == "catching_up")


def test_a_new_group_excuses_no_known_one():
    new = {**rows(False)[0], "group": "new", "checkpoint": None, "known_for": 0.0}
    document = evidence(groups=[*rows(False), new], observation={"seconds": 121.0})
    assert verdict("checkpoints", document)[0] == "failed"


def test_a_new_group_excuses_no_overdue_one():
    late = [{**row, "checkpoint": None} for row in rows(False, False)]
    late[0]["known_for"], late[1]["known_for"] = 0.0, 700.0
    assert verdict("checkpoints", evidence(groups=late, observation={"seconds": 121.0}))[0] == "failed"


def test_checkpoints_tell_what_they_counted():
    result = check("checkpoints", evidence(groups=rows(True, False, None)), max_records=4)
    assert result.expected == 4
    assert result.observed == {"groups": 3, "offsets": 3, "late": 1, "not_translatable": 1}


def running(**config):
    keys = {key.replace("_", "."): value for key, value in config.items()}
    return [{"name": "MirrorSourceConnector", "tasks": 1, "config": keys}]


def test_the_given_options_run():
    flow = view(given=("topics", "tasks_max"), tasks_max=2)
    result = check("config_in_effect", evidence(connectors=running(topics="t.*", tasks_max="2")), flow)
    assert (result.outcome, result.observed) == ("passed", 2)


def test_what_is_not_set_runs_with_the_default_of_mirrormaker():
    given = ("groups", "separator", "offset_flush_interval", "checkpoints", "replication_policy", "sync_topic_acls")
    flow = view(given=given, sync_topic_acls=True)
    assert verdict("config_in_effect", evidence(connectors=running()), flow)[0] == "passed"


def test_drift_names_the_keys():
    flow = view(given=("topics", "tasks_max"), tasks_max=2)
    result = check("config_in_effect", evidence(connectors=running(topics="other")), flow)
    assert result.outcome == "failed"
    assert result.reason.startswith("topics, tasks.max of MirrorSourceConnector runs with another value: the nodes")
    assert result.expected == {"topics": "t.*", "tasks.max": "2"}
    assert result.observed == {"topics": "other", "tasks.max": "1"}


def test_further_keys_are_compared_and_secrets_are_not_shown():
    config = {"producer.override.linger.ms": "5", "some.password": "abc"}
    flow = view(given=("config",), config=config)
    assert groups.desired_config(flow) == config
    shown = [{"name": "MirrorSourceConnector", "tasks": 1, "config": {"some.password": "********"}}]
    result = check("config_in_effect", evidence(connectors=shown), flow)
    assert result.expected == {"producer.override.linger.ms": "5"}
    missing = check("config_in_effect", evidence(connectors=running()), flow)
    assert missing.expected["some.password"].startswith("********")


def test_in_mode_connect_the_workers_tell_what_runs():
    given = ("topics", "offset_flush_interval", "exactly_once", "target_replication_factor")
    flow = view(given=given, mode="connect", exactly_once=True)
    keys = {"topics": "t.*", "source_consumer_isolation_level": "read_committed"}
    result = check("config_in_effect", evidence(connectors=running(**keys)), flow)
    assert (result.outcome, result.observed) == ("passed", 3)
    assert result.reason == "3 keys run as given"
    result = check("config_in_effect", evidence(connectors=running(topics="t.*")), flow)
    assert result.expected == {"source.consumer.isolation.level": "read_committed"}
    assert "somebody else changes the connector" in result.reason


def test_both_copying_connectors_are_compared():
    flow = view(given=("separator", "exactly_once"))
    other = {"name": "MirrorCheckpointConnector", "tasks": 1, "config": {"replication.policy.separator": "_"}}
    outcome, reason = verdict("config_in_effect", evidence(connectors=[*running(), other]), flow)
    assert outcome == "failed"
    assert reason.startswith("replication.policy.separator of MirrorCheckpointConnector runs with another value")


def test_heartbeat_keys_belong_to_another_connector():
    flow = view(given=("config",), config={"heartbeats.topic.replication.factor": "1"})
    assert groups.desired_config(flow) == {}
    assert verdict("config_in_effect", evidence(), flow)[0] == "not_applicable"


@pytest.mark.parametrize(
    ("changes", "options", "outcome"),
    [
        ({"connectors": []}, {}, "failed"),
        ({"group": {"members": []}}, {}, "failed"),
        ({"connectors": []}, {"mode": "connect"}, "failed"),
    ],
)
def test_where_there_is_nothing_to_compare(changes, options, outcome):
    assert verdict("config_in_effect", evidence(**changes), view(given=("topics",), **options))[0] == outcome


# No record of the flow's topics passed, only heartbeats.
NOTHING = {"records": 0, "p50_ms": None, "max_ms": None}
IDLE = {**NOTHING, "heartbeats": {"records": 3, "p50_ms": 4.0, "max_ms": 5.0}}


@pytest.mark.parametrize(
    ("seen", "options", "outcome"),
    [
        ({}, {}, "passed"),
        ({}, {"max_ms": 20, "max_p50_ms": "8"}, "passed"),
        ({}, {"max_ms": 19}, "failed"),
        ({}, {"max_p50_ms": 7}, "failed"),
        (IDLE, {"max_ms": 5}, "passed"),
        (IDLE, {"max_ms": 4}, "failed"),
        (IDLE, {"max_p50_ms": 3}, "failed"),
        ({**IDLE, "heartbeats": NOTHING}, {"max_ms": 1}, "inconclusive"),
        ({"error": "refused"}, {}, "not_run"),
    ],
)
def test_latency(seen, options, outcome):
    result = check("latency", evidence(latency=seen), **options)
    assert result.outcome == outcome
    assert set(result.expected) == set(options)


def test_a_few_names():
    assert listed([]) == ""
    assert listed("abc") == "a, b, c"
    assert listed("abcde") == "a, b, c and 2 more"


def all_checks():
    return read_mirror_checks([])


def test_a_healthy_flow_passes_everything():
    flow = view(given=("sync_topic_configs",), canary=True, sync_group_offsets=True)
    results = check_flow(all_checks(), evidence(), flow)
    assert {result.name: result.outcome for result in results} == dict.fromkeys(MIRROR_CHECKS, "passed")


def unreachable(*sides):
    document = evidence()
    for side in sides:
        document["clusters"][side].update(reachable=False, error=f"{side} is down")
    return document


@pytest.mark.parametrize(
    ("sides", "failed", "judged"),
    [
        (("target",), {"liveness": "target is down"}, set()),
        (("source",), {"topics": "source is down"}, {"liveness", "tasks", "heartbeats", "config_in_effect"}),
        (("source", "target"), {"liveness": "target is down"}, set()),
    ],
)
def test_an_unreachable_cluster_fails_one_check(sides, failed, judged):
    results = check_flow(all_checks(), unreachable(*sides), view())
    assert {result.name: result.reason for result in results if result.outcome == "failed"} == failed
    not_run = {result.name for result in results if result.outcome == "not_run"}
    assert not_run == set(MIRROR_CHECKS) - set(failed) - judged
    alias = {"target": "b", "source": "a"}[sides[-1]]
    reasons = {result.reason for result in results if result.outcome == "not_run"}
    assert f"needs the {sides[-1]} cluster {alias}, which cannot be read" in reasons


@pytest.mark.parametrize(
    ("kind", "outcomes"),
    [("unreachable", ["failed", "not_run"]), ("not_permitted", ["not_permitted", "not_permitted"])],
)
def test_an_error_in_the_middle(kind, outcomes):
    document = evidence(problem="no right to describe", problem_kind=kind)
    del document["observation"]
    results = check_flow([CheckSpec("topics"), CheckSpec("lag_records"), CheckSpec("tasks")], document, view())
    assert [result.outcome for result in results] == [*outcomes, "passed"]


@pytest.mark.parametrize(("kind", "outcome"), [("not_permitted", "not_permitted"), ("unreachable", "not_run")])
def test_a_probe_that_could_not_answer(kind, outcome):
    document = evidence(same_records=[])
    document["same_records"] = {"error": "no right to read t", "kind": kind}
    assert verdict("same_records", document) == (outcome, "no right to read t")


QUERY = {"name": "two members", "query": "length(group.members)"}


@pytest.mark.parametrize(
    ("check_options", "outcome"),
    [
        ({**QUERY, "min": 1}, "passed"),
        ({**QUERY, "equals": 2}, "failed"),
        ({**QUERY, "query": "length(`1`)", "min": 1}, "failed"),
        ({**QUERY, "query": "nothing.there", "min": 1}, "failed"),
    ],
)
def test_queries(check_options, outcome):
    (result,) = check_flow(read_mirror_checks([check_options]), evidence(), view())
    assert result.outcome == outcome


def test_a_query_is_not_run_on_half_the_evidence():
    (result,) = check_flow(read_mirror_checks([{**QUERY, "min": 1}]), unreachable("target"), view())
    assert (result.outcome, result.reason) == ("failed", "target is down")


def test_a_query_needs_no_more_than_it_asks_for():
    document = {name: value for name, value in evidence().items() if name != "observation"}
    (result,) = check_flow(read_mirror_checks([{**QUERY, "min": 1}]), document, view())
    assert result.outcome == "passed"


def test_what_has_to_be_gathered():
    assert needs_of([CheckSpec("tasks"), CheckSpec("topics")]) == frozenset()
    assert needs_of([CheckSpec("lag_seconds"), CheckSpec("heartbeats")]) == {"lag", "heartbeats"}
    everything = frozenset().union(*(needs_of([spec]) for spec in all_checks()))
    assert everything >= {"heartbeats", "lag", "groups", "latency", "records", "identity", "gaps", "topic_ids"}
    assert needs_of(all_checks()) == everything
    assert needs_of(read_mirror_checks([{**QUERY, "min": 1}])) == everything


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "lag_record"}, "did you mean lag_records"),
        ({"name": "lag_records", "max_ms": 1}, "does not know max_ms"),
        ({"name": "lag_records", "max_records": "few"}, "max_records is 'few', give a number"),
    ],
)
def test_checks_that_cannot_be_meant(given, words):
    with pytest.raises(InputError, match=words):
        read_mirror_checks([given])
