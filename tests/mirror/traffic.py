# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records and consumer groups of one Kafka cluster, made by a client that is not under test."""

from __future__ import annotations

import time
from typing import Any, Iterable, Mapping, NamedTuple, Optional

from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

__all__ = ["Seen", "Traffic"]

Place = tuple[str, int]
_PATIENCE = 30.0
_ELECTING = ("LEADER_NOT_AVAILABLE", "NOT_LEADER_FOR_PARTITION", "UNKNOWN_LEADER_EPOCH")


class Seen(NamedTuple):
    """A record that was read."""

    topic: str
    partition: int
    offset: int
    key: Optional[bytes]
    value: Optional[bytes]


class Traffic:
    """What applications would do on one cluster. Values count up for each topic: ``<topic>-0``, ``<topic>-1``, ..."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = {**settings, "log_level": 2}  # brokers that are gone are no news here
        self._numbers: dict[str, int] = {}
        self.admin = AdminClient(self._settings)

    def topic(self, name: str, partitions: int = 1, **config: str) -> None:
        """Create a topic and wait until its partitions have leaders."""
        new = NewTopic(name, partitions, 1, config={key.replace("__", "."): text for key, text in config.items()})
        self.admin.create_topics([new])[name].result(_PATIENCE)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            found = self.admin.list_topics(name, timeout=_PATIENCE).topics[name]
            if len(found.partitions) == partitions and all(part.leader >= 0 for part in found.partitions.values()):
                return
            time.sleep(0.05)
        raise AssertionError(f"topic {name} has no leaders")

    def delete_topic(self, name: str) -> None:
        """Delete a topic and wait until it is gone."""
        self.admin.delete_topics([name])[name].result(_PATIENCE)
        end = time.monotonic() + _PATIENCE
        while name in self.admin.list_topics(timeout=_PATIENCE).topics:
            assert time.monotonic() < end, f"topic {name} is still there"
            time.sleep(0.05)

    def produce(
        self,
        topic: str,
        count: int = 0,
        partition: Optional[int] = None,
        values: Optional[Iterable[bytes]] = None,
        **settings: str,
    ) -> list[bytes]:
        """Write ``count`` numbered records, over all partitions in turn or into one; or the given values."""
        if values is None:
            first = self._numbers.get(topic, 0)
            self._numbers[topic] = first + count
            values = [b"%s-%d" % (topic.encode(), number) for number in range(first, first + count)]
        given = {key.replace("__", "."): text for key, text in settings.items()}
        producer = Producer({**self._settings, "linger.ms": 5, **given})
        partitions = len(self.admin.list_topics(topic, timeout=_PATIENCE).topics[topic].partitions)
        written = list(values)
        for number, value in enumerate(written):
            to = number % partitions if partition is None else partition
            producer.produce(topic, value=value, key=value, partition=to)
            producer.poll(0)
        assert producer.flush(_PATIENCE) == 0, f"not everything was written to {topic}"
        return written

    def read(self, topic: str, count: Optional[int] = None, seconds: float = _PATIENCE) -> list[Seen]:
        """A topic from its beginning: ``count`` records, or to its present end; without a group, committed only."""
        ends = self.ends(topic)
        if not ends:
            return []
        consumer = self._consumer("tests-reader", **{"enable.partition.eof": True})
        consumer.assign([TopicPartition(*place, 0) for place in ends])
        seen, ended, end = [], set(), time.monotonic() + seconds
        while time.monotonic() < end and (count is None or len(seen) < count) and (count or ended < set(ends)):
            message = consumer.poll(0.2)
            if message is not None and message.error():
                ended.add((message.topic(), message.partition()))
            elif message is not None:
                seen.append(_seen(message))
        consumer.close()
        return seen

    def consume_group(self, group: str, topics: Iterable[str], count: int, seconds: float = _PATIENCE) -> list[Seen]:
        """Read so many records as a member of a group, commit them, leave."""
        consumer = self._consumer(group)
        consumer.subscribe(list(topics))
        seen: list[Seen] = []
        end = time.monotonic() + seconds
        while len(seen) < count and time.monotonic() < end:
            message = consumer.poll(0.2)
            if message is not None and not message.error():
                seen.append(_seen(message))
        if seen:
            last = {(item.topic, item.partition): item.offset + 1 for item in seen}
            offsets = [TopicPartition(*place, offset) for place, offset in last.items()]
            consumer.commit(offsets=offsets, asynchronous=False)
        consumer.close()
        assert len(seen) == count, f"group {group} read {len(seen)} of {count} records within {seconds:g} s"
        return seen

    def commit(self, group: str, offsets: Mapping[Place, int]) -> None:
        """Set committed offsets of a group without members."""
        places = [TopicPartition(*place, offset) for place, offset in offsets.items()]
        request = ConsumerGroupTopicPartitions(group, places)
        self.admin.alter_consumer_group_offsets([request])[group].result(_PATIENCE)

    def committed(self, group: str) -> dict[Place, int]:
        """Committed offsets of a group."""
        answer = self.admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])[group].result(_PATIENCE)
        return {(item.topic, item.partition): item.offset for item in answer.topic_partitions if item.offset >= 0}

    def topics(self) -> dict[str, int]:
        """All topics, with their partitions."""
        found = self.admin.list_topics(timeout=_PATIENCE).topics
        return {name: len(topic.partitions) for name, topic in found.items()}

    def ends(self, topic: str) -> dict[Place, int]:
        """End offset of each partition; nothing when there is no such topic."""
        end = time.monotonic() + _PATIENCE
        while True:
            asked = {TopicPartition(topic, part): OffsetSpec.latest() for part in range(self.topics().get(topic, 0))}
            answers = self.admin.list_offsets(asked) if asked else {}
            try:
                return {(at.topic, at.partition): found.result(_PATIENCE).offset for at, found in answers.items()}
            except KafkaException as error:  # a new topic that is known before it has a leader
                if error.args[0].name() not in _ELECTING or time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def count(self, topic: str) -> int:
        """How many offsets all partitions of a topic have had."""
        return sum(self.ends(topic).values())

    def _consumer(self, group: str, **settings: Any) -> Consumer:
        fixed = {"enable.auto.commit": False, "auto.offset.reset": "earliest", "fetch.wait.max.ms": 50}
        return Consumer({**self._settings, "group.id": group, **fixed, **settings})


def _seen(message: Any) -> Seen:
    return Seen(message.topic(), message.partition(), message.offset(), message.key(), message.value())
