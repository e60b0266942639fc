# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured on the real worker: three kinds of work, each beside its raw limit and under its bound."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Callable, Mapping, Sequence

from bench.connectors.bare import Bare
from bench.connectors.counter import Counter
from bench.connectors.lab import Lab
from bench.connectors.module_process import Took, run_module

__all__ = ["Row", "measure"]

CREATED = 50
KEPT = 200
PAIRS = 5
FACTOR = 1.3
PEER = "confluent.platform's kafka_connectors"


@dataclass(frozen=True)
class Row:
    """One line of the table; ``peer`` was measured once, elsewhere."""

    work: str
    raw: str
    peer: str
    bound: str
    ours: str
    holds: bool
    samples: Mapping[str, Sequence[float]]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def wanted(configs: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """The same configurations as an option of the module; ``name`` follows from the entry."""
    return [
        {"name": name, "config": {key: value for key, value in config.items() if key != "name"}}
        for name, config in configs.items()
    ]


def measure(lab: Lab, say: Callable[[str], None]) -> list[Row]:
    """All rows, in an order that leaves the connectors of one to the next."""
    bare = Bare(lab.url)
    bare.create(lab.configs(CREATED))
    bare.clear()
    say("the worker is warm")
    start_up = sorted(run_module(lab.url, [], False).seconds for dummy in range(PAIRS))
    say(f"start-up of the module: {median(start_up):.2f} s")
    rows = [_created(lab, bare, start_up, say)]
    bare.create(lab.configs(KEPT))
    say(f"{KEPT} connectors run")
    rows.append(_nothing(lab, bare, say))
    rows.append(_one_change(lab, bare, say))
    return rows


def _created(lab: Lab, bare: Bare, start_up: Sequence[float], say: Callable[[str], None]) -> Row:
    configs = lab.configs(CREATED)
    both: dict[str, list[float]] = {"ours": [], "raw": []}
    kinds: dict[str, Callable[[], float]] = {
        "ours": lambda: _all_run(run_module(lab.url, wanted(configs), True)).seconds,
        "raw": lambda: bare.create(configs),
    }
    for number in range(PAIRS):
        for kind in ("ours", "raw") if number % 2 else ("raw", "ours"):
            both[kind].append(kinds[kind]())
            bare.clear()
        say(f"{CREATED} created, pair {number + 1}: ours {both['ours'][-1]:.2f} s, raw {both['raw'][-1]:.2f} s")
    ours, raw, start = median(both["ours"]), median(both["raw"]), median(start_up)
    limit = FACTOR * raw + start
    return Row(
        f"{CREATED} connectors created, all RUNNING",
        f"bare parallel client: {raw:.2f} s",
        "10.1 s each, in series (5 took 50.7 s)",
        f"{FACTOR:g} x raw + start-up ({start:.2f} s) = {limit:.2f} s",
        f"{ours:.2f} s ({(ours - start) / raw:.2f} x raw + start-up)",
        ours <= limit,
        {**both, "start_up": start_up},
    )


def _nothing(lab: Lab, bare: Bare, say: Callable[[str], None]) -> Row:
    entries = wanted(lab.configs(KEPT))
    ours, raw = [], []
    for dummy in range(PAIRS):
        raw.append(bare.read())
        ours.append(run_module(lab.url, entries, False).seconds)
    with Counter(lab.url) as counter:
        run_module(counter.url, entries, False)
    seconds, requests = median(ours), len(counter.requests)
    say(f"nothing to do: {seconds:.2f} s, {requests} request")
    return Row(
        f"{KEPT} connectors, nothing to do",
        f"one expanded GET: {median(raw):.3f} s",
        "1 + N requests; integers rewrite everything on every run",
        "1 request, 1 s",
        f"{requests} request, {seconds:.2f} s",
        requests == 1 and seconds <= 1.0,
        {"ours": ours, "raw": raw},
    )


def _one_change(lab: Lab, bare: Bare, say: Callable[[str], None]) -> Row:
    configs = lab.configs(KEPT)
    name = f"bench-{KEPT // 2:03d}"

    def changed(size: int) -> list[dict[str, Any]]:
        configs[name] = {**configs[name], "batch.size": str(size)}
        return wanted(configs)

    ours, raw = [], []
    for number in range(PAIRS):
        changed(1000 + number)
        raw.append(bare.change(name, configs[name]))
        ours.append(_all_run(run_module(lab.url, changed(2000 + number), True)).seconds)
    with Counter(lab.url) as counter:
        run_module(counter.url, changed(3000), True)
    seconds, writes = median(ours), len(counter.writes)
    say(f"one change: {seconds:.2f} s, {writes} write, {len(counter.requests)} requests")
    return Row(
        f"change one of {KEPT}",
        f"one PUT, looked at until it runs: {median(raw):.2f} s",
        "11.4 s and a needless restart",
        "1 write, 2 s",
        f"{writes} write, {seconds:.2f} s",
        writes == 1 and seconds <= 2.0,
        {"ours": ours, "raw": raw},
    )


def _all_run(took: Took) -> Took:
    states = {item["state"] for item in took.result["connectors"]}
    if states != {"RUNNING"}:
        raise RuntimeError(f"the module came back with {states}")
    return took
