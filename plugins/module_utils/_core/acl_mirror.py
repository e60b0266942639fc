# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mirror flow needs on its source and on its target, in either mode.

Private to streamops.kafka. A dedicated instance logs in once per cluster. On a Connect cluster the records, checkpoints
and the state of the connectors are written by the workers, and topics, their configurations and the positions of groups
by the flow's own credentials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import PREFIXED
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_connect import Workers, workers_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_rights import Access, Named, names_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import DEDICATED, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import connector_names
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import known_policy
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_pairs import Pair, instance_pairs

__all__ = ["allow_flows"]


def _copied(flow: Flow) -> list[Named]:
    """What the flow reads on its source, heartbeats aside."""
    return names_of(flow.all_topics)


def _copies(flow: Flow) -> list[Named]:
    """What it writes on its target, heartbeats aside; where somebody else's class names it, that may be anything."""
    if not known_policy(flow):
        return names_of([".*"])
    return names_of(flow.all_topics, "" if flow.replication_policy == "identity" else flow.source + flow.separator)


def allow_flows(access: Access, flows: Sequence[Flow], connect_clusters: Mapping[str, Any]) -> None:
    """The rights of all flows that are on."""
    active = [flow for flow in flows if flow.enabled]
    into = sorted({flow.target for flow in active if flow.mode == DEDICATED})
    for pair in instance_pairs(active, into) if into else ():
        _allow_pair(access, pair)
    for flow in active:
        _Ends.of(access, flow, connect_clusters).allow()


def _allow_pair(access: Access, pair: Pair) -> None:
    """A pair of a dedicated instance is a Connect worker on its target, for a flow there or for heartbeats."""
    if pair.flow is not None:
        _allow_worker(access, pair, pair.flow, pair.flow.target_credentials)
        if pair.flow.exactly_once:
            _allow_transactions(access, pair, pair.flow)
    if pair.heartbeats_of is not None:
        _allow_worker(access, pair, pair.heartbeats_of, pair.heartbeats_of.source_credentials)


def _allow_worker(access: Access, pair: Pair, flow: Flow, credentials: str) -> None:
    principal = access.who(pair.target, credentials)

    def may(moment: str, resource: str, name: str, *operations: str) -> None:
        access.allow(pair.target, principal, f"flow {flow.name}", moment, resource, [Named(name)], operations)

    may("start", "group", f"{pair.source}-mm2", "read")
    for kind in ("configs", "status"):
        may("start", "topic", f"mm2-{kind}.{pair.source}.internal", "read", "write")
    may("start", "topic", f"mm2-offsets.{pair.source}.internal", "read")
    may("steady", "topic", f"mm2-offsets.{pair.source}.internal", "write")


def _allow_transactions(access: Access, pair: Pair, flow: Flow) -> None:
    """The leader's transactions, and those of the tasks."""
    principal = access.who(pair.target, flow.target_credentials)
    ids = [Named(f"connect-cluster-{pair.source}-mm2"), Named(f"{pair.source}-mm2-", PREFIXED)]
    access.allow(pair.target, principal, f"flow {flow.name}", "exactly_once", "transactional_id", ids, ["write"])


@dataclass(frozen=True)
class _Ends:
    """A flow, and who acts for it where: on the source, on the target, and as the producer there."""

    access: Access
    flow: Flow
    source: str
    target: str
    producer: str
    workers: Optional[Workers]

    @classmethod
    def of(cls, access: Access, flow: Flow, connect_clusters: Mapping[str, Any]) -> _Ends:
        source = access.who(flow.source, flow.source_credentials)
        target = access.who(flow.target, flow.target_credentials)
        if flow.mode == DEDICATED:
            return cls(access, flow, source, target, target, None)
        there = [name for name, cluster in connect_clusters.items() if cluster.get("kafka") == flow.target]
        name = flow.connect_cluster or "".join(there[:1])
        if name not in there:
            access.note(
                flow.target,
                f"flow {flow.name} runs on a Connect cluster that connect_clusters does not describe: what its workers "
                "write is taken to be written as the flow's target_credentials",
            )
            return cls(access, flow, source, target, target, None)
        workers = workers_of(access, connect_clusters, name)
        return cls(access, flow, source, target, workers.principal, workers)

    def allow(self) -> None:
        self._copying()
        self._topics()
        self._heartbeats()
        self._offset_syncs()
        self._checkpoints()
        self._topic_acls()
        self._exactly_once()

    def _on_source(self, moment: str, resource: str, names: Sequence[Named], *operations: str) -> None:
        self.access.allow(self.flow.source, self.source, f"flow {self.flow.name}", moment, resource, names, operations)

    def _on_target(self, who: str, moment: str, resource: str, names: Sequence[Named], *operations: str) -> None:
        self.access.allow(self.flow.target, who, f"flow {self.flow.name}", moment, resource, names, operations)

    def _copying(self) -> None:
        self._on_source("steady", "topic", _copied(self.flow), "read")
        self._on_target(self.producer, "steady", "topic", _copies(self.flow), "write")

    def _topics(self) -> None:
        """Topics are made as the source has them, grow with it, and follow its configuration."""
        self._on_source("new_topic", "topic", _copied(self.flow), "describe_configs")
        self._on_target(self.target, "new_topic", "topic", _copies(self.flow), "create")
        self._on_target(self.target, "new_partitions", "topic", _copies(self.flow), "alter")
        if self.flow.sync_topic_configs:
            self._on_target(self.target, "sync_configs", "topic", _copies(self.flow), "alter_configs")

    def _heartbeats(self) -> None:
        if self.flow.heartbeats:
            here, there = [Named("heartbeats")], [Named(self.flow.remote_heartbeats)]
            self._on_source("steady", "topic", here, "read", "write")
            self._on_source("new_topic", "topic", here, "describe_configs")
            self._on_target(self.producer, "steady", "topic", there, "write")
            self._on_target(self.target, "new_topic", "topic", there, "create")
            self._on_target(self.target, "new_partitions", "topic", there, "alter")
            if self.flow.sync_topic_configs:
                self._on_target(self.target, "sync_configs", "topic", there, "alter_configs")

    def _offset_syncs(self) -> None:
        if not (self.flow.offset_syncs and known_policy(self.flow)):
            return
        principal = self.source if self.flow.offset_syncs_location == "source" else self.target
        operations = ["write", "read"] if self.flow.checkpoints else ["write"]
        moments = {"write": "steady", "read": "checkpoints"}
        for operation in operations:
            self.access.allow(
                self.flow.offset_syncs_cluster,
                principal,
                f"flow {self.flow.name}",
                moments[operation],
                "topic",
                [Named(self.flow.offset_syncs_topic)],
                [operation],
            )

    def _checkpoints(self) -> None:
        if not self.flow.checkpoints:
            return
        groups = names_of(self.flow.groups)
        self._on_source("checkpoints", "group", groups, "describe")
        if known_policy(self.flow):
            topic = [Named(self.flow.checkpoints_topic)]
            self._on_target(self.producer, "checkpoints", "topic", topic, "write")
            self._on_target(self.target, "restart", "topic", topic, "read")
        if self.flow.sync_group_offsets:
            self._on_target(self.target, "sync_groups", "group", groups, "read")
            self._on_target(self.target, "sync_groups", "topic", _copies(self.flow), "read")

    def _topic_acls(self) -> None:
        if self.flow.sync_topic_acls:
            purpose = f"flow {self.flow.name}"
            self.access.allow_cluster(self.flow.source, self.source, purpose, "sync_acls", "describe")
            self.access.allow_cluster(self.flow.target, self.target, purpose, "sync_acls", "alter")

    def _exactly_once(self) -> None:
        """On a Connect cluster each task has a producer of its own; that of heartbeats is on the source."""
        if self.workers is None or not self.workers.exactly_once:
            return
        for kind, name in connector_names(self.flow).items():
            ids = [Named(f"{self.workers.group}-{name}-", PREFIXED)]
            offsets = [Named(self.workers.topics["offset"])]
            if kind != "MirrorHeartbeatConnector":
                self._on_target(self.producer, "exactly_once", "transactional_id", ids, "write")
                self._on_target(self.producer, "exactly_once", "topic", offsets, "read", "write")
            elif self.flow.heartbeats:
                self._on_source("exactly_once", "transactional_id", ids, "write")
                self._on_source("exactly_once", "topic", offsets, "read", "write", "create")
