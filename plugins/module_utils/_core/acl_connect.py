# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers of a Connect cluster and each of its connectors need on the cluster's Kafka.

Private to streamops.kafka. The collection makes the internal topics with the credentials of the Kafka cluster, so the
workers may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import PREFIXED
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_rights import Access, Named, names_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import entry
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import property_text

__all__ = ["Workers", "allow_connect", "workers_of"]

_MIRROR = "org.apache.kafka.connect.mirror."
_STORES = {"config": "configs", "offset": "offsets", "status": "status"}
# Keys that name the topic of a source connector.
_TOPIC_KEYS = ("topic", "kafka.topic", "offsets.storage.topic")
_DEBEZIUM = "io.debezium."


@dataclass(frozen=True)
class Workers:
    """The part of a Connect cluster that rights depend on."""

    name: str
    kafka: str
    principal: str
    group: str
    topics: Mapping[str, str]
    exactly_once: bool
    commits: bool  # whether offsets of sources are written by the worker, outside of the tasks' transactions

    @property
    def purpose(self) -> str:
        """How the cluster is called where its rights are shown."""
        return f"connect cluster {self.name}"


def workers_of(access: Access, connect_clusters: Mapping[str, Any], name: str) -> Workers:
    """The workers of one cluster of the inventory."""
    cluster = entry(connect_clusters, name, "connect_clusters")
    config = {str(key): property_text(value) for key, value in (cluster.get("config") or {}).items() if value}
    kafka = str(cluster.get("kafka"))
    return Workers(
        name=name,
        kafka=kafka,
        principal=access.who(kafka, cluster.get("credentials")),
        group=str(cluster.get("group_id") or f"connect-{name}"),
        topics={kind: config.get(f"{kind}.storage.topic", f"connect-{name}-{end}") for kind, end in _STORES.items()},
        exactly_once=config.get("exactly.once.source.support") in ("preparing", "enabled"),
        commits=config.get("exactly.once.source.support") != "enabled",
    )


def allow_connect(access: Access, connect_clusters: Mapping[str, Any], name: str) -> None:
    """The rights of one Connect cluster and of its connectors."""
    workers = workers_of(access, connect_clusters, name)
    _allow_workers(access, workers)
    for connector in entry(connect_clusters, name, "connect_clusters").get("connectors") or []:
        if connector.get("state", "present") != "absent":
            config = connector.get("config") or {}
            known = {str(key): property_text(value) for key, value in config.items() if value is not None}
            principal = (
                access.who(workers.kafka, connector["credentials"])
                if connector.get("credentials")
                else workers.principal
            )
            _Connector(access, workers, str(connector.get("name")), known, principal).allow()


def _allow_workers(access: Access, workers: Workers) -> None:
    def may(moment: str, resource: str, name: str, *operations: str) -> None:
        access.allow(
            workers.kafka, workers.principal, workers.purpose, moment, resource, [Named(name)], list(operations)
        )

    may("start", "group", workers.group, "read")
    for kind in ("config", "status"):
        may("start", "topic", workers.topics[kind], "read", "write")
    may("start", "topic", workers.topics["offset"], "read")
    if workers.commits:
        may("steady", "topic", workers.topics["offset"], "write")
    if workers.exactly_once:
        may("exactly_once", "transactional_id", f"connect-cluster-{workers.group}", "write")


class _Connector:
    """One connector, and who its clients log in as."""

    def __init__(self, access: Access, workers: Workers, name: str, config: Mapping[str, str], principal: str) -> None:
        self._access, self._workers = access, workers
        self._name, self._config, self._principal = name, config, principal

    def allow(self) -> None:
        """Its rights; of connectors of MirrorMaker those are told by ``mm2_flows``."""
        kind = self._config.get("connector.class", "")
        if kind.startswith(_MIRROR):
            self._note("is a connector of MirrorMaker: describe it in mm2_flows, which knows what it needs")
        elif "topics" in self._config or "topics.regex" in self._config:
            self._allow_sink()
        else:
            self._allow_source(kind)

    def _may(self, moment: str, resource: str, names: Iterable[Named], operations: Sequence[str]) -> None:
        self._access.allow(
            self._workers.kafka,
            self._principal,
            f"connector {self._workers.name}/{self._name}",
            moment,
            resource,
            names,
            operations,
        )

    def _note(self, text: str) -> None:
        self._access.note(self._workers.kafka, f"connector {self._name} of connect cluster {self._workers.name} {text}")

    def _allow_sink(self) -> None:
        topics = [Named(topic) for topic in _split(self._config.get("topics"))]
        topics += names_of([self._config["topics.regex"]]) if self._config.get("topics.regex") else []
        group = self._config.get("consumer.override.group.id") or f"connect-{self._name}"
        self._may("start", "group", [Named(group)], ["read"])
        self._may("steady", "topic", topics, ["read"])
        self._may("offset_reset", "group", [Named(group)], ["delete"])
        letters = self._config.get("errors.deadletterqueue.topic.name")
        if letters:
            self._may("dlq", "topic", [Named(letters)], ["write"])
            self._may("dlq_new", "topic", [Named(letters)], ["create"])

    def _allow_source(self, kind: str) -> None:
        topics = self._written(kind)
        if not topics:
            self._note(
                f"is of a class ({kind or 'none is given'}) whose topics its configuration does not tell: give write, "
                f"and create where it makes topics, in kafka_clusters.{self._workers.kafka}.acls"
            )
        self._may("steady", "topic", topics, ["write"])
        if any(key.startswith("topic.creation.") for key in self._config):
            self._may("new_topic", "topic", topics, ["create"])
        for history in _split(self._config.get("schema.history.internal.kafka.topic")):
            self._may("start", "topic", [Named(history)], ["read", "write", "create", "describe_configs"])
        self._allow_offsets()

    def _allow_offsets(self) -> None:
        """A connector keeps its offsets itself where it has a topic for them, or writes them in its transactions."""
        own = self._config.get("offsets.storage.topic")
        if own:
            self._may("start", "topic", [Named(own)], ["read", "write", "create"])
        if self._workers.exactly_once:
            ids = Named(f"{self._workers.group}-{self._name}-", PREFIXED)
            self._may("exactly_once", "transactional_id", [ids], ["write"])
            self._may("exactly_once", "topic", [Named(self._workers.topics["offset"])], ["read", "write"])

    def _written(self, kind: str) -> list[Named]:
        prefix = self._config.get("topic.prefix")
        if prefix and kind.startswith(_DEBEZIUM):
            return [Named(f"{prefix}.", PREFIXED), *self._heartbeats(prefix)]
        named = [Named(self._config[key]) for key in _TOPIC_KEYS[:2] if self._config.get(key)]
        return [Named(prefix, PREFIXED)] if prefix else named

    def _heartbeats(self, prefix: str) -> list[Named]:
        if self._config.get("heartbeat.interval.ms", "0") == "0":
            return []
        start: Optional[str] = self._config.get("topic.heartbeat.prefix")
        return [Named(f"{start or '__debezium-heartbeat'}.{prefix}")]


def _split(text: Optional[str]) -> list[str]:
    return [name for name in ((text or "").replace(" ", "")).split(",") if name]
