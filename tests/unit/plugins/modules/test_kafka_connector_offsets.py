# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of ``kafka_connector_offsets``: what it refuses before a write, predicts, and makes of bad answers."""

from __future__ import annotations

import pytest
from run_module import run_module
from stub_connect import ALTERED, FILE_SINK, NOT_STOPPED, REBALANCE, RESET, Fault

ONE, TWO = {"filename": "one"}, {"filename": "two"}
ZOMBIES = (
    "Failed to alter consumer group offsets for connector a either because its tasks haven't stopped completely yet. "
    "If the connector is in a stopped state, this operation can be safely retried. If it doesn't eventually succeed, "
    "the Connect cluster may need to be restarted to get rid of the zombie sink tasks."
)
EXTERNAL = "Failed to modify offsets for connector a because it doesn't support external modification of offsets"


def at(partition, position):
    return {"partition": partition, "offset": None if position is None else {"position": position}}


def of(partition, offset, topic="t"):
    return {
        "partition": {"kafka_topic": topic, "kafka_partition": partition},
        "offset": None if offset is None else {"kafka_offset": offset},
    }


def source(stub, **kind):
    kind = {"target": "STOPPED", "offsets": [at(ONE, 1), at(TWO, 2)], **kind}
    return stub.add("a", **kind)


def sink(stub, **kind):
    return source(stub, config={"connector.class": FILE_SINK}, offsets=[of(0, 5), of(1, 6)], **kind)


def run(stub, check=False, diff=False, **options):
    given = {"connect_urls": stub.urls, "name": "a", "wait_timeout": 3, **options}
    return run_module("kafka_connector_offsets", given, check, diff)


@pytest.mark.parametrize("target", ["RUNNING", "PAUSED", "STOPPED"])
def test_reading_in_any_state(stub, target):
    source(stub, target=target)
    ran = run(stub)
    assert (ran.code, ran.result["changed"], ran.result["state"]) == (0, False, target)
    assert (ran.result["type"], ran.result["offsets"]) == ("source", [at(ONE, 1), at(TWO, 2)])
    assert "before" not in ran.result
    assert stub.log == []


def test_a_rebalance_is_waited_for(stub):
    source(stub)
    stub.faults.append(Fault("GET", ".*/offsets", 409, REBALANCE, times=2))
    assert run(stub).result["offsets"] == [at(ONE, 1), at(TWO, 2)]


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_altering_some_partitions(stub, check):
    connector = source(stub)
    ran = run(stub, check, diff=True, offsets=[at(ONE, 1), at(TWO, 9)])
    assert (ran.code, ran.result["changed"]) == (0, True), ran.message
    assert ran.result["offsets"] == [at(ONE, 1), at(TWO, 9)]
    assert ran.result["before"] == [at(ONE, 1), at(TWO, 2)]
    assert ran.result["diff"] == [
        {
            "before_header": "offsets of connector a",
            "after_header": "offsets of connector a",
            "before": {'{"filename": "two"}': {"position": 2}},
            "after": {'{"filename": "two"}': {"position": 9}},
        }
    ]
    assert stub.writes("a") == ([] if check else ["PATCH offsets"])
    assert connector.offsets == ([at(ONE, 1), at(TWO, 2)] if check else [at(ONE, 1), at(TWO, 9)])
    assert ran.result.get("message") == (None if check else ALTERED)


def test_a_second_run_changes_nothing_even_while_it_runs(stub):
    connector = source(stub)
    wanted = [at(TWO, 9)]
    run(stub, offsets=wanted)
    connector.target = "RUNNING"
    ran = run(stub, offsets=wanted)
    assert (ran.code, ran.result["changed"]) == (0, False)
    assert stub.writes("a") == ["PATCH offsets"]


def test_forgetting_one_partition(stub):
    connector = source(stub)
    ran = run(stub, offsets=[at(ONE, None), at({"filename": "never"}, None)])
    assert ran.result["changed"] is True
    assert connector.offsets == ran.result["offsets"] == [at(TWO, 2)]


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_forgetting_all(stub, check):
    connector = sink(stub)
    ran = run(stub, check, diff=True, state="absent")
    assert (ran.result["changed"], ran.result["offsets"], ran.result["type"]) == (True, [], "sink")
    assert len(ran.result["diff"][0]["before"]) == 2
    assert connector.offsets == ([of(0, 5), of(1, 6)] if check else [])
    assert ran.result.get("message") == (None if check else RESET)
    stub.log.clear()
    if not check:
        assert run(stub, state="absent").result["changed"] is False
        assert stub.log == []


def test_a_tombstone_is_no_offset(stub):
    """What a worker may list right after a reset."""
    connector = source(stub)
    connector.offsets = [at(ONE, None), at(TWO, 2)]
    assert run(stub).result["offsets"] == [at(TWO, 2)]
    connector.offsets = [at(ONE, None)]
    ran = run(stub, state="absent")
    assert (ran.result["changed"], ran.result["offsets"]) == (False, [])


def test_numbers_may_come_as_text(stub):
    connector = sink(stub)
    ran = run(stub, offsets=[of("0", "5"), of("1", "7")])
    assert ran.code == 0, ran.message
    assert connector.offsets == [of(0, 5), of(1, 7)]
    connector = source(stub)
    run(stub, offsets=[at(ONE, "4")])
    assert connector.offsets == [at(TWO, 2), at(ONE, 4)]


@pytest.mark.parametrize("options", [{"offsets": [at(ONE, 9)]}, {"state": "absent"}], ids=["alter", "reset"])
@pytest.mark.parametrize(("target", "words"), [("RUNNING", "RUNNING with 1 task"), ("PAUSED", "PAUSED with 1 task")])
def test_only_when_stopped(stub, target, words, options):
    source(stub, target=target)
    ran = run(stub, **options)
    assert ran.code == 1
    assert ran.message == (
        f"Connector a is {words}, but offsets can be changed only while it is stopped: set run_state of it to stopped "
        "with kafka_connector first, and back to running afterwards."
    )
    assert not [request for request in stub.requests if request.startswith(("PATCH", "DELETE"))]


def test_check_mode_predicts_what_comes_after_a_stop(stub):
    source(stub, target="RUNNING")
    ran = run(stub, check=True, offsets=[at(ONE, 9)])
    assert (ran.code, ran.result["changed"]) == (0, True)
    assert "only while it is stopped" in str(ran.result["warnings"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"offsets": []}, "offsets is an empty list"),
        ({"offsets": [at(ONE, [1])]}, "offsets[0].offset.position is a list or a dictionary"),
        ({"offsets": [{"partition": ONE, "offset": "x"}]}, "offsets[0].offset is 'x': write a dictionary"),
        ({"offsets": [{"partition": ONE}]}, "missing required arguments: offset"),
        ({"offsets": [at(ONE, 1)], "state": "absent"}, "leave out offsets"),
        ({"name": "a/b"}, "cannot be part of an address"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_any_request(stub, options, words):
    source(stub)
    ran = run(stub, **options)
    assert ran.code == 1
    assert words in ran.message
    assert stub.requests == []


@pytest.mark.parametrize(
    ("offsets", "words"),
    [
        ([{"partition": {"kafka_topic": "t"}, "offset": None}], "has the keys kafka_topic; of a sink it has"),
        ([at(ONE, 1)], "offsets[0].offset has the keys position; of a sink it has kafka_offset"),
        ([of(0, "x")], "offsets[0].offset.kafka_offset is 'x'"),
        ([of(0, -1)], "kafka_offset is -1"),
        ([of(True, 1)], "kafka_partition is True"),
        ([of(0, 1, "")], "kafka_topic is empty"),
        ([of(0, 1), of("0", 2)], "is listed more than once"),
    ],
)
def test_the_rules_of_sinks_hold_before_any_write(stub, offsets, words):
    sink(stub)
    ran = run(stub, offsets=offsets)
    assert ran.code == 1
    assert words in ran.message
    assert not [request for request in stub.requests if request.startswith("PATCH")]


def test_keys_that_nothing_stored_has(stub):
    source(stub)
    ran = run(stub, offsets=[{"partition": {"file": "one"}, "offset": {"positon": 1}}])
    assert ran.code == 0
    assert "no stored offset has the partition key file or the offset key positon" in str(ran.result["warnings"])


def test_a_connector_that_does_not_exist(stub):
    ran = run(stub)
    assert ran.message.startswith("Connector a does not exist on this Connect cluster")


def test_a_connector_that_is_not_heard_of_yet(stub):
    source(stub, has_status=False)
    ran = run(stub, offsets=[at(ONE, 9)])
    assert "Connector a is UNKNOWN" in ran.message
    assert stub.log == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault("PATCH", ".*", 500, "Request timed out. The worker is currently polling", carried_out=True),
        Fault("PATCH", ".*", cut=True, carried_out=True),
        Fault("PATCH", ".*", 502, "Bad Gateway", html=True, carried_out=True),
    ],
    ids=["500", "cut", "proxy"],
)
def test_a_lost_answer_is_read_back(stub, fault):
    source(stub)
    stub.faults.append(fault)
    ran = run(stub, offsets=[at(ONE, 9)])
    assert (ran.code, ran.result["message"]) == (0, ""), ran.message
    assert stub.writes("a") == ["PATCH offsets"]


@pytest.mark.parametrize("status", [409, 503])
def test_a_passing_obstacle(stub, status):
    source(stub)
    stub.faults.append(Fault("DELETE", ".*", status, REBALANCE))
    assert run(stub, state="absent").result["offsets"] == []


def test_a_connector_without_support(stub):
    source(stub)
    stub.faults.append(Fault("PATCH", ".*", 500, EXTERNAL, times=9))
    ran = run(stub, offsets=[at(ONE, 9)])
    assert ran.message.startswith("The plugin of connector a does not let its offsets be changed through Connect")
    assert ran.result["status"] == 500
    assert len([request for request in stub.requests if request.startswith("PATCH")]) == 1


def test_zombies_are_given_time_then_named(stub):
    sink(stub)
    stub.faults.append(Fault("PATCH", ".*", 500, ZOMBIES, times=99))
    ran = run(stub, offsets=[of(0, 1)])
    assert "still hold its consumer group" in ran.message
    assert stub.log == []


def test_the_worker_has_the_last_word_about_the_state(stub):
    source(stub)
    stub.faults.append(Fault("PATCH", ".*", 400, NOT_STOPPED.format(name="a")))
    assert run(stub, offsets=[at(ONE, 9)]).message.startswith("Connector a is not stopped: set run_state")


def test_what_a_worker_refuses_otherwise(stub):
    source(stub)
    stub.faults.append(Fault("PATCH", ".*", 400, "No."))
    assert run(stub, offsets=[at(ONE, 9)]).message.endswith("/connectors/a/offsets answered 400: No.")
