# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three ways to read many partitions at once: compacted topics kept current, tails with arrival times, newest records.

Private to streamops.kafka. All of them read by assignment; none commits anything.
"""

from __future__ import annotations

import threading
import time
from typing import Callable, Iterator, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._core.sameness import Arrival, Print, fingerprint
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import (
    BEGINNING,
    READ_COMMITTED,
    Reader,
    Record,
    TopicPartition,
)

__all__ = ["Tables", "Tail", "count_records", "prints"]


class Tables:
    """Compacted topics as they stand, and as they go on."""

    def __init__(self, plane: DataPlane, topics: Mapping[str, int]) -> None:
        start = {(topic, part): BEGINNING for topic, count in topics.items() for part in range(count)}
        self._state: dict[str, dict[bytes, Optional[bytes]]] = {topic: {} for topic in topics}
        self._reader = plane.reader(start, READ_COMMITTED) if start else None

    def fill(self, seconds: float) -> None:
        """Read everything up to the end."""
        for record in self._reader.until_end(seconds) if self._reader else ():
            self._put(record)

    def refresh(self) -> None:
        """Take in what was added since."""
        records = self._reader.poll(0) if self._reader else []
        while records and self._reader:
            for record in records:
                self._put(record)
            records = self._reader.poll(0)

    def _put(self, record: Record) -> None:
        self._state[record.topic][record.key or b""] = record.value

    def __getitem__(self, topic: str) -> dict[bytes, Optional[bytes]]:
        return self._state.get(topic, {})

    def close(self) -> None:
        """Give the connection back."""
        if self._reader:
            self._reader.close()


class Tail(threading.Thread):
    """New records of some partitions with the time of their arrival on this machine's monotonic clock."""

    def __init__(
        self,
        reader: Reader,
        where: Mapping[TopicPartition, TopicPartition],
        unstamped: frozenset[str],
        limit: int = 20000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(daemon=True)
        self.arrivals: list[Arrival] = []
        self.values: dict[TopicPartition, bytes] = {}
        self.error = ""
        self.error_kind = ""
        self._reader = reader
        self._where = where
        self._unstamped = unstamped
        self._limit = limit
        self._clock = clock
        self._stopping = threading.Event()

    def run(self) -> None:
        """Collect until told to stop."""
        try:
            with self._reader:
                while not self._stopping.is_set() and len(self.arrivals) < self._limit:
                    for record in self._reader.poll(0.2):
                        self._take(record, self._clock())
        except StreamopsError as error:
            self.error, self.error_kind = error.message, str(error.details.get("kind", ""))

    def _take(self, record: Record, now: float) -> None:
        where = self._where[(record.topic, record.partition)]
        self.arrivals.append(Arrival(where, _digest(record, self._unstamped), now))
        self.values[where] = record.value or b""

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self.join(5)


def prints(
    plane: DataPlane, ranges: Mapping[TopicPartition, tuple[int, int]], isolation: str, unstamped: frozenset[str]
) -> dict[TopicPartition, list[Print]]:
    """The records of each range of offsets (end excluded), as they are compared."""
    found: dict[TopicPartition, list[Print]] = {key: [] for key in ranges}
    for record in _read(plane, ranges, isolation, {key: end for key, (dummy, end) in ranges.items()}):
        digest = _digest(record, unstamped)
        found[(record.topic, record.partition)].append(Print(record.key, digest, record.value is None, record.offset))
    return found


def count_records(
    plane: DataPlane,
    ranges: Mapping[TopicPartition, tuple[int, int]],
    isolation: str,
    limits: Optional[Mapping[TopicPartition, int]] = None,
) -> dict[TopicPartition, int]:
    """How many records stand in each range of offsets; markers and what compaction removed are none.

    Where a range has a limit, counting ends there.
    """
    found = dict.fromkeys(ranges, 0)
    ends = {key: end for key, (dummy, end) in ranges.items()}
    for record in _read(plane, ranges, isolation, ends):
        key = (record.topic, record.partition)
        if limits is None or found[key] < limits[key]:
            found[key] += 1
        if limits is not None and found[key] >= limits[key]:
            ends[key] = 0
    return found


def _read(
    plane: DataPlane,
    ranges: Mapping[TopicPartition, tuple[int, int]],
    isolation: str,
    ends: Mapping[TopicPartition, int],
) -> Iterator[Record]:
    open_ranges = {key: (begin, end) for key, (begin, end) in ranges.items() if end > begin}
    if not open_ranges:
        return
    with plane.reader({key: begin for key, (begin, dummy) in open_ranges.items()}, isolation) as reader:
        for record in reader.until_end(plane.timeout, ends):
            if record.offset < open_ranges[(record.topic, record.partition)][1]:
                yield record


def _digest(record: Record, unstamped: frozenset[str]) -> bytes:
    timestamp = None if record.topic in unstamped else record.timestamp
    return fingerprint(record.key, record.value, record.headers, timestamp)
