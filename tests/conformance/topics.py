# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Topics with records, for sinks to read."""

from __future__ import annotations

from typing import Iterable

from confluent_kafka import ConsumerGroupTopicPartitions, Producer
from confluent_kafka.admin import AdminClient, NewTopic

PARTITIONS = 3
RECORDS = 10


def make_topics(bootstrap: str, names: Iterable[str]) -> None:
    """Create the topics and put records into each partition."""
    names = list(names)
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in names]).values():
        future.result(30)
    produce(bootstrap, names)


def produce(bootstrap: str, names: Iterable[str]) -> None:
    """Put records into each partition."""
    producer = Producer({"bootstrap.servers": bootstrap})
    for name in names:
        for number in range(PARTITIONS * RECORDS):
            producer.produce(name, value=b"value", partition=number % PARTITIONS)
    assert producer.flush(30) == 0


def has_committed(bootstrap: str, group: str) -> bool:
    """Whether a consumer group has offsets."""
    admin = AdminClient({"bootstrap.servers": bootstrap})  # a future outlives it only as a failure
    asked = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])
    return bool(asked[group].result(30).topic_partitions)
