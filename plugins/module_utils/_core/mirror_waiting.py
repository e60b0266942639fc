# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that wait for the return of their node: a restart in turn is no fault, as long as it ends.

Private to streamops.kafka. After a node left, Connect leaves its tasks UNASSIGNED for scheduled.rebalance.max.delay.ms,
5 minutes by default. For how long they are seen in that state is known from run to run.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed

__all__ = ["next_look", "overdue", "spared", "waiting"]

_PATIENCE = 360.0


def waiting(
    statuses: Iterable[Mapping[str, Any]], connectors: Iterable[Mapping[str, Any]], history: Mapping[str, Any]
) -> dict[str, float]:
    """The UNASSIGNED connectors and tasks, and for how many seconds they have been so at least."""
    counts = {item["name"]: item["tasks"] for item in connectors}
    before = history.get("waiting", {})
    found = {}
    for status in statuses:
        name, task = status["connector"], status["task"]
        if status["state"] == "UNASSIGNED" and name in counts and (task is None or task < counts[name]):
            label = name if task is None else f"{name}-{task}"
            found[label] = float(before[label]) + float(history["age"]) if label in before else 0.0
    return found


def next_look(what: str, interval: int, left: float) -> str:
    """Until when nothing that is new can have been taken up."""
    return (
        f"MirrorMaker looks for {what} every {interval} s, the next time in {max(left, 0):.0f} s at the latest; "
        "check again after that"
    )


def overdue(case: Case) -> bool:
    """Whether tasks wait for longer than they may."""
    return max(case.evidence.get("waiting", {}).values(), default=0.0) > _PATIENCE


def spared(case: Case, verdict: Verdict) -> Verdict:
    """What stands still is no fault yet while live nodes keep a place for one that left."""
    names: Mapping[str, float] = case.evidence.get("waiting", {})
    if not names or not case.members or overdue(case):
        return verdict
    left = _PATIENCE - max(names.values())
    reason = (
        f"{verdict.reason}; {listed(names)} UNASSIGNED: after a node left, its tasks wait up to 5 minutes for its "
        f"return; check again, after {left:.0f} s it is a fault"
    )
    return verdict._replace(outcome=outcome.INCONCLUSIVE, reason=reason)
