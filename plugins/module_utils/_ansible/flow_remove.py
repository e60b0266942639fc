# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Removing a flow: what goes is listed before anything does, offsets before connectors, connectors before topics.

Private to streamops.kafka.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_module import connected
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connectors import read_fleet, run_fleet
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ConflictError, InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import DEDICATED, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import connector_names
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_removal import (
    OFFSETS,
    Removal,
    needs_pair,
    plan_removal,
    sides_of,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_codec import owned_tasks
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import (
    CHECKPOINT_CONNECTOR,
    SOURCE_CONNECTOR,
    MirrorView,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.offset_plan import plan_reset
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._rest.offsets import Offsets

__all__ = ["Leaving", "delete_topics", "forget_offsets", "plan_leaving"]


@dataclass(frozen=True)
class Leaving:
    """What goes with one flow: topics, and the connectors whose offsets are forgotten."""

    flow: Flow
    topics: Removal
    offsets: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is anything to remove, connectors aside."""
        return bool(self.topics.topics or self.offsets)

    def removed(self) -> list[dict[str, str]]:
        """What goes, for the result."""
        forgotten = [{"what": OFFSETS, "cluster": self.flow.target, "name": name} for name in self.offsets]
        topics = [{"what": item.kind, "cluster": item.cluster, "name": item.topic} for item in self.topics.topics]
        return forgotten + topics

    def spared(self) -> list[dict[str, str]]:
        """What was asked for and stays."""
        return [
            {"what": item.kind, "cluster": item.cluster, "name": item.topic, "reason": reason}
            for item, reason in self.topics.spared
        ]

    def diff(self) -> dict[str, Any]:
        """Before and after, per cluster."""
        before: dict[str, list[str]] = {}
        for item in self.removed():
            before.setdefault(f"{item['what']} on {item['cluster']}", []).append(item["name"])
        title = f"flow {self.flow.name}"
        return {"before_header": title, "after_header": title, "before": before, "after": {}}


def plan_leaving(context: Context, flow: Flow, others: Sequence[Flow], planes: Mapping[str, DataPlane]) -> Leaving:
    """Look for what is to go; an error when nodes of MirrorMaker still serve the flow."""
    if flow.mode == DEDICATED:
        _refuse_served(flow, needs_pair(flow, others), planes[flow.target])
    found = {alias: planes[alias].partitions() for alias in sorted(sides_of(flow))}
    removal = plan_removal(flow, others, found)
    by_rest = flow.mode != DEDICATED and OFFSETS in flow.remove
    return Leaving(flow, removal, _with_offsets(context, flow) if by_rest else ())


def _refuse_served(flow: Flow, shared: bool, target: DataPlane) -> None:
    """Nodes that run the pair only for the heartbeats of the way back do not serve the flow."""
    group = MirrorView(flow).group
    members = target.members(group)[1]
    owned = [owned_tasks(member["metadata"], member["assignment"]) for member in members]
    copying = [tasks for tasks in owned if tasks is None or any(_copies(*task) for task in tasks)]
    alive = len(copying) if shared else len(members)
    if alive:
        raise ConflictError(
            f"{alive} node(s) still serve the flow {flow.name}: group {group} on {flow.target}; stop MirrorMaker first"
        )


def _copies(connector: str, task: int) -> bool:
    return connector in (SOURCE_CONNECTOR, CHECKPOINT_CONNECTOR) and task >= 0


def _with_offsets(context: Context, flow: Flow) -> tuple[str, ...]:
    """Those of the flow's connectors that have offsets. Of a connector that is gone nobody can say."""
    with connected(context) as client:
        there = [name for name in connector_names(flow).values() if client.info(name) is not None]
        return tuple(name for name in there if client.offsets(name))


def forget_offsets(context: Context, leaving: Sequence[Leaving]) -> None:
    """Stop the connectors and reset their offsets, which is possible only while they exist."""
    names = [name for item in leaving for name in item.offsets]
    if not names:
        return
    inner = copy.copy(context)
    inner.params = {**context.params, "kafka": None, "stable_for": 0.0, "wait": True}
    stopped = run_fleet(inner, read_fleet([{"name": name, "run_state": "stopped", "tasks_min": 0} for name in names]))
    if stopped.failure:
        raise InputError(f"No offset was forgotten and nothing removed: {stopped.failure}")
    with connected(context) as client:
        for name in names:
            offsets = Offsets(client, name)
            plan = plan_reset(offsets.look(patient=True), offsets.read())
            if plan.changed:
                offsets.write(plan)


def delete_topics(leaving: Leaving, planes: Mapping[str, DataPlane]) -> None:
    """Delete the topics, cluster by cluster."""
    for alias in sorted({item.cluster for item in leaving.topics.topics}):
        planes[alias].delete_topics(item.topic for item in leaving.topics.topics if item.cluster == alias)
