# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The executor: carries out a plan, several connectors at a time.

Private to streamops.kafka. The writes of one connector are made in their order. A write whose answer was lost or
doubtful is read back before it is judged, because the workers do not cancel it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import plan as kinds
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    StreamopsError,
    TransportError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import stored_config
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import Action, Change
from ansible_collections.streamops.kafka.plugins.module_utils._core.rest_rules import (
    AMBIGUOUS,
    EXISTS,
    PASSING,
    STARTING,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import pause
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import in_parallel

__all__ = ["Applied", "Executor"]

_SENDS = 4
_SETTLE = 15.0
_STATES = {kinds.PAUSE: "PAUSED", kinds.STOP: "STOPPED"}


@dataclass(frozen=True)
class Applied:
    """What was written for one connector, and what went wrong."""

    change: Change
    done: tuple[str, ...] = ()
    error: str = ""


class Executor:
    """Writes through one client until its deadline."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._deadline = client.deadline

    def run(self, changes: Sequence[Change]) -> list[Applied]:
        """Carry out the changes; one that fails does not stop the others."""
        return in_parallel(self._apply, changes)

    def _apply(self, change: Change) -> Applied:
        done: list[str] = []
        for action in change.actions:
            try:
                written = self._write(change.name, action)
            except StreamopsError as error:
                return Applied(change, tuple(done), f"Connector {change.name}: {action.kind} failed: {error.message}")
            done.extend([action.kind] if written else [])
        return Applied(change, tuple(done))

    def _write(self, name: str, action: Action) -> bool:
        """Send until it is accepted, refused, or seen to be done; false when there turned out to be nothing to do."""
        attempt = 1
        while True:
            error, written = self._send(name, action)
            if error is None:
                # What an earlier try may have done is no longer there to be done.
                return written or attempt > 1
            if self._was_done(name, action, error):
                return True
            if attempt == _SENDS or self._deadline.left <= 0 or not _may_repeat(error):
                raise error
            attempt += 1

    def _send(self, name: str, action: Action) -> tuple[Optional[StreamopsError], bool]:
        """Send until no rebalance is in the way; the error that is left, and whether anything was done."""
        attempt = 0
        while True:
            try:
                return None, self._call(name, action)
            except (ApiError, TransportError) as error:
                if _meaning(error) not in (PASSING, STARTING) or not self._deadline.sleep(pause(attempt)):
                    return error, False
            attempt += 1

    def _call(self, name: str, action: Action) -> bool:
        if action.kind == kinds.RESTART:
            return self._client.restart_failed(name)
        if action.kind == kinds.CREATE and action.initial_state != "running":
            self._client.create(name, action.config, action.initial_state)
        elif action.kind in (kinds.CREATE, kinds.UPDATE):
            self._client.put_config(name, action.config)
        elif action.kind == kinds.DELETE:
            self._client.delete(name)
        else:
            self._client.move(name, action.kind)
        return True

    def _was_done(self, name: str, action: Action, error: StreamopsError) -> bool:
        """Look whether the write took place; a doubtful answer is given time, a clear refusal is looked at once."""
        if action.kind == kinds.DELETE and error.details.get("status") == 404:
            return True
        if not _doubtful(error):
            return False
        left = self._deadline.left
        # Time enough for what is queued to be carried out, and enough left for it to be sent again.
        end = left - (min(_SETTLE, left / _SENDS) if _may_repeat(error) else 0.0)
        attempt = 0
        while not self._sees(name, action):
            if self._deadline.left <= max(0.0, end) or not self._deadline.sleep(pause(attempt)):
                return False
            attempt += 1
        return True

    def _sees(self, name: str, action: Action) -> bool:
        try:
            return self._is_there(name, action)
        except StreamopsError:
            return False

    def _is_there(self, name: str, action: Action) -> bool:
        if action.kind == kinds.RESTART:
            return False
        if action.kind in (kinds.CREATE, kinds.UPDATE):
            stored = self._client.config(name)
            return stored is not None and {**stored_config(stored), "name": name} == dict(action.config)
        if action.kind == kinds.DELETE:
            return name not in self._client.names()
        status = self._client.expanded("status").get(name, {}).get("status", {})
        state = status.get("connector", {}).get("state")
        return state == _STATES[action.kind] if action.kind in _STATES else state not in (None, *_STATES.values())


def _meaning(error: StreamopsError) -> str:
    return str(error.details.get("meaning", ""))


def _doubtful(error: StreamopsError) -> bool:
    """A lost answer, a doubtful one, any error of a server, or a connector that is suddenly there."""
    if isinstance(error, TransportError):
        return True
    return _meaning(error) in (AMBIGUOUS, EXISTS) or int(error.details.get("status", 0)) >= 500


def _may_repeat(error: StreamopsError) -> bool:
    return isinstance(error, TransportError) or _meaning(error) == AMBIGUOUS
