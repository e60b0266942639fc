# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every answer that Connect, or a proxy in front of it, gives instead of a good one, and what we make of it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from run_inside import run_inside
from stub_connect import FILE_SOURCE, REBALANCE, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock, Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

CONFIG = {"connector.class": FILE_SOURCE, "tasks.max": 1}
STORED = {"connector.class": FILE_SOURCE, "tasks.max": "1"}
PUT = ("PUT", "/connectors/c/config")
BUSY = "Request timed out. The worker is currently polling the group coordinator for up to 3000ms"
FORWARD = (
    "IO Error trying to forward REST request: java.net.SocketTimeoutException: Idle timeout expired: 30000/30000 ms"
)
TOPIC = "Failed to write to config topic; this may be due to a transient error and the request can be safely retried"
ZOMBIES = (
    "Failed to perform zombie fencing for sink task. If the connector is in a stopped state, this operation can be "
    "safely retried. If it doesn't eventually succeed, the Connect cluster may need to be restarted to get rid of the "
    "zombie sink tasks."
)


def run(stub, *connectors, **arguments):
    given = {"connect_urls": stub.urls, "stable_for": 0.05, "wait_timeout": 5, "timeout": 2, **arguments}
    return run_inside("kafka_connectors", {**given, "connectors": list(connectors)})


def item(name="c", **options):
    return {"name": name, "config": CONFIG, **options}


def client(stub, timeout=2.0, seconds=5.0, urls=None):
    return Client(Session(Connection(tuple(urls or stub.urls), timeout=timeout)), Deadline(Clock(), seconds))


def sent(stub, method, path):
    return stub.requests.count(f"{method} {path}")


# -- 409, told apart by text -----------------------------------------------------------------------------------------

PASSING = [
    "Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.",
    REBALANCE,
    "Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)",
    "Failed to complete zombie fencing: a different round of fencing for this connector is in progress",
]


@pytest.mark.parametrize("text", PASSING)
@pytest.mark.parametrize(
    ("method", "path", "connector"),
    [
        (*PUT, item(config={**CONFIG, "file": "x"})),
        ("POST", "/connectors/c/restart", {"name": "c", "restart": "failed"}),
    ],
    ids=["write", "restart"],
)
def test_a_passing_conflict_is_asked_again(stub, text, method, path, connector):
    stub.add("c", STORED, failures={0: "X"})
    stub.faults.append(Fault(method, path, 409, text))
    assert run(stub, connector).code == 0
    assert len(stub.writes("c")) == 1


@pytest.mark.parametrize("text", PASSING)
def test_a_passing_conflict_of_a_read_is_asked_again(stub, text):
    stub.add("c", STORED)
    stub.faults.append(Fault("GET", "/connectors/c/config", 409, text))
    assert client(stub).config("c")["tasks.max"] == "1"


@pytest.mark.parametrize(("stored", "code"), [(STORED, 0), ({**STORED, "file": "theirs"}, 1)], ids=["same", "other"])
def test_already_exists_is_judged_by_what_is_there(stub, stored, code):
    """Somebody else makes it between the look and the write."""
    original = stub.fault_for

    def make(method, path, port):
        if method == "POST":
            stub.add("c", stored, target="PAUSED")
        return original(method, path, port)

    stub.fault_for = make
    ran = run(stub, item(run_state="paused"))
    assert ran.code == code
    assert ("Connector c already exists" in ran.message) is bool(code)
    assert sent(stub, "POST", "/connectors") == 1


# -- 400, never repeated ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Connector configuration is invalid and contains the following 2 error(s):\nfirst\nsecond\nYou can also find",
        "Connector name configuration (a) doesn't match connector name in the URL (b)",
        "Failed to find any class that implements Connector and which name matches X, available connectors are: Y",
        "Connector config {} contains no connector type",
        "Included connector type x does not match request type y",
        "Connectors must be in the STOPPED state before their offsets can be modified",
        "Partitions / offsets need to be provided for an alter offsets request",
        "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    ],
)
def test_a_refusal_is_told_on_one_line_and_not_repeated(stub, text):
    stub.faults.append(Fault(*PUT, 400, text, times=9))
    ran = run(stub, item())
    assert " ".join(text.split()) in ran.message
    assert sent(stub, *PUT) == 1
    assert ran.result["changed"] is False


# -- 500 and 503 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [BUSY, FORWARD, TOPIC, ZOMBIES])
@pytest.mark.parametrize("carried_out", [True, False], ids=["done", "not done"])
def test_a_doubtful_write_is_read_back_and_made_once(stub, text, carried_out):
    stub.faults.append(Fault(*PUT, 500, text, carried_out=carried_out))
    ran = run(stub, item(), wait_timeout=1.6)
    assert (ran.code, ran.result["changed"]) == (0, True)
    assert stub.writes("c") == ["PUT config"]
    assert sent(stub, *PUT) == (1 if carried_out else 2)


@pytest.mark.parametrize("text", [BUSY, FORWARD])
def test_a_write_that_is_carried_out_after_its_error_is_seen(stub, text):
    """The worker does not cancel what it queued."""
    stub.faults.append(Fault(*PUT, 500, text))
    timer = threading.Timer(0.5, lambda: stub.add("c", STORED))
    timer.start()
    assert run(stub, item()).code == 0
    assert sent(stub, *PUT) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Failed to modify offsets for connector c because it doesn't support external modification of offsets",
        "Unexpected character ('x' (code 120)): was expecting double-quote to start field name",
        'Cannot deserialize value of type InitialState from String "x"',
    ],
)
def test_a_server_error_that_is_final_is_not_repeated(stub, text):
    stub.faults.append(Fault(*PUT, 500, text, times=9))
    ran = run(stub, item())
    assert text in ran.message
    assert sent(stub, *PUT) == 1


def test_a_read_that_timed_out_in_the_worker_is_asked_again_a_few_times(stub):
    stub.add("c", STORED)
    stub.faults.append(Fault("GET", "/connectors", 500, BUSY, times=2))
    assert run(stub, item()).code == 0


def test_the_stage_of_a_busy_worker_is_told(stub, monkeypatch):
    monkeypatch.setattr("ansible_collections.streamops.kafka.plugins.module_utils._rest.client._DOUBTS", 1)
    stub.faults.append(Fault("GET", "/connectors", 500, BUSY, times=1000))
    assert "currently polling the group coordinator" in run(stub, item()).message


@pytest.mark.parametrize(("method", "path"), [("GET", "/connectors"), PUT])
def test_a_worker_that_starts_is_waited_for(stub, method, path):
    stub.faults.append(Fault(method, path, 503, "No session key was read yet", times=2))
    assert run(stub, item()).code == 0
    assert stub.writes("c") == ["PUT config"]


@pytest.mark.parametrize(("status", "words"), [(503, "starting"), (500, "unhealthy")])
def test_a_worker_that_is_not_healthy_is_not_live(stub, status, words):
    stub.add("c", STORED)
    stub.faults.append(Fault("GET", "/health", status, words, times=9))
    ran = run(stub, item(), checks=[{"name": "workers_live"}])
    assert ran.code == 1
    assert f"{stub.url} ({words})" in ran.message


# -- the start-up window, 404 for every path -------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), [("GET", "/connectors"), ("PUT", ".*/validate"), PUT])
def test_not_found_of_a_server_without_its_resources_is_waited_for(stub, method, path):
    stub.faults.append(Fault(method, path, start_up=True, times=2))
    assert run(stub, item()).code == 0
    assert stub.writes("c") == ["PUT config"]


def test_another_worker_is_asked_meanwhile(pair):
    port = pair.servers[0].server_address[1]
    pair.faults += [Fault(method, ".*", start_up=True, times=1000, port=port) for method in ("GET", "PUT")]
    began = time.monotonic()
    assert run(pair, item()).code == 0
    assert time.monotonic() - began < 3


def test_not_found_of_connect_is_final(stub):
    stub.faults.append(Fault("GET", "/connectors/c/config", 404, "Connector c not found"))
    assert client(stub).config("c") is None
    assert len(stub.requests) == 1


# -- proxies, cuts and time ------------------------------------------------------------------------------------------

HTML = Fault(*PUT, 502, "Bad Gateway", html=True)


@pytest.mark.parametrize(
    "fault",
    [HTML, replace(HTML, html=False, cut=True), replace(HTML, html=False, delay=0.6)],
    ids=["html 502", "cut in the middle", "no answer"],
)
@pytest.mark.parametrize("carried_out", [True, False], ids=["done", "not done"])
def test_a_write_without_an_answer_is_read_back(stub, fault, carried_out):
    stub.faults.append(replace(fault, carried_out=carried_out))
    ran = run(stub, item(), timeout=0.3, wait_timeout=2)
    assert (ran.code, ran.result["changed"]) == (0, True)
    assert stub.writes("c") == ["PUT config"]


@pytest.mark.parametrize(
    "fault",
    [Fault("GET", "/connectors", 502, "Bad Gateway", html=True), Fault("GET", "/connectors", cut=True)],
    ids=["html 502", "cut in the middle"],
)
def test_a_read_without_an_answer_goes_to_the_next_worker(pair, fault):
    pair.add("c", STORED)
    port = pair.servers[0].server_address[1]
    pair.faults.append(replace(fault, times=1000, port=port))
    assert run(pair, item()).code == 0


def test_of_a_page_only_the_title_is_told(stub):
    stub.faults.append(replace(HTML, times=99))
    ran = run(stub, item(), wait_timeout=0.5)
    assert "answered 502: 502 Bad Gateway" in ran.message
    assert "<" not in ran.message


def test_half_an_answer_is_no_answer_even_where_the_library_takes_it(stub, monkeypatch):
    """Older versions of the library do not compare what came with what was promised."""
    import requests

    def half(*args, **named):
        answer = requests.Response()
        answer.status_code, answer._content = 200, b'{"half": '
        answer.headers["Content-Length"] = "1000"
        return answer

    monkeypatch.setattr(requests.Session, "request", half)
    with pytest.raises(TransportError, match=r"the connection was cut \(half an answer\)"):
        client(stub).session.request_at(stub.url, "GET", "/connectors")


STALL = Fault("GET", "/connectors", trickle=0.05, times=1000)


def test_an_answer_that_trickles_ends_with_the_time_of_a_request(stub):
    stub.faults.append(STALL)
    began = time.monotonic()
    with pytest.raises(TransportError, match=r"no whole answer within 0\.4 s"):
        client(stub, timeout=0.4).names()
    assert time.monotonic() - began < 2


def test_an_answer_that_trickles_ends_with_the_run(stub, monkeypatch):
    monkeypatch.setattr("ansible_collections.streamops.kafka.plugins.module_utils._rest.client._LEAST", 0.3)
    stub.faults.append(STALL)
    began = time.monotonic()
    ran = run(stub, item(), timeout=60, wait_timeout=0.5)
    assert f"{stub.url} (no whole answer within 0." in ran.message
    assert time.monotonic() - began < 3


def test_behind_one_that_stalls_the_next_worker_is_asked(pair):
    pair.add("c", STORED)
    pair.faults.append(replace(STALL, port=pair.servers[0].server_address[1]))
    assert run(pair, item(), timeout=0.3).code == 0


def test_a_write_whose_answer_trickles_is_read_back(stub):
    stub.faults.append(Fault(*PUT, trickle=0.05, carried_out=True))
    assert run(stub, item(), timeout=0.3).code == 0
    assert stub.writes("c") == ["PUT config"]


def test_a_wait_among_answers_that_trickle_ends(stub):
    stub.add("c", STORED, state="UNASSIGNED")
    threading.Timer(0.3, stub.faults.append, (STALL,)).start()
    began = time.monotonic()
    assert "the connector is UNASSIGNED" in run(stub, item(), timeout=0.3, wait_timeout=1).message
    assert time.monotonic() - began < 4


# -- fail-over and forwarding ----------------------------------------------------------------------------------------


def test_a_worker_that_dies_in_the_middle_of_a_run_is_left(pair):
    original, killed = pair._put, []

    def put(name, *rest):
        answer = original(name, *rest)
        if not killed:
            killed.append(name)
            threading.Thread(target=pair.kill, args=(0,)).start()
        return answer

    pair._put = put
    ran = run(pair, *(item(f"c{number}") for number in range(30)))
    assert ran.code == 0, ran.message
    assert pair.written() == {f"c{number}": 1 for number in range(30)}
    assert {entry["state"] for entry in ran.result["connectors"]} == {"RUNNING"}


def test_a_worker_that_dies_while_it_is_waited_is_left(pair):
    connector = pair.add("c", STORED, state="UNASSIGNED")
    threading.Timer(0.3, pair.kill, (0,)).start()
    threading.Timer(1.0, setattr, (connector, "state", "")).start()
    assert run(pair, item()).code == 0


@pytest.mark.parametrize(
    ("method", "path", "target", "connector"),
    [
        ("PUT", "/connectors/c/config", "RUNNING", item(config={**CONFIG, "file": "x"})),
        ("POST", "/connectors", "", item(run_state="stopped")),
        ("DELETE", "/connectors/c", "RUNNING", {"name": "c", "state": "absent"}),
        ("PUT", "/connectors/c/stop", "RUNNING", {"name": "c", "run_state": "stopped"}),
        ("PUT", "/connectors/c/pause", "RUNNING", {"name": "c", "run_state": "paused"}),
        ("PUT", "/connectors/c/resume", "STOPPED", {"name": "c", "run_state": "running"}),
    ],
    ids=["update", "create", "delete", "stop", "pause", "resume"],
)
def test_a_forwarded_write_that_the_leader_carried_out_is_no_failure(stub, method, path, target, connector):
    if target:
        stub.add("c", STORED, target=target)
    stub.faults.append(Fault(method, path, 500, FORWARD, carried_out=True))
    ran = run(stub, connector)
    assert (ran.code, ran.result["changed"]) == (0, True)
    assert len(stub.writes("c")) == 1


def test_a_refusal_of_the_leader_keeps_its_status_behind_a_follower(stub):
    stub.faults.append(Fault("PUT", "/connectors/c/config", 404, "Connector c not found"))
    with pytest.raises(ApiError) as caught:
        client(stub).put_config("c", {})
    assert (caught.value.details["status"], caught.value.details["meaning"]) == (404, "definite")
