# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of the loss of a source, beside what happens: it is killed and its groups go on at the target."""

from __future__ import annotations

import time
from typing import Any, Callable, Iterator, Mapping

import pytest
from confluent_kafka import Consumer
from regions import Regions

from ansible_collections.streamops.kafka.tests.processes.process import wait_for
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

TOPIC, COPY = "loss.orders", "home.loss.orders"
QUICK, SLOW = "loss-quick", "loss-slow"
PARTITIONS = 3


class Replay:
    """A flow from ``home`` to ``away``, what was written at home, and what its groups have read there."""

    def __init__(self, regions: Regions, module: Callable[..., Ran]) -> None:
        self.regions, self.module = regions, module
        self.written: list[bytes] = []
        self.read: dict[str, set[bytes]] = {QUICK: set(), SLOW: set()}
        self.flow = regions.flow("home", "away", topics=[r"loss\..*"], groups=["loss-.*"], sync_group_offsets=True)

    def produce(self, count: int) -> None:
        self.written += self.regions.produce("home", TOPIC, count)

    def consume(self, group: str, count: int) -> None:
        self.read[group].update(seen.value or b"" for seen in self.regions.consume_group("home", group, [TOPIC], count))

    def copied(self) -> None:
        self.regions.await_count("away", COPY, len(self.written))

    def synced(self) -> None:
        """Wait until both groups have offsets on the target wherever they have some at home."""
        home, away = self.regions.traffic("home"), self.regions.traffic("away")
        wanted = {group: len(home.committed(group)) for group in self.read}
        wait_for(
            "offsets of the groups on away",
            lambda: wanted == {group: len(away.committed(group)) for group in self.read},
            60,
            every=0.5,
        )

    def left(self) -> None:
        """Wait until the killed node is no member any more."""
        plane = self.regions.plane("away")
        wait_for("a group without members", lambda: not plane.members("home-mm2")[1], 60, every=0.5)

    def predicted(self) -> tuple[str, Mapping[str, Mapping[str, Any]]]:
        """What the check says now: its outcome, and the bounds of each group."""
        ran = self.module("mm2_flow", **self.regions.flow_options(self.flow, checks=[{"name": "source_loss"}]))
        assert "checks" in ran.result, ran.everything
        (check,) = ran.result["checks"]
        return check["outcome"], check["observed"]["groups"]

    def happened(self, group: str) -> tuple[int, int]:
        """After the death of the source: how many records were lost, and how many the group reads again."""
        copies = {seen.value for seen in self.regions.traffic("away").read(COPY)}
        again = [value for value in self._resume(group) if value in self.read[group]]
        return len(set(self.written) - copies), len(again)

    def _resume(self, group: str) -> list[bytes]:
        """Everything that a member of the group is given on the target; nothing is committed."""
        settings = {**self.regions.plane("away").cluster.librdkafka(), "group.id": group, "enable.auto.commit": False}
        consumer = Consumer({**settings, "enable.partition.eof": True, "auto.offset.reset": "earliest"})
        consumer.subscribe([COPY])
        values, ended, end = [], set(), time.monotonic() + 30
        while len(ended) < PARTITIONS:
            assert time.monotonic() < end, f"{group} is not at the end of {COPY}: {sorted(ended)}"
            message = consumer.poll(0.2)
            if message is not None and message.error():
                ended.add(message.partition())
            elif message is not None:
                values.append(message.value())
        consumer.close()
        return values


@pytest.fixture(scope="module")
def replay(programs, folder, module) -> Iterator[Replay]:
    """Both clusters as programs of their own, so that one can be killed."""
    regions = Regions(programs, folder / "loss")
    try:
        regions.broker("home")
        regions.broker("away")
        found = Replay(regions, module)
        regions.topic("home", TOPIC, partitions=PARTITIONS)
        found.produce(600)
        found.consume(QUICK, 500)
        found.consume(SLOW, 90)
        regions.mirror("loss", [found.flow], ["away"])
        found.copied()
        found.synced()
        yield found
    finally:
        regions.close()


def test_a_flow_that_has_copied_everything(replay: Replay):
    replay.produce(300)
    replay.copied()
    replay.consume(QUICK, 200)
    outcome, bounds = replay.predicted()
    replay.regions.kill("home")
    assert outcome == "passed"
    for group in (QUICK, SLOW):
        lost, again = replay.happened(group)
        assert lost <= bounds[group]["max_lost"] == 0
        assert again <= bounds[group]["max_reread"] <= len(replay.written)
        assert 0 <= bounds[group]["max_seconds"] < 5
        assert bounds[group]["not_translated"] == 0


def test_a_flow_that_was_dead_for_a_while(replay: Replay):
    replay.regions.restart("home")
    replay.regions.mirrors["loss"].kill()
    replay.produce(60)
    replay.consume(QUICK, 40)
    replay.left()
    outcome, bounds = replay.predicted()
    replay.regions.kill("home")
    assert outcome == "failed"
    for group in (QUICK, SLOW):
        lost, again = replay.happened(group)
        assert lost == 60 <= bounds[group]["max_lost"]
        assert again <= bounds[group]["max_reread"] <= len(replay.written)
        assert bounds[group]["max_seconds"] is None
