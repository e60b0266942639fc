# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put the outcomes of the runs (reports/conformance-VERSION.json, mirror-VERSION.json) into docs/conformance.md."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from cases import CASES as CONNECT_CASES

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "mirror"))

from mirror_cases import MIRROR_CASES

CASES = {**CONNECT_CASES, **MIRROR_CASES}
PAGE = ROOT / "docs" / "conformance.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


def table() -> str:
    """A row for each case, a column for each version that was run."""
    reports: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind in ("conformance", "mirror"):
        for path in (ROOT / "reports").glob(f"{kind}-*.json"):
            report = json.loads(path.read_text(encoding="utf-8"))
            reports[report["kafka"]].update(report["cases"])
    versions = sorted(reports, key=lambda text: [int(part) for part in text.split(".")])
    head = ["id", "case", *versions]
    rows = [head, ["---"] * len(head)]
    for case, meaning in CASES.items():
        rows.append([case, meaning, *(reports[version].get(case, "not run") for version in versions)])
    passed = [list(reports[version].values()).count("passed") for version in versions]
    rows.append(["", "**passed**", *(f"{count} of {len(CASES)}" for count in passed)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    before, dummy, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + table() + "\n" + END + rest.partition(END)[2], encoding="utf-8")
