# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A verification report as lines of text: one per checklist line, its checks below it, what failed first.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import OUTCOMES

__all__ = ["report_lines"]

_GOOD = ("passed", "not_applicable")


def report_lines(report: Mapping[str, Any], details: bool = True) -> list[str]:
    """The whole report; without ``details`` only the checklist lines, and the checks of those that need a look."""
    lines: list[str] = []
    for checklist in report["checklists"]:
        lines.append(f"{checklist['title']}: {_totals(checklist['lines'])}")
        for line in checklist["lines"]:
            lines.extend(_line(line, details or line["outcome"] not in _GOOD))
    return [*lines, str(report["sentence"])]


def _totals(lines: Sequence[Mapping[str, Any]]) -> str:
    outcomes = [line["outcome"] for line in lines]
    return ", ".join(f"{outcomes.count(kind)} {kind}" for kind in OUTCOMES if kind in outcomes)


def _line(line: Mapping[str, Any], details: bool) -> Iterator[str]:
    width = max(map(len, OUTCOMES))
    tag = f"[{line['outcome']}]"
    yield f"  {tag:<{width + 2}} {line['text']} \N{EM DASH} {line['evidence']}"
    for check in line["checks"] if details else ():
        yield f"  {'':<{width + 2}}   {check['outcome']:<{width}} {check['name']} ({check['scope']}): {check['reason']}"
