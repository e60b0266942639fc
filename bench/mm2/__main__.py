# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m bench.mm2 [--save]``: measure, print the tables, fail when a bound is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from typing import Any

from bench.mm2 import delay
from bench.mm2.page import PAGE, ROOT, SAVED, page, table

REPORT = ROOT / "reports" / "bench-mm2.json"
RECORDS, ROUNDS = int(os.environ.get("RECORDS") or 400_000), int(os.environ.get("ROUNDS") or 3)


def measure() -> dict[str, Any]:
    """Everything, with the machine that it was measured on."""
    from bench.mm2.copies import CAP
    from bench.mm2.figures import measure as figures_of
    from bench.mm2.lab import PARTITIONS, RECORD_BYTES, a_lab

    began = time.monotonic()
    with a_lab(RECORDS) as lab:
        version = lab.programs.version
        say(f"brokers run, {RECORDS:,} records in each source")
        figures = figures_of(lab, ROUNDS, say)
    return {
        "schema_version": 1,
        "kafka": version,
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.machine(),
            "python": platform.python_version(),
            "java": _java(),
        },
        "date": time.strftime("%Y-%m-%d"),
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


def say(text: str) -> None:
    """What happens, beside the tables."""
    print(f"[bench] {text}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure and tell; 1 when a bound does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.mm2")
    parser.add_argument("--save", action="store_true", help="write bench/results/mm2.json and the page of docs/")
    parser.add_argument("--page", action="store_true", help="only write the page anew from what was saved")
    options = parser.parse_args()
    if options.page:
        result = json.loads(SAVED.read_text(encoding="utf-8"))
    elif not os.environ.get(delay.INSIDE):
        delay.enter_namespace("bench.mm2", sys.argv[1:])
    else:
        result = measure()
        text = json.dumps(result, indent=2) + "\n"
        for path in (REPORT, SAVED) if options.save else (REPORT,):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if options.save or options.page:
        PAGE.write_text(page(result), encoding="utf-8")
    print(table(result))
    return 0 if result["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
