# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What went missing between two runs, and transactions of the source that hold records back.

Private to streamops.kafka. Records are read only where the offset-syncs do not add up.
"""

from __future__ import annotations

from typing import Any, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_gaps import lost_records
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_history import of_partition
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.links import broker_settings
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Sight
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.readers import count_records

__all__ = ["gaps", "open_transactions"]

_COUNTED = 20000
_LOOKED_AT = 1000
# What Kafka allows a transaction, in seconds, where the brokers do not tell.
_LONGEST = 900.0


def gaps(sight: Sight) -> dict[str, Any]:
    """Partitions in which the newest offset-sync and that of the last run are not equally far apart on both sides."""
    if any(key.startswith("transforms") for key in sight.view.flow.config):
        return {"rows": [], "compared": 0}
    compacted = {row["topic"] for row in sight.rows if row["compacted"]}
    rows, compared = [], 0
    for track in sight.tracks.values():
        before = of_partition(sight.history, "syncs", track.topic, track.partition)
        distance = _distance(track, before)
        if distance is None or track.topic in compacted:
            continue
        compared += 1
        if distance[0] != distance[1]:
            place = {"topic": track.topic, "partition": track.partition}
            counts = {"upstream": distance[0], "downstream": distance[1]}
            rows.append({**place, **counts, "lost": _lost(sight, track, int(before[0]), *distance)})
    return {"rows": rows, "compared": compared}


def _distance(track: PartitionTrack, before: Any) -> Optional[tuple[int, int]]:
    """How far the offset-sync went on both sides; None where a topic was made again, or nothing is known."""
    if before is None or track.last.sync is None:
        return None
    upstream, downstream = track.last.sync[0] - int(before[0]), track.last.sync[1] - int(before[1])
    return (upstream, downstream) if upstream >= 0 and downstream >= 0 else None


def _lost(sight: Sight, track: PartitionTrack, last: int, upstream: int, downstream: int) -> Optional[int]:
    if upstream < downstream:
        return 0
    begin, end = last + 1, last + upstream + 1
    whole = track.begin <= begin and upstream <= _COUNTED
    start = begin if whole else max(track.begin, end - _LOOKED_AT)
    key = (track.topic, track.partition)
    count = count_records(sight.source, {key: (start, end)}, sight.effective.isolation_level)[key]
    return lost_records(upstream, downstream, count if whole else None, count == end - start > 0)


def open_transactions(sight: Sight) -> dict[str, Any]:
    """Partitions whose stable end did not move while more was written behind it, and for how long."""
    rows = [_held(sight, track) for track in sight.tracks.values() if track.held_back]
    return {"rows": rows, "longest": _longest(sight) if rows else _LONGEST}


def _held(sight: Sight, track: PartitionTrack) -> dict[str, Any]:
    stable, high = track.last.source_end, track.first.high or 0
    seconds = track.seconds
    before = of_partition(sight.history, "held", track.topic, track.partition)
    if before is not None and before[0] == stable:
        high, seconds = int(before[1]), float(before[2]) + float(sight.history["age"]) + track.seconds
    growing = (track.last.high or 0) > high
    place = {"topic": track.topic, "partition": track.partition, "held_back": track.held_back}
    return {**place, "stable": stable, "high": high, "growing": growing, "seconds": round(seconds, 1)}


def _longest(sight: Sight) -> float:
    try:
        return int(broker_settings(sight.source).get("transaction.max.timeout.ms", "")) / 1000
    except (StreamopsError, ValueError):
        return _LONGEST
