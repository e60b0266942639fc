# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A1: the life of two connectors over the REST API. The tests of one worker build on each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest
from cluster import Cluster, wait_for
from rest import FILE_SINK, FILE_SOURCE, Rest

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

TOOLS = "org.apache.kafka.connect.tools."
PLUGINS = [
    FILE_SOURCE,
    FILE_SINK,
    f"{TOOLS}MockSourceConnector",
    f"{TOOLS}MockSinkConnector",
    f"{TOOLS}VerifiableSourceConnector",
    f"{TOOLS}VerifiableSinkConnector",
    f"{TOOLS}SchemaSourceConnector",
]
Module = Callable[..., Ran]


class Pair:
    """A file that goes through a topic into another file."""

    def __init__(self, cluster: Cluster, via: str) -> None:
        self.folder, self.topic = cluster.files, f"a1-{via}"
        self.source, self.sink = f"a1-source-{via}", f"a1-sink-{via}"
        self.secrets = cluster.folder / "secrets" / f"{self.topic}.properties"
        self.secrets.write_text(f"topic={self.topic}\n", encoding="utf-8")
        self.output = "out"

    def path(self, name: str) -> Path:
        return self.folder / f"{self.topic}.{name}"

    @property
    def topic_reference(self) -> str:
        return f"${{file:{self.secrets}:topic}}"

    def connectors(self) -> list[dict[str, Any]]:
        source = {"file": str(self.path("in")), "topic": self.topic_reference}
        sink = {"file": str(self.path(self.output)), "topics": self.topic}
        return [
            {"name": self.source, "config": {"connector.class": FILE_SOURCE, "tasks.max": 1, **source}},
            {"name": self.sink, "config": {"connector.class": FILE_SINK, "tasks.max": 1, **sink}},
        ]

    def append(self, line: str) -> None:
        with self.path("in").open("a", encoding="utf-8") as stream:
            stream.write(f"{line}\n")

    def lines(self) -> list[str]:
        path = self.path(self.output)
        return path.read_text(encoding="utf-8").split() if path.exists() else []


@pytest.fixture
def pair(cluster: Cluster, via: str) -> Pair:
    return Pair(cluster, via)


@pytest.mark.case("A1.plugins")
def test_plugins(module: Module) -> None:
    ran = module("kafka_connectors", plugins=PLUGINS)
    assert (ran.code, ran.result["changed"]) == (0, False), ran.everything
    assert [check["outcome"] for check in ran.result["checks"]] == ["passed"]


@pytest.mark.case("A1.predict")
def test_check_mode_writes_nothing(module: Module, pair: Pair, rest: Rest) -> None:
    ran = module("kafka_connectors", connectors=pair.connectors(), check=True)
    assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
    assert not {pair.source, pair.sink} & set(rest.names())


@pytest.mark.case("A1.create")
def test_create(module: Module, pair: Pair) -> None:
    pair.append("one")
    ran = module("kafka_connectors", connectors=pair.connectors())
    assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
    assert [(item["state"], item["type"]) for item in ran.result["connectors"]] == [
        ("RUNNING", "source"),
        ("RUNNING", "sink"),
    ]
    wait_for("the line in the file of the sink", lambda: pair.lines() == ["one"])


@pytest.mark.case("A1.again")
def test_create_again(module: Module, pair: Pair, rest: Rest) -> None:
    before = rest.starts(pair.source), rest.starts(pair.sink)
    assert before[0]["connector"] == 1
    ran = module("kafka_connectors", connectors=pair.connectors())
    assert (ran.code, ran.result["changed"]) == (0, False), ran.everything
    assert (rest.starts(pair.source), rest.starts(pair.sink)) == before


@pytest.mark.case("A1.references")
def test_references_stay_references(module: Module, pair: Pair, rest: Rest) -> None:
    stored = rest.good("GET", f"/connectors/{pair.source}/config")
    tasks = rest.good("GET", f"/connectors/{pair.source}/tasks")
    assert stored["topic"] == tasks[0]["config"]["topic"] == pair.topic_reference
    shown = module("kafka_connector_info", names=[pair.source])
    assert shown.code == 0, shown.everything
    assert pair.topic_reference in shown.everything


@pytest.mark.case("A1.change")
def test_change_one(module: Module, pair: Pair, rest: Rest) -> None:
    before = rest.starts(pair.source)
    pair.output = "moved"
    ran = module("kafka_connectors", connectors=pair.connectors(), diff=True)
    assert [item["changed"] for item in ran.result["connectors"]] == [False, True], ran.everything
    assert [set(side["config"]) for change in ran.result["diff"] for side in (change["before"], change["after"])] == [
        {"file"},
        {"file"},
    ]
    pair.append("two")
    wait_for("the new line in the new file", lambda: pair.lines() == ["two"])
    assert rest.starts(pair.source) == before


@pytest.mark.case("A1.delete")
def test_delete(module: Module, pair: Pair, rest: Rest) -> None:
    gone = [{"name": item["name"], "state": "absent"} for item in pair.connectors()]
    first, second = (module("kafka_connectors", connectors=gone) for dummy in range(2))
    assert (first.code, first.result["changed"]) == (0, True), first.everything
    assert (second.code, second.result["changed"]) == (0, False), second.everything
    assert not {pair.source, pair.sink} & set(rest.names())
