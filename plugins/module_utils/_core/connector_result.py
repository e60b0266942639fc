# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task returns about connectors and checks.

Private to streamops.kafka. An unchanged connector is told by its name, state and tasks; only a changed one shows its
configuration, masked.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Expected, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult, blocking
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import Change

__all__ = ["check_failure", "connector_results", "target_of"]


def connector_results(
    changes: Sequence[Change],
    secret_keys: Mapping[str, frozenset[str]],
    done: Mapping[str, Sequence[str]],
    found: Mapping[str, Found],
) -> list[dict[str, Any]]:
    """One entry a connector, in the user's order."""
    return [
        _entry(change, secret_keys.get(change.name, frozenset()), done.get(change.name), found.get(change.name))
        for change in changes
    ]


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


def _entry(
    change: Change, secret_keys: frozenset[str], done: Optional[Sequence[str]], found: Optional[Found]
) -> dict[str, Any]:
    gone = change.desired.state == "absent" and (done is not None or not change.changed)
    shown = None if gone else found
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
    return entry
