# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task returns about connectors and checks.

Private to streamops.kafka. An unchanged connector is told by its name, state and tasks; only a changed one shows its
configuration, masked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import plan
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Expected, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult, blocking
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import Change

__all__ = ["Report", "check_failure", "connector_results", "target_of"]


@dataclass(frozen=True)
class Report:
    """What a run did: the writes made, what failed and why, what was put back or kept, and how things stand."""

    done: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, Found] = field(default_factory=dict)
    rolled_back: frozenset[str] = frozenset()
    kept: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return any(self.done.values())

    @property
    def sentences(self) -> list[str]:
        """What went wrong, and what was not purged because of it."""
        kept = [f"Nothing was purged because of that, {', '.join(self.kept)} stayed"] if self.kept else []
        return [*self.problems.values(), *kept]


def connector_results(
    changes: Sequence[Change], secret_keys: Mapping[str, frozenset[str]], report: Report
) -> list[dict[str, Any]]:
    """One entry a connector, in the user's order."""
    return [_entry(change, secret_keys.get(change.name, frozenset()), report) for change in changes]


def target_of(desired: Desired, change: Optional[Change]) -> Expected:
    """What the checks expect of a connector."""
    if change is not None:
        return change.expected
    return Expected("gone" if desired.state == "absent" else desired.run_state or "running", desired.tasks_min)


def check_failure(checks: Sequence[CheckResult], strict: bool) -> str:
    """The sentence for checks that end the task; empty when none does."""
    ending = blocking(checks, strict)
    if not ending:
        return ""
    subjects: dict[tuple[str, str, str], list[str]] = {}
    for item in ending:
        subjects.setdefault((item.name, item.outcome, item.reason), []).append(item.subject)
    told = "; ".join(f"{name}{_about(who)} {what}: {why}" for (name, what, why), who in subjects.items())
    return f"{len(ending)} of {len(checks)} checks did not pass: {told}"


def _about(subjects: Sequence[str]) -> str:
    named = ", ".join(subject for subject in subjects if subject)
    return f" ({named})" if named else ""


def _entry(change: Change, secret_keys: frozenset[str], report: Report) -> dict[str, Any]:
    done = report.done.get(change.name)
    shown = None if _is_gone(change, done) else report.found.get(change.name)
    entry: dict[str, Any] = {
        "name": change.name,
        "state": "ABSENT" if shown is None else shown.state,
        "type": "unknown" if shown is None else shown.type,
        "tasks": [] if shown is None else [task.as_dict() for task in shown.tasks],
        "changed": change.changed if done is None else bool(done),
        "actions": list(done) if done is not None else [action.kind for action in change.actions],
    }
    if change.changed:
        entry["before"], entry["after"] = change.sides(secret_keys)
    if change.purged:
        entry["purged"] = entry["changed"]
    if change.name in report.problems:
        entry["problem"] = report.problems[change.name]
    if change.name in report.rolled_back:
        entry["rolled_back"] = True
    return entry


def _is_gone(change: Change, done: Optional[Sequence[str]]) -> bool:
    if change.desired.state != "absent":
        return False
    return not change.changed if done is None else plan.DELETE in done
