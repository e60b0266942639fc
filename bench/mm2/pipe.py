# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The raw limit: librdkafka reads and writes, nothing between: ``python -m bench.mm2.pipe FROM TO TOPIC COPY``."""

from __future__ import annotations

import sys

from confluent_kafka import Consumer, Producer, TopicPartition


def pipe(source: str, target: str, topic: str, copy: str) -> None:
    """Copy for ever."""
    fetch = {"queued.max.messages.kbytes": 256 << 10, "fetch.min.bytes": 1 << 16}
    consumer = Consumer({"bootstrap.servers": source, "group.id": "pipe", "enable.auto.commit": False, **fetch})
    parts = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, part, 0) for part in parts])
    send = {"linger.ms": 50, "batch.size": 1_000_000, "compression.type": "lz4", "acks": "all"}
    producer = Producer({"bootstrap.servers": target, "queue.buffering.max.messages": 1_000_000, **send})
    write = producer.produce
    while True:
        for message in consumer.consume(10_000, 0.2):
            if message.error():
                raise RuntimeError(message.error().str())
            while True:
                try:
                    write(copy, message.value(), message.key(), message.partition())
                    break
                except BufferError:
                    producer.poll(0.05)
        producer.poll(0)


if __name__ == "__main__":
    pipe(*sys.argv[1:5])
