# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A flow in mode connect: its connectors by REST, and the workers as the place where its life is known.

Private to streamops.kafka.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import Any, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import connection, waiting
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connectors import read_fleet, run_fleet
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Expected
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import (
    connector_names,
    flow_connectors,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_rest import rest_life, rest_positions
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock, Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.evidence import Gatherer
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Session

__all__ = ["apply_flow", "workers_of"]

_STABLE_FOR = 3.0


def apply_flow(context: Context, flow: Flow) -> Result:
    """Bring the flow's connectors to where they should be; those that it does not need are removed."""
    params = context.params
    if not params["connect_urls"]:
        raise InputError("connect_urls is missing; mode connect needs the workers of the target's Connect cluster")
    source, target = (KafkaCluster.from_options(params[side]) for side in ("source", "target"))
    configs = flow_connectors(flow, source, target) if params["state"] == "present" else {}
    entries: list[dict[str, Any]] = [
        # Without a topic to copy or a group to translate there are no tasks; the checks say whether that is right.
        {"name": name, "config": configs[name], "run_state": params["run_state"], "tasks_min": 0}
        if name in configs
        else {"name": name, "state": "absent"}
        for name in connector_names(flow).values()
    ]
    inner = copy.copy(context)
    inner.params = {**params, "kafka": None, "stable_for": _STABLE_FOR}
    return run_fleet(inner, read_fleet(entries))


class _Workers:
    """Life and positions of a flow, asked of the workers of a Connect cluster."""

    def __init__(self, client: Client, clock: Clock, flow: Flow) -> None:
        self._client = client
        self._clock = clock
        self._kinds = {name: kind for kind, name in connector_names(flow).items()}
        self._flow = flow

    def life(self) -> Mapping[str, Any]:
        """Group, statuses and connectors."""
        evidence = Gatherer(self._client, self._clock).gather(
            (), dict.fromkeys(self._kinds, Expected("running", 0)), ()
        )
        return rest_life(evidence, self._kinds)

    def positions(self) -> Mapping[tuple[str, int], int]:
        """Offset of the last copied record of each source partition."""
        offsets = self._client.offsets(connector_names(self._flow)[SOURCE_CONNECTOR])
        return rest_positions(offsets, self._flow.source)


@contextmanager
def workers_of(context: Context, flow: Flow) -> Iterator[_Workers]:
    """The workers, while the block runs."""
    session = Session(connection(context.params))
    clock = Clock()
    try:
        yield _Workers(Client(session, Deadline(clock, waiting(context.params))), clock, flow)
    finally:
        session.close()
