# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One copy, measured: MirrorMaker as a process, or the pipe of a C client as the raw limit.

A copy is watched at the target, at the end offsets of the copies. What is counted begins when a fifth of the records
is there, so that neither the start of the process nor the first compilation by Java is part of it, and ends with the
last record, or after ``CAP`` seconds where it is slow.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any, Mapping

from bench.mm2.lab import TARGET, TOPIC, Lab

__all__ = ["CAP", "Copy", "mirror_rate", "pipe_rate"]

CAP = 10.0
_BEGIN = 0.2
_PATIENCE = 90.0


@dataclass(frozen=True)
class Copy:
    """Records per second, and how many of them were counted in how many seconds."""

    rate: float
    records: int
    seconds: float


def mirror_rate(lab: Lab, source: str, number: int, options: Mapping[str, Any]) -> Copy:
    """Start a node for a flow with these options; another pair of aliases each time, so that it begins anew."""
    ends = (f"{source}-{number}", f"{TARGET}-{number}")
    for alias, of in zip(ends, (source, TARGET)):
        lab.also(alias, of)
    flow = lab.flow(*ends, topics=[TOPIC], groups=["none"], refresh_topics_interval=600, **options)
    copies = f"{ends[0]}.{TOPIC}"
    mirror = lab.mirror(f"flow-{number}", [flow], [ends[1]])
    try:
        return _watch(lab, copies)
    finally:
        mirror.kill()
        lab.forget(copies)


def _watch(lab: Lab, copies: str) -> Copy:
    """The rate of a copy that someone else makes."""
    traffic, wanted = lab.traffic(TARGET), int(lab.records * _BEGIN)
    begin, end = _first(traffic, copies), time.monotonic()
    count, first = begin
    # A slow copy would not reach its fifth in time: its first second is left out instead.
    while count < wanted and time.monotonic() < first + 4.0:
        count, end = traffic.count(copies), time.monotonic()
    start, began = count, end
    while count < lab.records and end - began < CAP:
        time.sleep(0.02)
        count, end = traffic.count(copies), time.monotonic()
    if count == start:
        raise RuntimeError(f"{copies}: nothing more arrived within {CAP:g} s")
    return Copy((count - start) / (end - began), count - start, end - began)


def _first(traffic: Any, copies: str) -> tuple[int, float]:
    """Wait for the first record."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        count = traffic.count(copies)
        if count:
            return count, time.monotonic()
        time.sleep(0.05)
    raise RuntimeError(f"{copies}: nothing arrived within {_PATIENCE:g} s")


def pipe_rate(lab: Lab, source: str, number: int) -> Copy:
    """Have the C client copy the same records."""
    copies = f"pipe-{number}"
    lab.topic(TARGET, copies, 6)
    addresses = [lab.brokers[alias].bootstrap for alias in (source, TARGET)]
    command = [sys.executable, "-m", "bench.mm2.pipe", *addresses, TOPIC, copies]
    with subprocess.Popen(command) as process:
        try:
            return _watch(lab, copies)
        finally:
            process.kill()
            process.wait()
            lab.forget(copies)
