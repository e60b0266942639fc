# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: copies in rounds that interleave, then proofs; each figure beside its bound."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Callable, Mapping, Sequence

from bench.mm2.copies import Copy, mirror_rate, pipe_rate
from bench.mm2.lab import OPENED, PARTITIONS, RECORD_BYTES, ROUND_TRIP, UNTOUCHED, Lab
from bench.mm2.proofs import MANY, prove_many, prove_one

__all__ = ["BOUNDS", "Figures", "measure"]

STOCK, OURS, RAW = "stock", "ours", "raw"
LOCAL, FAR, FAR_OPENED = "local", "far", "far_opened"
# How many times as fast as stock, on the same way or on the one that is named.
BOUNDS: Mapping[str, tuple[float, str]] = {LOCAL: (1.4, LOCAL), FAR: (10.0, FAR), FAR_OPENED: (20.0, FAR)}
_SOURCES = {LOCAL: UNTOUCHED, FAR: UNTOUCHED, FAR_OPENED: OPENED}
_KINDS = (
    (LOCAL, RAW),
    (LOCAL, STOCK),
    (LOCAL, OURS),
    (FAR, RAW),
    (FAR, STOCK),
    (FAR, OURS),
    (FAR_OPENED, RAW),
    (FAR_OPENED, OURS),
)
_PROOF_BOUNDS = {"one": 5.0, "many": 10.0}


@dataclass(frozen=True)
class Figures:
    """Everything that was measured: records per second by way and kind, seconds of the proofs."""

    rates: Mapping[str, Mapping[str, Sequence[float]]]
    loads: Sequence[float]
    round_trips: Mapping[str, float]
    proofs: Mapping[str, Sequence[float]]

    def rate(self, way: str, kind: str) -> float:
        """The median of the rounds."""
        return median(self.rates[way][kind])

    def holds(self) -> dict[str, bool]:
        """Whether each bound holds."""
        held = {way: self.times(way) >= bound for way, (bound, dummy) in BOUNDS.items()}
        held.update({f"proof_{name}": median(self.proofs[name]) <= bound for name, bound in _PROOF_BOUNDS.items()})
        return held

    def times(self, way: str) -> float:
        """Ours as a multiple of stock."""
        return self.rate(way, OURS) / self.rate(BOUNDS[way][1], STOCK)

    def as_dict(self) -> dict[str, Any]:
        """As JSON, the bounds and verdicts included."""
        return {
            **asdict(self),
            "bounds": {**{way: bound for way, (bound, dummy) in BOUNDS.items()}, **_PROOF_BOUNDS},
            "held": self.holds(),
            "many": MANY,
        }


def measure(lab: Lab, rounds: int, say: Callable[[str], None]) -> Figures:
    """All rounds; every other one goes through the kinds in the opposite order."""
    rates: dict[str, dict[str, list[float]]] = {way: {} for way in _SOURCES}
    loads, trips, number = [], {LOCAL: lab.near()}, 0
    for turn in range(rounds):
        for way, kind in _KINDS if turn % 2 == 0 else _KINDS[::-1]:
            number += 1
            loads.append(round(os.getloadavg()[0], 1))
            copy, trip = _copy(lab, way, kind, number)
            rates[way].setdefault(kind, []).append(round(copy.rate))
            trips.setdefault(way, trip)
            counted = f"{copy.records} records in {copy.seconds:.1f} s"
            say(f"round {turn + 1} of {rounds}: {way}, {kind}: {copy.rate:,.0f} records/s ({counted})")
    proofs = {"one": prove_one(lab, say), "many": prove_many(lab, say)}
    return Figures(rates, loads, trips, proofs)


def _copy(lab: Lab, way: str, kind: str, number: int) -> tuple[Copy, float]:
    source = _SOURCES[way]
    with nullcontext(0.0) if way == LOCAL else lab.far(source) as trip:
        if kind == RAW:
            return pipe_rate(lab, source, number), trip
        return mirror_rate(lab, source, number, {"tasks_max": 1} if kind == STOCK else _ours(way)), trip


def _ours(way: str) -> dict[str, Any]:
    """The profile, told what a flow's owner knows."""
    trip = 1 if way == LOCAL else ROUND_TRIP
    return {"profile": "auto", "round_trip_ms": trip, "record_bytes": RECORD_BYTES, "partitions": PARTITIONS}
