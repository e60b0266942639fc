# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One method per endpoint, and what is repeated."""

from __future__ import annotations

import pytest
from fake_time import FakeClock
from stub_connect import FILE_SOURCE, POSTGRES, REBALANCE, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, ConflictError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

ODD = "a b+ä;?#"


@pytest.fixture
def client(stub):
    return Client(Session(Connection((stub.url,))), Deadline(FakeClock(), 60))


def test_reads(stub, client):
    stub.add(ODD, topics=["t2", "t1"], offsets=[{"partition": {}, "offset": {}}])
    assert client.names() == [ODD]
    assert client.expanded("info", "status")[ODD]["status"]["connector"]["state"] == "RUNNING"
    assert client.config(ODD)["connector.class"] == FILE_SOURCE
    assert client.config("other") is None
    assert client.topics(ODD) == ["t1", "t2"]
    assert client.offsets(ODD) == [{"partition": {}, "offset": {}}]
    assert FILE_SOURCE in [plugin["class"] for plugin in client.plugins()]
    assert {"name": "file", "type": "STRING"} in client.definitions(FILE_SOURCE)
    assert client.definitions("x.Y") is None
    assert client.validate(POSTGRES, {"name": "n"})["error_count"] == 0
    assert stub.log == []


def test_writes(stub, client):
    client.put_config(ODD, {"connector.class": FILE_SOURCE})
    client.move(ODD, "pause")
    client.move(ODD, "resume")
    client.move(ODD, "stop")
    client.restart_failed(ODD)
    client.delete(ODD)
    client.create(ODD, {"connector.class": FILE_SOURCE}, "stopped")
    assert stub.writes(ODD) == ["PUT config", "pause", "resume", "stop", "restart", "delete", "POST create"]
    assert stub.connectors[ODD].target == "STOPPED"
    assert any("includeTasks=true&onlyFailed=true" in request for request in stub.requests)


def test_reads_are_repeated_while_a_rebalance_or_a_start_is_under_way(stub, client):
    stub.faults += [
        Fault("GET", "/connectors", 409, REBALANCE, times=2),
        Fault("GET", "/connectors", 503, "starting"),
        Fault("GET", "/connectors", 404, "Not Found", html=True),
    ]
    assert client.names() == []
    assert len(stub.requests) == 5
    assert len(client.deadline.clock.slept) == 4


def test_not_beyond_the_deadline(stub, client):
    stub.faults.append(Fault("GET", "/connectors", 409, REBALANCE, times=1000))
    with pytest.raises(ApiError, match="rebalance"):
        client.names()
    assert client.deadline.left == 0


def test_writes_are_not_repeated_here(stub, client):
    stub.faults.append(Fault("PUT", "/connectors/a/config", 409, REBALANCE))
    with pytest.raises(ApiError):
        client.put_config("a", {})
    assert len(stub.requests) == 1


def test_a_validation_is_repeated(stub, client):
    stub.faults.append(Fault("PUT", ".*/validate", 409, REBALANCE))
    assert client.validate(FILE_SOURCE, {"name": "n"})["error_count"] == 0


def test_an_error_tells_what_was_asked_and_answered(stub, client):
    stub.faults.append(Fault("GET", "/connectors/a/offsets", 403, "Topic tracking is disabled."))
    with pytest.raises(ApiError) as caught:
        client.offsets("a")
    assert caught.value.message == f"GET {stub.url}/connectors/a/offsets answered 403: Topic tracking is disabled."
    assert caught.value.details["status"] == 403


def test_an_error_other_than_404_is_no_absence(stub, client):
    stub.faults.append(Fault("GET", "/connectors/a/config", 500, "no"))
    with pytest.raises(ApiError):
        client.config("a")


def test_a_connector_that_exists_is_a_conflict(stub, client):
    stub.add("a")
    with pytest.raises(ConflictError, match="already exists"):
        client.create("a", {"connector.class": FILE_SOURCE}, "paused")
