# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A look without the right to it is told as not permitted: neither a finding nor a pass, whatever is asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from run_inside import run_inside
from stub_connect import FILE_SOURCE

from ansible_collections.streamops.kafka.plugins.module_utils._ansible import kafka_facts, preflight_facts
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError, MissingLibraryError
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.build import build_site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import examine
from ansible_collections.streamops.kafka.plugins.module_utils._database.postgres import DatabaseError

POSTGRES = {
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
    "database.hostname": "127.0.0.1",
    "database.dbname": "app",
    "topic.prefix": "app",
    "table.include.list": "public.orders",
    "publication.autocreate.mode": "disabled",
}
SITE = {
    "kafka_clusters": {"primary": {"bootstrap_servers": "127.0.0.1:1", "replication_factor": 1}},
    "connect_clusters": {"orders": {"kafka": "primary", "connectors": [{"name": "pg", "config": POSTGRES}]}},
}
DENIED = {"kind": "not_permitted"}


class Plane:
    """A cluster that refuses the calls it was told to."""

    timeout = 1.0

    def __init__(self, *refused, details=None):
        self.refused, self.details = refused, DENIED if details is None else details

    def _answer(self, call, answer):
        if call in self.refused:
            raise DataPlaneError(f"{call} is refused", self.details)
        return answer

    def overview(self):
        topics = {f"connect-orders-{kind}": 1 for kind in ("configs", "offsets", "status")}
        return self._answer("overview", (topics, {"brokers": 1, "cluster_id": "x"}))

    def create_topics(self, dummy, validate_only):
        assert validate_only

    def configs(self, names):
        return self._answer("configs", {name: {"cleanup.policy": "compact"} for name in names})

    def broker_ids(self):
        return self._answer("brokers", [])

    def ask(self, action, dummy):
        return self._answer(action, [])


def asked(monkeypatch, plane):
    monkeypatch.setattr(kafka_facts, "data_plane", lambda dummy: plane)
    unknown = []
    found = kafka_facts.kafka_facts(build_site(SITE), {"kafka_credentials": {}, "hosts": []}, unknown)
    return examine({**SITE, "facts": {"worker": True, "kafka": found}}), unknown


@pytest.mark.parametrize("call", ["overview", "configs", "brokers", "describe groups"])
def test_kafka_without_the_right(monkeypatch, call):
    findings, unknown = asked(monkeypatch, Plane(call))
    assert findings == []
    assert unknown == [{"subject": "Kafka cluster primary", "outcome": "not_permitted", "reason": f"{call} is refused"}]


def test_kafka_that_allows_everything(monkeypatch):
    assert asked(monkeypatch, Plane()) == ([], [])


@pytest.mark.parametrize(("kind", "outcome"), [("refused", "not_run"), ("login", "not_permitted")])
def test_kafka_that_does_not_answer_a_question(monkeypatch, kind, outcome):
    findings, unknown = asked(monkeypatch, Plane("configs", details={"kind": kind}))
    assert ([item["id"] for item in findings], [entry["outcome"] for entry in unknown]) == ([], [outcome])


def test_a_service_that_shows_no_settings_is_not_asked_for_them(monkeypatch):
    primary = {**SITE["kafka_clusters"]["primary"], "kind": "confluent_cloud"}
    monkeypatch.setitem(SITE, "kafka_clusters", {"primary": primary})
    dummy, unknown = asked(monkeypatch, Plane("brokers"))
    reason = "Confluent Cloud does not show the settings of its brokers"
    assert unknown == [{"subject": "Kafka cluster primary", "outcome": "not_permitted", "reason": reason}]


def test_a_topic_that_exists_and_may_not_be_seen_is_neither_missing_nor_impossible(monkeypatch):
    class Hidden(Plane):
        def overview(self):
            return {}, {"brokers": 1, "cluster_id": "x"}

        def create_topics(self, specs, validate_only):
            raise DataPlaneError("it exists", {"kind": "refused", "error": "TOPIC_ALREADY_EXISTS"})

    config = {"internal.topics.automatic.creation.enable": "false"}
    orders = {**SITE["connect_clusters"]["orders"], "config": config}
    monkeypatch.setitem(SITE, "connect_clusters", {"orders": orders})
    findings, unknown = asked(monkeypatch, Hidden())
    assert findings == []
    assert {entry["outcome"] for entry in unknown} == {"not_permitted"}
    assert "topic connect-orders-configs exists, and this login may not see it" in [e["reason"] for e in unknown]


def test_kafka_without_the_library(monkeypatch):
    def missing(dummy):
        raise MissingLibraryError("install confluent_kafka", {"library": "confluent_kafka"})

    monkeypatch.setattr(kafka_facts, "data_plane", missing)
    unknown = []
    found = kafka_facts.kafka_facts(build_site(SITE), {"kafka_credentials": {}, "hosts": []}, unknown)
    assert [entry["outcome"] for entry in unknown] == ["not_permitted"]
    assert examine({**SITE, "facts": {"worker": True, "kafka": found}}) == []


class Refusing(BaseHTTPRequestHandler):
    """A worker that answers everybody with one status."""

    status = 401

    def do_GET(self):
        data = json.dumps({"error_code": self.status, "message": "User cannot access the resource."}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *dummy):
        """Keep quiet."""


@pytest.fixture
def worker():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("status", "outcome"), [(401, "not_permitted"), (403, "not_permitted"), (500, "not_run")])
def test_rest_without_the_right(monkeypatch, worker, status, outcome):
    monkeypatch.setattr(Refusing, "status", status)
    ran = run_inside(
        "preflight", {**SITE, "look": ["connect"], "connect_urls": [worker], "timeout": 2, "wait_timeout": 2}
    )
    assert ran.code == 0, ran.message
    told = [(entry["subject"], entry["outcome"]) for entry in ran.result["unknown"]]
    assert told == [(f"worker {worker}", outcome)]
    assert ran.result["findings"] == []


def test_a_worker_that_is_silent_beside_one_that_answers(stub):
    urls = [*stub.urls, "http://127.0.0.1:1"]
    cluster = {"kafka": "primary", "connectors": [{"name": "one", "config": {"connector.class": FILE_SOURCE}}]}
    site = {**SITE, "connect_clusters": {"orders": cluster}}
    ran = run_inside("preflight", {**site, "look": ["connect"], "connect_urls": urls, "timeout": 2, "wait_timeout": 2})
    told = [(entry["subject"], entry["outcome"]) for entry in ran.result["unknown"]]
    assert told == [(f"worker {urls[1]}", "not_run")]


class Session:
    """A database that refuses the question it was told to."""

    def __init__(self, refused):
        self.refused = refused

    def _answer(self, call, answer):
        if call == self.refused:
            raise DatabaseError("permission denied for view pg_replication_slots", {"kind": "closed"})
        return answer

    def catalogue(self, dummy):
        table = {"name": "public.orders", "usage": True, "select": True, "select_any": True, "identity": "d"}
        tables = [{**table, "primary_key": True, "root": None, "rewrites": 0, "owned": False, "oid": 1, "kind": "r"}]
        publication = {"exists": True, "rewrites": True, "tables": ["public.orders"]}
        server = {"wal_level": "logical", "user": "debezium", "version": 160000}
        return self._answer("catalogue", {**server, "tables": tables, "publication": publication})

    def position(self, *dummy):
        return self._answer("position", {"position": 100, "slot": None})

    def readiness(self):
        slots = {"most": 10, "used": 1}
        rights = {"may_replicate": True, "superuser": False, "may_create": False}
        return self._answer("readiness", {**rights, "slots": slots, "orphans": {}})

    def close(self):
        """Nothing is open."""


@pytest.mark.parametrize("call", ["catalogue", "position", "readiness"])
def test_a_database_without_the_right(monkeypatch, call):
    monkeypatch.setattr(preflight_facts, "databases_of", lambda dummy: lambda config: Session(call))
    ran = run_inside("preflight", {**SITE, "look": ["databases"]})
    assert ran.code == 0, ran.message
    assert [(entry["subject"], entry["outcome"]) for entry in ran.result["unknown"]] == [
        ("connector pg", "not_permitted")
    ]
    assert ran.result["findings"] == []


def test_a_database_that_answers(monkeypatch):
    monkeypatch.setattr(preflight_facts, "databases_of", lambda dummy: lambda config: Session(""))
    ran = run_inside("preflight", {**SITE, "look": ["databases"]})
    assert (ran.result["unknown"], ran.result["findings"]) == ([], [])
