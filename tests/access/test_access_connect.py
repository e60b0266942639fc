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
from ansible_collections.streamops.kafka.plugins.module_utils._core.verify_units import verify_connectors
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
    """A right, and the words of what verification, or the module itself, says without it."""

    principal: str
    operation: str
    name: str
    words: str


class Round(NamedTuple):
    """Rights of different principals that are taken away together, and whether the worker is started without them."""

    rights: tuple[Right, ...]
    restart: bool = False

    @property
    def title(self) -> str:
        """The rights in a few words."""
        return " ".join("-".join(right[:3]) for right in self.rights)


# The task is killed, and its producer takes up to half a minute to give up: until then it is RUNNING.
NOTHING = "lines topics_have_records failed: topic lines does not exist"
TOPICS, SERVES = "Not authorized to access topics: [{}]", "No Connect worker answers"
ROUNDS = (
    Round(
        (
            Right("author", "write", "lines", NOTHING),
            Right("taker", "read", "letters", TOPICS.format("letters")),
        )
    ),
    Round(
        (
            Right("author", "create", "lines", NOTHING),
            Right("taker", "read", "connect-copy", "Not authorized to access group: connect-copy"),
        )
    ),
    Round(
        (
            Right("author", "write", f"{GROUP}-lines-", "TransactionalIdAuthorizationException"),
            Right("taker", "write", "dead", "copy dlq failed: it may not write to topic dead"),
        )
    ),
    Round(
        (
            Right("author", "read", f"{GROUP}-offsets", "Connector lines: it has no status yet"),
            Right("taker", "create", "dead", "copy running failed: task 0 is FAILED"),
        )
    ),
    Round(
        (
            Right("author", "write", f"{GROUP}-offsets", TOPICS.format(f"{GROUP}-offsets")),
            Right("taker", "delete", "connect-copy", "Failed to reset consumer group offsets"),
        )
    ),
    Round((Right("worker", "write", f"{GROUP}-configs", "Failed to write to config topic"),)),
    Round((Right("worker", "write", f"{GROUP}-status", "has no status yet"),)),
    Round((Right("worker", "write", f"connect-cluster-{GROUP}", "Failed to write to config topic"),)),
    Round((Right("worker", "read", GROUP, SERVES),), True),
    # The same moment again, of other topics.
    Round((Right("worker", "read", f"{GROUP}-configs", SERVES),), True),
    Round((Right("worker", "read", f"{GROUP}-status", SERVES),), True),
    Round((Right("worker", "read", f"{GROUP}-offsets", SERVES),), True),
)
AGAIN = 3


def needed() -> dict[tuple[str, str, str], dict[str, str]]:
    """The rights by principal, operation and name."""
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512", "replication_factor": 1}
    credentials = {name: {"sasl_username": name} for name in ("worker", "author", "taker")}
    access = kafka_access({"a": {"bootstrap_servers": "a:1", **login}}, CONNECT, [], credentials)
    return {(acl["principal"].partition(":")[2], acl["operation"], acl["name"]): acl for acl in access["a"]["acls"]}


def test_every_right_is_taken_away_once_and_has_its_words():
    rights = [right for one in ROUNDS for right in one.rights]
    assert sorted(right[:3] for right in rights) == sorted(needed())
    assert all(right.words for right in rights)


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

    def apply(self, state: str = "present", seconds: int = 20) -> Ran:
        """What ``kafka_connectors`` makes of the connectors."""
        connectors = [
            {"name": item["name"], "state": state, "config": item["config"]}
            for item in connectors_of(CONNECT, "files", self.world.clusters, self.world.credentials, str(self.folder))
        ]
        return self._run(connectors, wait_timeout=seconds, stable_for=2)

    def _run(self, connectors: list[dict[str, Any]], **options: Any) -> Ran:
        given = {"connect_urls": [self.url], "kafka": self.world.cluster("a"), "connectors": connectors}
        return run_module("kafka_connectors", {**given, **options})

    def provoke(self) -> None:
        """A line for the source, a letter for the sink, and one that nobody can read."""
        with self.source.open("a", encoding="utf-8") as stream:
            stream.write(f"line {time.monotonic()}\n")
        self.traffic.produce("letters", values=[b'"good"', b"{bad"])

    def verify(self) -> str:
        """What does not pass, as the playbook ``verify`` asks."""
        (files, world) = CONNECT["files"], self.world
        connectors = verify_connectors(files["connectors"], files, world.clusters, world.credentials)
        connectors[0]["checks"] = [{"name": "topics_have_records", "topics": ["lines"]}]
        checks = [{"name": name} for name in ("workers_live", "running")]
        checks += [{"name": "sink_lag", "flush_interval": 1}, {"name": "dlq", "max_records": 10**6, "observe": 1}]
        ran = self._run(connectors, checks=checks, wait=False)
        bad = [check for check in ran.result.get("checks", []) if check["outcome"] not in ("passed", "not_applicable")]
        told = "; ".join(f"{item['subject']} {item['name']} {item['outcome']}: {item['reason']}" for item in bad)
        return told if bad or ran.code == 0 else ran.message

    def forget(self) -> str:
        """What comes of forgetting the offsets of the sink."""
        given = {"connect_urls": [self.url], "name": "copy"}
        self.world.good("kafka_connector", **given, run_state="stopped", wait_timeout=20)
        return run_module("kafka_connector_offsets", {**given, "state": "absent"}).message

    def without(self, one: Round, seconds: float = 20) -> str:
        """What the modules say while these rights are away; a refusal may come with the next record or offset."""
        told = [self.apply(seconds=8).message]
        if any(right.operation == "delete" for right in one.rights):
            told.append(self.forget())
        end = time.monotonic() + seconds
        while time.monotonic() < end and [right for right in one.rights if right.words not in "; ".join(told)]:
            self.provoke()
            told.append(self.verify())
        return "; ".join(told)

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
    made = files.apply(seconds=60)
    assert made.code == 0, made.message
    files.provoke()
    wait_for("lines and dead letters", lambda: files.traffic.count("lines") and files.traffic.count("dead"), 30)
    found = files.verify()
    assert "failed" not in found
    assert not [right for one in ROUNDS for right in one.rights if right.words in found]
    assert "Failed" not in files.forget()


@pytest.mark.parametrize(
    "one",
    [*ROUNDS[:-AGAIN], *(pytest.param(one, marks=pytest.mark.long) for one in ROUNDS[-AGAIN:])],
    ids=lambda one: one.title,
)
def test_without(files: Files, one: Round):
    world, acls = files.world, [needed()[right[:3]] for right in one.rights]
    if one.restart:
        world.other.end(30)
    else:
        files.clear(*(right.name for right in one.rights if right.operation == "create" or right.words == NOTHING))
    world.revoke("a", acls)
    try:
        if one.restart:
            files.start(12)
        lacking = {(lack["moment"], lack["name"]) for lack in world.lacking("a")}
        assert lacking == {(acl["moment"], acl["name"]) for acl in acls}
        told = files.without(one)
        print(one.title, "::", told)
        assert [right for right in one.rights if right.words not in told] == []
    finally:
        world.grant("a", acls)
        if one.restart:
            world.other.end(30)
            assert files.start(), world.other.text()[-3000:]
