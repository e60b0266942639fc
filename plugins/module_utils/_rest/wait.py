# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One wait for all connectors of a run.

Private to streamops.kafka. Each round is one request for the whole cluster. A connector is done when it was what is
expected for some seconds without a break; one that is FAILED ends its wait at once.
"""

from __future__ import annotations

from typing import Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import (
    FAILED,
    READY,
    Expected,
    Found,
    Verdict,
    judge,
    read_found,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import Change
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline

__all__ = ["Waiter"]

_SHORT = 0.25
_LONG = 2.0
_STALE_FOR = 20.0  # how long the failure of before a change may still be shown


class Waiter:
    """Waits until every change is what it is meant to be; returns why those are not that are not."""

    def __init__(self, client: Client, deadline: Deadline, stable_for: float) -> None:
        self._client = client
        self._deadline = deadline
        self._stable_for = stable_for
        self._since: dict[str, float] = {}
        self.seen: dict[str, Found] = {}

    def run(self, changes: Sequence[Change]) -> dict[str, str]:
        """The connectors that failed or did not come up in time, each with the reason."""
        started = self._deadline.clock.now()
        open_changes = {change.name: change for change in changes}
        problems: dict[str, str] = {}
        reasons: dict[str, str] = {}
        interval = _SHORT
        while open_changes:
            reasons = self._round(open_changes, problems, started, reasons)
            if open_changes and not self._deadline.sleep(self._step(interval)):
                problems.update({name: self._too_late(reasons.get(name, "")) for name in open_changes})
                return problems
            interval = min(_LONG, interval * 1.5)
        return problems

    def _round(
        self, open_changes: dict[str, Change], problems: dict[str, str], started: float, reasons: dict[str, str]
    ) -> dict[str, str]:
        """One look at the cluster; what is decided leaves ``open_changes``."""
        found = self._look(open_changes)
        if found is None:
            return reasons
        now = self._deadline.clock.now()
        grace = now - started < _STALE_FOR
        for name, change in list(open_changes.items()):
            verdict = judge(change.expected, found.get(name), change.stale if grace else frozenset())
            reasons[name] = verdict.reason
            if verdict.state == FAILED:
                problems[name] = verdict.reason
            if verdict.state == FAILED or self._is_stable(name, change.expected, verdict, now):
                self._since.pop(name, None)
                del open_changes[name]
        return reasons

    def _is_stable(self, name: str, expected: Expected, verdict: Verdict, now: float) -> bool:
        if verdict.state != READY:
            self._since.pop(name, None)
            return False
        needed = 0.0 if expected.run_state == "gone" else self._stable_for
        return now - self._since.setdefault(name, now) >= needed

    def _step(self, interval: float) -> float:
        """Not longer than until the first connector has been stable for long enough."""
        if not self._since:
            return interval
        now = self._deadline.clock.now()
        rest = min(self._stable_for - (now - since) for since in self._since.values())
        return max(0.05, min(interval, rest))

    def _look(self, open_changes: Mapping[str, Change]) -> Optional[dict[str, Found]]:
        """What is there now; None when no worker could tell, which is not yet a failure."""
        try:
            found = {name: read_found(name, entry) for name, entry in self._client.expanded("status").items()}
            if any(change.expected.run_state == "gone" for change in open_changes.values()):
                for name in set(self._client.names()) - found.keys():
                    found[name] = Found(name)
        except (ApiError, TransportError):
            return None
        self.seen = found
        return found

    def _too_late(self, reason: str) -> str:
        seen = reason or "no worker answered"
        return f"{seen} (waited {self._deadline.seconds:g} s, see wait_timeout)"
