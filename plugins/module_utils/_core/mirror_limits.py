# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What limits the rate of a mirror flow: a connection carries at most one window in a round trip.

Private to streamops.kafka. Bounds in bytes per second out of settings, round trips and the number of connections; the
smallest is the one to change. A buffer of -1 is left to the kernel and bounds nothing here.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence

__all__ = ["Path", "limits", "passage", "profile"]

_RECEIVE = ("source.consumer.receive.buffer.bytes", "consumer.receive.buffer.bytes")
_BATCH = ("producer.override.batch.size", "target.producer.batch.size")
_REQUEST = ("producer.override.max.request.size", "target.producer.max.request.size")
_IN_FLIGHT = (
    "producer.override.max.in.flight.requests.per.connection",
    "target.producer.max.in.flight.requests.per.connection",
)
_SEND = "socket.send.buffer.bytes"


class Path(NamedTuple):
    """What records pass: partitions, tasks, brokers at both ends, and the round trips (ms) as measured."""

    partitions: int
    tasks: int
    source_brokers: int
    target_brokers: int
    source_ms: float
    target_ms: float


def limits(path: Path, config: Mapping[str, Any], broker: Mapping[str, str]) -> list[dict[str, Any]]:
    """The bounds, the tightest first; ``config`` is the running one, ``broker`` that of the source's brokers."""
    reading = min(path.partitions, path.tasks * path.source_brokers)
    writing = min(path.partitions, path.tasks * path.target_brokers)
    receive = _setting(config, _RECEIVE, 65536)
    send = _setting(broker, (_SEND,), 102400)
    flying = _setting(config, _IN_FLIGHT, 1)
    batches = _setting(config, _BATCH, 16384) * path.partitions
    requests = _setting(config, _REQUEST, 1048576) * writing
    known = "read from the broker" if _SEND in broker else "Kafka's default, the broker's could not be read"
    rows = [
        _bound("receive.buffer.bytes of the consumer", receive, reading, path.source_ms, "set it to -1"),
        _bound(f"{_SEND} of the source's brokers ({known})", send, reading, path.source_ms, "set it to -1"),
        _bound(
            "batch.size of the producer for each partition",
            min(batches, requests) * flying // max(path.partitions, 1),
            path.partitions,
            path.target_ms,
            "raise it, or run MirrorMaker next to the target",
        ),
    ]
    if path.tasks < path.partitions:
        rows[0]["fix"] += f", or raise tasks_max up to {path.partitions}"
        rows[1]["fix"] += f", or raise tasks_max up to {path.partitions}"
    return sorted(rows, key=lambda row: float("inf") if row["bytes_per_s"] is None else row["bytes_per_s"])


def _bound(limit: str, window: int, times: int, milliseconds: float, fix: str) -> dict[str, Any]:
    rate = None if window < 0 or milliseconds <= 0 else int(window * times / (milliseconds / 1000))
    shown = {"window": window, "times": times, "round_trip_ms": milliseconds}
    return {"limit": limit, **shown, "bytes_per_s": rate, "fix": fix}


def _setting(settings: Mapping[str, Any], keys: Sequence[str], default: int) -> int:
    for key in keys:
        text = str(settings.get(key, ""))
        if text.lstrip("-").isdigit():
            return int(text)
    return default


def passage(partitions: Sequence[Mapping[str, Any]], record_bytes: Optional[float]) -> dict[str, Any]:
    """What came in and what was copied while watching, from the tracks of the evidence."""
    seconds = max((track["seconds"] for track in partitions), default=0.0)
    copied = sum(_grown(track, "target_end") for track in partitions)
    written = sum(_grown(track, "source_end") for track in partitions)
    rate = copied / seconds if seconds else 0.0
    return {
        "seconds": seconds,
        "records": copied,
        "written": written,
        "backlog": sum(track["lag"] for track in partitions),
        "records_per_s": round(rate, 1),
        "record_bytes": None if record_bytes is None else round(record_bytes),
        "bytes_per_s": None if record_bytes is None else round(rate * record_bytes),
    }


def _grown(track: Mapping[str, Any], end: str) -> int:
    first, last = track["first"][end], track["last"][end]
    return max(last - first, 0) if first is not None and last is not None else 0


def profile(path: Path, record_bytes: Optional[float]) -> dict[str, Any]:
    """The options of the flow that make its settings fit this path."""
    found = {"profile": "auto", "round_trip_ms": max(round(path.source_ms), 1), "partitions": path.partitions}
    return found if record_bytes is None else {**found, "record_bytes": max(round(record_bytes), 1)}
