# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A4: offsets are read, altered and forgotten. All connectors are made, stopped and resumed together; the tests build
on each other in their order.
"""

from __future__ import annotations

from typing import Any, Callable, Iterator, Optional

import pytest
from cluster import Cluster, wait_for
from plugins_jar import PACKAGE
from rest import FILE_SINK, FILE_SOURCE, Rest
from topics import PARTITIONS, RECORDS, has_committed, make_topics, produce

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

Module = Callable[..., Ran]
ROLES = ("follower", "leader")
LINE = "value\n"
KINDS = ("sink", "sink-group", "sink-kafka", "source", "source-topic", "source-kafka")
CHANGED = [f"{verb}-{kind}" for verb in ("alter", "reset") for kind in KINDS]
BAD = ("alter-sink-bad", "alter-source-bad")
# Connectors that manage no offsets themselves leave it to Connect, which says so.
FRAMEWORK = ("sink-group", "source-topic")
BAD_SINK: list[Any] = [
    [],
    [{}],
    [{"partition": None, "offset": None}],
    [{"partition": {}, "offset": None}],
    [{"partition": {"kafka_topic": "test", "kafka_partition": "not a number"}, "offset": None}],
    [{"partition": {"kafka_topic": "test", "kafka_partition": 1}, "offset": {}}],
    [{"partition": {"kafka_topic": "test", "kafka_partition": 1}, "offset": {"kafka_offset": "not a number"}}],
]
BAD_SOURCE: list[Any] = [{}, [], [123], [{"key": "val"}], [{"partition": []}], [{"partition": {"a": []}, "offset": {}}]]


def name_of(case: str, via: str) -> str:
    return f"a4-{case}-{via}"


def kind_of(case: str) -> str:
    return case.partition("-")[2]


def cases(*names: str) -> list[Any]:
    return [pytest.param(name, marks=pytest.mark.case(f"A4.{name}"), id=name) for name in names]


def source_position(cluster: Cluster, name: str, lines: int) -> list[dict[str, Any]]:
    if any(f"-{kind}-" in name for kind in FRAMEWORK):
        return [{"partition": {"id": 0}, "offset": {"seqno": lines}}]
    path = str(cluster.files / name)
    return [{"partition": {"filename": path}, "offset": {"position": lines * len(LINE)}}]


def sink_positions(name: str, *offsets: Optional[int]) -> list[dict[str, Any]]:
    return [
        {
            "partition": {"kafka_topic": name, "kafka_partition": number},
            "offset": None if offset is None else {"kafka_offset": offset},
        }
        for number, offset in enumerate(offsets)
    ]


def positions(cluster: Cluster, name: str, count: int) -> list[dict[str, Any]]:
    return sink_positions(name, *[count] * PARTITIONS) if "-sink" in name else source_position(cluster, name, count)


def config_of(cluster: Cluster, case: str, name: str) -> dict[str, Any]:
    kind = kind_of(case)
    config: dict[str, Any] = {"tasks.max": 1}
    if "zombie" in kind:
        config |= {"connector.class": f"{PACKAGE}ZombieSinkConnector", "topics": name}
    elif kind == "sink-group":
        mock = "org.apache.kafka.connect.tools.MockSinkConnector"
        config |= {"connector.class": mock, "topics": name, "consumer.override.group.id": f"{name}-own"}
    elif kind.startswith("sink"):
        config |= {"connector.class": FILE_SINK, "topics": name, "file": f"{cluster.files}/{name}"}
    elif kind == "source-topic":
        tool = "org.apache.kafka.connect.tools.VerifiableSourceConnector"
        config |= {"connector.class": tool, "topic": "a4", "throughput": 20, "offsets.storage.topic": "a4-own-offsets"}
    else:
        config |= {"connector.class": FILE_SOURCE, "topic": "a4", "file": f"{cluster.files}/{name}"}
    if kind.endswith("-kafka"):
        for client in ("admin", "consumer" if "sink" in kind else "producer"):
            config[f"{client}.override.bootstrap.servers"] = cluster.bootstrap["other"]
    return config


def bootstrap_of(cluster: Cluster, name: str) -> str:
    return cluster.bootstrap["other" if "-kafka-" in name else "main"]


def stored(rest: Rest, name: str) -> list[dict[str, Any]]:
    listed = rest.good("GET", f"/connectors/{name}/offsets")["offsets"]
    # Right after a reset a partition may be listed with null.
    found = [item for item in listed if item["offset"] is not None]
    return sorted(found, key=lambda item: item["partition"].get("kafka_partition", 0))


def caught_up(cluster: Cluster, rest: Rest, name: str, count: int) -> None:
    """Wait until all records are read, of an endless source some."""

    def there() -> bool:
        found = stored(rest, name)
        if "-source-topic-" in name:
            return bool(found) and found[0]["offset"]["seqno"] >= count
        return found == positions(cluster, name, count)

    wait_for(f"offsets of {name}", there)


@pytest.fixture(scope="module")
def prepared(cluster: Cluster, rest: Rest) -> Iterator[None]:
    """Everything that has offsets, on this Kafka cluster and on another."""
    cluster.other_broker()
    reads = [f"get-{kind}" for kind in KINDS]
    wanted = [*reads, *CHANGED, *BAD, "alter-running", "alter-sink-zombie", "reset-sink-zombie"]
    named = {name_of(case, via): case for case in wanted for via in ROLES}
    for broker in ("main", "other"):
        topics = [
            name for name in named if "-sink" in name and bootstrap_of(cluster, name) == cluster.bootstrap[broker]
        ]
        make_topics(cluster.bootstrap[broker], topics)
    for name in named:
        if "-sink" not in name:
            (cluster.files / name).write_text(LINE * RECORDS, encoding="utf-8")
    rest.create({name: config_of(cluster, case, name) for name, case in named.items()})
    for name in named:
        caught_up(cluster, rest, name, RECORDS)
    yield
    rest.delete(*named)
    cluster.end_other_broker()


def move_all(cluster: Cluster, run_state: str) -> None:
    moved = [{"name": name_of(case, via), "run_state": run_state} for case in (*CHANGED, *BAD) for via in ROLES]
    options = {"connect_urls": [cluster.follower.url], "stable_for": 0, "wait_timeout": 120}
    ran = run_module("kafka_connectors", {**options, "connectors": moved})
    assert ran.code == 0, ran.everything


@pytest.fixture(scope="module")
def stopped(cluster: Cluster, prepared: None) -> None:
    """All that are to be altered or reset."""
    move_all(cluster, "stopped")


@pytest.mark.parametrize("case", cases("get-unknown", "alter-unknown"))
def test_unknown(module: Module, case: str) -> None:
    more = {} if case.startswith("get") else {"offsets": sink_positions("nobody", 1)}
    ran = module("kafka_connector_offsets", name="a4-nobody", **more)
    assert ran.code != 0 and "a4-nobody" in ran.message and "does not exist" in ran.message, ran.everything


@pytest.mark.parametrize("case", cases(*(f"get-{kind}" for kind in KINDS)))
def test_get(module: Module, cluster: Cluster, rest: Rest, prepared: None, via: str, case: str) -> None:
    name = name_of(case, via)
    if "-sink" in name:
        produce(bootstrap_of(cluster, name), [name])
    else:
        with (cluster.files / name).open("a", encoding="utf-8") as stream:
            stream.write(LINE * RECORDS)
    caught_up(cluster, rest, name, 2 * RECORDS)
    ran = module("kafka_connector_offsets", name=name)
    assert (ran.code, ran.result["changed"], ran.result["state"]) == (0, False, "RUNNING"), ran.everything
    found = sorted(ran.result["offsets"], key=lambda item: item["partition"].get("kafka_partition", 0))
    if case == "get-source-topic":
        assert found[0]["partition"] == {"id": 0} and found[0]["offset"]["seqno"] >= 2 * RECORDS
    else:
        assert found == positions(cluster, name, 2 * RECORDS)
    if case == "get-sink-group":
        assert has_committed(cluster.bootstrap["main"], f"{name}-own")
        assert not has_committed(cluster.bootstrap["main"], f"connect-{name}")


@pytest.mark.parametrize("case", cases("alter-running"))
def test_not_stopped(module: Module, cluster: Cluster, rest: Rest, prepared: None, via: str, case: str) -> None:
    name = name_of(case, via)
    for state in ("RUNNING", "PAUSED"):
        before = stored(rest, name)
        ran = module("kafka_connector_offsets", name=name, offsets=source_position(cluster, name, 5))
        assert ran.code != 0 and state in ran.message and "stopped" in ran.message, ran.everything
        assert stored(rest, name) == before
        assert module("kafka_connector", name=name, run_state="paused").code == 0


@pytest.mark.parametrize("case", cases(*BAD))
def test_what_is_no_offset(module: Module, rest: Rest, stopped: None, via: str, case: str) -> None:
    name = name_of(case, via)
    before = stored(rest, name)
    for offsets in BAD_SINK if case == "alter-sink-bad" else BAD_SOURCE:
        ran = module("kafka_connector_offsets", name=name, offsets=offsets)
        assert ran.code != 0 and "offset" in ran.message, (offsets, ran.everything)
    assert stored(rest, name) == before


@pytest.mark.parametrize("case", cases(*(case for case in CHANGED if case.startswith("alter"))))
def test_alter(module: Module, cluster: Cluster, rest: Rest, stopped: None, via: str, case: str) -> None:
    name = name_of(case, via)
    sink = "-sink" in name
    first = sink_positions(name, None, 5, 5) if sink else source_position(cluster, name, 5)
    second = sink_positions(name, None, 3, 3) if sink else source_position(cluster, name, 7)
    for wanted in (first, second):
        predicted = module("kafka_connector_offsets", name=name, offsets=wanted, check=True)
        ran = module("kafka_connector_offsets", name=name, offsets=wanted, diff=True)
        assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
        framework = kind_of(case) in FRAMEWORK
        assert ("framework-managed" in ran.result["message"]) is framework, ran.result["message"]
        assert stored(rest, name) == [item for item in wanted if item["offset"] is not None]
        assert predicted.result["offsets"] == ran.result["offsets"]
    again = module("kafka_connector_offsets", name=name, offsets=second)
    assert (again.code, again.result["changed"]) == (0, False), again.everything


@pytest.mark.parametrize("case", cases(*(case for case in CHANGED if case.startswith("reset"))))
def test_reset(module: Module, rest: Rest, stopped: None, via: str, case: str) -> None:
    name = name_of(case, via)
    ran = module("kafka_connector_offsets", name=name, state="absent")
    assert (ran.code, ran.result["changed"], ran.result["offsets"]) == (0, True, []), ran.everything
    assert stored(rest, name) == []
    again = module("kafka_connector_offsets", name=name, state="absent")
    assert (again.code, again.result["changed"]) == (0, False), again.everything


@pytest.mark.parametrize("case", cases("alter-sink-zombie", "reset-sink-zombie"))
def test_zombie(module: Module, rest: Rest, prepared: None, via: str, case: str) -> None:
    name = name_of(case, via)
    assert module("kafka_connector", name=name, run_state="stopped").code == 0
    options = {"offsets": sink_positions(name, None)} if case.startswith("alter") else {"state": "absent"}
    ran = module("kafka_connector_offsets", name=name, wait_timeout=5, **options)
    assert ran.code != 0 and "still hold its consumer group" in ran.message, ran.everything
    assert len(stored(rest, name)) == PARTITIONS


@pytest.mark.parametrize("dummy", [pytest.param(0, marks=[pytest.mark.case(f"A4.{case}") for case in CHANGED])])
def test_all_resume_from_there(cluster: Cluster, rest: Rest, stopped: None, dummy: int) -> None:
    move_all(cluster, "running")
    for case in CHANGED:
        for via in ROLES:
            caught_up(cluster, rest, name_of(case, via), RECORDS)
