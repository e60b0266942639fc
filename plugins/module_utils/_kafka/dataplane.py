# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data plane of one Kafka cluster behind one small class.

Private to streamops.kafka. Reads and administers; decides nothing. Every call ends within ``timeout`` seconds or
raises an error that names the cluster, the cause and the fix.
"""

from __future__ import annotations

import time
import warnings
from concurrent.futures import Future
from typing import Any, Callable, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import TopicSpec, TopicState
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.client import Causes, explain
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import (
    BEGINNING,
    READ_COMMITTED,
    Reader,
    TopicPartition,
)

try:
    import confluent_kafka
    import confluent_kafka.admin as kafka_admin
except ImportError:
    confluent_kafka = None
    kafka_admin = None

__all__ = ["DataPlane"]

# Metadata is what every work begins with: a cluster that does not answer must be told soon.
_FIRST_CONTACT = 6.0


class DataPlane:
    """One cluster: topics, configurations, offsets, groups, and readers over its partitions."""

    def __init__(
        self,
        cluster: KafkaCluster,
        timeout: float = 8.0,
        admin_factory: Optional[Callable[[dict[str, Any]], Any]] = None,
        consumer_factory: Optional[Callable[[Mapping[str, Any]], Any]] = None,
    ) -> None:
        self.cluster = cluster
        self.timeout = timeout
        self._causes = Causes(cluster)
        self._admin_factory = admin_factory
        self._consumer_factory = consumer_factory
        self._client: Any = None

    @property
    def _admin(self) -> Any:
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

    def _metadata(self) -> Any:
        seconds = min(self.timeout, _FIRST_CONTACT)
        return self._call("read metadata", lambda: self._admin.list_topics(timeout=seconds), seconds)

    def brokers(self) -> int:
        """How many brokers are there now."""
        return len(self._metadata().brokers)

    def partitions(self) -> dict[str, int]:
        """Every topic this user may see, with its number of partitions."""
        topics = self._metadata().topics
        return {name: len(topic.partitions) for name, topic in topics.items() if topic.error is None}

    def topics(self, names: Iterable[str]) -> dict[str, TopicState]:
        """Those of the named topics that exist, with their effective configuration."""
        known = self._metadata().topics
        present = [name for name in names if name in known and known[name].error is None]
        configs = self.configs(present)
        return {name: _topic_state(name, known[name], configs[name]) for name in present}

    def configs(self, names: Iterable[str]) -> dict[str, dict[str, str]]:
        """Effective configuration of topics."""
        kind = kafka_admin.ConfigResource.Type.TOPIC
        resources = [kafka_admin.ConfigResource(kind, name) for name in names]
        if not resources:
            return {}
        futures = self._admin.describe_configs(resources, request_timeout=self.timeout)
        found = {resource.name: self._result("read topic configs", future) for resource, future in futures.items()}
        return {name: {key: entry.value for key, entry in config.items()} for name, config in found.items()}

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

    def begin_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """First offset that still stands in each partition."""
        return self._offsets(partitions, kafka_admin.OffsetSpec.earliest(), READ_COMMITTED)

    def end_offsets(self, partitions: Iterable[TopicPartition], isolation: str) -> dict[TopicPartition, int]:
        """High watermark (read_uncommitted) or last stable offset (read_committed) of each partition."""
        return self._offsets(partitions, kafka_admin.OffsetSpec.latest(), isolation)

    def _offsets(self, partitions: Iterable[TopicPartition], spec: Any, isolation: str) -> dict[TopicPartition, int]:
        request = {confluent_kafka.TopicPartition(topic, part): spec for topic, part in partitions}
        if not request:
            return {}
        committed = isolation == READ_COMMITTED
        levels = confluent_kafka.IsolationLevel
        level = levels.READ_COMMITTED if committed else levels.READ_UNCOMMITTED
        futures = self._admin.list_offsets(request, isolation_level=level, request_timeout=self.timeout)
        results = {(key.topic, key.partition): self._result("read offsets", value) for key, value in futures.items()}
        return {key: int(result.offset) for key, result in results.items()}

    def reader(self, start: Mapping[TopicPartition, int], isolation: str) -> Reader:
        """A reader over these partitions from these offsets."""
        return Reader(self._causes, start, isolation, factory=self._consumer_factory)

    def table(self, topic: str, isolation: str = READ_COMMITTED) -> dict[bytes, Optional[bytes]]:
        """A compacted topic read to its end: the last value of each key, removed keys left out."""
        count = self.partitions().get(topic, 0)
        state: dict[bytes, Optional[bytes]] = {}
        if count:
            with self.reader({(topic, part): BEGINNING for part in range(count)}, isolation) as reader:
                for record in reader.until_end(self.timeout):
                    state[record.key or b""] = record.value
        return {key: value for key, value in state.items() if value is not None}

    def groups(self) -> list[str]:
        """Ids of all consumer groups that this user may see."""
        future = self._admin.list_consumer_groups(request_timeout=self.timeout)
        return sorted(group.group_id for group in self._result("list groups", future).valid)

    def committed(self, groups: Iterable[str]) -> dict[str, dict[TopicPartition, int]]:
        """Committed offsets of groups."""
        requests = [confluent_kafka.ConsumerGroupTopicPartitions(group) for group in groups]
        futures = [
            self._admin.list_consumer_group_offsets([request], request_timeout=self.timeout) for request in requests
        ]
        found = {}
        for future in (item for entry in futures for item in entry.values()):
            answer = self._result("read committed offsets", future)
            offsets = {(item.topic, item.partition): item.offset for item in answer.topic_partitions}
            found[answer.group_id] = {key: offset for key, offset in offsets.items() if offset >= 0}
        return found

    def members(self, group: str) -> tuple[str, list[dict[str, Any]]]:
        """State and live members of a group of any protocol; metadata and assignment are its protocol's bytes."""
        with warnings.catch_warnings():
            # The successor of this call refuses every group that is not a consumer group, Connect's among them.
            warnings.simplefilter("ignore", DeprecationWarning)
            listed = self._call("describe groups", lambda: self._admin.list_groups(group, timeout=self.timeout))
        fields = ("id", "client_id", "client_host", "metadata", "assignment")
        for entry in listed:
            if entry.id == group:
                return entry.state, [{name: getattr(member, name) for name in fields} for member in entry.members]
        return "", []


def _topic_state(name: str, topic: Any, config: Mapping[str, str]) -> TopicState:
    replicas = [len(partition.replicas) for partition in topic.partitions.values()]
    return TopicState(name, len(replicas), max(replicas, default=0), config)


def _led(topic: Any) -> bool:
    if topic is None or topic.error is not None:
        return False
    return bool(topic.partitions) and all(partition.leader >= 0 for partition in topic.partitions.values())
