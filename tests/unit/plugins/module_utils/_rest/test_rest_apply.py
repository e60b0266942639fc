# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The executor, against a cluster that misbehaves."""

from __future__ import annotations

import threading

import pytest
from fake_time import FakeClock
from stub_connect import FILE_SOURCE, REBALANCE, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, read_found
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import make_plan
from ansible_collections.streamops.kafka.plugins.module_utils._rest.apply import Executor
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import IN_FLIGHT
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

CONFIG = {"connector.class": FILE_SOURCE, "tasks.max": "1"}
PATH = "/connectors/c/config"
TIMED_OUT = "Request timed out. The worker is currently polling the group coordinator"


def run(stub, *desired, timeout=5.0, limit=60.0):
    client = Client(Session(Connection(tuple(stub.urls), timeout=timeout)), Deadline(FakeClock(), limit))
    found = {name: read_found(name, entry) for name, entry in client.expanded("info", "status").items()}
    return Executor(client).run(make_plan(desired, found).changing)


def test_nothing_to_do(stub):
    assert Executor(Client(Session(Connection((stub.url,))), Deadline(FakeClock(), 1))).run([]) == []
    assert stub.requests == []


@pytest.mark.parametrize(
    ("state", "desired", "writes"),
    [
        (None, Desired("c", config=CONFIG), ["PUT config"]),
        (None, Desired("c", config=CONFIG, run_state="paused"), ["POST create"]),
        ("RUNNING", Desired("c", config={**CONFIG, "file": "x"}), ["PUT config"]),
        ("RUNNING", Desired("c", run_state="stopped"), ["stop"]),
        ("RUNNING", Desired("c", run_state="paused", config={**CONFIG, "file": "x"}), ["pause", "PUT config"]),
        ("STOPPED", Desired("c", run_state="running", config={**CONFIG, "file": "x"}), ["PUT config", "resume"]),
        ("RUNNING", Desired("c", "absent"), ["delete"]),
    ],
)
def test_each_write_once_and_in_order(stub, state, desired, writes):
    if state:
        stub.add("c", target=state)
    applied = run(stub, desired)
    assert [item.error for item in applied] == [""]
    assert stub.writes("c") == writes
    assert len(applied[0].done) == len(writes)


def test_failed_tasks_are_restarted(stub):
    stub.add("c", failures={0: "X"})
    assert run(stub, Desired("c", restart="failed"))[0].done == ("restart",)
    assert stub.writes("c") == ["restart"]


def test_a_rebalance_is_waited_for(stub):
    stub.faults.append(Fault("PUT", PATH, 409, REBALANCE, times=5))
    assert run(stub, Desired("c", config=CONFIG))[0].error == ""
    assert stub.writes("c") == ["PUT config"]


def test_a_rebalance_without_end_ends_with_the_deadline(stub):
    stub.faults.append(Fault("PUT", PATH, 409, REBALANCE, times=10000))
    applied = run(stub, Desired("c", config=CONFIG), limit=20)[0]
    assert applied.error.startswith("Connector c: create failed: ")
    assert "rebalance" in applied.error
    assert applied.done == ()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("PUT", PATH, 500, TIMED_OUT, carried_out=True),
        Fault("PUT", PATH, 500, "IO Error trying to forward REST request: x", carried_out=True),
        Fault("PUT", PATH, 500, "Internal Server Error", carried_out=True),
        Fault("PUT", PATH, 502, "Bad Gateway", html=True, carried_out=True),
        Fault("PUT", PATH, cut=True, carried_out=True),
        Fault("PUT", PATH, delay=0.8, carried_out=True),
    ],
    ids=["timed-out", "forwarding", "500", "html-502", "cut", "stalled"],
)
def test_a_doubtful_write_that_took_place_is_no_failure_and_not_made_twice(stub, fault):
    stub.faults.append(fault)
    applied = run(stub, Desired("c", config=CONFIG), timeout=0.4)[0]
    assert applied.error == ""
    assert stub.writes("c") == ["PUT config"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("PUT", PATH, 500, TIMED_OUT),
        Fault("PUT", PATH, 500, "Failed to write to config topic; ... the request can be safely retried"),
        Fault("PUT", PATH, 504, "Gateway Time-out", html=True),
        Fault("PUT", PATH, cut=True),
    ],
    ids=["timed-out", "config-topic", "html-504", "cut"],
)
def test_a_doubtful_write_that_did_not_take_place_is_made_again(stub, fault):
    stub.faults.append(fault)
    assert run(stub, Desired("c", config=CONFIG))[0].error == ""
    assert stub.writes("c") == ["PUT config"]


def test_a_write_that_is_never_carried_out_ends(stub):
    stub.faults.append(Fault("PUT", PATH, 500, TIMED_OUT, times=100))
    applied = run(stub, Desired("c", config=CONFIG), limit=600)[0]
    assert TIMED_OUT in applied.error
    assert sum(request.startswith("PUT") for request in stub.requests) == 4


def test_a_server_error_that_says_why_is_looked_up_once(stub):
    stub.faults.append(Fault("PUT", PATH, 500, "Could not read properties from file /x", times=9))
    applied = run(stub, Desired("c", config=CONFIG))[0]
    assert "Could not read properties" in applied.error
    assert stub.requests.count("PUT /connectors/c/config") == 1
    assert stub.requests.count("GET /connectors/c/config") == 1


def test_a_refusal_is_final(stub):
    stub.faults.append(Fault("PUT", PATH, 400, "Connector configuration is invalid", times=9))
    applied = run(stub, Desired("c", config=CONFIG))[0]
    assert "is invalid" in applied.error
    assert stub.requests.count("PUT /connectors/c/config") == 1


def test_a_write_that_cannot_be_looked_up_is_made_again(stub):
    stub.faults += [Fault("PUT", PATH, 500, TIMED_OUT), Fault("GET", PATH, 500, "no", times=100)]
    assert run(stub, Desired("c", config=CONFIG))[0].error == ""


def test_another_client_made_the_same_connector(stub):
    stub.faults.append(Fault("POST", "/connectors", 409, "Connector c already exists", carried_out=True))
    assert run(stub, Desired("c", config=CONFIG, run_state="paused"))[0].error == ""


def test_another_client_made_a_different_one(stub):
    stub.faults.append(Fault("POST", "/connectors", 409, "Connector c already exists"))
    assert "already exists" in run(stub, Desired("c", config=CONFIG, run_state="paused"))[0].error


@pytest.mark.parametrize(
    ("target", "desired", "method", "path"),
    [
        ("RUNNING", Desired("c", "absent"), "DELETE", "/connectors/c"),
        ("RUNNING", Desired("c", run_state="paused"), "PUT", "/connectors/c/pause"),
        ("RUNNING", Desired("c", run_state="stopped"), "PUT", "/connectors/c/stop"),
        ("PAUSED", Desired("c", run_state="running"), "PUT", "/connectors/c/resume"),
    ],
)
def test_every_kind_of_write_is_looked_up(stub, target, desired, method, path):
    stub.add("c", target=target)
    stub.faults.append(Fault(method, path, 500, TIMED_OUT, carried_out=True))
    assert run(stub, desired)[0].error == ""
    assert len(stub.writes("c")) == 1


def test_a_restart_cannot_be_looked_up_and_is_made_again(stub):
    stub.add("c", failures={0: "X"})
    stub.faults.append(Fault("POST", "/connectors/c/restart", 500, TIMED_OUT))
    assert run(stub, Desired("c", restart="failed"))[0].error == ""
    assert stub.writes("c") == ["restart"]


def test_a_connector_that_somebody_else_deleted_is_deleted(stub):
    stub.add("c")
    stub.faults.append(Fault("DELETE", "/connectors/c", 404, "Connector c not found"))
    assert run(stub, Desired("c", "absent"))[0].error == ""


def test_one_failure_does_not_stop_the_others_and_later_writes_of_the_same_are_not_made(stub):
    stub.add("c", target="STOPPED")
    stub.add("d")
    stub.faults.append(Fault("PUT", PATH, 400, "no"))
    applied = run(stub, Desired("c", config={**CONFIG, "file": "x"}, run_state="running"), Desired("d", "absent"))
    assert [bool(item.error) for item in applied] == [True, False]
    assert (stub.writes("c"), stub.writes("d")) == ([], ["delete"])


def test_writes_go_out_in_parallel_but_not_all_at_once(stub, monkeypatch):
    running, most, lock = [], [], threading.Lock()

    def call(self, name, config):
        with lock:
            running.append(name)
            most.append(len(running))
        threading.Event().wait(0.02)
        with lock:
            running.remove(name)

    monkeypatch.setattr(Client, "put_config", call)
    applied = run(stub, *(Desired(f"c{number}", config=CONFIG) for number in range(30)))
    assert [item.change.name for item in applied] == [f"c{number}" for number in range(30)]
    assert 2 <= max(most) <= IN_FLIGHT


def test_a_worker_that_dies_in_the_middle_is_left(pair):
    pair.add("a")
    client = Client(Session(Connection(tuple(pair.urls))), Deadline(FakeClock(), 60))
    found = {name: read_found(name, entry) for name, entry in client.expanded("info", "status").items()}
    pair.servers[0].shutdown()
    pair.servers[0].server_close()
    client.session.close()
    applied = Executor(client).run(make_plan([Desired("a", "absent"), Desired("c", config=CONFIG)], found).changing)
    assert [item.error for item in applied] == ["", ""]
    assert pair.written() == {"a": 1, "c": 1}
