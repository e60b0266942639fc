# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a plan to connectors that run.

Private to streamops.kafka. Everything is written, then waited for together; what did not come up is put back where
that is wanted. What nobody listed is deleted last, and only after all else went well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_result import Report
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import UPDATE, Change, Plan, rollback
from ansible_collections.streamops.kafka.plugins.module_utils._rest.apply import Executor
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock, Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.wait import Waiter

__all__ = ["Rollout", "Waiting"]

_ROLLBACK_TIME = 60.0


@dataclass(frozen=True)
class Waiting:
    """Whether and how a run waits for what it wrote; all of it in seconds."""

    wait: bool = True
    timeout: float = 300.0
    stable_for: float = 3.0
    rebalance_delay: float = 300.0


class Rollout:
    """One run; made for one plan."""

    def __init__(self, client: Client, clock: Clock, how: Waiting) -> None:
        self._client = client
        self._clock = clock
        self._how = how
        self._done: dict[str, tuple[str, ...]] = {}
        self._problems: dict[str, str] = {}
        self._seen: dict[str, Found] = {}

    def run(self, plan: Plan, snapshot: Mapping[str, Found]) -> Report:
        """Carry out the plan and tell what became of it."""
        listed = [change for change in plan.changes if not change.purged]
        purges = [change for change in plan.changes if change.purged]
        self._carry_out(listed)
        rolled_back = self._put_back([change for change in listed if change.name in self._problems])
        kept = tuple(change.name for change in purges) if self._problems else ()
        if kept:
            self._done.update(dict.fromkeys(kept, ()))
        else:
            self._carry_out(purges)
        return Report(self._done, self._problems, {**snapshot, **self._seen}, rolled_back, kept)

    def _carry_out(self, changes: Sequence[Change]) -> None:
        """Write, several connectors at a time, then wait for those that were written or are not what they should be."""
        for item in Executor(self._client).run([change for change in changes if change.changed]):
            self._done[item.change.name] = item.done
            if item.error:
                self._problems[item.change.name] = item.error
        if self._how.wait:
            waiting = [change for change in changes if change.waits and change.name not in self._problems]
            unready = self._wait([change for change in waiting if change.changed or not change.settled])
            self._problems.update({name: f"Connector {name}: {reason}" for name, reason in unready.items()})

    def _wait(self, changes: Sequence[Change], timeout: float = 0.0) -> dict[str, str]:
        deadline = Deadline(self._clock, timeout or self._how.timeout)
        waiter = Waiter(self._client, deadline, self._how.stable_for, self._how.rebalance_delay)
        unready = waiter.run(changes)
        self._seen.update(waiter.seen)
        return unready

    def _put_back(self, failed: Sequence[Change]) -> frozenset[str]:
        """Store what was there before where a new configuration was stored, look how it does, and say so."""
        replaced = [change for change in failed if UPDATE in self._done.get(change.name, ())]
        backs = list(filter(None, (rollback(change, self._seen.get(change.name)) for change in replaced)))
        applied = Executor(self._client).run(backs)
        written = [item.change for item in applied if not item.error]
        unready = self._wait(written, _ROLLBACK_TIME) if self._how.wait else {}
        for item in applied:
            ending = _ending(item.change, item.error, unready.get(item.change.name))
            self._problems[item.change.name] = f"{self._problems[item.change.name].rstrip('. ')}; {ending}"
        return frozenset(item.change.name for item in applied if UPDATE in item.done)


def _ending(back: Change, error: str, unready: Optional[str]) -> str:
    """What became of the earlier configuration, to end the sentence about the new one."""
    if error:
        return f"the earlier configuration could not be put back: {error}"
    if unready:
        return f"the earlier configuration was put back but did not come up either: {unready}"
    state = back.expected.run_state
    if state == "running":
        return "the earlier configuration was put back and is up again"
    return f"the earlier configuration was put back and the connector is {state} again"
