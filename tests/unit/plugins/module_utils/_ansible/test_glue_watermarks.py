# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of a Kafka cluster that checks of connectors need."""

from __future__ import annotations

from typing import ClassVar

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._ansible import watermarks
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.watermarks import watermarks_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError


class Plane:
    """A data plane with two topics."""

    isolation: ClassVar[list[str]] = []
    timeout = 8.0

    def __init__(self):
        self.cluster = KafkaCluster("a", "b:1", "SASL_SSL", "PLAIN", sasl_username="taker")
        self.known = {"t": 2, "empty": 1}
        self.allowed = {"READ", "DESCRIBE"}
        self.records = []

    def partitions(self):
        return dict(self.known)

    def committed(self, groups):
        return {"g": {("t", 0): 3}} if groups == ["g"] else {}

    def members(self, group):
        return ("Stable" if group == "g" else "PreparingRebalance"), [{"client_id": "c-0", "assignment": b"x"}]

    def reader(self, start, isolation):
        self.start = start
        return self

    def operations(self, topic):
        if isinstance(self.allowed, Exception):
            raise self.allowed
        return self.allowed

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def until_end(self, seconds, ends=None):
        return iter(self.records)

    def begin_offsets(self, partitions):
        return dict.fromkeys(partitions, 1)

    def end_offsets(self, partitions, isolation):
        self.isolation.append(isolation)
        return {(topic, number): 5 + number for topic, number in partitions}


def test_without_a_cluster_there_is_nothing_to_build():
    assert watermarks_of(None) is None
    assert watermarks_of({}) is None


def test_begin_and_end_of_what_is_committed(monkeypatch):
    built = []
    monkeypatch.setattr(watermarks, "data_plane", lambda options: built.append(options) or Plane())
    build = watermarks_of({"bootstrap_servers": "b:1"})
    assert built == []
    plane = build()
    assert built == [{"bootstrap_servers": "b:1"}]
    assert plane.watermarks("t") == {0: (1, 5), 1: (1, 6)}
    assert plane.watermarks("nowhere") == {}
    assert set(Plane.isolation) == {"read_committed"}


class Record:
    """As much of a record as is looked at."""

    def __init__(self, timestamp, headers):
        self.timestamp = timestamp
        self.headers = headers


@pytest.fixture
def brokers(monkeypatch):
    plane = Plane()
    monkeypatch.setattr(watermarks, "data_plane", lambda options: plane)
    return plane, watermarks_of({"bootstrap_servers": "b:1"})()


def test_a_topic_that_was_made_meanwhile_is_found(brokers):
    plane, found = brokers
    assert found.watermarks("new") == {}
    plane.known["new"] = 1
    assert found.watermarks("new") == {0: (1, 5)}
    assert found.partitions() == {"t": 2, "empty": 1, "new": 1}


def test_groups(brokers):
    dummy, found = brokers
    assert (found.committed("g"), found.committed("other")) == ({("t", 0): 3}, {})
    assert (found.owners("g"), found.owners("other")) == ([("c-0", b"x")], [])


def test_ends_at_the_level_that_is_asked_for(brokers):
    dummy, found = brokers
    assert found.begins([("t", 0)]) == {("t", 0): 1}
    assert found.ends([("t", 1)], "read_uncommitted") == {("t", 1): 6}
    assert Plane.isolation[-1] == "read_uncommitted"


def test_whether_a_remainder_holds_a_record(brokers):
    plane, found = brokers
    assert found.any_record({("t", 0): 4}, "read_uncommitted") is False
    plane.records = [Record(1, ())]
    assert found.any_record({("t", 0): 4}, "read_uncommitted") is True


def test_headers_of_the_newest_record(brokers):
    plane, found = brokers
    assert found.last_headers("nowhere") is None
    assert found.last_headers("t") is None
    plane.records = [Record(5, (("new", b""),)), Record(4, (("old", b""),))]
    assert found.last_headers("t") == (("new", b""),)
    assert plane.start == {("t", 0): 4, ("t", 1): 5}


def test_rights_of_a_connector_are_asked_with_its_login(monkeypatch):
    plane, built = Plane(), []
    monkeypatch.setattr(watermarks, "data_plane", lambda options: built.append(options) or plane)
    found = watermarks_of({"bootstrap_servers": "b:1"}, {"s": {"bootstrap_servers": "b:2"}})()
    assert found.may_write("s", "d") == (False, "the brokers allow taker DESCRIBE, READ on it; add write")
    assert built[-1] == {"bootstrap_servers": "b:2"}
    plane.allowed = {"WRITE", "DESCRIBE"}
    assert found.may_write("s", "d")[0] is True
    plane.allowed = DataPlaneError("not seen", {"kind": "not_permitted"})
    assert found.may_write("s", "d") == (False, "not seen")
    plane.allowed = DataPlaneError("no answer", {"kind": "unreachable"})
    assert found.may_write("s", "d") == (None, "no answer")


def test_without_a_login_rights_are_known_only_where_nobody_logs_in(brokers):
    plane, found = brokers
    assert found.may_write("s", "d") == (None, "give its login on Kafka, as login, for its rights to be asked")
    plane.cluster = KafkaCluster("a", "b:1")
    assert found.may_write("s", "d") == (False, "the brokers allow everybody DESCRIBE, READ on it; add write")
    plane.cluster = KafkaCluster("a", "b:1", "SSL", client_cert="/c.pem")
    plane.allowed = {"WRITE"}
    assert found.may_write("s", "d")[0] is None


@pytest.mark.parametrize(
    ("given", "login", "verified"),
    [
        ({"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512"}, "SCRAM-SHA-512", True),
        ({"security_protocol": "SSL", "client_cert": "/c.pem"}, "certificate", True),
        ({"security_protocol": "SSL", "extra": {"ssl.endpoint.identification.algorithm": ""}}, "", False),
    ],
)
def test_how_the_brokers_are_asked(brokers, given, login, verified):
    plane, found = brokers
    plane.cluster = KafkaCluster("a", "b:1", **given)
    seen = {"alias": "a", "security_protocol": given["security_protocol"], "login": login, "names_verified": verified}
    assert found.login() == seen
