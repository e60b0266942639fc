# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of ``kafka_connect_logger``: worker after worker or all at once, and seen on all that are listed."""

from __future__ import annotations

import pytest
from run_module import run_module
from stub_connect import Fault

GONE = "http://127.0.0.1:1"
NOBODY = {"x": None}


def run(stub, check=False, diff=False, **options):
    given = {"connect_urls": stub.urls, "wait_timeout": 3, "loggers": {"x": "DEBUG"}, **options}
    return run_module("kafka_connect_logger", given, check, diff)


def port(stub, number):
    return stub.servers[number].server_address[1]


def levels(stub, logger="x"):
    return [stub.levels_of(port(stub, number)).get(logger) for number in range(len(stub.servers))]


@pytest.mark.parametrize("scope", ["worker", "cluster"])
@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_every_listed_worker(pair, check, scope):
    ran = run(pair, check, diff=True, scope=scope)
    assert (ran.code, ran.result["changed"]) == (0, True), ran.message
    assert ran.result["workers"] == [
        {"url": url, "changed": True, "before": NOBODY, "after": {"x": "DEBUG"}} for url in pair.urls
    ]
    assert [item["before_header"] for item in ran.result["diff"]] == [f"loggers of {url}" for url in pair.urls]
    assert levels(pair) == ([None, None] if check else ["DEBUG", "DEBUG"])
    writes = {"worker": ["PUT level DEBUG"] * 2, "cluster": ["PUT level DEBUG scope=cluster"]}
    assert pair.writes("x") == ([] if check else writes[scope])


@pytest.mark.parametrize("scope", ["worker", "cluster"])
def test_a_second_run_changes_nothing(pair, scope):
    run(pair, scope=scope)
    pair.log.clear()
    ran = run(pair, scope=scope, loggers={"x": "debug"}, diff=True)
    assert (ran.code, ran.result["changed"], ran.result.get("diff", [])) == (0, False, [])
    assert pair.log == []


def test_only_the_worker_that_differs(pair):
    pair.levels_of(port(pair, 0))["x"] = "DEBUG"
    ran = run(pair)
    assert [worker["changed"] for worker in ran.result["workers"]] == [False, True]
    assert pair.writes("x") == ["PUT level DEBUG"]


def test_scope_worker_leaves_others_alone(pair):
    assert run(pair, connect_urls=pair.urls[:1]).code == 0
    assert levels(pair) == ["DEBUG", None]


def test_a_short_name_does_not_undo_a_long_one(pair):
    wanted = {"x.y": "WARN", "x": "INFO", "root": "ERROR"}
    run(pair, loggers=wanted)
    pair.levels_of(port(pair, 0))["x"] = "TRACE"
    for scope in ("worker", "cluster"):
        ran = run(pair, loggers=wanted, scope=scope)
        assert ran.code == 0, ran.message
        assert [levels(pair, name) for name in wanted] == [["WARN"] * 2, ["INFO"] * 2, ["ERROR"] * 2]


@pytest.mark.parametrize("loggers", [{"x": "LOUD"}, {}, {"x": 7}, {"a/b": "INFO"}])
def test_what_cannot_be_meant_is_refused_before_any_request(stub, loggers):
    assert run(stub, loggers=loggers).code == 1
    assert stub.requests == []


@pytest.mark.parametrize("scope", ["worker", "cluster"])
@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_a_worker_that_does_not_answer_ends_it_before_anything_is_set(stub, check, scope):
    ran = run(stub, check, scope=scope, connect_urls=[stub.url, GONE])
    assert ran.code == 1
    assert ran.message.startswith(f"No answer from {GONE} (")
    assert stub.log == []


@pytest.mark.parametrize(("check", "code"), [(False, 1), (True, 0)])
def test_nobody_answers(stub, check, code):
    ran = run(stub, check, connect_urls=[GONE])
    assert ran.code == code
    assert ran.message.startswith(f"No answer from {GONE}")


def test_no_loggers_at_this_address(stub):
    stub.faults.append(Fault("GET", "/admin/loggers/x", 404, "HTTP 404 Not Found", times=9))
    ran = run(stub)
    assert ran.message.startswith(f"The worker {stub.url} has no loggers to read or set at this address: its admin.lis")


def test_a_worker_that_cannot_set_any(stub):
    stub.faults.append(Fault("PUT", "/admin/loggers/x", 404, "invalid log level 'DEBUG'.", times=9))
    assert "refuses every level" in run(stub).message


def test_a_failure_in_the_middle_says_what_was_set_before(pair):
    run(pair, connect_urls=pair.urls[:1], loggers={"y": "INFO"})
    pair.faults.append(Fault("PUT", "/admin/loggers/x", 400, "No.", times=9))
    ran = run(pair, loggers={"x": "DEBUG"})
    assert (ran.code, ran.result["done"], ran.result["status"]) == (1, [], 400)
    pair.faults.clear()
    pair.faults += [Fault("PUT", "/admin/loggers/z", 200, carried_out=True, html=True)]
    ran = run(pair, loggers={"z": "DEBUG"})
    assert (ran.code, levels(pair, "z")) == (0, ["DEBUG", "DEBUG"]), ran.message


@pytest.mark.parametrize("scope", ["worker", "cluster"])
@pytest.mark.parametrize(
    "fault",
    [
        Fault("PUT", ".*", 500, "Failed to write to config topic; the request can be safely retried"),
        Fault("PUT", ".*", cut=True, carried_out=True),
    ],
    ids=["500", "cut"],
)
def test_a_doubtful_answer_is_read_back(stub, fault, scope):
    fault.times = 1
    stub.faults.append(fault)
    ran = run(stub, scope=scope, wait_timeout=30)
    assert (ran.code, levels(stub)) == (0, ["DEBUG"]), ran.message


def test_a_cluster_that_does_not_pass_it_on(pair):
    pair.tell_cluster_scope = False
    ran = run(pair, scope="cluster", wait_timeout=1)
    assert (ran.code, ran.result["changed"]) == (1, True)
    assert ran.message.startswith("The levels were set but not all workers have them after 1 s: x is not there on http")
    assert ran.result["workers"][0]["after"] == NOBODY


def test_without_waiting_it_is_not_looked_at_again(pair):
    pair.tell_cluster_scope = False
    ran = run(pair, scope="cluster", wait=False)
    assert (ran.code, ran.result["workers"][0]["after"]) == (0, {"x": "DEBUG"})
