# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m bench.connectors [--save]``: measure, print the table, fail when a bound is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from typing import Any

from bench.connectors import growth, rows
from bench.connectors.lab import ROOT, a_lab
from bench.connectors.page import PAGE, SAVED, page, table

REPORT = ROOT / "reports" / "bench-connectors.json"


def measure() -> dict[str, Any]:
    """Everything, with the machine that it was measured on."""
    began, load = time.monotonic(), os.getloadavg()[0]
    with a_lab() as lab:
        version = lab.programs.version
        measured = rows.measure(lab, say)
    grown = growth.measure(say)
    return {
        "schema_version": 1,
        "kafka": version,
        "machine": {"cores": os.cpu_count(), "system": platform.machine(), "python": platform.python_version()},
        "date": time.strftime("%Y-%m-%d"),
        "load_before": round(load, 1),
        "seconds": round(time.monotonic() - began),
        "rows": [row.as_dict() for row in measured],
        "growth": grown,
        "holds": all(row.holds for row in measured) and grown["linear"] and grown["small"],
    }


def say(text: str) -> None:
    """What happens, beside the table."""
    print(f"[bench] {text}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure and tell; 1 when a bound does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench.connectors")
    parser.add_argument("--save", action="store_true", help="write bench/results/connectors.json and the page of docs/")
    parser.add_argument("--page", action="store_true", help="only write the page anew from what was saved")
    options = parser.parse_args()
    if options.page:
        result = json.loads(SAVED.read_text(encoding="utf-8"))
    else:
        result = measure()
        text = json.dumps(result, indent=2) + "\n"
        for path in (REPORT, SAVED) if options.save else (REPORT,):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if options.save or options.page:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(result), encoding="utf-8")
    print(table(result))
    return 0 if result["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
