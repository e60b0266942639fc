# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table for people: on the terminal, and as a page of the documentation."""

from __future__ import annotations

from statistics import median
from typing import Any, Mapping, Sequence

__all__ = ["page", "table"]

_WAYS = {
    "local": "in one place",
    "far": "80 ms round trip, source brokers as they come",
    "far_opened": "80 ms round trip, source brokers with `socket.send.buffer.bytes=-1`",
}
_STOCK = {"local": "local", "far": "far", "far_opened": "far"}
_PAGE = """# How fast flows copy, and how fast they are proven

Measured with Kafka {kafka} and {records:,} records of {record_bytes} bytes in {partitions} partitions, {rounds} rounds,
on {cores} cores ({system}), Python {python}, {java}, {date}, in {seconds} s; load of the machine meanwhile: {loads}.
Measure it yourself, on Linux, where it needs iptables and unshare:

```bash
{command}
```

prints these tables, writes `reports/bench-mm2.json` and fails when a bound does not hold. `SAVE=1` writes this page
anew. `RECORDS` and `ROUNDS` in the environment choose the size.

## Records per second

{rates}

Each figure is the median of the rounds, which interleave.

- **Stock** is MirrorMaker as it comes, with one task. **Ours** is the same flow with `profile: auto`, told the round
  trip, the size of the records and the number of partitions; nothing else is set by hand. On the line of the opened
  source, the multiple is that of stock with the source as it comes.
- **Raw** is a pipe of librdkafka's consumer and producer (`bench/mm2/pipe.py` in the repository), one process: what the
  clusters and the way between them give.
- Both brokers, the node and the client share the cores. Half of each record compresses to nothing, half not at all.
- Counted is from a fifth of the records on, so that neither the start of Java nor its first compilation is in it; a
  copy that is slow is counted for {cap:g} s.
- The delay holds every packet that the source's broker sends, in a network namespace of its own; connecting to the
  broker took {near:.2f} ms without it and {far:.1f} ms with it.
- Why so much: one connection carries at most its window in a round trip. By default the consumer asks for a window of
  64 KiB, and the source's broker sends at most 100 KiB ahead. `receive.buffer.bytes=-1` leaves the first to the kernel,
  `socket.send.buffer.bytes=-1` in the broker's configuration the second. Where the broker cannot be changed, more tasks
  are more connections.

## Seconds to proof

{proofs}

Whole processes of the modules `mm2_flow` and `mm2_flows` with every check, past the first refresh of the flows; the
median of 3. The one flow runs in a dedicated node, the {many} are {connectors} connectors on one worker.
"""


def table(result: Mapping[str, Any]) -> str:
    """Rates, then proofs."""
    return f"{_rates(result)}\n\n{_proofs(result)}"


def page(result: Mapping[str, Any]) -> str:
    """The page of the documentation."""
    figures = result["figures"]
    loads = figures["loads"]
    return _PAGE.format(
        **{
            name: result[name]
            for name in ("kafka", "records", "record_bytes", "partitions", "rounds", "date", "seconds")
        },
        **result["machine"],
        loads=f"{min(loads)} to {max(loads)}",
        command=result["command"],
        rates=_rates(result),
        proofs=_proofs(result),
        cap=result["cap"],
        near=figures["round_trips"]["local"],
        far=figures["round_trips"]["far"],
        many=figures["many"],
        connectors=3 * figures["many"],
    )


def _rates(result: Mapping[str, Any]) -> str:
    figures = result["figures"]
    lines = [["between the brokers", "raw", "stock", "ours", "ours / stock", "bound", "holds"]]
    for way, title in _WAYS.items():
        rates = {kind: median(values) for kind, values in figures["rates"][way].items()}
        stock = median(figures["rates"][_STOCK[way]]["stock"])
        shown = f"{stock:,.0f}" if "stock" in rates else ""
        multiple, bound = rates["ours"] / stock, figures["bounds"][way]
        verdict = _word(figures["held"][way])
        ours, raw = f"{rates['ours']:,.0f}", f"{rates['raw']:,.0f}"
        lines.append([title, raw, shown, ours, f"{multiple:.1f} x", f"{bound:g} x", verdict])
    return _aligned(lines)


def _proofs(result: Mapping[str, Any]) -> str:
    figures = result["figures"]
    lines = [["work", "seconds", "bound", "holds"]]
    for name, title in (("one", "one flow"), ("many", f"{figures['many']} flows")):
        seconds, bound = median(figures["proofs"][name]), figures["bounds"][name]
        lines.append([title, f"{seconds:.1f}", f"{bound:g}", _word(figures["held"][f"proof_{name}"])])
    return _aligned(lines)


def _word(holds: bool) -> str:
    return "holds" if holds else "MISSED"


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rows = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join(f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths))} |" for row in rows)
