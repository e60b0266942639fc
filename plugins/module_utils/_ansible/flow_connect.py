# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flows in mode connect: their connectors by REST, and the workers as the place where their life is known.

Private to streamops.kafka. The connectors of all flows of a task are one fleet: one plan, parallel writes, one wait.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import Any, Iterator, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import connection, waiting
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connectors import read_fleet, run_fleet
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Expected
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import ABSENT, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import (
    connector_names,
    flow_connectors,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_rest import (
    rest_life,
    rest_positions,
    rest_running,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock, Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.evidence import Gatherer
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Session

__all__ = ["apply_connectors", "workers_of"]

_STABLE_FOR = 3.0


def apply_connectors(context: Context, flows: Sequence[Flow], clusters: Mapping[str, Mapping[str, Any]]) -> Result:
    """Bring the connectors of the flows to where they should be; those that a flow does not need are removed."""
    inner = copy.copy(context)
    inner.params = {**context.params, "kafka": None, "stable_for": _STABLE_FOR}
    inner.check_mode = context.check_mode or not context.params["apply"]
    common = {name: context.params[name] for name in ("run_state", "allow_plain_secrets")}
    entries = [entry for flow in flows for entry in _entries(flow, clusters, common)]
    return run_fleet(inner, read_fleet(entries))


def _entries(flow: Flow, clusters: Mapping[str, Mapping[str, Any]], common: Mapping[str, Any]) -> list[dict[str, Any]]:
    ends = (KafkaCluster.from_options(clusters[alias]) for alias in (flow.source, flow.target))
    configs = {} if flow.state == ABSENT else flow_connectors(flow, *ends)
    return [
        # Without a topic to copy or a group to translate there are no tasks; the checks say whether that is right.
        {"name": name, "config": configs[name], "tasks_min": 0, **common}
        if name in configs
        else {"name": name, "state": "absent"}
        for name in connector_names(flow).values()
    ]


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

    def running(self) -> Mapping[str, Mapping[str, Any]]:
        """The connectors that exist by kind: configuration, and what their tasks were given."""
        found = {kind: (self._client.config(name), self._client.tasks(name)) for name, kind in self._kinds.items()}
        configs = {kind: config for kind, (config, dummy) in found.items() if config is not None}
        return rest_running(configs, {kind: tasks for kind, (dummy, tasks) in found.items()})

    def cluster_id(self) -> str:
        """The id of the workers' own Kafka cluster."""
        return str(self._client.root().get("kafka_cluster_id") or "")


@contextmanager
def workers_of(context: Context, flow: Flow) -> Iterator[_Workers]:
    """The workers, while the block runs."""
    session = Session(connection(context.params))
    clock = Clock()
    try:
        yield _Workers(Client(session, Deadline(clock, waiting(context.params))), clock, flow)
    finally:
        session.close()
