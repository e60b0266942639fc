# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What workers tell somebody who does not log in, and the secrets in what they show."""

from __future__ import annotations

import pytest
from fake_time import FakeClock
from stub_connect import FILE_SOURCE, POSTGRES, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.evidence import Gatherer
from ansible_collections.streamops.kafka.plugins.module_utils._rest.security import add_security
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

LOGIN = {"username": "u", "password": "p"}


def gather(stub, check, plane=None, **connection):
    clock = FakeClock()
    client = Client(Session(Connection(tuple(stub.urls), timeout=5, **connection)), Deadline(clock, 5))
    return Gatherer(client, clock, plane).gather([CheckSpec(check)], {}, ())


def test_a_worker_that_lets_everybody_in(pair):
    seen = gather(pair, "rest_secured", **LOGIN)
    assert [worker["anonymous"]["status"] for worker in seen["workers"]] == [200, 200]
    assert seen["rest"] == {"scheme": "http", "verified": True, "login": "password"}
    assert "plain_secrets" not in seen


def anonymous(stub, **workers):
    listed = [{"url": stub.url, "live": True, **workers}]
    client = Client(Session(Connection((stub.url,), timeout=5, **LOGIN)), Deadline(FakeClock(), 5))
    add_security(client, [CheckSpec("rest_secured")], {"workers": listed}, {})
    return listed[0].get("anonymous")


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [({"status": 401, "message": "who?"}, 401, "it answers 401"), ({"cut": True}, 0, "the connection was cut")],
)
def test_a_worker_that_refuses(stub, fault, status, words):
    stub.faults.append(Fault("GET", "/connectors", **fault))
    answer = anonymous(stub)
    assert answer["status"] == status
    assert words in answer["cause"]


def test_a_worker_that_is_not_live_is_not_asked(stub):
    assert anonymous(stub, live=False) is None
    assert stub.requests == []


@pytest.mark.parametrize(
    ("given", "login"), [({"token": "t"}, "token"), ({"client_cert": "/c.pem"}, "certificate"), ({}, "")]
)
def test_the_manner_tells_no_secret(given, login):
    session = Session(Connection(("https://w:8083",), validate_certs=False, **given))
    assert session.manner == {"scheme": "https", "verified": False, "login": login}
    nobody = session.anonymous()
    assert nobody.manner["login"] == ""
    assert nobody.urls == session.urls


def test_secrets_by_their_type_and_by_their_name(stub):
    stub.add("a", {"connector.class": POSTGRES, "odd.cipher": "hidden-1", "database.user": "u"})
    stub.add("b", {"connector.class": FILE_SOURCE, "my.password": "hidden-2"})
    stub.add("c", {"connector.class": POSTGRES, "database.password": "${file:/s:p}"})
    seen = gather(stub, "secrets_hidden")
    assert seen["plain_secrets"] == [
        {"connector": "a", "keys": ["odd.cipher"], "allowed": False},
        {"connector": "b", "keys": ["my.password"], "allowed": False},
        {"connector": "c", "keys": [], "allowed": False},
    ]
    assert "hidden" not in str(seen["plain_secrets"])
    assert "rest" not in seen


def test_without_the_types_the_names_tell(stub):
    stub.add("a", {"connector.class": POSTGRES, "odd.cipher": "hidden-1", "database.password": "hidden-2"})
    stub.faults.append(Fault("GET", f"/connector-plugins/{POSTGRES}/config", status=500, message="no", times=99))
    assert gather(stub, "secrets_hidden")["plain_secrets"][0]["keys"] == ["database.password"]


class Plane:
    """Brokers that tell how they are asked."""

    def login(self):
        return {"alias": "k", "security_protocol": "SSL"}


def test_how_brokers_are_asked(stub):
    assert gather(stub, "kafka_secured", Plane)["kafka_login"] == {"alias": "k", "security_protocol": "SSL"}
    assert "kafka_login" not in gather(stub, "capacity", Plane)
    assert gather(stub, "kafka_secured")["data_plane"]["outcome"] == "not_configured"
