# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Kafka cluster in memory behind the calls of confluent_kafka that the collection makes."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

from confluent_kafka import ConsumerGroupState, KafkaError, KafkaException, Uuid

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane


def done(value: Any) -> Future:
    future: Future = Future()
    if isinstance(value, Exception):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


def kafka_error(code: int, text: str = "") -> KafkaException:
    return KafkaException(KafkaError(code, text))


_IDS = itertools.count(1)


class FakeCluster:
    """Topics as lists of partitions, each a list of (key, value); ``on_poll`` lets time pass."""

    def __init__(self, alias: str, brokers: int = 1) -> None:
        self.alias = alias
        self.broker_count = brokers
        self.log: dict[str, list[list[tuple[Any, Any]]]] = {}
        self.config: dict[str, dict[str, str]] = {}
        self.id = f"id-of-{alias}"
        self.ids: dict[str, Uuid] = {}
        self.committed: dict[str, dict[tuple[str, int], int]] = {}
        self.members: dict[str, list[tuple[bytes, bytes]]] = {}
        self.calls: list[tuple[str, Any]] = []
        self.errors: dict[str, Exception] = {}
        self.isolations: set[str] = set()
        self.consumers: set[FakeConsumer] = set()
        self.states: dict[str, str] = {}
        self.on_write: Any = None

    def topic(self, name: str, partitions: int = 1, **config: str) -> None:
        self.log[name] = [[] for dummy in range(partitions)]
        self.ids[name] = Uuid(1, next(_IDS))
        self.config[name] = {"cleanup.policy": "delete", **config}

    def taken(self, topic: str) -> None:
        """Give the consumers that follow a topic, each in its own thread, the time to take what is there."""
        deadline = time.monotonic() + 5
        end = len(self.log[topic][0])
        while any(consumer.at.get((topic, 0), end) < end for consumer in list(self.consumers)):
            if time.monotonic() > deadline:
                return
            time.sleep(0.001)

    def put(self, topic: str, key: Any, value: Any, partition: int = 0) -> None:
        self.log[topic][partition].append((key, value))

    def plane(self, timeout: float = 2.0) -> DataPlane:
        cluster = KafkaCluster.from_options({"alias": self.alias, "bootstrap_servers": f"{self.alias}:9092"})
        return DataPlane(
            cluster, timeout, lambda conf: FakeAdmin(self), lambda conf: FakeConsumer(self, conf), self._producer
        )

    def _producer(self, conf: Any) -> FakeProducer:
        return FakeProducer(self, conf)


class FakeAdmin:
    def __init__(self, cluster: FakeCluster) -> None:
        self.cluster = cluster

    def poll(self, seconds: float) -> None:
        """Nothing to deliver."""

    def _note(self, name: str, value: Any = None) -> None:
        self.cluster.calls.append((name, value))
        if name in self.cluster.errors:
            raise self.cluster.errors[name]

    def list_topics(self, timeout: float) -> Any:
        self._note("list_topics")
        replicas = list(range(self.cluster.broker_count))
        topics = {
            name: SimpleNamespace(
                error=None,
                partitions={part: SimpleNamespace(replicas=replicas, leader=0) for part in range(len(partitions))},
            )
            for name, partitions in self.cluster.log.items()
        }
        return SimpleNamespace(brokers=dict.fromkeys(replicas), topics=topics, cluster_id=self.cluster.id)

    def describe_cluster(self, include_authorized_operations: bool, request_timeout: float) -> Any:
        allowed = [SimpleNamespace(name="DESCRIBE")] if include_authorized_operations else None
        return done(self.cluster.errors.get("describe_cluster", SimpleNamespace(authorized_operations=allowed)))

    def describe_topics(self, topics: Any, request_timeout: float, include_authorized_operations: bool = False) -> Any:
        self.cluster.calls.append(("describe_topics", topics.topic_names))
        refused = self.cluster.errors.get("describe_topics")
        ids = self.cluster.ids
        allowed = [SimpleNamespace(name="WRITE")] if include_authorized_operations else None
        return {
            name: done(refused or SimpleNamespace(topic_id=ids.get(name), authorized_operations=allowed))
            for name in topics.topic_names
        }

    def describe_configs(self, resources: Any, request_timeout: float) -> Any:
        if "describe_brokers" in self.cluster.errors and any(resource.name.isdigit() for resource in resources):
            return {resource: done(self.cluster.errors["describe_brokers"]) for resource in resources}
        return {
            resource: done(
                {key: SimpleNamespace(value=value) for key, value in self.cluster.config.get(resource.name, {}).items()}
            )
            for resource in resources
        }

    def create_topics(self, new: Any, request_timeout: float, validate_only: bool) -> Any:
        self._note("create", (validate_only, [topic.topic for topic in new]))
        for topic in new:
            if not validate_only:
                self.cluster.topic(topic.topic, max(topic.num_partitions, 1), **topic.config)
        return {topic.topic: done(None) for topic in new}

    def create_partitions(self, new: Any, request_timeout: float, validate_only: bool) -> Any:
        self._note("grow", (validate_only, {item.topic: item.new_total_count for item in new}))
        return {item.topic: done(None) for item in new}

    def incremental_alter_configs(self, resources: Any, request_timeout: float, validate_only: bool) -> Any:
        changed = {
            resource.name: {entry.name: entry.value for entry in resource.incremental_configs} for resource in resources
        }
        self._note("alter", (validate_only, changed))
        return {resource: done(self.cluster.errors.get("altered")) for resource in resources}

    def delete_topics(self, names: Any, request_timeout: float) -> Any:
        self._note("delete", list(names))
        return {name: done(self.cluster.log.pop(name, None) and None) for name in names}

    def list_offsets(self, request: Any, isolation_level: Any, request_timeout: float) -> Any:
        self.cluster.calls.append(("list_offsets", isolation_level.name))
        found = {}
        for place, spec in request.items():
            end = len(self.cluster.log[place.topic][place.partition])
            offset = 0 if "Earliest" in type(spec).__name__ else end
            found[place] = done(self.cluster.errors.get("list_offsets") or SimpleNamespace(offset=offset))
        return found

    def list_consumer_groups(self, request_timeout: float) -> Any:
        return done(SimpleNamespace(valid=[SimpleNamespace(group_id=name) for name in self.cluster.committed]))

    def list_consumer_group_offsets(self, requests: Any, request_timeout: float) -> Any:
        (request,) = requests
        offsets = self.cluster.committed[request.group_id]
        places = [SimpleNamespace(topic=topic, partition=part, offset=at) for (topic, part), at in offsets.items()]
        return {request.group_id: done(SimpleNamespace(group_id=request.group_id, topic_partitions=places))}

    def describe_consumer_groups(self, groups: Any, request_timeout: float) -> Any:
        self._note("describe_groups", list(groups))
        found = {}
        for group in groups:
            state = self.cluster.states.get(group, "DEAD")
            found[group] = done(self.cluster.errors.get(group) or SimpleNamespace(state=ConsumerGroupState[state]))
        return found

    def list_groups(self, group: str, timeout: float) -> Any:
        self._note("list_groups", group)
        return [
            SimpleNamespace(
                id=name,
                state="Stable",
                members=[
                    SimpleNamespace(
                        id="m", client_id="a->b", client_host="/h", metadata=metadata, assignment=assignment
                    )
                    for metadata, assignment in members
                ],
            )
            for name, members in self.cluster.members.items()
        ]


class FakeMessage:
    def __init__(self, topic: str, partition: int, offset: int, record: Any = None, error: Any = None) -> None:
        self._place = (topic, partition, offset)
        self._record = record or (None, None)
        self._error = error

    def topic(self) -> str:
        return self._place[0]

    def partition(self) -> int:
        return self._place[1]

    def offset(self) -> int:
        return self._place[2]

    def key(self) -> Any:
        return self._record[0]

    def value(self) -> Any:
        return self._record[1]

    def headers(self) -> Any:
        return self._record[2] if len(self._record) > 2 else None

    def timestamp(self) -> tuple[int, int]:
        return (1, 1000)

    def error(self) -> Any:
        return self._error


class FakeConsumer:
    def __init__(self, cluster: FakeCluster, conf: Any) -> None:
        assert conf["enable.auto.commit"] is False
        cluster.isolations.add(conf["isolation.level"])
        self.cluster = cluster
        self.at: dict[tuple[str, int], int] = {}
        self.told: set[tuple[str, int]] = set()
        cluster.consumers.add(self)

    def assign(self, places: Any) -> None:
        for place in places:
            end = len(self.cluster.log[place.topic][place.partition])
            self.at[(place.topic, place.partition)] = {-2: 0, -1: end}.get(place.offset, place.offset)

    def consume(self, count: int, seconds: float) -> list[FakeMessage]:
        messages = []
        for (topic, part), offset in self.at.items():
            records = self.cluster.log[topic][part]
            end = len(records)
            messages.extend(FakeMessage(topic, part, at, records[at]) for at in range(offset, end))
            self.at[(topic, part)] = end
            if "stuck" not in self.cluster.errors and (topic, part) not in self.told:
                self.told.add((topic, part))
                messages.append(FakeMessage(topic, part, -1, error=KafkaError(KafkaError._PARTITION_EOF)))
        if "read" in self.cluster.errors and not any(topic.startswith("mm2-") for topic, dummy in self.at):
            messages.append(FakeMessage("t", 0, 0, error=self.cluster.errors["read"].args[0]))
        return messages

    def poll(self, seconds: float) -> None:
        """Nothing more is there."""

    def close(self) -> None:
        self.cluster.calls.append(("close", None))
        self.cluster.consumers.discard(self)


class FakeProducer:
    """Acknowledges at once; ``on_write`` of the cluster sees each record, as MirrorMaker would."""

    def __init__(self, cluster: FakeCluster, conf: Any) -> None:
        assert conf["enable.idempotence"] is True
        self.cluster = cluster

    def produce(self, topic: str, value: Any, key: Any, partition: int, headers: Any, on_delivery: Any) -> None:
        error = self.cluster.errors.get("produce")
        self.cluster.calls.append(("produce", (topic, partition)))
        if "silent" in self.cluster.errors:
            return
        if error is None:
            self.cluster.log[topic][partition].append((key, value, headers))
            if self.cluster.on_write:
                self.cluster.on_write(topic, partition, (key, value, headers))
        on_delivery(error and error.args[0], FakeMessage(topic, partition, 0))

    def flush(self, seconds: float) -> int:
        return 0
