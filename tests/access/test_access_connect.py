# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Connect cluster and connectors with exactly their ACLs work; without one of them verification says so."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import pytest
import requests
from world import World

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_access import kafka_access
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_clients import (
    CLIENTS_FILE,
    client_secrets,
    connectors_of,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_worker import (
    worker_properties,
    worker_secrets,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import render_properties
from ansible_collections.streamops.kafka.tests.processes.process import HOST, free_ports, wait_for
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

FILE = "org.apache.kafka.connect.file.FileStream"
STRING = "org.apache.kafka.connect.storage.StringConverter"
PORT = free_ports(1)[0]
LINES: dict[str, Any] = {
    "name": "lines",
    "credentials": "author",
    "config": {
        "connector.class": f"{FILE}SourceConnector",
        "topic": "lines",
        "topic.creation.default.partitions": 1,
        "topic.creation.default.replication.factor": 1,
    },
}
COPY: dict[str, Any] = {
    "name": "copy",
    "credentials": "taker",
    "config": {
        "connector.class": f"{FILE}SinkConnector",
        "topics": "letters",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable": False,
        "errors.tolerance": "all",
        "errors.deadletterqueue.topic.name": "dead",
        "errors.deadletterqueue.topic.replication.factor": 1,
    },
}
CONNECT: dict[str, Any] = {
    "files": {
        "kafka": "a",
        "credentials": "worker",
        "port": PORT,
        "config": {
            "listeners": f"http://{HOST}:{PORT}",
            "key.converter": STRING,
            "value.converter": STRING,
            "exactly.once.source.support": "enabled",
            "offset.flush.interval.ms": 1000,
            "scheduled.rebalance.max.delay.ms": 500,
        },
        "connectors": [LINES, COPY],
    }
}
GROUP = "connect-files"


class Right(NamedTuple):
    """A right, and words of what verification says without it; none where only the comparison of rights tells."""

    principal: str
    operation: str
    name: str
    words: str = ""


RIGHTS = (
    Right("author", "write", "lines"),
    Right("author", "create", "lines", "it has written to no topic yet"),
    Right("author", "write", f"{GROUP}-lines-", "TransactionalIdAuthorizationException"),
    Right("author", "read", f"{GROUP}-offsets", "Connector lines: it has no status yet"),
    Right("author", "write", f"{GROUP}-offsets", f"Not authorized to access topics: [{GROUP}-offsets]"),
    Right("taker", "read", "connect-copy", "Not authorized to access group: connect-copy"),
    Right("taker", "read", "letters", "Not authorized to access topics: [letters]"),
    Right("taker", "delete", "connect-copy"),
    # Connect logs it and goes on: the record is lost.
    Right("taker", "write", "dead"),
    Right("taker", "create", "dead", "Connector copy: task 0 is FAILED"),
    Right("worker", "write", f"{GROUP}-configs"),
    Right("worker", "write", f"{GROUP}-status"),
    Right("worker", "write", f"{GROUP}-offsets"),
    Right("worker", "write", f"connect-cluster-{GROUP}"),
    Right("worker", "read", GROUP, "No Connect worker answers"),
    Right("worker", "read", f"{GROUP}-configs"),
    Right("worker", "read", f"{GROUP}-status"),
    Right("worker", "read", f"{GROUP}-offsets"),
)


def needed() -> dict[tuple[str, str, str], dict[str, str]]:
    """The rights by principal, operation and name."""
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512", "replication_factor": 1}
    credentials = {name: {"sasl_username": name} for name in ("worker", "author", "taker")}
    access = kafka_access({"a": {"bootstrap_servers": "a:1", **login}}, CONNECT, [], credentials)
    return {(acl["principal"].partition(":")[2], acl["operation"], acl["name"]): acl for acl in access["a"]["acls"]}


def test_every_right_is_taken_away_once():
    assert sorted(right[:3] for right in RIGHTS) == sorted(needed())


class Files:
    """One worker with a source and a sink."""

    def __init__(self, world: World) -> None:
        self.world, self.traffic = world, world.traffic["a"]
        self.folder = world.folder / "secrets"
        self.folder.mkdir()
        self.url = f"http://{HOST}:{PORT}"
        self.source = world.folder / "source.txt"
        LINES["config"]["file"] = str(self.source)
        COPY["config"]["file"] = str(world.folder / "sink.txt")

    def start(self, seconds: float = 60) -> bool:
        """Start the worker; whether it serves in time."""
        given = (CONNECT, "files", self.world.clusters, self.world.credentials)
        for name, values in (("worker.properties", worker_secrets(*given)), (CLIENTS_FILE, client_secrets(*given))):
            (self.folder / name).write_text(render_properties(values), encoding="utf-8")
        settings = worker_properties(
            *given,
            HOST,
            [str(self.world.programs.plugin_path)],
            str(self.folder / "worker.properties"),
            str(self.folder),
        )
        lines = dict(line.split("=", 1) for line in render_properties(settings).splitlines())
        self.world.java("worker", "connect-distributed.sh", lines)
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.world.other.running and not self.serves():
            time.sleep(0.3)
        return self.serves()

    def serves(self) -> bool:
        """Whether the worker answers."""
        try:
            return requests.get(f"{self.url}/connectors", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def apply(self, state: str = "present", seconds: int = 20, **options: Any) -> Ran:
        """What ``kafka_connectors`` makes of the connectors."""
        connectors = [
            {"name": item["name"], "state": state, "config": item["config"]}
            for item in connectors_of(CONNECT, "files", self.world.clusters, self.world.credentials, str(self.folder))
        ]
        given = {"connect_urls": [self.url], "connectors": connectors, "wait_timeout": seconds, "stable_for": 3}
        return run_module("kafka_connectors", {**given, "kafka": self.world.cluster("a"), **options})

    def provoke(self) -> None:
        """A line for the source, a letter for the sink, and one that nobody can read."""
        with self.source.open("a", encoding="utf-8") as stream:
            stream.write(f"line {time.monotonic()}\n")
        self.traffic.produce("letters", values=[b'"good"', b"{bad"])

    def verify(self) -> str:
        """What does not pass."""
        checks = ("workers_live", "running", "topics_have_records", "source_progress", "sink_lag", "dlq")
        ran = self.apply(checks=[{"name": name} for name in checks], seconds=20)
        bad = [check for check in ran.result.get("checks", []) if check["outcome"] not in ("passed", "not_applicable")]
        told = "; ".join(f"{check['name']} {check['outcome']}: {check['reason']}" for check in bad)
        return f"{ran.message} {told}".strip() if ran.code else told

    def forget(self) -> str:
        """What comes of forgetting the offsets of the sink."""
        given = {"connect_urls": [self.url], "name": "copy"}
        self.world.good("kafka_connector", **given, run_state="stopped", wait_timeout=20)
        return run_module("kafka_connector_offsets", {**given, "state": "absent"}).message

    def clear(self, *topics: str) -> None:
        """Back to where nothing ever ran."""
        self.apply("absent")
        for topic in set(topics) & set(self.traffic.topics()):
            self.traffic.delete_topic(topic)


@pytest.fixture(scope="module")
def files(world: World) -> Files:
    for name in ("worker", "author", "taker"):
        world.user(name)
    made = Files(world)
    world.allow(CONNECT, [])
    made.traffic.topic("letters", 1)
    assert made.start(), world.other.text()[-3000:]
    return made


def test_with_these_rights_alone_everything_works(files: Files):
    files.source.write_text("first\n", encoding="utf-8")
    made = files.apply()
    assert made.code == 0, made.message
    files.provoke()
    wait_for("lines and dead letters", lambda: files.traffic.count("lines") and files.traffic.count("dead"), 30)
    assert "failed" not in files.verify()


@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: "-".join(right[:3]))
def test_without(files: Files, right: Right):
    world, acl = files.world, needed()[right[:3]]
    if right.principal == "worker":
        world.other.end(30)
    elif right.operation != "delete":
        files.clear(*([right.name] if right.operation == "create" else []))
    world.revoke("a", [acl])
    try:
        if right.principal == "worker":
            files.start(12)
        assert [(lack["moment"], lack["name"]) for lack in world.lacking("a")] == [(acl["moment"], right.name)]
        files.apply()
        files.provoke()
        time.sleep(3)
        assert right.words in (files.forget() if right.operation == "delete" else files.verify())
    finally:
        world.grant("a", [acl])
        if right.principal == "worker":
            world.other.end(30)
            assert files.start(), world.other.text()[-3000:]
