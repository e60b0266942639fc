# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One wait for all connectors of a run.

Private to streamops.kafka. Each round is one request for the whole cluster. It ends when all of
them together were what is expected for some seconds without a break; one that is FAILED is out at once.
"""

from __future__ import annotations

from typing import Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import (
    FAILED,
    READY,
    Expected,
    Found,
    Patience,
    judge,
    read_found,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import Change
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline

__all__ = ["Waiter"]

_SHORT = 0.1
_LONG = 2.0
_GROWTH = 1.25  # so that a wait is at most a quarter longer than it had to be
_STALE_FOR = 20.0  # how long the failure of before a change may still be shown


class Waiter:
    """Waits until every change is what it is meant to be; returns why those are not that are not."""

    def __init__(self, client: Client, deadline: Deadline, stable_for: float, rebalance_delay: float = 300.0) -> None:
        self._client = client
        self._deadline = deadline
        self._stable_for = stable_for
        self._delay = rebalance_delay
        self._unassigned: dict[str, dict[int, float]] = {}
        self._since: dict[str, float] = {}
        self.seen: dict[str, Found] = {}

    def run(self, changes: Sequence[Change]) -> dict[str, str]:
        """The connectors that failed or did not come up in time, each with the reason."""
        started = self._deadline.clock.now()
        pending = {change.name: change for change in changes}
        problems: dict[str, str] = {}
        reasons: dict[str, str] = {}
        interval = _SHORT
        while pending:
            reasons = self._round(pending, problems, started, reasons)
            late = [name for name, change in pending.items() if self._missing(name, change.expected) > 0]
            if not late:
                break
            if not self._deadline.sleep(self._step(pending, interval)):
                problems.update({name: self._too_late(reasons.get(name, "")) for name in late})
                break
            interval = min(_LONG, interval * _GROWTH)
        return problems

    def _round(
        self, pending: dict[str, Change], problems: dict[str, str], started: float, reasons: dict[str, str]
    ) -> dict[str, str]:
        """One look at the cluster: what failed leaves ``pending``, what is ready begins or goes on to be stable."""
        found = self._look(pending)
        if found is None:
            self._since.clear()
            return reasons
        now = self._deadline.clock.now()
        grace = now - started < _STALE_FOR
        told = {}
        for name, change in list(pending.items()):
            patience = self._patience(name, found.get(name), now)
            verdict = judge(change.expected, found.get(name), change.stale if grace else frozenset(), patience)
            told[name] = verdict.reason or f"it was ready for less than {self._stable_for:g} s"
            if verdict.state == READY:
                self._since.setdefault(name, now)
            else:
                self._since.pop(name, None)
            if verdict.state == FAILED:
                problems[name] = verdict.reason
                del pending[name]
        return told

    def _patience(self, name: str, found: Optional[Found], now: float) -> Patience:
        """For how long what is UNASSIGNED was so without a break, as far as this run saw."""
        before = self._unassigned.get(name, {})
        lost = [entry.id for entry in (found.entries if found else ()) if entry.state == "UNASSIGNED"]
        self._unassigned[name] = {number: before.get(number, now) for number in lost}
        so_far = {number: now - since for number, since in self._unassigned[name].items()}
        return Patience(so_far, self._delay, self._deadline.left)

    def _missing(self, name: str, expected: Expected) -> float:
        """Seconds until the connector was ready for long enough, at best."""
        if name not in self._since:
            return max(self._stable_for, _LONG)
        if expected.run_state == "gone":
            return 0.0
        return self._stable_for - (self._deadline.clock.now() - self._since[name])

    def _step(self, pending: Mapping[str, Change], interval: float) -> float:
        """Until the next look: not longer than the last of those that are ready may need."""
        rest = max(self._missing(name, change.expected) for name, change in pending.items())
        return max(0.05, min(interval, rest))

    def _look(self, pending: Mapping[str, Change]) -> Optional[dict[str, Found]]:
        """What is there now; None when no worker could tell, which is not yet a failure."""
        try:
            found = {name: read_found(name, entry) for name, entry in self._client.expanded("status").items()}
            if any(change.expected.run_state == "gone" for change in pending.values()):
                for name in set(self._client.names()) - found.keys():
                    found[name] = Found(name)
        except (ApiError, TransportError):
            return None
        self.seen = found
        return found

    def _too_late(self, reason: str) -> str:
        seen = reason or "no worker answered"
        return f"{seen} (waited {self._deadline.seconds:g} s, see wait_timeout)"
