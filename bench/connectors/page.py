# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table for people: on the terminal, and as a page of the documentation."""

from __future__ import annotations

import math
from typing import Any, Mapping, Sequence

__all__ = ["page", "table"]

_HEADS = ("work", "raw limit", "confluent.platform (*)", "bound", "ours", "holds")
_PLOT_ROWS, _PLOT_COLUMNS = 12, 56
_PAGE = """# How fast the connector modules are

Measured with Kafka {kafka}, one broker and one Connect worker, on {cores} cores ({system}), Python {python}, {date}, in
{seconds} s; load of the machine before: {load}. Measure it yourself:

```bash
make bench-connectors
```

prints these tables, writes `reports/bench-connectors.json` and fails when a bound does not hold.
`SAVE=1` writes this page anew.

{rows}

(*) Its module `kafka_connectors`, on the same Kafka: measured once, not in this run.

- **Ours** is the time of the whole module process, from the start of Python to its end, as Ansible starts it. The
  median of 5 runs, which alternate with those of the raw limit.
- **Raw limit** is a client of a few lines over `requests` (`bench/connectors/bare.py` in the repository): eight
  requests in flight, validates everything before it writes anything, looks every 0.1 s until all are RUNNING with a
  task. It runs inside a process that is there already, so its time holds no start-up.
- **Start-up** is the module process with an empty list: Python, the libraries, one request.
- Neither waits for the connectors to stay RUNNING for a while: `stable_for` is 0 here (the module's default is 3 s).
- The connectors are `FileStreamSourceConnector` on an empty file, `tasks.max` 1. All are deleted between two runs.
- Requests and writes are counted by a proxy in a run of their own, whose time does not count.

## Growth

The same module against a stub in a process of its own, so that it is the module that is measured and not a worker's
memory: 30 keys a connector, the password a reference to a config provider, 130 keys that the plugin declares. The
fastest of {rounds} runs; start-up is {start_up:.2f} s.

{growth}

Both axes are logarithmic, and start-up is taken off; linear growth is a straight line. `c` is created, `n` is nothing
to do.

```text
{plot}
```

{verdict}
"""


def table(result: Mapping[str, Any]) -> str:
    """The rows, then growth and memory, and whether all holds."""
    return f"{_rows(result)}\n\n{_growth(result['growth'])}\n\n{_verdict(result['growth'])}"


def page(result: Mapping[str, Any]) -> str:
    """The page of the documentation."""
    grown, machine = result["growth"], result["machine"]
    return _PAGE.format(
        kafka=result["kafka"],
        date=result["date"],
        seconds=result["seconds"],
        load=result["load_before"],
        rows=_rows(result),
        growth=_growth(grown),
        rounds=grown["rounds"],
        start_up=grown["start_up"],
        plot=_plot(_beyond(grown)),
        verdict=_verdict(grown),
        **machine,
    )


def _rows(result: Mapping[str, Any]) -> str:
    lines = [
        [row["work"], row["raw"], row["peer"], row["bound"], row["ours"], _word(row["holds"])] for row in result["rows"]
    ]
    return _aligned([_HEADS, *lines])


def _growth(grown: Mapping[str, Any]) -> str:
    sizes = list(grown["seconds"]["created"])
    lines = [["connectors", *sizes]]
    for kind, times in grown["seconds"].items():
        lines.append([f"{kind}, s", *(f"{times[size]:.2f}" for size in sizes)])
    for kind, times in _beyond(grown).items():
        lines.append([f"{kind}, ms each", *(f"{times[size] / int(size) * 1000:.2f}" for size in sizes)])
    return _aligned(lines)


def _verdict(grown: Mapping[str, Any]) -> str:
    slopes = ", ".join(f"{kind} {slope:.2f} x" for kind, slope in grown["slopes"].items())
    memory, bound = grown["peak_mib"], grown["peak_bound"]
    return (
        f"- One connector of 1000 against one of 100: {slopes}; bound {grown['slope_bound']:g} x: "
        f"{_word(grown['linear'])}.\n"
        f"- Peak memory of the process at 1000 connectors: {memory:.0f} MiB; bound {bound:g} MiB: "
        f"{_word(grown['small'])}."
    )


def _word(holds: bool) -> str:
    return "holds" if holds else "MISSED"


def _beyond(grown: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The seconds beyond the start of the process."""
    start_up = grown["start_up"]
    return {
        kind: {size: max(seconds - start_up, 0.001) for size, seconds in times.items()}
        for kind, times in grown["seconds"].items()
    }


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rule = ["-" * width for width in widths]
    rows = [lines[0], rule, *lines[1:]]
    return "\n".join(f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths))} |" for row in rows)


def _plot(curves: Mapping[str, Mapping[str, float]]) -> str:
    """Seconds over connectors, both logarithmic; each curve is drawn with its first letter."""
    points = {
        kind: [(math.log10(int(size)), math.log10(y)) for size, y in curve.items()] for kind, curve in curves.items()
    }
    every = [point for line in points.values() for point in line]
    left, right = min(x for x, dummy in every), max(x for x, dummy in every)
    low, high = min(y for dummy, y in every), max(y for dummy, y in every)
    grid = [[" "] * _PLOT_COLUMNS for dummy in range(_PLOT_ROWS)]
    for kind, line in points.items():
        for x, y in line:
            row = round((high - y) / (high - low) * (_PLOT_ROWS - 1))
            grid[row][round((x - left) / (right - left) * (_PLOT_COLUMNS - 1))] = kind[0]
    heights = [10 ** (high - (high - low) * row / (_PLOT_ROWS - 1)) for row in range(_PLOT_ROWS)]
    drawn = [f"{height:8.3f} s |{''.join(row).rstrip()}" for height, row in zip(heights, grid)]
    feet = [" "] * (_PLOT_COLUMNS + 4)
    for size in next(iter(curves.values())):
        at = round((math.log10(int(size)) - left) / (right - left) * (_PLOT_COLUMNS - 1))
        feet[at : at + len(size)] = size
    return "\n".join([*drawn, " " * 11 + "+" + "-" * _PLOT_COLUMNS, " " * 12 + "".join(feet).rstrip()])
