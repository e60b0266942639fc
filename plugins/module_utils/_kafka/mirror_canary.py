# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canaries of one run: written to the source, awaited on the target while the flow is watched anyway.

Private to streamops.kafka. The only records that an observation writes; to the canary topic, never to another one.
"""

from __future__ import annotations

import secrets
import socket
import time
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import compile_java
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR, MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.links import round_trips
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_state import MirrorState
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import (
    BEGINNING,
    READ_UNCOMMITTED,
    Record,
    TopicPartition,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.readers import Tail
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.writer import NewRecord

__all__ = ["Canary"]

# What a task that was caught in a pause or an election may need; a healthy one needs milliseconds.
PATIENCE = 15.0
_TOOL = b"streamops.kafka"


class _Perch(Tail):
    """Awaits the records of one run; a repeated one counts when it came first."""

    def __init__(self, plane: DataPlane, start: Mapping[TopicPartition, int], run: bytes) -> None:
        super().__init__(plane.reader(start, READ_UNCOMMITTED), {place: place for place in start}, frozenset())
        self.seen: dict[int, float] = {}
        self._run = run

    def _take(self, record: Record, now: float) -> None:
        if record.key == self._run:
            self.seen.setdefault(record.partition, now)


class Canary:
    """At most one record for each partition of the canary topic, and when its copy was seen."""

    def __init__(
        self,
        view: MirrorView,
        source: DataPlane,
        target: DataPlane,
        topics: Mapping[str, Mapping[str, int]],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        patience: Optional[float] = None,
    ) -> None:
        self._flow = view.flow
        self._copy = view.remote(view.flow.canary_topic)
        self._source, self._target = source, target
        self._count = topics["source"].get(self._flow.canary_topic, 0)
        self._copies = topics["target"].get(self._copy, 0)
        self._clock, self._wall, self._sleep = clock, wall, sleep
        self._patience = PATIENCE if patience is None else patience
        self._run = secrets.token_hex(8).encode()
        self._host = socket.gethostname().encode()
        self._acknowledged: dict[TopicPartition, float] = {}
        self._perch: Optional[_Perch] = None
        self._found: dict[str, Any] = {"wanted": False, "round_trip_ms": {}, "age": 0.0, "seconds": 0.0}

    @contextmanager
    def flying(self, wanted: bool) -> Iterator[None]:
        """Write, and await the copies while the block runs and as long after it as they may take."""
        self._found["wanted"] = wanted
        started = self._clock()
        if wanted and self._flow.canary and self._count:
            self._try(self._release)
        try:
            yield
            if self._perch is not None:
                self._await(started + self._patience)
        finally:
            self._found["seconds"] = round(self._clock() - started, 3)
            if self._perch is not None and self._perch.is_alive():
                self._perch.stop()

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except StreamopsError as error:
            self._found.update(error=error.message, kind=str(error.details.get("kind", "")))

    def _release(self) -> None:
        topic = self._flow.canary_topic
        places = [(self._copy, part) for part in range(min(self._count, self._copies))]
        if places:
            # Explicit offsets: a reader that looks for the end itself may find it behind the canaries.
            self._perch = _Perch(self._target, self._target.end_offsets(places, READ_UNCOMMITTED), self._run)
            self._perch.start()
        headers = (("tool", _TOOL), ("host", self._host))
        value = str(int(self._wall())).encode()
        records = [NewRecord(topic, part, self._run, value, headers) for part in range(self._count)]
        self._acknowledged = self._source.write(records)
        self._found["round_trip_ms"] = round_trips({"source": self._source, "target": self._target})

    def _await(self, deadline: float) -> None:
        perch = self._perch
        while perch and perch.is_alive() and not perch.seen.keys() >= self._expected() and self._clock() < deadline:
            self._sleep(0.02)

    def _expected(self) -> set[int]:
        return {part for dummy, part in self._acknowledged}

    def evidence(self, state: MirrorState) -> dict[str, Any]:
        """The part of the evidence."""
        topic, running = self._flow.canary_topic, state.running().get(SOURCE_CONNECTOR, {})
        assigned, owners = running.get("assigned", []), running.get("owners", {})
        taken_up = any(name == topic for name, dummy in assigned) if running else bool(self._copies)
        if self._acknowledged and not taken_up:
            self._try(self._look_back)
        perch = self._perch
        if perch is not None and perch.error:
            self._found.update(error=perch.error, kind=perch.error_kind)
        seen = perch.seen if perch else {}
        rows = [
            {"partition": part, "task": owners.get((topic, part)), "ms": self._milliseconds(part, seen)}
            for part in range(self._count)
        ]
        selected = _selected(topic, running.get("config", {}).get("topics"))
        shown = {"topic": topic, "copy": self._copy, "taken_up": taken_up, "selected": selected, "partitions": rows}
        return {**shown, **self._found}

    def _milliseconds(self, part: int, seen: Mapping[int, float]) -> Optional[float]:
        begun = self._acknowledged.get((self._flow.canary_topic, part))
        if begun is None or part not in seen:
            return None
        # The copy may be here before the acknowledgement is.
        return round(max(seen[part] - begun, 0.0) * 1000, 1)

    def _look_back(self) -> None:
        """For how long canaries have been waiting, by the clock of this host, which wrote both times."""
        topic, now = self._flow.canary_topic, self._wall()
        start = {(topic, part): BEGINNING for part in range(self._count)}
        with self._source.reader(start, READ_UNCOMMITTED) as reader:
            for record in reader.until_end(self._source.timeout):
                if ("host", self._host) in record.headers and (record.value or b"").isdigit():
                    self._found["age"] = max(self._found["age"], now - int(record.value or b""))


def _selected(topic: str, patterns: Any) -> Optional[bool]:
    """Whether these topics of a running connector hold the name; None where only Java can tell."""
    if not isinstance(patterns, str):
        return None
    compiled = [compile_java(pattern.strip()) for pattern in patterns.split(",")]
    if any(pattern is not None and pattern.fullmatch(topic) for pattern in compiled):
        return True
    return None if None in compiled else False
