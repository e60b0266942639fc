# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A14: two clusters that mirror each other, their groups, and the identity policy."""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest
from regions import Mirror, Regions

from ansible_collections.streamops.kafka.tests.processes.process import wait_for
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

RECORDS = 300
ORDERS, SPARSE, QUIET = "a14.orders", "a14.sparse", "a14.quiet"
GROUP, SPARSE_GROUP, QUIET_GROUP = "a14-orders", "a14-sparse", "a14-quiet"


@pytest.fixture(scope="module")
def flows(regions: Regions) -> list[dict[str, Any]]:
    """East to west and back."""
    options: dict[str, Any] = {"topics": [r"a14\..*"], "groups": ["a14-.*"], "sync_group_offsets": True}
    return [regions.flow("east", "west", **options), regions.flow("west", "east", **options)]


@pytest.fixture(scope="module", autouse=True)
def mirror(regions: Regions, flows) -> Iterator[Mirror]:
    """One node for both directions; topics and groups were there before it."""
    for alias in ("east", "west"):
        regions.topic(alias, ORDERS, partitions=3)
        regions.produce(alias, ORDERS, RECORDS)
    regions.topic("east", SPARSE, partitions=2)
    regions.topic("east", QUIET)
    regions.produce("east", SPARSE, 100, partition=0)
    regions.consume_group("east", GROUP, [ORDERS], RECORDS)
    regions.consume_group("east", SPARSE_GROUP, [SPARSE], 100)
    regions.traffic("east").commit(SPARSE_GROUP, {(SPARSE, 1): 0})
    regions.traffic("east").commit(QUIET_GROUP, {(QUIET, 0): 0})
    started = regions.mirror("both", flows, ["east", "west"])
    regions.await_count("west", f"east.{ORDERS}", RECORDS)
    regions.await_count("east", f"west.{ORDERS}", RECORDS)
    yield started
    started.kill()
    # Another instance would start with the flows of this one, until it has written its own.
    for alias, other in (("east", "west"), ("west", "east")):
        regions.traffic(alias).delete_topic(f"mm2-configs.{other}.internal")


@pytest.fixture(scope="module")
def proven(regions: Regions, flows, mirror, module: Callable[..., Ran]) -> list[Ran]:
    """What the module says about both directions, every check made."""
    synced(regions, "west", GROUP, f"east.{ORDERS}", RECORDS)
    return [module("mm2_flow", **regions.flow_options(flow, [other])) for flow, other in (flows, flows[::-1])]


def outcomes(ran: Ran, *names: str) -> set[str]:
    """The outcomes of these checks."""
    assert "checks" in ran.result, ran.everything
    found = {check["name"]: check["outcome"] for check in ran.result["checks"]}
    return {found[name] for name in names}


def synced(regions: Regions, alias: str, group: str, topic: str, total: int) -> None:
    """Wait until the offsets of a group on the target stand for so many records."""

    def there() -> bool:
        committed = regions.traffic(alias).committed(group)
        return sum(offset for place, offset in committed.items() if place[0] == topic) == total

    wait_for(f"offsets of {group} on {alias} at {total} of {topic}", there, 60, every=0.5)


@pytest.mark.case("A14.counts")
def test_counts(regions: Regions, proven: list[Ran]):
    for ran in proven:
        assert ran.code == 0, ran.message
        assert outcomes(ran, "liveness", "tasks", "topics", "partitions", "lag_records", "same_records") == {"passed"}
    for source, target in (("east", "west"), ("west", "east")):
        assert regions.traffic(target).count(f"{source}.{ORDERS}") == RECORDS
        assert [name for name in regions.traffic(target).topics() if name.startswith(f"{source}.{target}.a14")] == []


@pytest.mark.case("A14.heartbeats")
def test_heartbeats(proven: list[Ran]):
    for ran in proven:
        assert outcomes(ran, "heartbeats") == {"passed"}


@pytest.mark.case("A14.checkpoints")
def test_checkpoints(regions: Regions, proven: list[Ran]):
    assert outcomes(proven[0], "checkpoints") == {"passed"}
    source, target = (regions.traffic(alias).committed(GROUP) for alias in ("east", "west"))
    assert target == {(f"east.{topic}", part): offset for (topic, part), offset in source.items()}


@pytest.mark.case("A14.empty-partition")
def test_an_empty_partition(regions: Regions, proven: list[Ran]):
    assert outcomes(proven[0], "partitions", "checkpoints") == {"passed"}
    synced(regions, "west", SPARSE_GROUP, f"east.{SPARSE}", 100)
    # Whoever resumes there begins the empty partition at 0: nothing is lost.
    assert regions.traffic("west").committed(SPARSE_GROUP).get((f"east.{SPARSE}", 1), 0) == 0
    assert regions.traffic("west").ends(f"east.{SPARSE}") == {(f"east.{SPARSE}", 0): 100, (f"east.{SPARSE}", 1): 0}


@pytest.mark.case("A14.no-records")
def test_no_records_no_checkpoints(regions: Regions, flows, proven: list[Ran], module: Callable[..., Ran]):
    copies = regions.traffic("west")
    assert copies.count(f"east.{QUIET}") == 0
    assert b"a14-quiet" not in b"".join(seen.key or b"" for seen in copies.read("east.checkpoints.internal"))
    assert copies.committed(QUIET_GROUP) == {}
    regions.produce("east", QUIET, 10)
    regions.traffic("east").commit(QUIET_GROUP, {(QUIET, 0): 10})
    synced(regions, "west", QUIET_GROUP, f"east.{QUIET}", 10)
    assert b"a14-quiet" in b"".join(seen.key or b"" for seen in copies.read("east.checkpoints.internal"))
    ran = module("mm2_flow", **regions.flow_options(flows[0], [flows[1]], checks=[{"name": "checkpoints"}]))
    assert outcomes(ran, "checkpoints") == {"passed"}, ran.message


@pytest.mark.case("A14.failover")
def test_a_group_goes_on_at_the_target(regions: Regions, proven: list[Ran]):
    fresh = set(regions.produce("east", ORDERS, 60))
    regions.await_count("west", f"east.{ORDERS}", RECORDS + 60)
    seen = regions.consume_group("west", GROUP, [ORDERS, f"east.{ORDERS}"], RECORDS + 60)
    copies = [item.value for item in seen if item.topic == f"east.{ORDERS}"]
    assert set(copies) == fresh, "lost or read again"
    assert len(copies) == len(fresh)


@pytest.mark.case("A14.failback")
def test_the_group_returns(regions: Regions, proven: list[Ran]):
    # Its offsets of the west's own topic are translated back; those of the copies are not, so the east reads the last
    # 60 of its own again.
    synced(regions, "east", GROUP, f"west.{ORDERS}", RECORDS)
    fresh = set(regions.produce("west", ORDERS, 30))
    regions.await_count("east", f"west.{ORDERS}", RECORDS + 30)
    seen = regions.consume_group("east", GROUP, [ORDERS, f"west.{ORDERS}"], 60 + 30)
    assert {item.value for item in seen if item.topic == f"west.{ORDERS}"} == fresh
    assert len([item for item in seen if item.topic == ORDERS]) == 60


@pytest.mark.case("A14.identity")
def test_the_identity_policy(regions: Regions, mirror: Mirror, module: Callable[..., Ran]):
    mirror.stop()
    regions.also("north", of="east")
    regions.also("south", of="west")
    flow = regions.flow("north", "south", topics=["plain"], groups=["plain-.*"], replication_policy="identity")
    regions.topic("north", "plain", partitions=2)
    written = regions.produce("north", "plain", 100)
    regions.consume_group("north", "plain-readers", ["plain"], 100)
    node = regions.mirror("plain", [flow], ["south"])
    regions.await_count("south", "plain", 100)
    ran = module("mm2_flow", **regions.flow_options(flow))
    assert ran.code == 0, ran.message
    assert outcomes(ran, "topics", "partitions", "lag_records", "same_records", "checkpoints", "heartbeats") == {
        "passed"
    }
    assert sorted(item.value for item in regions.traffic("south").read("plain")) == sorted(written)
    node.kill()
