# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A verification report as lines of text: one per checklist line, its checks below it, what failed first.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import OUTCOMES

__all__ = ["report_lines"]

_WIDTH = max(map(len, OUTCOMES))
_GOOD = ("passed", "not_applicable")


def report_lines(report: Mapping[str, Any], details: bool = True) -> list[str]:
    """The whole report; without ``details`` only the checklist lines, and the checks of those that need a look."""
    lines: list[str] = []
    for checklist in report["checklists"]:
        lines.append(f"{checklist['title']}: {_totals(checklist['lines'])}")
        for line in checklist["lines"]:
            lines.append(f"  {'[' + line['outcome'] + ']':<{_WIDTH + 2}} {line['text']} \N{EM DASH} {line['evidence']}")
            if details or line["outcome"] not in _GOOD:
                lines.extend(_checks(check for check in report["checks"] if check["line"] == line["key"]))
    return [*lines, str(report["sentence"])]


def _totals(lines: Sequence[Mapping[str, Any]]) -> str:
    outcomes = [line["outcome"] for line in lines]
    return ", ".join(f"{outcomes.count(kind)} {kind}" for kind in OUTCOMES if kind in outcomes)


def _checks(checks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One line per check; those that have the same to say share one."""
    names: dict[tuple[str, str, str], list[str]] = {}
    for check in checks:
        names.setdefault((check["outcome"], check["scope"], check["reason"]), []).append(check["name"])
    for (outcome, scope, reason), same in names.items():
        yield f"{'':<{_WIDTH + 7}}{outcome:<{_WIDTH}} {', '.join(same)} ({scope}): {reason}"
