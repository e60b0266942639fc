# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: what a flow needs to be fast, from its round trip, the size of its records and its partitions.

Private to streamops.kafka. One connection carries at most its window per round trip. The window is the smaller one of
the reader's receive buffer (64 KiB unless set) and the sending broker's buffer (100 KiB unless set, of which the kernel
makes about 160 KiB); -1 leaves either to the kernel, which lets it grow. Each task has connections of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

__all__ = ["PROFILES", "Advice", "advice"]

LAN = "lan"
WAN = "wan"
AUTO = "auto"
PROFILES = (LAN, WAN, AUTO)

_ROUND_TRIP_MS: Mapping[str, int] = {LAN: 1, WAN: 80}
_RECORD_BYTES = 500
# From here on the round trip, not the processor, says how fast one connection is.
_FAR_MS = 10
_WINDOW = 160 * 1024
_KIB = 1024
_MIB = 1024 * _KIB
_NEAR_PARTITIONS_PER_TASK = 6
_FAR_TASKS = 16
_MOST_TASKS = 32
# What the buffers of all tasks of a flow may take together, if its tasks all run on one node.
_READING = 400 * _MIB
_WRITING = 512 * _MIB
_REQUEST = 1_000_000


@dataclass(frozen=True)
class Advice:
    """Tasks (0: no opinion), keys of the connectors, and why."""

    tasks_max: int
    settings: Mapping[str, str]
    reasoning: tuple[str, ...]


def advice(
    profile: str, round_trip_ms: int = 0, record_bytes: int = 0, partitions: int = 0, tasks_max: int = 0
) -> Advice:
    """What the profile sets; figures that are 0 are assumed, ``tasks_max`` is what was decided already."""
    trip = round_trip_ms or _ROUND_TRIP_MS.get(profile, 0)
    size = record_bytes or _RECORD_BYTES
    far = trip >= _FAR_MS
    advised = _tasks(far, partitions)
    tasks = tasks_max or advised
    assumed = [] if round_trip_ms else [f"a round trip of {trip} ms is assumed for profile {profile}"]
    assumed += [] if record_bytes else [f"records of {size} bytes are assumed"]
    why = [*assumed, *_about_tasks(trip, partitions, advised, tasks), *_about_clients(trip)]
    return Advice(tasks, {**_reader(far, size, tasks), **_writer(size, tasks)}, tuple(why))


def _tasks(far: bool, partitions: int) -> int:
    if far:
        return min(partitions, _MOST_TASKS) or _FAR_TASKS
    return min(-(-partitions // _NEAR_PARTITIONS_PER_TASK), _MOST_TASKS)


def _about_tasks(trip: int, partitions: int, tasks: int, taken: int) -> list[str]:
    if tasks and taken != tasks:
        return [f"tasks_max is {taken} as given, where {tasks} would be advised"]
    of_partitions = f"{partitions} partitions" if partitions else "partitions that are not counted"
    if trip >= _FAR_MS:
        rate = _WINDOW * 1000 / trip / _MIB
        return [
            f"over {trip} ms a connection carries about {rate:.1f} MiB/s while the source's brokers keep their send "
            f"buffer, and more connections are the only way round it: {tasks} tasks for {of_partitions}",
            "with socket.send.buffer.bytes=-1 on the source's brokers a connection is no longer limited by that",
        ]
    if not tasks:
        return ["near each other the processor is the limit, so the number of tasks stays"]
    return [f"near each other the processor is the limit, so {tasks} tasks do for {of_partitions}"]


def _about_clients(trip: int) -> list[str]:
    wait = 500 if trip >= _FAR_MS else 100
    return [
        "receive.buffer.bytes=-1 lets the kernel open the window; a fixed value would switch that off",
        f"large fetches and batches save requests; a record waits at most {wait} ms to be read and 100 ms to be sent",
    ]


def _reader(far: bool, size: int, tasks: int) -> dict[str, str]:
    fetch = max(10 * _MIB, min(100 * _MIB, _READING // max(tasks, 1)))
    settings = {
        "receive.buffer.bytes": -1,
        "fetch.min.bytes": _REQUEST,
        "fetch.max.wait.ms": 500 if far else 100,
        "max.partition.fetch.bytes": 10 * _MIB,
        "fetch.max.bytes": fetch,
        "max.poll.records": max(100, min(10_000, 5_000_000 // size)),
    }
    return {f"source.consumer.{key}": str(value) for key, value in settings.items()}


def _writer(size: int, tasks: int) -> dict[str, str]:
    settings = {
        "linger.ms": 100,
        "batch.size": _REQUEST,
        "compression.type": "lz4",
        "buffer.memory": max(32 * _MIB, min(128 * _MIB, _WRITING // max(tasks, 1))),
        "send.buffer.bytes": -1,
    }
    if size > _REQUEST // 2:
        # Sizes are means; a request must hold the largest record.
        settings["max.request.size"] = 4 * size
    return {f"producer.override.{key}": str(value) for key, value in settings.items()}
