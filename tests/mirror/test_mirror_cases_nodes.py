# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A15: three nodes for one flow, exactly once, over a death and a roll. Clusters with odd aliases, of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from confluent_kafka import Producer
from regions import Regions

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_renderings import properties
from ansible_collections.streamops.kafka.tests.processes.process import wait_for
from ansible_collections.streamops.kafka.tests.processes.programs import Programs
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

SOURCE, TARGET, NODES = "eu-west_1", "eu", 3
# By default the tasks of a node that went wait five minutes for its return.
EXTRA = {f"{TARGET}.scheduled.rebalance.max.delay.ms": "500"}


@pytest.fixture(scope="module")
def trio(programs: Programs, folder: Path) -> Iterator[Regions]:
    """Two clusters and three nodes."""
    regions = Regions(programs, folder / "trio")
    try:
        regions.pair(SOURCE, TARGET)
        regions.topic(SOURCE, "a15.orders", partitions=6)
        regions.produce(SOURCE, "a15.orders", 300)
        regions.mirror("trio", [flow_of(regions)], [TARGET], NODES, EXTRA)
        regions.await_count(TARGET, f"{SOURCE}.a15.orders", 300)
        yield regions
    finally:
        regions.close()


def flow_of(regions: Regions, **options: Any) -> dict[str, Any]:
    """The flow; each record of it once."""
    fixed: dict[str, Any] = {"topics": [r"a15\..*"], "groups": ["a15-.*"], "exactly_once": True}
    return regions.flow(SOURCE, TARGET, **{**fixed, "tasks_max": 3, **options})


def prove(trio: Regions, module: Callable[..., Ran], *checks: dict[str, Any], **options: Any) -> dict[str, str]:
    """Outcomes by name, for the flow with these options."""
    ran = module("mm2_flow", **trio.flow_options(flow_of(trio, **options), checks=list(checks)))
    assert "checks" in ran.result, ran.everything
    return {check["name"]: check["outcome"] for check in ran.result["checks"]}


def steady(trio: Regions, module: Callable[..., Ran], **options: Any) -> None:
    """Wait until all nodes serve the flow and all tasks run."""
    checks = ({"name": "liveness", "nodes": NODES}, {"name": "tasks", "min": 3}, {"name": "partitions"})

    def all_passed() -> bool:
        return set(prove(trio, module, *checks, **options).values()) == {"passed"}

    wait_for(f"{NODES} nodes, all tasks running", all_passed, 60, every=1)


def values(trio: Regions, alias: str, topic: str) -> list[bytes]:
    """What readers of committed records see."""
    return sorted(item.value for item in trio.traffic(alias).read(topic))


@pytest.mark.case("A15.nodes")
def test_three_nodes_share_one_flow(trio: Regions, module: Callable[..., Ran]):
    steady(trio, module)
    trio.topic(SOURCE, "a15.later", partitions=3)
    trio.produce(SOURCE, "a15.later", 90)
    wait_for("the later topic", lambda: len(values(trio, TARGET, f"{SOURCE}.a15.later")) == 90, 60, every=0.5)
    ran = module("mm2_flow", **trio.flow_options(flow_of(trio), checks=[{"name": "tasks"}]))
    hosts = {task["worker_id"] for task in ran.result["evidence"]["statuses"] if task["task"] is not None}
    assert len(hosts) > 1, ran.result["evidence"]["statuses"]


@pytest.mark.case("A15.alias")
def test_aliases_with_odd_characters(trio: Regions, module: Callable[..., Ran]):
    found = prove(trio, module, {"name": "topics"}, {"name": "heartbeats"}, {"name": "config_in_effect"})
    assert set(found.values()) == {"passed"}
    assert trio.traffic(TARGET).count(f"{SOURCE}.a15.orders") >= 300
    for alias in ("eu west", "eu.west", "eu->west", "eu/west", "eu?", "-eu", ""):
        clusters = {**trio.clusters, alias: {"bootstrap_servers": "other:9092"}}
        with pytest.raises(InputError, match=re.escape(repr(alias)) if alias else "source"):
            properties([trio.flow(alias, TARGET)], clusters, {}, [TARGET])


@pytest.mark.case("A15.exactly-once")
def test_every_record_once(trio: Regions, module: Callable[..., Ran]):
    steady(trio, module)
    for number, end in enumerate(("commit", "abort", "commit")):
        settings = {"bootstrap.servers": trio.brokers[SOURCE].bootstrap, "transactional.id": f"a15-{number}"}
        producer = Producer(settings)
        producer.init_transactions(30)
        producer.begin_transaction()
        for record in range(50):
            producer.produce("a15.orders", f"{end}-{number}-{record}".encode(), partition=record % 6)
        getattr(producer, f"{end}_transaction")(30)
    trio.produce(SOURCE, "a15.orders", 500)
    trio.mirrors["trio"].kill(0)
    trio.produce(SOURCE, "a15.orders", 500)
    expected = values(trio, SOURCE, "a15.orders")
    assert not [value for value in expected if value.startswith(b"abort")]
    wait_for("every record", lambda: len(values(trio, TARGET, f"{SOURCE}.a15.orders")) >= len(expected), 90, every=1)
    assert values(trio, TARGET, f"{SOURCE}.a15.orders") == expected
    trio.start_node("trio", [flow_of(trio)], 0, EXTRA)
    steady(trio, module)


@pytest.mark.long
@pytest.mark.case("A15.roll")
def test_a_changed_flow_takes_effect_by_a_roll(trio: Regions, module: Callable[..., Ran]):
    change = {"tasks_max": 2, "config": {"offset.lag.max": "10"}}
    check = {"name": "config_in_effect"}
    assert prove(trio, module, check) == {"config_in_effect": "passed"}
    assert prove(trio, module, check, **change) == {"config_in_effect": "failed"}
    mirror, members = trio.mirrors["trio"], {"name": "liveness", "nodes": NODES}
    for number in range(NODES):
        trio.produce(SOURCE, "a15.orders", 50)
        mirror.stop(number)
        trio.start_node("trio", [flow_of(trio, **change)], number, EXTRA)
        wait_for("all nodes", lambda: prove(trio, module, members)["liveness"] == "passed", 60, every=1)
    wait_for("the change", lambda: prove(trio, module, check, **change)["config_in_effect"] == "passed", 30, every=1)
    assert prove(trio, module, check) == {"config_in_effect": "failed"}
    expected = values(trio, SOURCE, "a15.orders")
    wait_for("every record", lambda: len(values(trio, TARGET, f"{SOURCE}.a15.orders")) >= len(expected), 90, every=1)
    assert values(trio, TARGET, f"{SOURCE}.a15.orders") == expected
