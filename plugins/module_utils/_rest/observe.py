# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at things that move, all of them at the same time.

Private to streamops.kafka. Samples of one run are compared, so that no clock of another machine is needed. An observer
is done as soon as it has seen enough; the longest of them is the time that the look takes.
"""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional, Protocol, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import heartbeat_seconds, heartbeat_topic
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    DataPlaneError,
    TransportError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock

__all__ = ["Observer", "ProgressObserver", "observe"]

_STEP = 1.0


class Observer(Protocol):
    """Something that is looked at several times."""

    seconds: float

    def look(self, elapsed: float) -> bool:
        """Look once more; true when no further look could tell more."""


class _Ends(Protocol):
    def watermarks(self, topic: str) -> Mapping[int, tuple[int, int]]:
        """First and next offset of each partition."""


def observe(clock: Clock, observers: Sequence[Observer]) -> None:
    """Let each observer look until it saw enough or its time is over."""
    started = clock.now()
    still = list(observers)
    while still:
        elapsed = clock.now() - started
        still = [observer for observer in still if not observer.look(elapsed) and elapsed < observer.seconds]
        if still:
            clock.sleep(min(_STEP, max(observer.seconds for observer in still) - elapsed))


class ProgressObserver:
    """Adds ``progress`` to a source: its stored offsets, and the ends of the topics that it writes to."""

    def __init__(
        self, client: Client, plane: Optional[_Ends], item: dict[str, Any], config: Mapping[str, str], seconds: float
    ) -> None:
        self.seconds = seconds
        self._client = client
        self._plane = plane
        self._item = item
        self._beats = heartbeat_topic(config) if heartbeat_seconds(config) > 0 else ""
        self._first: Optional[dict[str, Any]] = None

    def look(self, elapsed: float) -> bool:
        """Compare with the first look."""
        sample = self._sample()
        first = self._first = self._first or sample
        progress = self._item["progress"] = _compare(first, sample, elapsed)
        progress["written"] = self._written()
        return any(progress[key] for key in ("offsets_moved", "records", "heartbeats_moved", "error"))

    def _sample(self) -> dict[str, Any]:
        try:
            offsets = self._client.offsets(self._item["name"])
        except (ApiError, TransportError) as error:
            return {"offsets": [], "end": None, "beats": None, "error": error.message}
        if self._first is not None and self._written() == []:
            self._ask_again()
        return {"offsets": offsets, "end": self._end(self._written() or ()), "beats": self._end([self._beats])}

    def _written(self) -> Optional[list[str]]:
        """The topics that it wrote records to, heartbeats apart; None where the workers do not tell."""
        topics = self._item.get("topics")
        return None if topics is None else [topic for topic in topics if topic != self._beats]

    def _ask_again(self) -> None:
        """A first topic may come while it is looked at."""
        try:
            self._item["topics"] = self._client.topics(self._item["name"])
        except (ApiError, TransportError) as error:
            self._item["topics_error"] = error.message

    def _end(self, topics: Sequence[str]) -> Optional[int]:
        if self._plane is None:
            return None
        try:
            return sum(end for topic in topics if topic for dummy, end in self._plane.watermarks(topic).values())
        except DataPlaneError:
            return None


def _compare(first: Mapping[str, Any], last: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    return {
        "offsets": last["offsets"],
        "offsets_moved": json.dumps(first["offsets"], sort_keys=True) != json.dumps(last["offsets"], sort_keys=True),
        "records": _difference(first["end"], last["end"]),
        "heartbeats": last["beats"],
        "heartbeats_moved": bool(_difference(first["beats"], last["beats"])),
        "seconds": round(seconds, 1),
        "error": last.get("error", ""),
    }


def _difference(first: Optional[int], last: Optional[int]) -> Optional[int]:
    return None if first is None or last is None else last - first
