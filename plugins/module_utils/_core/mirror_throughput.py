# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a mirror flow copies, and what limits it.

Private to streamops.kafka. A flow that had nothing to copy shows no rate; what limits it is told all the same.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict

__all__ = ["throughput"]

# Batches come and go: this share of what came in while watching counts as keeping up.
_KEEPS_UP = 0.9


def throughput(case: Case) -> Verdict:
    """Copying keeps up with the source, or a backlog does not grow; the rate is the one that is wanted."""
    seen = case.evidence["throughput"]
    expected = {name: case.number(name, 0) for name in ("min_records_per_s",) if name in case.options}
    observed = {
        "records_per_s": seen["records_per_s"],
        "bytes_per_s": seen["bytes_per_s"],
        "round_trip_ms": seen["round_trip_ms"],
        "limited_by": seen["limits"][0] if seen["limits"] else None,
        "profile": seen["profile"],
    }
    if not case.evidence["topics"]:
        return Verdict(outcome.NOT_APPLICABLE, f"no topic to copy; {_trips(seen)}", expected, observed)
    return _judged(case, seen)._replace(expected=expected, observed=observed)


def _judged(case: Case, seen: Mapping[str, Any]) -> Verdict:
    rate = f"{seen['records']} records in {seen['seconds']:g} s, {seen['records_per_s']:g} records/s"
    told = f"{_trips(seen)}; {_limit(seen)}"
    waiting = seen["backlog"] > 0
    wanted = case.number("min_records_per_s", 0)
    if waiting and seen["records_per_s"] < wanted:
        reason = f"{rate} with {seen['backlog']} records waiting, {wanted:g} records/s are wanted; {told}"
        return Verdict(outcome.FAILED, reason)
    if not seen["records"]:
        why = f"{seen['backlog']} records wait, and none passed" if waiting else "idle, nothing had to be copied"
        return Verdict(outcome.INCONCLUSIVE, f"{why} in {seen['seconds']:g} s; {told}")
    if waiting and seen["records"] < seen["written"] * _KEEPS_UP:
        reason = f"{rate}, less than the {seen['written']} that were written meanwhile: raise observe; {told}"
        return Verdict(outcome.INCONCLUSIVE, reason)
    return Verdict(outcome.PASSED, f"{rate}, which keeps up; {told}")


def _trips(seen: Mapping[str, Any]) -> str:
    trips = seen["round_trip_ms"]
    return f"a request takes {trips['source']:g} ms to the source and {trips['target']:g} ms to the target"


def _limit(seen: Mapping[str, Any]) -> str:
    first = next((row for row in seen["limits"] if row["bytes_per_s"] is not None), None)
    if first is None:
        return "no window bounds the rate"
    rate = f"{first['bytes_per_s'] / 1e6:.3g} MB/s"
    return f"the first bound is {rate} by {first['limit']} ({first['window']} x {first['times']}): {first['fix']}"
