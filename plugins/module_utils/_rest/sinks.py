# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at what sinks read, at what they could not take, and at the work of their tasks.

Private to streamops.kafka. The brokers are behind an object, so that this file knows nothing of a Kafka client.
"""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional, Protocol, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.capacity_checks import tasks_max
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._core.sink_checks import DLQ_TOPIC, tolerates_all
from ansible_collections.streamops.kafka.plugins.module_utils._core.sinks import (
    Partition,
    SinkSettings,
    assigned_partitions,
    dead_letter,
    partition_rows,
    settle_rows,
)

__all__ = ["Brokers", "DlqObserver", "SinkObserver", "add_capacity"]

_TASK = re.compile(r"-(\d+)$")


class Brokers(Protocol):
    """The little that is needed of a Kafka cluster."""

    def login(self) -> Mapping[str, Any]:
        """How the brokers are asked: alias, protocol, what one logs in by, whether their names are verified."""

    def watermarks(self, topic: str) -> Mapping[int, tuple[int, int]]:
        """First and next offset of each partition; empty when the topic does not exist."""

    def partitions(self) -> Mapping[str, int]:
        """Every topic, with its number of partitions."""

    def begins(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """First offsets."""

    def ends(self, partitions: Sequence[Partition], isolation: str) -> Mapping[Partition, int]:
        """Ends at an isolation level."""

    def committed(self, group: str) -> Mapping[Partition, int]:
        """Offsets that a group committed."""

    def owners(self, group: str) -> Sequence[tuple[str, bytes]]:
        """Client id and assignment of each member of a group."""

    def any_record(self, start: Mapping[Partition, int], isolation: str) -> bool:
        """Whether a record stands at these offsets or behind them."""

    def last_headers(self, topic: str) -> Optional[Sequence[tuple[str, Optional[bytes]]]]:
        """Headers of the newest record of a topic."""

    def may_write(self, connector: str, topic: str) -> tuple[Optional[bool], str]:
        """Whether the clients of a connector may write a topic, None where it cannot be known, and why not."""


class SinkObserver:
    """Adds ``sink``: the position of the group against the end that its topics had at first."""

    def __init__(self, brokers: Brokers, item: dict[str, Any], config: Mapping[str, str], limit: int, seconds: float):
        self.seconds = seconds
        self._brokers = brokers
        self._item = item
        self._settings = SinkSettings(item["name"], config)
        self._limit = limit
        self._rows: list[dict[str, Any]] = []
        self._missing: list[str] = []
        self._begun = False

    def look(self, elapsed: float) -> bool:
        """Compare with the ends of the first look."""
        settings = self._settings
        try:
            if settings.elsewhere:
                raise DataPlaneError(
                    f"it reads from another cluster, consumer.override.bootstrap.servers is {settings.elsewhere}"
                )
            committed = self._brokers.committed(settings.group)
            again = self._begun
            if not again:
                self._begin(committed)
            ends = self._brokers.ends([(row["topic"], row["partition"]) for row in self._rows], settings.isolation)
            lag = settle_rows(self._rows, ends, committed, settings.from_now_on)
            done = lag <= self._limit and (again or self._proven())
            real = lag == 0 or done or elapsed < self.seconds or self._real()
        except DataPlaneError as error:
            self._item["sink"] = {"error": error.message}
            return True
        self._item["sink"] = {
            "group": settings.group,
            "isolation": settings.isolation,
            "partitions": self._rows,
            "missing": self._missing,
            "lag": lag,
            "real": real,
            "seconds": round(elapsed, 1),
            "error": "",
        }
        return done

    def _begin(self, committed: Mapping[Partition, int]) -> None:
        self._begun = True
        known = self._brokers.partitions()
        topics = self._settings.topics(known, (topic for topic, dummy in committed))
        self._missing = [topic for topic in topics if topic not in known]
        places = [(topic, number) for topic in topics for number in range(known.get(topic, 0))]
        ends = self._brokers.ends(places, self._settings.isolation)
        self._rows = partition_rows(self._brokers.begins(places), ends, committed)

    def _proven(self) -> bool:
        return any(row["position"] is not None for row in self._rows) or not self._rows

    def _real(self) -> bool:
        """Whether a remainder holds records: markers of transactions and aborted records stay behind for ever."""
        start = {
            (row["topic"], row["partition"]): row["begin"] if row["position"] is None else row["position"]
            for row in self._rows
            if row["lag"]
        }
        return self._brokers.any_record(start, self._settings.isolation)


class DlqObserver:
    """Adds ``dlq``: how many records are in the dead letter queue, how many came meanwhile, and whether any could."""

    def __init__(self, brokers: Optional[Brokers], item: dict[str, Any], config: Mapping[str, str], seconds: float):
        self._brokers = brokers
        self._topic = config.get(DLQ_TOPIC, "").strip()
        self._first: Optional[int] = None
        self._item = item
        self._item["dlq"] = {
            "topic": self._topic,
            "tolerance": "all" if tolerates_all(config) else "none",
            "logged": config.get("errors.log.enable", "").strip().lower() == "true",
        }
        self.seconds = seconds

    def look(self, elapsed: float) -> bool:
        """Count again; a queue that grew says enough."""
        brokers, seen = self._brokers, self._item["dlq"]
        if brokers is None or not self._topic or self._item["type"] != "sink":
            return True
        try:
            marks = brokers.watermarks(self._topic)
            end = sum(last for dummy, last in marks.values())
            begun = self._first is None
            first = self._first = end if self._first is None else self._first
            grown = end - first
            seen.update(exists=bool(marks), records=sum(last - begin for begin, last in marks.values()))
            seen.update(grown=grown, seconds=round(elapsed, 1), last=seen.get("last", {}))
            if (begun and end) or grown:
                seen["last"] = dead_letter(brokers.last_headers(self._topic) or ())
            if begun and marks:
                seen["writable"], seen["hindrance"] = brokers.may_write(self._item["name"], self._topic)
        except DataPlaneError as error:
            seen["error"] = error.message
            return True
        return not marks or bool(grown)


def add_capacity(brokers: Optional[Brokers], item: dict[str, Any], config: Mapping[str, str]) -> None:
    """Add ``capacity``: what is allowed, and for a sink which of its tasks have no partition."""
    seen: dict[str, Any] = {"tasks_max": tasks_max(config), "class": config.get("connector.class", "").strip()}
    item["capacity"] = seen
    if item["type"] != "sink" or brokers is None:
        return
    settings = SinkSettings(item["name"], config)
    try:
        known = brokers.partitions()
        topics = settings.topics(known, (topic for topic, dummy in brokers.committed(settings.group)))
        seen["partitions"] = {topic: known[topic] for topic in topics if topic in known}
        seen["idle"] = _idle(brokers.owners(settings.group), [task["id"] for task in item["tasks"]])
    except DataPlaneError as error:
        seen["error"] = error.message


def _idle(owners: Sequence[tuple[str, bytes]], tasks: Sequence[int]) -> Optional[list[int]]:
    """Tasks whose consumer is a member without a partition; None when the members do not tell."""
    numbers = [(_TASK.search(client), assigned_partitions(assignment)) for client, assignment in owners]
    if len(numbers) != len(tasks) or any(match is None or owned is None for match, owned in numbers):
        return None
    idle = sorted(int(match[1]) for match, owned in numbers if match and not owned)
    return idle if len(idle) < len(tasks) or not tasks else None
