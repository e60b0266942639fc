# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flows that are well although they look odd: each condition is a topic, two nodes serve them all."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterator

from confluent_kafka import Consumer, Producer, TopicPartition
from regions import Regions

from ansible_collections.streamops.kafka.tests.processes.process import wait_for
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

__all__ = ["SKEW", "Healthy"]

SKEW = 300
GROUP = "well-app"
_STAMPED = "well.stamped"  # by the broker whose clock is wrong
_HOUR = 3600 * 1000
_RECORDS = 100
_BACKLOG = 4000
_PACE = 0.1


def clock(seconds: int) -> dict[str, str]:
    """The environment of a Java program whose wall clock is wrong by so much; its monotonic clock is right."""
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert libraries, "libfaketime is not installed: make setup"
    return {
        "LD_PRELOAD": str(libraries[0]),
        "FAKETIME": f"{seconds:+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }


@dataclass
class Healthy:
    """The flows, and what happens while they are judged."""

    regions: Regions
    module: Callable[..., Ran]
    flows: dict[str, dict[str, Any]] = field(default_factory=dict)
    skew: float = 0.0
    _held: list[Any] = field(default_factory=list)

    def start(self) -> None:
        """Everything copied, apart from what is never done."""
        self.regions.broker("ahead", environment=clock(SKEW))
        self.regions.named("calm", "east", "127.0.1")
        flow = self.regions.flow
        self.flows = {
            "calm": flow("calm", "west", topics=[r"well\..*"], groups=["well-.*"], sync_group_offsets=True),
            "skewed": flow("ahead", "west", topics=[r"well\..*"], groups=["well-.*"])
            | {"refresh_topics_interval": 600},
            "once": flow("west", "ahead", topics=[r"once\..*"], groups=["once-.*"], exactly_once=True),
        }
        self._topics()
        flows = list(self.flows.values())
        self.regions.mirror("well", flows, ["west", "ahead"], nodes=2)
        for copy in ("calm.well.orders", "ahead.well.orders", "calm.well.removed", "calm.well.open"):
            self.regions.await_count("west", copy, 5, 120)
        self.regions.await_count("ahead", "west.once.orders", _RECORDS, 120)
        self._groups()
        gone = [TopicPartition("well.removed", 0, _RECORDS)]
        for done in self.regions.traffic("east").admin.delete_records(gone).values():
            done.result(30)
        self.regions.topic("ahead", "well.fresh")
        self.regions.produce("ahead", "well.fresh", _RECORDS)

    def _topics(self) -> None:
        compact = {"cleanup__policy": "compact", "segment__ms": "1000", "min__cleanable__dirty__ratio": "0.01"}
        for alias, name in (("east", "well"), ("ahead", "well"), ("west", "once")):
            self.regions.topic(alias, f"{name}.orders", partitions=3)
            self.regions.produce(alias, f"{name}.orders", _RECORDS)
            self.regions.topic(alias, f"{name}.aborted")
            self._transaction(alias, f"{name}.aborted", commit=True)
            self._transaction(alias, f"{name}.aborted", commit=False)
            self.regions.topic(alias, f"{name}.open")
            self.regions.produce(alias, f"{name}.open", 5)
            self._transaction(alias, f"{name}.open")
            self.regions.topic(alias, f"{name}.compacted", **compact)
            self.regions.produce(alias, f"{name}.compacted", values=[b"a", b"b", b"a", b"b", b"a"])
            self.regions.topic(alias, f"{name}.idle", partitions=2)
            self.regions.topic(alias, f"{name}.hourly")
            self._one(alias, f"{name}.hourly", int(time.time() * 1000) - _HOUR)
        self.regions.topic("ahead", _STAMPED, message__timestamp__type="LogAppendTime")
        self.regions.produce("ahead", _STAMPED, _RECORDS)
        self.skew = self._stamp("ahead", _STAMPED) - time.time()
        self.regions.topic("east", "well.removed")
        self.regions.produce("east", "well.removed", _RECORDS)
        self.regions.topic("east", "well.backlog", partitions=2)

    def _producer(self, alias: str, **settings: str) -> Producer:
        return Producer({**self.regions.plane(alias).cluster.librdkafka(), **settings})

    def _one(self, alias: str, topic: str, stamp: int) -> None:
        producer = self._producer(alias)
        producer.produce(topic, b"one", timestamp=stamp)
        assert producer.flush(30) == 0

    def _transaction(self, alias: str, topic: str, commit: Any = None) -> None:
        """Records of a transaction that is committed, aborted, or left open while the tests run."""
        settings = {"transactional.id": f"{topic}-{len(self._held)}", "transaction.timeout.ms": "900000"}
        producer = self._producer(alias, **settings)
        producer.init_transactions(30)
        producer.begin_transaction()
        for number in range(10):
            producer.produce(topic, b"%d" % number)
        assert producer.flush(30) == 0
        if commit is None:
            self._held.append(producer)
        elif commit:
            producer.commit_transaction(30)
        else:
            producer.abort_transaction(30)

    def _groups(self) -> None:
        """A group that is idle, and one that has members on both sides."""
        self.regions.consume_group("east", GROUP, ["well.orders"], _RECORDS)
        self.regions.consume_group("east", f"{GROUP}-both", ["well.orders"], _RECORDS)
        settings = {"group.id": f"{GROUP}-both", "auto.offset.reset": "earliest"}
        member = Consumer({**self.regions.plane("west").cluster.librdkafka(), **settings})
        member.subscribe(["calm.well.orders"])
        wait_for("a member on the target", lambda: member.poll(0.5) is not None, 30)
        member.commit(asynchronous=False)
        self._held.append(member)

    def stop_node(self, number: int) -> None:
        """The first half of a node's roll."""
        self.regions.mirrors["well"].stop(number)

    def start_node(self, number: int) -> None:
        """The other half."""
        self.regions.start_node("well", list(self.flows.values()), number)

    @contextmanager
    def records(self, topic: str, count: int) -> Iterator[None]:
        """So many records go into a topic again and again while the block runs."""
        done = threading.Event()

        def write() -> None:
            while not done.is_set():
                self.regions.produce("east", topic, count)
                done.wait(_PACE)

        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        try:
            yield
        finally:
            done.set()
            writer.join()

    def judge(self, topic: str = "well.orders", count: int = 3) -> dict[str, Ran]:
        """Run the module for every flow, all at the same time, while records come."""
        with self.records(topic, count):
            return self._judge()

    def judge_backlog(self) -> dict[str, Ran]:
        """The same while more comes than is copied at once."""
        return self.judge("well.backlog", _BACKLOG)

    def _judge(self) -> dict[str, Ran]:
        kept = str(self.regions.folder / "history-of-well")
        asked = {name: self.regions.flow_options(flow, history_dir=kept) for name, flow in self.flows.items()}
        with ThreadPoolExecutor(len(asked)) as pool:
            runs = {name: pool.submit(self.module, "mm2_flow", **options) for name, options in asked.items()}
        return {name: run.result() for name, run in runs.items()}

    def _stamp(self, alias: str, topic: str) -> float:
        """The time stamp of the newest record, in seconds."""
        settings = {"group.id": "well-stamps", "enable.auto.commit": False}
        reader = Consumer({**self.regions.plane(alias).cluster.librdkafka(), **settings})
        reader.assign([TopicPartition(topic, 0, self.regions.traffic(alias).count(topic) - 1)])
        (newest,) = reader.consume(1, 30)
        reader.close()
        return float(newest.timestamp()[1]) / 1000

    def end(self) -> None:
        """Leave the shared clusters to others."""
        if "well" in self.regions.mirrors:
            self.regions.mirrors["well"].kill()
        self.regions.kill("ahead")
