# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check may say, and what follows from it.

Private to streamops.kafka. ``passed`` is claimed only on positive evidence gathered in the same run; everything that is
merely unknown has a name of its own, so that no report can show it as a pass.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Iterable

__all__ = ["OUTCOMES", "CheckResult", "blocking", "count_outcomes"]

PASSED = "passed"
FAILED = "failed"
CATCHING_UP = "catching_up"
INCONCLUSIVE = "inconclusive"
NOT_APPLICABLE = "not_applicable"
NOT_CONFIGURED = "not_configured"
NOT_PERMITTED = "not_permitted"
NOT_RUN = "not_run"

OUTCOMES = (PASSED, FAILED, CATCHING_UP, INCONCLUSIVE, NOT_APPLICABLE, NOT_CONFIGURED, NOT_PERMITTED, NOT_RUN)

# With ``strict`` these end the task as well: nothing was proven although something should have been.
_STRICT = (FAILED, INCONCLUSIVE, NOT_PERMITTED, NOT_RUN)


@dataclass(frozen=True)
class CheckResult:
    """One check of one subject (a connector, a flow, a worker).

    ``expected`` and ``observed`` are JSON values small enough to print; ``reason`` is one sentence that
    names the cause.
    """

    name: str
    outcome: str
    reason: str
    expected: Any = None
    observed: Any = None
    subject: str = ""

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"unknown outcome {self.outcome!r}")

    def as_dict(self) -> dict[str, Any]:
        """The result as a JSON object; its values are shared, not copied (a filter's containers refuse a deep copy)."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def count_outcomes(results: Iterable[CheckResult]) -> dict[str, int]:
    """How many results there are of each kind, every kind named."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for result in results:
        counts[result.outcome] += 1
    return counts


def blocking(results: Iterable[CheckResult], strict: bool = False) -> list[CheckResult]:
    """The results that fail a task, in their order."""
    ending = _STRICT if strict else (FAILED,)
    return [result for result in results if result.outcome in ending]
