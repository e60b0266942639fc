# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading records by assignment, without a group and without commits.

Private to streamops.kafka. Every reader states its isolation level: librdkafka's default (read_committed) is not what
most observed clients use.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.client import Causes, explain

try:
    import confluent_kafka
except ImportError:
    confluent_kafka = None

__all__ = ["BEGINNING", "END", "READ_COMMITTED", "READ_UNCOMMITTED", "Reader", "Record", "TopicPartition"]

READ_COMMITTED = "read_committed"
READ_UNCOMMITTED = "read_uncommitted"
BEGINNING = -2
END = -1
TopicPartition = tuple[str, int]
_BATCH = 500


class Record(NamedTuple):
    """One record as it stands in the log."""

    topic: str
    partition: int
    offset: int
    key: Optional[bytes]
    value: Optional[bytes]
    timestamp: int
    headers: tuple[tuple[str, Optional[bytes]], ...] = ()


class Reader:
    """A consumer over fixed partitions that knows which of them it has read to their end."""

    def __init__(
        self,
        causes: Causes,
        start: Mapping[TopicPartition, int],
        isolation: str,
        clock: Callable[[], float] = time.monotonic,
        factory: Optional[Callable[[Mapping[str, Any]], Any]] = None,
    ) -> None:
        self._causes = causes
        self._clock = clock
        self._ended: set[TopicPartition] = set()
        self._partitions = set(start)
        self._consumer = (factory or confluent_kafka.Consumer)(causes.settings(_settings(isolation)))
        offsets = [confluent_kafka.TopicPartition(topic, part, offset) for (topic, part), offset in start.items()]
        self._consumer.assign(offsets)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._consumer.close()

    @property
    def at_end(self) -> bool:
        """Whether every partition has been read to its end at least once."""
        return self._ended >= self._partitions

    def poll(self, seconds: float) -> list[Record]:
        """What arrived within this time; returns as soon as anything is there."""
        messages = self._consumer.consume(_BATCH, min(seconds, 0.02))
        if not messages and seconds > 0.02:
            message = self._consumer.poll(seconds - 0.02)
            messages = [] if message is None else [message]
        return [record for record in map(self._record, messages) if record is not None]

    def _record(self, message: Any) -> Optional[Record]:
        error = message.error()
        if error is None:
            headers = tuple((name, value) for name, value in message.headers() or ())
            stamp = message.timestamp()[1]
            key = (message.topic(), message.partition(), message.offset())
            return Record(*key, message.key(), message.value(), stamp, headers)
        if error.name() == "_PARTITION_EOF":
            self._ended.add((message.topic(), message.partition()))
        elif error.name() not in _PASSING:
            raise explain(confluent_kafka.KafkaException(error), self._causes, f"read {message.topic()}", 0)
        return None

    def until_end(self, seconds: float, ends: Optional[Mapping[TopicPartition, int]] = None) -> Iterator[Record]:
        """Records up to the end of every partition, or up to the given ends; raises when that takes too long."""
        deadline = self._clock() + seconds
        while not self.at_end:
            if self._clock() > deadline:
                raise self._late(seconds)
            for record in self.poll(0.25):
                yield record
                key = (record.topic, record.partition)
                if ends is not None and record.offset + 1 >= ends[key]:
                    self._ended.add(key)

    def _late(self, seconds: float) -> DataPlaneError:
        missing = sorted(f"{topic}-{part}" for topic, part in self._partitions - self._ended)
        cluster = self._causes.cluster
        cause = f" ({self._causes.text})" if self._causes.text else ""
        shown = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
        return DataPlaneError(
            f"Kafka cluster {cluster.alias!r} at {cluster.bootstrap_servers}: {shown} could not be read to the end "
            f"within {seconds:g} s{cause}: check the leaders of these partitions and the advertised listeners",
            {"cluster": cluster.alias, "partitions": missing, "kind": "unreachable"},
        )


# Passing states of a connection, and what the group coordinator says although no group is used.
_PASSING = {"_TRANSPORT", "_ALL_BROKERS_DOWN", "_RESOLVE", "_TIMED_OUT", "GROUP_AUTHORIZATION_FAILED", "_WAIT_COORD"}


def _settings(isolation: str) -> dict[str, Any]:
    return {
        "group.id": "streamops-kafka-reader",
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "enable.partition.eof": True,
        "auto.offset.reset": "earliest",
        "isolation.level": isolation,
        "fetch.wait.max.ms": 100,
        "queued.max.messages.kbytes": 16384,
    }
