# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoints of offsets, loggers and plugins, and calls to one worker of several."""

from __future__ import annotations

import pytest
from fake_time import FakeClock
from stub_connect import ALTERED, CONVERTER, REBALANCE, RESET, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

OFFSETS = [{"partition": {"filename": "f"}, "offset": {"position": 3}}]
GONE = "http://127.0.0.1:1"


def client_of(*urls):
    return Client(Session(Connection(tuple(urls))), Deadline(FakeClock(), 60))


def test_offsets(stub):
    client = client_of(stub.url)
    stub.add("a", target="STOPPED")
    assert client.alter_offsets("a", OFFSETS) == ALTERED
    assert client.offsets("a") == OFFSETS
    assert client.reset_offsets("a") == RESET
    assert client.offsets("a") == []
    assert stub.writes("a") == ["PATCH offsets", "DELETE offsets"]


def test_a_write_of_offsets_without_words(stub):
    stub.add("a", target="STOPPED")
    stub.faults.append(Fault("DELETE", ".*/offsets", 200, html=True))
    with pytest.raises(TransportError, match="not JSON"):
        client_of(stub.url).reset_offsets("a")


def test_the_status_of_one(stub):
    client = client_of(stub.url)
    stub.add("a", target="PAUSED")
    stub.add("new", has_status=False)
    assert client.status("a")["connector"]["state"] == "PAUSED"
    assert client.status("new") is None
    assert client.status("never") is None


def test_loggers_by_worker_and_for_all(pair):
    client = client_of(*pair.urls)
    client.at(pair.urls[1]).set_level("x", "DEBUG", "worker")
    assert "x" not in client.at(pair.urls[0]).loggers()
    assert client.at(pair.urls[1]).loggers()["x"] == {"level": "DEBUG", "last_modified": None}
    client.set_level("x", "WARN", "cluster")
    assert [client.at(url).loggers()["x"]["level"] for url in pair.urls] == ["WARN", "WARN"]


def test_plugins_of_every_kind(stub):
    client = client_of(stub.url)
    assert CONVERTER not in [plugin["class"] for plugin in client.plugins()]
    assert CONVERTER in [plugin["class"] for plugin in client.plugins(connectors_only=False)]


def test_one_worker_has_no_substitute(pair):
    client = client_of(GONE, pair.url)
    assert client.root()["version"] == "4.3.1"
    with pytest.raises(TransportError):
        client.at(GONE).root()


def test_a_deadline_of_its_own(stub):
    stub.faults.append(Fault("GET", "/", 409, REBALANCE, times=99))
    client = client_of(stub.url)
    with pytest.raises(ApiError):
        client.at(stub.url, seconds=0).root()
    assert (len(stub.requests), client.deadline.left) == (1, 60)
