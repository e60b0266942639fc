# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of both sides of a flow side by side: how long they take while we watch, and whether they are the same.

Private to streamops.kafka.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_codec import heartbeat_time
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack
from ansible_collections.streamops.kafka.plugins.module_utils._core.sameness import (
    Print,
    Sameness,
    compare_keys,
    compare_sequences,
    latencies,
    summary,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import (
    END,
    READ_COMMITTED,
    READ_UNCOMMITTED,
    TopicPartition,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.readers import Tail, prints

__all__ = ["Latency", "compare_partitions"]

_BEATS = ("heartbeats", 0)
Rows = Sequence[Mapping[str, Any]]


class Latency:
    """Both sides of a flow tailed by this process, so that one clock times both arrivals."""

    def __init__(self, source: DataPlane, target: DataPlane, rows: Rows, remote_heartbeats: str) -> None:
        keys = [(row, part) for row in rows for part in range(min(row["partitions"], row["target_partitions"]))]
        self._there = {(row["target_topic"], part): (row["topic"], part) for row, part in keys}
        self._here = {place: place for place in self._there.values()}
        self._beats = {(remote_heartbeats, 0): _BEATS}
        self._unstamped = _unstamped(rows)
        self._planes = (source, target)
        self._tails: tuple[Tail, ...] = ()

    @contextmanager
    def watching(self, wanted: bool, isolation: str, heartbeats: bool) -> Iterator[None]:
        """Tail both sides while the block runs."""
        if wanted and (self._there or heartbeats):
            beats = self._beats if heartbeats else {}
            here, there = {**self._here, **{place: place for place in beats.values()}}, {**self._there, **beats}
            sides = ((self._planes[0], here, isolation), (self._planes[1], there, READ_UNCOMMITTED))
            self._tails = tuple(
                Tail(plane.reader(dict.fromkeys(where, END), level), where, self._unstamped)
                for plane, where, level in sides
            )
        for tail in self._tails:
            tail.start()
        try:
            yield
        finally:
            for tail in self._tails:
                tail.stop()

    def milliseconds(self, heartbeats: bool = False) -> list[float]:
        """Delays of the records seen on both sides so far: those of the flow's topics, or the heartbeats."""
        if not self._tails:
            return []
        source, target = (
            [arrival for arrival in list(tail.arrivals) if (arrival.where == _BEATS) is heartbeats]
            for tail in self._tails
        )
        return latencies(source, target)

    def heartbeat_delay(self) -> Optional[int]:
        """Newest time stamp of the source's heartbeats minus the newest in their copy: one clock wrote both."""
        if not self._tails:
            return None
        stamps = [heartbeat_time(tail.values.get(_BEATS)) for tail in self._tails]
        return stamps[0] - stamps[1] if stamps[0] is not None and stamps[1] is not None else None

    def as_dict(self) -> dict[str, Any]:
        """The part of the evidence."""
        errors = [tail.error for tail in self._tails if tail.error]
        return {
            "watched": bool(self._tails),
            **summary(self.milliseconds()),
            "heartbeats": summary(self.milliseconds(heartbeats=True)),
            "error": errors[0] if errors else "",
        }


def compare_partitions(
    source: DataPlane,
    target: DataPlane,
    tracks: Sequence[PartitionTrack],
    rows: Rows,
    isolation: str,
    exactly_once: bool,
    max_records: int,
) -> list[dict[str, Any]]:
    """The newest records of partitions that have reached their end, compared."""
    reached = {(track.topic, track.partition): track for track in tracks if track.reached}
    compacted = {row["topic"] for row in rows if row["compacted"]}
    unstamped = _unstamped(rows)
    here = {
        key: (max(track.begin, track.end - max_records), track.last.source_end if key[0] in compacted else track.end)
        for key, track in reached.items()
    }
    level = READ_COMMITTED if exactly_once else READ_UNCOMMITTED
    there = _target_ranges(target, list(reached.values()), level, max_records)
    ours, theirs = prints(source, here, isolation, unstamped), prints(target, there, level, unstamped)
    result = []
    for key, track in reached.items():
        copies = theirs.get((track.target_topic, track.partition), [])
        found = _compare(ours[key], copies, track, key[0] in compacted)
        kind = "keys" if key[0] in compacted else "sequence"
        whole = here[key][0] == track.begin
        result.append({"topic": key[0], "partition": key[1], "compared_by": kind, "whole": whole, **found.as_dict()})
    return result


def _compare(ours: Sequence[Print], theirs: Sequence[Print], track: PartitionTrack, compacted: bool) -> Sameness:
    return compare_keys(ours, theirs, track.end) if compacted else compare_sequences(ours, theirs)


def _target_ranges(
    target: DataPlane, tracks: Sequence[PartitionTrack], isolation: str, max_records: int
) -> dict[TopicPartition, tuple[int, int]]:
    """Where the copies stand: as many again for repeats, and room for what came since."""
    places = {(track.target_topic, track.partition): track for track in tracks if track.last.target_end is not None}
    begins, ends = target.begin_offsets(places), target.end_offsets(places, isolation)
    ranges = {}
    for place, track in places.items():
        since = track.last.source_end - track.end + ends[place] - (track.last.target_end or 0)
        room = 2 * max_records + since
        ranges[place] = (max(begins[place], ends[place] - room), ends[place])
    return ranges


def _unstamped(rows: Rows) -> frozenset[str]:
    """Topics, under both names, whose copies carry the time stamps of the target's brokers."""
    return frozenset(name for row in rows if row["restamped"] for name in (row["topic"], row["target_topic"]))
