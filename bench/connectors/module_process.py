# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module as Ansible starts it: a process of its own, JSON in, JSON out; what it took is told by the kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from bench.program import ROOT

MODULE = "ansible_collections.streamops.kafka.plugins.modules.kafka_connectors"
# At its end the process tells the processor time that it used and the most memory that it ever held.
PROGRAM = f"""
import atexit, resource, runpy, sys
def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    sys.stderr.write("\\n%s %s" % (used.ru_utime + used.ru_stime, peak))
atexit.register(tell)
runpy.run_module("{MODULE}", run_name="__main__")
"""


@dataclass(frozen=True)
class Took:
    """Seconds of the whole process, seconds of processor time, peak of resident memory, and the result."""

    seconds: float
    processor: float
    peak_mib: float
    result: Mapping[str, Any]


def run_module(url: str, connectors: Sequence[Mapping[str, Any]], changed: bool) -> Took:
    """Run the module; it must succeed, and say whether it changed anything as expected."""
    options = {"connect_urls": [url], "connectors": connectors, "stable_for": 0, "wait_timeout": 120}
    arguments = json.dumps({"ANSIBLE_MODULE_ARGS": {**options, "_ansible_diff": False}})
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=arguments,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ansible" / "collections")},
    )
    seconds = time.perf_counter() - began
    result = json.loads(done.stdout or "{}")
    if done.returncode or result.get("changed") is not changed:
        raise RuntimeError(f"the module ended with {done.returncode}: {result.get('msg', result)}\n{done.stderr}")
    processor, peak = done.stderr.rsplit("\n", 1)[1].split()
    return Took(seconds, float(processor), int(peak) / 1024, result)
