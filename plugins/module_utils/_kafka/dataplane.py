# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data plane of one Kafka cluster behind one small class.

Private to streamops.kafka. Reads and administers; decides nothing.
"""

from __future__ import annotations

import warnings
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import TopicState
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import (
    BEGINNING,
    READ_COMMITTED,
    Reader,
    TopicPartition,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.topic_admin import TopicAdmin
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.writer import NewRecord, write

try:
    import confluent_kafka
    import confluent_kafka.admin as kafka_admin
except ImportError:
    confluent_kafka = None
    kafka_admin = None

__all__ = ["DataPlane"]

_NO_ID = "AAAAAAAAAAAAAAAAAAAAAA"


class DataPlane(TopicAdmin):
    """One cluster: topics, configurations, offsets, groups, and readers over its partitions."""

    def ask(self, action: str, call: Callable[[Any], Any]) -> Any:
        """What the administrative client answers, its errors explained."""
        return self._call(action, lambda: call(self._admin))

    def brokers(self) -> int:
        """How many brokers are there now."""
        return len(self._metadata().brokers)

    def broker_ids(self) -> list[int]:
        """Ids of the brokers that are there now."""
        return sorted(self._metadata().brokers)

    def partitions(self) -> dict[str, int]:
        """Every topic this user may see, with its number of partitions."""
        return self.overview()[0]

    def overview(self) -> tuple[dict[str, int], dict[str, Any]]:
        """The same, and id and number of brokers of the cluster, in one request."""
        found = self._metadata()
        topics = {name: len(topic.partitions) for name, topic in found.topics.items() if topic.error is None}
        return topics, {"cluster_id": str(found.cluster_id or ""), "brokers": len(found.brokers)}

    def topics(self, names: Iterable[str]) -> dict[str, TopicState]:
        """Those of the named topics that exist, with their effective configuration."""
        known = self._metadata().topics
        present = [name for name in names if name in known and known[name].error is None]
        configs = self.configs(present)
        return {name: _topic_state(name, known[name], configs[name]) for name in present}

    def topic_ids(self, names: Iterable[str]) -> dict[str, str]:
        """Ids of topics, which another topic of the same name does not have; brokers before 2.8 tell none."""
        wanted = list(names)
        if not hasattr(self._admin, "describe_topics"):
            raise DataPlaneError(
                "the ids of topics cannot be read with this confluent_kafka: install version 2.3 or newer",
                {"cluster": self.cluster.alias, "kind": "not_permitted"},
            )
        if not wanted:
            return {}
        collection = confluent_kafka.TopicCollection(wanted)
        futures = self._admin.describe_topics(collection, request_timeout=self.timeout)
        ids = {name: str(self._result(f"describe topic {name}", found).topic_id) for name, found in futures.items()}
        return {name: topic_id for name, topic_id in ids.items() if topic_id != _NO_ID}

    def operations(self, topic: str) -> set[str]:
        """What this user may do with a topic, in the words of Kafka; everything where no rights are kept."""
        collection = confluent_kafka.TopicCollection([topic])
        options = {"include_authorized_operations": True, "request_timeout": self.timeout}
        futures = self._admin.describe_topics(collection, **options)
        found = self._result(f"describe topic {topic}", futures[topic])
        return {operation.name for operation in found.authorized_operations or ()}

    def configs(self, names: Iterable[str]) -> dict[str, dict[str, str]]:
        """Effective configuration of topics."""
        kind = kafka_admin.ConfigResource.Type.TOPIC
        resources = [kafka_admin.ConfigResource(kind, name) for name in names]
        if not resources:
            return {}
        futures = self._admin.describe_configs(resources, request_timeout=self.timeout)
        found = {resource.name: self._result("read topic configs", future) for resource, future in futures.items()}
        return {name: {key: entry.value for key, entry in config.items()} for name, config in found.items()}

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
        results = self._patiently(lambda: self._listed(request, level))
        return {(key.topic, key.partition): int(result.offset) for key, result in results.items()}

    def _listed(self, request: Mapping[Any, Any], level: Any) -> dict[Any, Any]:
        futures = self._admin.list_offsets(dict(request), isolation_level=level, request_timeout=self.timeout)
        return {key: self._result("read offsets", value) for key, value in futures.items()}

    def reader(self, start: Mapping[TopicPartition, int], isolation: str) -> Reader:
        """A reader over these partitions from these offsets."""
        return Reader(self._causes, start, isolation, factory=self._consumer_factory)

    def write(self, records: Sequence[NewRecord]) -> dict[TopicPartition, float]:
        """Write records of which no two share a partition; when each was acknowledged, on the monotonic clock."""
        return write(self._causes, records, self.timeout, self._producer_factory)

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
