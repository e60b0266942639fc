# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""MirrorMaker's own topics about one flow, kept current.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Protocol

from ansible_collections.streamops.kafka.plugins.module_utils._core import mirror_codec as codec
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import connector_rows, group_rows
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import Sample
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_rest import with_configs
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import READ_UNCOMMITTED, TopicPartition
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.readers import Tables

__all__ = ["Elsewhere", "MirrorState", "topics_of"]


class Elsewhere(Protocol):
    """Who knows life and positions of a flow that has no processes of its own: the workers of a Connect cluster."""

    def life(self) -> Mapping[str, Any]:
        """Group, statuses and connectors, as they stand in the evidence."""

    def positions(self) -> Mapping[TopicPartition, int]:
        """Offset of the last copied record of each source partition."""

    def running(self) -> Mapping[str, Mapping[str, Any]]:
        """The running connectors by kind: configuration, number of tasks, partitions given to tasks."""

    def cluster_id(self) -> str:
        """The id of the cluster that the workers write to."""


def topics_of(plane: DataPlane) -> tuple[dict[str, int], dict[str, Any]]:
    """The topics of a cluster with their partitions, and what the cluster is, or why it cannot be read."""
    cluster = {"alias": plane.cluster.alias, "bootstrap_servers": plane.cluster.bootstrap_servers}
    try:
        topics, facts = plane.overview()
    except StreamopsError as error:
        return {}, {**cluster, "reachable": False, "error": error.message, "cluster_id": "", "brokers": 0}
    return topics, {**cluster, "reachable": True, "error": "", **facts}


class MirrorState:
    """What MirrorMaker wrote down: configuration, states, positions, checkpoints, offset-syncs."""

    def __init__(
        self,
        view: MirrorView,
        target: DataPlane,
        target_topics: Mapping[str, int],
        source: Optional[DataPlane],
        source_topics: Mapping[str, int],
        elsewhere: Optional[Elsewhere] = None,
    ) -> None:
        self._elsewhere = elsewhere
        self._known: Mapping[TopicPartition, int] = {}
        self._configs: Mapping[str, Mapping[str, Any]] = {}
        self._view = view
        self._target = target
        self._target_topics = target_topics
        flow = view.flow
        names = {view.config_topic, view.status_topic, view.offset_topic, flow.checkpoints_topic}
        here = flow.offset_syncs_location == "target"
        names.update({flow.offset_syncs_topic} if here else ())
        self.begun: Mapping[tuple[str, str, int], codec.Checkpoint] = {}
        self._there = Tables(target, {name: target_topics.get(name, 0) for name in names})
        self._syncs = self._there
        if not here:
            count = source_topics.get(flow.offset_syncs_topic, 0) if source else 0
            self._syncs = Tables(source or target, {flow.offset_syncs_topic: count})

    def fill(self) -> None:
        """Read everything once."""
        self._there.fill(self._target.timeout)
        self._syncs.fill(self._target.timeout)
        if self._elsewhere is not None:
            self._configs = self._elsewhere.running()
        self._take_positions()
        self.begun = self.checkpoints()

    def refresh(self) -> None:
        """Take in what was added."""
        self._there.refresh()
        self._syncs.refresh()
        self._take_positions()

    def _take_positions(self) -> None:
        """Before anybody reads the ends of the source: a later position could lie beyond them."""
        if self._elsewhere is not None:
            self._known = self._elsewhere.positions()
        else:
            self._known = codec.positions(self._there[self._view.offset_topic], self._view.flow.source)

    def close(self) -> None:
        """Give the connections back."""
        self._there.close()
        self._syncs.close()

    def running(self) -> Mapping[str, Mapping[str, Any]]:
        """The running connectors, as dedicated processes wrote them down or as the workers told in the beginning."""
        if self._elsewhere is not None:
            return self._configs
        return codec.running_configs(self._there[self._view.config_topic])

    def statuses(self) -> list[dict[str, Any]]:
        """States of connectors and tasks."""
        return codec.statuses(self._there[self._view.status_topic])

    @property
    def worker_cluster(self) -> Optional[str]:
        """The id of the cluster that the workers write to; None for dedicated processes."""
        return None if self._elsewhere is None else self._elsewhere.cluster_id()

    def samples(
        self,
        keys: Iterable[TopicPartition],
        ends: Mapping[TopicPartition, int],
        high: Mapping[TopicPartition, int],
    ) -> dict[TopicPartition, Sample]:
        """What is known of partitions of the source; the ends were read after the last refresh."""
        wanted = list(keys)
        remote = {key: (self._view.remote(key[0]), key[1]) for key in wanted}
        there = [place for place in remote.values() if place[1] < self._target_topics.get(place[0], 0)]
        target_ends = self._target.end_offsets(there, READ_UNCOMMITTED)
        syncs = {} if self._view.flow.exactly_once else self.syncs()
        sole = self._view.sole_writer
        return {
            key: Sample(
                self._known.get(key), syncs.get(key), target_ends.get(remote[key]), ends[key], high.get(key), sole
            )
            for key in wanted
        }

    def life(self) -> Mapping[str, Any]:
        """Who serves the flow now, and what states were written down."""
        if self._elsewhere is not None:
            return with_configs(self._elsewhere.life(), self._configs)
        return {"group": self._members(), "statuses": self.statuses(), "connectors": connector_rows(self.running())}

    def _members(self) -> dict[str, Any]:
        group, flow = self._view.group, self._view.flow
        state, members = self._target.members(group)
        rows = []
        for member in members:
            owned = codec.owned_tasks(member["metadata"] or b"", member["assignment"] or b"")
            tasks = None if owned is None else [f"{name}-{task}" for name, task in sorted(owned) if task >= 0]
            rows.append({"client_id": member["client_id"], "host": member["client_host"], "tasks": tasks})
        hint = "" if rows else f"group {group} on {flow.target} has no member; start MirrorMaker for {flow.name}"
        return {"id": group, "state": state, "members": rows, "hint": hint}

    def syncs(self) -> dict[TopicPartition, tuple[int, int]]:
        """The newest offset-sync of each partition of the source."""
        return codec.offset_syncs(self._syncs[self._view.flow.offset_syncs_topic])

    def checkpoints(self) -> dict[tuple[str, str, int], codec.Checkpoint]:
        """The newest checkpoint by group, topic on the target and partition."""
        return codec.checkpoints(self._there[self._view.flow.checkpoints_topic])

    def groups(self, committed: Mapping[str, Mapping[TopicPartition, int]], max_records: int) -> list[dict[str, Any]]:
        """How the checkpoints stand to the committed offsets."""
        return group_rows(self._view, committed, self.checkpoints(), self.syncs(), max_records)
