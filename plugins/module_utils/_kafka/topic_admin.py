# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls to the brokers of one Kafka cluster that end in time, and the administration of its topics.

Private to streamops.kafka. Every call ends within ``timeout`` seconds or raises an error that names the cluster, the
cause and the fix.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from typing import Any, Callable, Iterable, Mapping, Optional, TypeVar

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError, StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import TopicSpec
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.client import Causes, explain

try:
    import confluent_kafka
    import confluent_kafka.admin as kafka_admin
except ImportError:
    confluent_kafka = None
    kafka_admin = None

__all__ = ["TopicAdmin"]

# Metadata is what every work begins with: a cluster that does not answer must be told soon.
_FIRST_CONTACT = 6.0
_ELECTING = {
    "LEADER_NOT_AVAILABLE",
    "NOT_LEADER_FOR_PARTITION",
    "OFFSET_NOT_AVAILABLE",
    "FENCED_LEADER_EPOCH",
    "UNKNOWN_LEADER_EPOCH",
    "REPLICA_NOT_AVAILABLE",
}
_T = TypeVar("_T")


class TopicAdmin:
    """A client of one cluster, and the writes to its topics."""

    def __init__(
        self,
        cluster: KafkaCluster,
        timeout: float = 8.0,
        admin_factory: Optional[Callable[[dict[str, Any]], Any]] = None,
        consumer_factory: Optional[Callable[[Mapping[str, Any]], Any]] = None,
        producer_factory: Optional[Callable[[Mapping[str, Any]], Any]] = None,
    ) -> None:
        self.cluster = cluster
        self.timeout = timeout
        self._causes = Causes(cluster)
        self._admin_factory = admin_factory
        self._consumer_factory = consumer_factory
        self._producer_factory = producer_factory
        self._client: Any = None
        self._making = threading.Lock()

    @property
    def _admin(self) -> Any:
        # Flows that are proven at the same time share the client.
        with self._making:
            if self._client is None:
                factory = self._admin_factory or kafka_admin.AdminClient
                try:
                    self._client = factory(self._causes.settings())
                except (ValueError, confluent_kafka.KafkaException) as error:
                    raise explain(error, self._causes, "set up a client", self.timeout) from error
            return self._client

    def _call(self, action: str, call: Callable[[], Any], seconds: Optional[float] = None) -> Any:
        client = self._admin
        try:
            return call()
        except (confluent_kafka.KafkaException, TimeoutError) as error:
            client.poll(0)  # delivers the causes of failed connections
            raise explain(error, self._causes, action, seconds or self.timeout) from error

    def _result(self, action: str, future: Future[Any]) -> Any:
        return self._call(action, lambda: future.result(self.timeout + 1))

    def _patiently(self, call: Callable[[], _T]) -> _T:
        """Repeat what fails while a partition gets another leader, which takes a healthy cluster a moment."""
        deadline = time.monotonic() + self.timeout
        while True:
            try:
                return call()
            except StreamopsError as error:
                if error.details.get("error") not in _ELECTING or time.monotonic() > deadline:
                    raise
            time.sleep(0.2)

    def _metadata(self) -> Any:
        seconds = min(self.timeout, _FIRST_CONTACT)
        return self._call("read metadata", lambda: self._admin.list_topics(timeout=seconds), seconds)

    def need_on_cluster(self, operation: str, action: str) -> None:
        """Raise when this user may not do that on the cluster.

        For some questions the client keeps a refusal to itself and answers with nothing, or even ends the process.
        """
        future = self._admin.describe_cluster(include_authorized_operations=True, request_timeout=self.timeout)
        allowed = {found.name for found in self._result("read its rights", future).authorized_operations or ()}
        if operation not in allowed:
            raise DataPlaneError(
                f"Kafka cluster {self.cluster.alias!r} does not allow this user to {action}: give it "
                f"{operation.lower()} on the cluster, or name another as admin of the cluster",
                {"cluster": self.cluster.alias, "kind": "not_permitted"},
            )

    def create_topics(self, specs: Iterable[TopicSpec], validate_only: bool = False) -> None:
        """Make topics, or only ask the cluster whether it would."""
        wanted = list(specs)
        if not wanted:
            return
        new = [
            kafka_admin.NewTopic(
                spec.name,
                num_partitions=-1 if spec.partitions is None else spec.partitions,
                replication_factor=-1 if spec.replication_factor is None else spec.replication_factor,
                config=dict(spec.config),
            )
            for spec in wanted
        ]
        futures = self._admin.create_topics(new, request_timeout=self.timeout, validate_only=validate_only)
        for name, future in futures.items():
            self._result(f"create topic {name}", future)
        if not validate_only:
            self._await(spec.name for spec in wanted)

    def _await(self, names: Iterable[str]) -> None:
        """Wait until metadata knows a leader of every partition of new topics."""
        missing = set(names)
        deadline = time.monotonic() + self.timeout
        while missing and time.monotonic() < deadline:
            topics = self._metadata().topics
            missing = {name for name in missing if not _led(topics.get(name))}
            if missing:
                time.sleep(0.1)
        if missing:
            raise DataPlaneError(
                f"Kafka cluster {self.cluster.alias!r}: topic {sorted(missing)[0]} was created but has no leader after "
                f"{self.timeout:g} s: check the brokers' logs",
                {"topics": sorted(missing), "kind": "refused"},
            )

    def add_partitions(self, totals: Mapping[str, int], validate_only: bool = False) -> None:
        """Raise topics to these numbers of partitions."""
        if totals:
            new = [kafka_admin.NewPartitions(name, total) for name, total in totals.items()]
            futures = self._admin.create_partitions(new, request_timeout=self.timeout, validate_only=validate_only)
            for name, future in futures.items():
                self._result(f"add partitions to topic {name}", future)

    def alter_configs(self, changes: Mapping[str, Mapping[str, str]], validate_only: bool = False) -> None:
        """Set the given configuration keys of topics; all others stay."""
        operation = kafka_admin.AlterConfigOpType.SET
        resources, kind = [], kafka_admin.ConfigResource.Type.TOPIC
        for name, config in changes.items():
            entries = [
                kafka_admin.ConfigEntry(key, val, incremental_operation=operation) for key, val in config.items()
            ]
            resources.append(kafka_admin.ConfigResource(kind, name, incremental_configs=entries))
        if resources:
            options = {"request_timeout": self.timeout, "validate_only": validate_only}
            for resource, future in self._admin.incremental_alter_configs(resources, **options).items():
                self._result(f"alter topic {resource.name}", future)

    def delete_topics(self, names: Iterable[str]) -> None:
        """Remove topics and their data."""
        wanted = list(names)
        if wanted:
            for name, future in self._admin.delete_topics(wanted, request_timeout=self.timeout).items():
                self._result(f"delete topic {name}", future)


def _led(topic: Any) -> bool:
    if topic is None or topic.error is not None:
        return False
    return bool(topic.partitions) and all(partition.leader >= 0 for partition in topic.partitions.values())
