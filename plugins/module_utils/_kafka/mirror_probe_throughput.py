# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring the path of a mirror flow: round trips, size of records, settings that bound the rate.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import flow_settings
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_limits import Path, limits, passage, profile
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.links import broker_settings, round_trips
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Sight
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.newest import newest

__all__ = ["throughput"]

_PARTITIONS = 12
_RECORDS = 20
_MEASURED = (
    "median of 5 metadata requests on one warm connection from the host of this module; the broker's work is in it"
)


def throughput(sight: Sight) -> dict[str, Any]:
    """The part of the evidence."""
    trips = round_trips({"source": sight.source, "target": sight.target})
    size = _record_bytes(sight)
    path = _path(sight, trips["source"], trips["target"])
    running = sight.state.running().get(SOURCE_CONNECTOR, {})
    config = running.get("config") or flow_settings(sight.view.flow)
    found = passage([track.as_dict() for track in sight.tracks.values()], size)
    return {
        "round_trip_ms": trips,
        "measured_by": _MEASURED,
        **found,
        "partitions": path.partitions,
        "tasks": path.tasks,
        "limits": limits(path, config, _settings(sight)),
        "profile": profile(path, size),
    }


def _settings(sight: Sight) -> dict[str, str]:
    """Settings of the source's brokers, as far as this user may read them."""
    try:
        return broker_settings(sight.source)
    except StreamopsError:
        return {}


def _path(sight: Sight, source_ms: float, target_ms: float) -> Path:
    partitions = len(sight.tracks)
    tasks = sight.state.running().get(SOURCE_CONNECTOR, {}).get("tasks") or sight.view.flow.tasks_max
    brokers = (sight.source.brokers(), sight.target.brokers())
    return Path(partitions, max(min(tasks, partitions), 1), *brokers, source_ms, target_ms)


def _record_bytes(sight: Sight) -> Optional[float]:
    """Mean size of keys, values and headers of some of the newest records, before compression."""
    busiest = sorted(sight.tracks, key=lambda key: sight.tracks[key].last.source_end, reverse=True)[:_PARTITIONS]
    ends = {
        key: (sight.tracks[key].begin, sight.tracks[key].end)
        for key in busiest
        if sight.tracks[key].end > sight.tracks[key].begin
    }
    sizes = [
        len(record.key or b"")
        + len(record.value or b"")
        + sum(len(name) + len(value or b"") for name, value in record.headers)
        for record in newest(sight.source, ends, _RECORDS, sight.effective.isolation_level)
    ]
    return sum(sizes) / len(sizes) if sizes else None
