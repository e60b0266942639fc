# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a few records, each with the time of its acknowledgement on this machine's monotonic clock.

Private to streamops.kafka. Only canaries are written, and only to a topic that is there for nothing else.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.client import Causes, explain
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import TopicPartition

try:
    import confluent_kafka
except ImportError:
    confluent_kafka = None

__all__ = ["NewRecord", "write"]


class NewRecord(NamedTuple):
    """A record to write."""

    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


def write(
    causes: Causes,
    records: Sequence[NewRecord],
    seconds: float,
    factory: Optional[Callable[[Mapping[str, Any]], Any]] = None,
    clock: Callable[[], float] = time.monotonic,
) -> dict[TopicPartition, float]:
    """Write each record once; the times of the acknowledgements. Raises the first cause when one is not taken."""
    acknowledged: dict[TopicPartition, float] = {}
    errors: list[StreamopsError] = []

    def delivered(error: Any, message: Any) -> None:
        if error is None:
            acknowledged[(message.topic(), message.partition())] = clock()
        else:
            failure = confluent_kafka.KafkaException(error)
            errors.append(explain(failure, causes, f"write to topic {message.topic()}", seconds))

    settings = {
        # Retries must not write a second record.
        "enable.idempotence": True,
        "linger.ms": 0,
        "message.timeout.ms": int(seconds * 1000),
    }
    producer = (factory or confluent_kafka.Producer)(causes.settings(settings))
    for record in records:
        producer.produce(
            record.topic,
            value=record.value,
            key=record.key,
            partition=record.partition,
            headers=list(record.headers),
            on_delivery=delivered,
        )
    producer.flush(seconds + 1)
    if errors:
        raise errors[0]
    if len(acknowledged) < len(records):
        raise explain(TimeoutError(), causes, f"write to topic {records[0].topic}", seconds)
    return acknowledged
