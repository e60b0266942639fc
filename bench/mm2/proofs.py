# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the module needs to prove a flow, and twenty: whole processes, as Ansible starts them."""

from __future__ import annotations

import time
from statistics import median
from typing import Any, Callable, Mapping

from ansible_collections.streamops.kafka.tests.processes.process import wait_for
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module
from bench.mm2.lab import PARTITIONS, TARGET, UNTOUCHED, Lab

__all__ = ["MANY", "prove_many", "prove_one"]

MANY = 20
_TIMES = 3
_RECORDS = 200
_FLOW: Mapping[str, Any] = {"topics": [r"proof\..*"], "groups": ["proof-.*"]}


def prove_one(lab: Lab, say: Callable[[str], None]) -> list[float]:
    """Seconds for one flow of a dedicated node."""
    _records(lab, "proof.one", "proof-one")
    flow = lab.flow(UNTOUCHED, TARGET, **_FLOW)
    mirror = lab.mirror("one", [flow], [TARGET])
    try:
        lab.await_count(TARGET, f"{UNTOUCHED}.proof.one", _RECORDS)
        return _times("one flow", lambda: run_module("mm2_flow", lab.flow_options(flow, **_kept(lab))), say)
    finally:
        mirror.kill()


def prove_many(lab: Lab, say: Callable[[str], None]) -> list[float]:
    """Seconds for twenty flows on one Connect worker, each with an alias of its own for the source."""
    for number in range(MANY):
        _records(lab, f"proof.{number}", f"proof-{number}")
        lab.also(f"source-{number}", UNTOUCHED)
    worker = lab.worker(TARGET)
    flows = []
    for number in range(MANY):
        own = {"topics": [rf"proof\.{number}"], "groups": [f"proof-{number}"], "tasks_max": 1}
        flow = lab.flow(f"source-{number}", TARGET, mode="connect", **own)
        flows.append({**lab.flow_options(flow), "source": flow["source"], "target": TARGET})
    urls = [url for flow in flows[:1] for url in flow["connect_urls"]]
    flows = [{name: value for name, value in flow.items() if name != "connect_urls"} for flow in flows]
    clusters = [lab.cluster(alias) for alias in [TARGET, *(flow["source"] for flow in flows)]]
    options = {"flows": flows, "clusters": clusters, "connect_urls": urls, **_kept(lab)}
    try:
        made = run_module("mm2_flows", {**options, "checks": [{"name": "tasks"}]})
        say(f"{MANY} flows made: {made.message or 'all is well'}")
        for number in range(MANY):
            lab.await_count(TARGET, f"source-{number}.proof.{number}", _RECORDS, 120)
        return _times(f"{MANY} flows", lambda: run_module("mm2_flows", options), say)
    finally:
        worker.process.kill()


def _kept(lab: Lab) -> dict[str, str]:
    """Where the module keeps what the next run compares with."""
    return {"history_dir": str(lab.folder / "history")}


def _records(lab: Lab, topic: str, group: str) -> None:
    lab.topic(UNTOUCHED, topic, PARTITIONS)
    lab.produce(UNTOUCHED, topic, _RECORDS)
    lab.consume_group(UNTOUCHED, group, [topic], _RECORDS)


def _times(what: str, run: Callable[[], Ran], say: Callable[[str], None]) -> list[float]:
    """Wait until all is proven, then take the time."""
    told: list[str] = []

    def proven() -> bool:
        ran = run()
        told.append(ran.message)
        return ran.code == 0

    try:
        wait_for(f"the proof of {what}", proven, 120, every=1)
    except AssertionError as error:
        raise RuntimeError(f"{error}: {told[-1]}") from error
    taken = []
    for dummy in range(_TIMES):
        began = time.perf_counter()
        ran = run()
        taken.append(time.perf_counter() - began)
        if ran.code:
            raise RuntimeError(f"{what}: proven before, but no longer: {ran.message}")
    say(f"proof of {what}: {median(taken):.1f} s")
    return taken
