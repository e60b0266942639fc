# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mirror flow with exactly its ACLs works; without one of them its moment fails, and verification says so.

Each right is named by a check of the flow, or by a line of the log where no check can know; the playbook access names
all of them under --check.
"""

from __future__ import annotations

import time
from typing import Iterable

import pytest
from confluent_kafka.admin import AlterConfigOpType, ConfigEntry, ConfigResource, NewPartitions
from flow_rights import AGAIN, BEATS, FLOW, ROUNDS, Right, Round, needed
from world import World

from ansible_collections.streamops.kafka.tests.processes.process import wait_for


def test_every_right_has_its_round_and_shows_somewhere():
    rights = [right for one in ROUNDS for right in one.rights]
    assert sorted(right[:3] for right in rights) == sorted(needed())
    assert all(bool(right.checks) != bool(right.log) for right in rights)


class Mirrored:
    """The flow on its clusters."""

    def __init__(self, world: World) -> None:
        self.world, self.number, self.whole = world, 0, False
        self.source, self.target = world.traffic["a"], world.traffic["b"]

    def end(self) -> None:
        """End the node, if there is one."""
        self.whole = False
        if self.world.other is not None:
            self.world.other.end(30)

    def start(self) -> None:
        """Start a node."""
        self.world.mirror([FLOW], "b")
        wait_for("the node serves", lambda: "Kafka MirrorMaker started" in self.log() or not self.running, 60)

    @property
    def running(self) -> bool:
        """Whether the node has not ended."""
        return bool(self.world.other and self.world.other.running)

    def log(self) -> str:
        """What the node of the last start has logged."""
        return self.world.said()

    def says(self, right: Right) -> bool:
        """Whether the log has the words of a right."""
        return bool(right.log) and right.log in self.log()

    def be_well(self) -> None:
        """See to a node that copies everything."""
        if not self.whole:
            self.end()
            self.start()
            wait_for("the flow runs", self.well, 90, 0.5)
        self.whole = True

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

    def failing(self, wanted: Iterable[Right] = ()) -> tuple[dict[str, str], list[Right]]:
        """What verification does not pass after some time, and which rights show neither there nor in the log."""
        time.sleep(4)
        for dummy in range(3):
            ran = self.world.verify([FLOW])
            assert "checks" in ran.result, ran.everything
            bad = ("failed", "catching_up")
            found = {check["name"]: check["reason"] for check in ran.result["checks"] if check["outcome"] in bad}
            log = self.log()
            unseen = [
                right for right in wanted if not (set(right.checks) & set(found) or (right.log and right.log in log))
            ]
            if not unseen:
                break
        return found, unseen


@pytest.fixture(scope="module")
def mirrored(world: World) -> Mirrored:
    for name in ("reader", "writer"):
        world.user(name)
    world.allow({}, [FLOW])
    made = Mirrored(world)
    made.source.topic("shop.old", 2)
    made.source.produce("shop.old", 10)
    made.be_well()
    return made


def test_a_flow_with_these_rights_alone_works(mirrored: Mirrored):
    mirrored.provoke()
    wait_for("everything is copied", mirrored.well, 30, 0.5)
    assert mirrored.failing()[0] == {}
    assert "AuthorizationException" not in mirrored.log()
    assert not [right for one in ROUNDS for right in one.rights if mirrored.says(right)]


@pytest.mark.parametrize(
    "one",
    [*ROUNDS[:-AGAIN], *(pytest.param(one, marks=pytest.mark.long) for one in ROUNDS[-AGAIN:])],
    ids=lambda one: one.title,
)
def test_without(mirrored: Mirrored, one: Round):
    world, rights = mirrored.world, [(right, *needed()[right[:3]]) for right in one.rights]
    if one.restart:
        mirrored.end()
    else:
        mirrored.be_well()
    for alias in ("a", "b"):
        world.revoke(alias, [acl for dummy, of, acl in rights if of == alias])
    try:
        for alias, topic in one.anew:
            world.traffic[alias].delete_topic(topic)
        if one.anew and one.restart:
            world.make_topics({}, [FLOW])
        if one.restart:
            mirrored.start()
        mirrored.provoke()
        lacking = [acl["moment"] for alias in ("a", "b") for acl in world.lacking(alias)]
        assert sorted(lacking) == sorted(acl["moment"] for dummy, dummy, acl in rights)
        found, unseen = mirrored.failing(one.rights)
        assert unseen == [], (found, mirrored.log()[-6000:])
    finally:
        for alias in ("a", "b"):
            world.grant(alias, [acl for dummy, of, acl in rights if of == alias])
        mirrored.whole = one.heals and not one.restart and mirrored.running
    if mirrored.whole:
        wait_for("the flow is well again", mirrored.well, 60, 0.5)
