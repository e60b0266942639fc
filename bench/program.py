# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bench as a program: measure, print the tables, write report and page, fail when a bound is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any, Callable, NamedTuple

__all__ = ["ROOT", "Bench", "machine", "say"]

ROOT = Path(__file__).resolve().parent.parent
Result = dict[str, Any]


class Bench(NamedTuple):
    """``python -m bench.<name> [--save|--page]``, and the file of its page."""

    name: str
    page_file: str
    measure: Callable[[], Result]
    page: Callable[[Result], str]
    table: Callable[[Result], str]

    def main(self) -> int:
        """Measure and tell; 1 when a bound does not hold."""
        parser = argparse.ArgumentParser(prog=f"python -m bench.{self.name}")
        parser.add_argument("--save", action="store_true", help=f"write {self.page_file} and what it shows, too")
        parser.add_argument("--page", action="store_true", help="only write the page anew from what was saved")
        options = parser.parse_args()
        result = json.loads(self.saved.read_text(encoding="utf-8")) if options.page else self._measured(options.save)
        if options.save or options.page:
            (ROOT / self.page_file).write_text(self.page(result), encoding="utf-8")
        print(self.table(result))
        return 0 if result["holds"] else 1

    @property
    def saved(self) -> Path:
        """The figures that the page shows."""
        return ROOT / "bench" / "results" / f"{self.name}.json"

    def _measured(self, save: bool) -> Result:
        result = self.measure()
        report = ROOT / "reports" / f"bench-{self.name}.json"
        for path in (report, self.saved) if save else (report,):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        return result


def machine() -> Result:
    """What it is measured on, and when."""
    found = {"cores": os.cpu_count(), "system": platform.machine(), "python": platform.python_version()}
    return {"machine": found, "date": time.strftime("%Y-%m-%d"), "load_before": round(os.getloadavg()[0], 1)}


def say(text: str) -> None:
    """What happens, beside the tables."""
    print(f"[bench] {text}", file=sys.stderr, flush=True)
