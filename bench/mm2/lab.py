# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three brokers on the loopback: a source as it comes, a source whose send buffer the kernel may size, a target.

At most one node or worker of MirrorMaker runs beside them. Where a delay is wanted, every packet that one of the two
sources sends is held.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Iterator

from confluent_kafka import Producer

from bench.mm2 import delay
from bench.program import ROOT

sys.path.insert(0, str(ROOT / "tests" / "mirror"))

from regions import Regions

from ansible_collections.streamops.kafka.tests.processes.process import Process
from ansible_collections.streamops.kafka.tests.processes.programs import unpack_kafka

__all__ = ["OPENED", "PARTITIONS", "RECORD_BYTES", "ROUND_TRIP", "TARGET", "TOPIC", "UNTOUCHED", "Lab", "a_lab"]

CACHE = ROOT / ".cache" / "mirror"
UNTOUCHED, OPENED, TARGET = "untouched", "opened", "target"
TOPIC, PARTITIONS, RECORD_BYTES = "copied", 6, 500
ROUND_TRIP = 80  # milliseconds
# Java as the launcher of MirrorMaker starts it, unlike that of the tests.
_JAVA = {"KAFKA_JVM_PERFORMANCE_OPTS": "", "KAFKA_HEAP_OPTS": "-Xms256m -Xmx2g"}


class Lab(Regions):
    """The clusters, their records, and the delay."""

    def __init__(self, folder: Path) -> None:
        super().__init__(unpack_kafka(CACHE / "bundle", CACHE), folder, _JAVA)
        self.records = 0
        self._delayed: list[int] = []
        self._holder: list[Process] = []

    def start(self, records: int) -> None:
        """Boot the brokers and fill both sources."""
        self.records = records
        for alias in (UNTOUCHED, OPENED, TARGET):
            self.broker(alias, **({"socket.send.buffer.bytes": "-1"} if alias == OPENED else {}))
        for alias in (UNTOUCHED, OPENED):
            self.topic(alias, TOPIC, PARTITIONS)
            self._fill(alias)
        self._holder.append(Process("delay", delay.holding(ROUND_TRIP), {}, self.folder / "delay.log"))

    def close(self) -> None:
        """End everything."""
        super().close()
        for process in self._holder:
            process.kill()

    def _fill(self, alias: str) -> None:
        noise = os.urandom(RECORD_BYTES * 512)  # of which half of each record is taken: it compresses by about two
        producer = Producer({"bootstrap.servers": self.brokers[alias].bootstrap, "linger.ms": 50, "acks": "1"})
        for number in range(self.records):
            at = number % 500 * RECORD_BYTES
            value = noise[at : at + RECORD_BYTES // 2].ljust(RECORD_BYTES, b".")
            while True:
                try:
                    producer.produce(TOPIC, value=value, key=b"%d" % number, partition=number % PARTITIONS)
                    break
                except BufferError:
                    producer.poll(0.1)
        if producer.flush(120):
            raise RuntimeError(f"{alias} does not take the records")

    @contextmanager
    def far(self, alias: str) -> Iterator[float]:
        """Have a source stand behind the delay; the round trip in milliseconds that was measured."""
        port = self.brokers[alias].port
        delay.rule(port, True)
        try:
            seen = delay.connect_seconds(port) * 1000
            if not 0.95 * ROUND_TRIP <= seen <= 1.5 * ROUND_TRIP:
                raise RuntimeError(f"the delay does not bite: {seen:.1f} ms to {alias}, {ROUND_TRIP} ms wanted")
            yield seen
        finally:
            delay.rule(port, False)

    def near(self) -> float:
        """The round trip without delay, in milliseconds."""
        return median(delay.connect_seconds(self.brokers[alias].port) for alias in (UNTOUCHED, OPENED)) * 1000

    def forget(self, topic: str) -> None:
        """Delete a copy on the target."""
        self.traffic(TARGET).delete_topic(topic)


@contextmanager
def a_lab(records: int) -> Iterator[Lab]:
    """A lab that is gone at the end."""
    lab = Lab(CACHE / f"bench-{os.getpid()}")
    try:
        lab.start(records)
        yield lab
    finally:
        lab.close()
    shutil.rmtree(lab.folder)
