# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mirror flow with exactly its ACLs works; without one of them its moment fails, and verification says so.

Rights that show in different places are taken away together: each round provokes every moment there is, and looks for
one symptom per right. What the playbook access shows under --check names the right itself.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import pytest
from confluent_kafka.admin import AlterConfigOpType, ConfigEntry, ConfigResource, NewPartitions
from world import World

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_access import kafka_access
from ansible_collections.streamops.kafka.tests.processes.process import wait_for

FLOW: dict[str, Any] = {
    "source": "a",
    "target": "b",
    "mode": "dedicated",
    "topics": ["shop[.].*"],
    "groups": ["app-.*"],
    "source_credentials": "reader",
    "target_credentials": "writer",
    "sync_group_offsets": True,
    "tasks_max": 1,
    "refresh_topics_interval": 2,
    "refresh_groups_interval": 2,
    "heartbeats_interval": 1,
    "checkpoints_interval": 1,
    "offset_flush_interval": 1,
}
BEATS = "a.heartbeats"


class Right(NamedTuple):
    """A right: whose, for what, and the checks of the flow of which one does not pass without it."""

    principal: str
    operation: str
    name: str
    checks: tuple[str, ...] = ()


class Round(NamedTuple):
    """Rights that are taken away together, and whether MirrorMaker starts without them."""

    title: str
    rights: tuple[Right, ...]
    restart: bool = False
    ended: bool = False  # what is denied ends a task, which only a start brings back


def worker(operation: str, name: str, *checks: str, beating: bool = True) -> Round:
    """The worker on the source writes heartbeats alone, that on the target does everything else."""
    source = Right("reader", operation, name.format("b"), ("heartbeats",) if beating else ())
    return Round(f"{operation} {name}", (source, Right("writer", operation, name.format("a"), checks)), True, True)


ROUNDS = (
    Round(
        "topics and groups are seen",
        (
            Right("reader", "describe", "app-", ("checkpoints",)),
            Right("reader", "describe_configs", "shop.", ("topics",)),
            Right("reader", "read", "heartbeats", ("heartbeats",)),
        ),
    ),
    Round(
        "topics are made and grow",
        (
            Right("writer", "create", "a.shop.", ("topics",)),
            Right("writer", "create", BEATS, ("heartbeats",)),
            Right("writer", "alter_configs", "a.shop."),
        ),
    ),
    Round(
        "the copy of heartbeats",
        (
            Right("reader", "describe_configs", "heartbeats", ("heartbeats",)),
            Right("writer", "alter_configs", BEATS),
            Right("writer", "alter", BEATS),
            Right("writer", "read", "app-", ("group_offsets",)),
        ),
    ),
    Round("records are read", (Right("reader", "read", "shop.", ("lag_records",)),)),
    Round(
        "partitions are added, positions are set",
        (
            Right("writer", "alter", "a.shop.", ("partitions",)),
            Right("writer", "read", "a.shop.", ("group_offsets",)),
        ),
    ),
    Round(
        "positions are translated",
        (Right("reader", "read", "mm2-offset-syncs.b.internal", ("checkpoints",)),),
        True,
    ),
    Round(
        "heartbeats and positions are written",
        (
            Right("reader", "write", "heartbeats", ("heartbeats",)),
            Right("writer", "write", "a.checkpoints.internal", ("tasks", "checkpoints")),
        ),
        ended=True,
    ),
    Round("the other ends", (Right("reader", "write", "mm2-offset-syncs.b.internal", ("checkpoints",)),), True, True),
    Round("records are written", (Right("writer", "write", "a.shop.", ("tasks", "lag_records")),), ended=True),
    Round("heartbeats are copied", (Right("writer", "write", BEATS, ("tasks", "heartbeats")),), ended=True),
    Round("a restart goes on", (Right("writer", "read", "a.checkpoints.internal"),), True),
    worker("read", "{}-mm2", "liveness"),
    worker("read", "mm2-configs.{}.internal", "liveness"),
    worker("write", "mm2-configs.{}.internal", "partitions", beating=False),
    worker("read", "mm2-offsets.{}.internal", "liveness"),
    worker("write", "mm2-offsets.{}.internal", beating=False),
    worker("read", "mm2-status.{}.internal", "liveness"),
    worker("write", "mm2-status.{}.internal", beating=False),
)


def needed() -> dict[tuple[str, str, str], tuple[str, dict[str, str]]]:
    """The rights of the flow by principal, operation and name, with the cluster that they are on."""
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512", "replication_factor": 1}
    clusters = {alias: {"bootstrap_servers": f"{alias}:1", **login} for alias in ("a", "b")}
    credentials = {name: {"sasl_username": name} for name in ("reader", "writer")}
    access = kafka_access(clusters, {}, [FLOW], credentials)
    return {
        (acl["principal"].partition(":")[2], acl["operation"], acl["name"]): (alias, acl)
        for alias in clusters
        for acl in access[alias]["acls"]
    }


def test_every_right_has_its_round():
    provoked = [(right.principal, right.operation, right.name) for one in ROUNDS for right in one.rights]
    assert sorted(provoked) == sorted(needed())


class Mirrored:
    """The flow on its clusters."""

    def __init__(self, world: World) -> None:
        self.world, self.number = world, 0
        self.source, self.target = world.traffic["a"], world.traffic["b"]

    def start(self) -> None:
        """Start a node and wait until it copies."""
        self.world.mirror([FLOW], "b")
        wait_for("the flow runs", self.well, 90, 0.5)

    def well(self) -> bool:
        """Whether everything that there is has its copy."""
        topics, copies = self.source.topics(), self.target.topics()
        wanted = {name: parts for name, parts in topics.items() if name.startswith("shop.")}
        made = BEATS in copies and all(copies.get(f"a.{name}", 0) >= parts for name, parts in wanted.items())
        return made and all(self.target.count(f"a.{name}") >= self.source.count(name) for name in wanted)

    def provoke(self) -> None:
        """Everything that a flow has to do something about."""
        self.number += 1
        self.source.topic(f"shop.{self.number}")
        self.source.produce(f"shop.{self.number}", 5)
        for name in ("shop.old", "heartbeats"):
            grown = NewPartitions(name, self.source.topics()[name] + 1)
            self.source.admin.create_partitions([grown])[name].result(30)
            value = ConfigEntry("retention.ms", f"{self.number}00000000", incremental_operation=AlterConfigOpType.SET)
            config = ConfigResource(ConfigResource.Type.TOPIC, name, incremental_configs=[value])
            self.source.admin.incremental_alter_configs([config])[config].result(30)
        self.source.produce("shop.old", 20)
        ends = self.source.ends("shop.old")
        self.source.commit("app-1", ends)
        self.source.produce("shop.old", 5)

    def failing(self, seconds: float = 4) -> dict[str, str]:
        """What verification does not pass, after some time."""
        time.sleep(seconds)
        ran = self.world.verify([FLOW])
        assert "checks" in ran.result, ran.everything
        bad = ("failed", "catching_up")
        return {check["name"]: check["reason"] for check in ran.result["checks"] if check["outcome"] in bad}


@pytest.fixture(scope="module")
def mirrored(world: World) -> Mirrored:
    for name in ("reader", "writer"):
        world.user(name)
    world.allow({}, [FLOW])
    made = Mirrored(world)
    made.source.topic("shop.old", 2)
    made.source.produce("shop.old", 10)
    made.start()
    return made


def test_a_flow_with_these_rights_alone_works(mirrored: Mirrored):
    mirrored.provoke()
    wait_for("everything is copied", mirrored.well, 30, 0.5)
    assert mirrored.failing() == {}
    assert "AuthorizationException" not in mirrored.world.other.text()


@pytest.mark.parametrize("one", ROUNDS, ids=lambda one: one.title)
def test_without(mirrored: Mirrored, one: Round):
    world, rights = mirrored.world, [(right, *needed()[right[:3]]) for right in one.rights]
    if one.restart:
        world.other.end(30)
    for alias in ("a", "b"):
        world.revoke(alias, [acl for dummy, of, acl in rights if of == alias])
    try:
        if one.restart:
            world.mirror([FLOW], "b")
            time.sleep(10)
        if any(
            right.name in (BEATS, "heartbeats") and right.operation in ("create", "describe_configs")
            for right in one.rights
        ):
            mirrored.target.delete_topic(BEATS)
        mirrored.provoke()
        lacking = [acl["moment"] for alias in ("a", "b") for acl in world.lacking(alias)]
        assert sorted(lacking) == sorted(acl["moment"] for dummy, dummy, acl in rights)
        found = mirrored.failing()
        print(one.title, found)
        unseen = [right for right in one.rights if right.checks and not set(right.checks) & set(found)]
        assert unseen == [], found
    finally:
        for alias in ("a", "b"):
            world.grant(alias, [acl for dummy, of, acl in rights if of == alias])
        if one.ended or not world.other.running:
            world.other.end(30)
            mirrored.start()
        wait_for("the flow is well again", mirrored.well, 60, 0.5)
