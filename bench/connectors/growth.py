# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How time and memory grow with the number of connectors, against a stub, which carries a thousand."""

from __future__ import annotations

from typing import Any, Callable

from bench.connectors.lab import a_stub
from bench.connectors.module_process import run_module
from bench.connectors.stub import config

__all__ = ["SIZES", "measure", "per_connector"]

SIZES = (10, 30, 100, 300, 1000)
ROUNDS = 3
MEMORY = 120.0
SLOPE = 1.5
_FROM, _TO = 100, 1000


def measure(say: Callable[[str], None]) -> dict[str, Any]:
    """The fastest of some rounds for each size, and whether both kinds of run grow as they may."""
    best: dict[str, dict[int, float]] = {"nothing to do": {}, "created": {}}
    start_up, peak = [], 0.0
    for dummy in range(ROUNDS):
        for size in SIZES:
            entries: list[dict[str, Any]] = []
            for number in range(size):
                name = f"bench-{number:04d}"
                entries.append({"name": name, "config": {k: v for k, v in config(name).items() if k != "name"}})
            with a_stub() as url:
                start_up.append(run_module(url, [], False).seconds)
                for kind in ("created", "nothing to do"):
                    took = run_module(url, entries, kind == "created")
                    best[kind][size] = min(took.seconds, best[kind].get(size, took.seconds))
                    peak = max(peak, took.peak_mib if size == max(SIZES) else 0.0)
    least = min(start_up)
    slopes = {
        kind: per_connector(times, least, _TO) / per_connector(times, least, _FROM) for kind, times in best.items()
    }
    for kind, slope in slopes.items():
        say(f"{kind}: a connector of {_TO} costs {slope:.2f} x one of {_FROM}")
    say(f"peak memory at {max(SIZES)} connectors: {peak:.0f} MiB")
    return {
        "rounds": ROUNDS,
        "start_up": least,
        "seconds": {kind: {str(size): seconds for size, seconds in times.items()} for kind, times in best.items()},
        "slopes": slopes,
        "slope_bound": SLOPE,
        "linear": max(slopes.values()) <= SLOPE,
        "peak_mib": peak,
        "peak_bound": MEMORY,
        "small": peak <= MEMORY,
    }


def per_connector(times: dict[int, float], start_up: float, size: int) -> float:
    """Seconds that one connector of so many costs beyond the start; never quite nothing."""
    return max(times[size] - start_up, 0.001) / size
