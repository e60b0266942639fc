# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a mirrored partition holds the same records, and how long records took.

Private to streamops.kafka. Copies may be repeated after a restart, never lost or reordered: the target without its
repeats must go on like the source from the first common record. On compacted topics the last value per key counts.
Records are compared by fingerprints.
"""

from __future__ import annotations

import hashlib
import statistics
from collections import Counter, defaultdict, deque
from dataclasses import asdict, dataclass
from typing import Any, Hashable, Iterable, Mapping, NamedTuple, Optional, Sequence

__all__ = ["Arrival", "Print", "Sameness", "compare_keys", "compare_sequences", "fingerprint", "latencies", "summary"]


class Print(NamedTuple):
    """A record as it is compared: its key and everything that is copied."""

    key: Optional[bytes]
    digest: bytes
    deleted: bool = False
    offset: int = 0


class Arrival(NamedTuple):
    """A record that came in while both sides were watched; ``where`` is the partition under its source name."""

    where: Hashable
    digest: bytes
    seconds: float


@dataclass(frozen=True)
class Sameness:
    """Result for one partition. ``unknown`` records of the target are none of the compared ones of the source."""

    compared: int
    missing: int = 0
    repeated: int = 0
    unknown: int = 0
    overlap: bool = True

    @property
    def same(self) -> bool:
        """Whether nothing contradicts."""
        return self.overlap and not self.missing and not self.unknown

    def as_dict(self) -> dict[str, Any]:
        """The result in the evidence document."""
        return dict(asdict(self), same=self.same)


def fingerprint(
    key: Optional[bytes],
    value: Optional[bytes],
    headers: Iterable[tuple[str, Optional[bytes]]],
    timestamp: Optional[int],
) -> bytes:
    """Digest of a record; ``timestamp`` None where the target's brokers set their own."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (key, value, *(piece for name, data in headers for piece in (name.encode("utf-8"), data))):
        digest.update(b"-" if part is None else str(len(part)).encode() + b":" + part)
    digest.update(str(timestamp).encode())
    return digest.digest()


def compare_sequences(source: Sequence[Print], target: Sequence[Print]) -> Sameness:
    """Walk through the target along the source; what it holds before the first and after the last is older, newer."""
    places: dict[bytes, list[int]] = defaultdict(list)
    for index, item in enumerate(source):
        places[item.digest].append(index)
    started = next((index for index, item in enumerate(target) if item.digest in places), None)
    if started is None:
        return Sameness(0, missing=len(source), overlap=not source)
    older = {item.digest for item in target[:started]}
    first = expected = places[target[started].digest][0]
    missing = repeated = unknown = pending = 0
    for item in target[started:]:
        place = _place(places.get(item.digest, ()), expected)
        if place is None:
            repeated += item.digest in older
            pending += item.digest not in older
            continue
        unknown, pending = unknown + pending, 0
        if place < expected:
            repeated += 1
            continue
        missing += place - expected
        expected = place + 1
    if expected < len(source):
        missing, unknown = missing + len(source) - expected, unknown + pending
    return Sameness(len(source) - first, missing, repeated, unknown)


def _place(candidates: Sequence[int], expected: int) -> Optional[int]:
    """The expected place if it is one, else an earlier one (a repeat), else the next later one (some are missing)."""
    if not candidates or expected in candidates:
        return expected if candidates else None
    return candidates[0]


def compare_keys(source: Sequence[Print], target: Sequence[Print], end: int) -> Sameness:
    """Last value per key up to the offset ``end``: the target holds it or a newer one, or the key was deleted."""
    wanted = {item.key: item for item in source if item.offset < end}
    newer = {(item.key, item.digest) for item in source if item.offset >= end}
    held: dict[Optional[bytes], list[bytes]] = defaultdict(list)
    for item in target:
        held[item.key].append(item.digest)
    missing = 0
    for key, item in wanted.items():
        good = item.digest in held[key] or any((key, digest) in newer for digest in held[key])
        missing += not good and not (item.deleted and not held[key])
    written, copied = Counter(item.digest for item in source), Counter(item.digest for item in target)
    repeated = sum(max(copied[digest] - count, 0) for digest, count in written.items())
    return Sameness(len(wanted), missing, repeated)


def latencies(source: Iterable[Arrival], target: Iterable[Arrival]) -> list[float]:
    """Milliseconds from seeing a record on the source to seeing its copy, for each record seen on both."""
    waiting: Mapping[tuple[Hashable, bytes], deque[float]] = defaultdict(deque)
    for arrival in source:
        waiting[(arrival.where, arrival.digest)].append(arrival.seconds)
    found = []
    for arrival in target:
        queue = waiting[(arrival.where, arrival.digest)]
        if queue:
            found.append(max(arrival.seconds - queue.popleft(), 0.0) * 1000)
    return found


def summary(values: Sequence[float]) -> dict[str, Any]:
    """Number, median and maximum, rounded to tenths of a millisecond."""
    if not values:
        return {"records": 0, "p50_ms": None, "max_ms": None}
    return {"records": len(values), "p50_ms": round(statistics.median(values), 1), "max_ms": round(max(values), 1)}
