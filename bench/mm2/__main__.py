# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m bench.mm2 [--save]``: measure, print the tables, fail when a bound is missed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

from bench.mm2 import delay
from bench.mm2.page import page, table
from bench.program import Bench, machine, say

RECORDS, ROUNDS = int(os.environ.get("RECORDS") or 400_000), int(os.environ.get("ROUNDS") or 3)


def measure() -> dict[str, Any]:
    """Everything, with the machine that it was measured on; in a network namespace, for the delay."""
    if not os.environ.get(delay.INSIDE):
        delay.enter_namespace("bench.mm2", sys.argv[1:])
    from bench.mm2.copies import CAP
    from bench.mm2.figures import measure as figures_of
    from bench.mm2.lab import PARTITIONS, RECORD_BYTES, a_lab

    began, found = time.monotonic(), machine()
    found["machine"]["java"] = _java()
    with a_lab(RECORDS) as lab:
        version = lab.programs.version
        say(f"brokers run, {RECORDS:,} records in each source")
        figures = figures_of(lab, ROUNDS, say)
    return {
        "schema_version": 1,
        "kafka": version,
        **found,
        "command": f"make bench-mirror RECORDS={RECORDS} ROUNDS={ROUNDS}",
        "records": RECORDS,
        "record_bytes": RECORD_BYTES,
        "partitions": PARTITIONS,
        "rounds": ROUNDS,
        "cap": CAP,
        "seconds": round(time.monotonic() - began),
        "figures": figures.as_dict(),
        "holds": all(figures.holds().values()),
    }


def _java() -> str:
    told = subprocess.run(["java", "-version"], check=True, capture_output=True, text=True).stderr
    return told.splitlines()[0].replace('"', "")


if __name__ == "__main__":
    sys.exit(Bench("mm2", "docs/bench-mirror.md", measure, page, table).main())
