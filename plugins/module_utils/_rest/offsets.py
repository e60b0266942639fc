# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and changes the offsets of one connector.

Private to streamops.kafka. The workers answer from what they last heard, so a connector that was made or stopped a
moment ago is given time to be seen so.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found, read_found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.offset_plan import OffsetPlan, refusal
from ansible_collections.streamops.kafka.plugins.module_utils._rest.certain import write_surely
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline, pause

__all__ = ["Offsets"]

_SETTLE = 15.0


class Offsets:
    """The offsets of a connector that exists."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name

    def look(self, patient: bool) -> Found:
        """Type, state and tasks; ``patient`` waits for a stop that is under way."""
        info = self._client.info(self._name)
        if info is None:
            raise InputError(
                f"Connector {self._name} does not exist on this Connect cluster: correct the name or connect_urls.",
                {"connector": self._name},
            )
        patience = Deadline(self._client.deadline.clock, min(_SETTLE, self._client.deadline.left))
        attempt = 0
        while True:
            found = read_found(self._name, {"info": info, "status": self._client.status(self._name)})
            if not (patient and _may_settle(found)) or not patience.sleep(pause(attempt)):
                return found
            attempt += 1

    def read(self) -> list[dict[str, Any]]:
        """The offsets that are stored."""
        return self._client.offsets(self._name)

    def write(self, plan: OffsetPlan) -> str:
        """Carry out the plan; what the worker said, which is empty when its answer was lost."""
        try:
            said = write_surely(self._client.deadline, lambda: self._send(plan), lambda: plan.is_done(self.read()))
        except ApiError as error:
            advice = refusal(self._name, error.details["message"])
            if advice:
                raise ApiError(advice, error.details) from error
            raise
        return said or ""

    def _send(self, plan: OffsetPlan) -> str:
        if plan.reset:
            return self._client.reset_offsets(self._name)
        return self._client.alter_offsets(self._name, [item.as_dict() for item in plan.writes])


def _may_settle(found: Found) -> bool:
    """Not yet heard of, or stopped with tasks that are still on their way out."""
    return found.connector is None or (found.state == "STOPPED" and bool(found.tasks))
