# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m bench.connectors [--save]``: measure, print the table, fail when a bound is missed."""

from __future__ import annotations

import sys
import time
from typing import Any

from bench.connectors import growth, rows
from bench.connectors.lab import a_lab
from bench.connectors.page import page, table
from bench.program import Bench, machine, say


def measure() -> dict[str, Any]:
    """Everything, with the machine that it was measured on."""
    began, found = time.monotonic(), machine()
    with a_lab() as lab:
        version = lab.programs.version
        measured = rows.measure(lab, say)
    grown = growth.measure(say)
    return {
        "schema_version": 1,
        "kafka": version,
        **found,
        "seconds": round(time.monotonic() - began),
        "rows": [row.as_dict() for row in measured],
        "growth": grown,
        "holds": all(row.holds for row in measured) and grown["linear"] and grown["small"],
    }


if __name__ == "__main__":
    sys.exit(Bench("connectors", "docs/bench-connectors.md", measure, page, table).main())
