# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the configuration of a sink says about its consumers, and what Kafka says about them.

Private to streamops.kafka.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import compile_java
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import mask_value

__all__ = ["SinkSettings", "assigned_partitions", "dead_letter", "partition_rows", "settle_rows"]

Partition = tuple[str, int]
_HEADERS = {
    "stage": "stage",
    "exception": "exception.class.name",
    "message": "exception.message",
    "topic": "topic",
    "partition": "partition",
    "offset": "offset",
    "connector": "connector.name",
    "task": "task.id",
}
_PREFIX = "__connect.errors."
_LONGEST = 200
# What an error message may repeat of the record itself.
_REPEATED = re.compile(r"'[^']*'?|\"[^\"]*\"?|(?<==)\([^)]*\)?")


@dataclass(frozen=True)
class SinkSettings:
    """The consumers of one sink."""

    name: str
    config: Mapping[str, str]

    @property
    def group(self) -> str:
        """Their group."""
        return self.config.get("consumer.override.group.id", "").strip() or f"connect-{self.name}"

    @property
    def isolation(self) -> str:
        """What of transactions they read."""
        return self.config.get("consumer.override.isolation.level", "").strip().lower() or "read_uncommitted"

    @property
    def elsewhere(self) -> str:
        """The other Kafka cluster that they read from, if it is another one than the worker's."""
        return self.config.get("consumer.override.bootstrap.servers", "").strip()

    @property
    def from_now_on(self) -> bool:
        """Whether records that are there already are left alone."""
        return self.config.get("consumer.override.auto.offset.reset", "").strip().lower() == "latest"

    @property
    def named(self) -> list[str]:
        """The topics that are listed."""
        return [topic.strip() for topic in self.config.get("topics", "").split(",") if topic.strip()]

    def topics(self, known: Iterable[str], committed: Iterable[str]) -> list[str]:
        """The topics that are read; where only Java can judge the pattern, those that were committed."""
        text = self.config.get("topics.regex", "").strip()
        if not text:
            return self.named
        try:
            pattern = compile_java(text)
        except ValueError:
            pattern = None
        if pattern is None:
            return sorted(set(committed))
        return sorted(topic for topic in known if pattern.fullmatch(topic))


def partition_rows(
    begins: Mapping[Partition, int], ends: Mapping[Partition, int], committed: Mapping[Partition, int]
) -> list[dict[str, Any]]:
    """One row a partition: where the group stood at first, and the end that it has to reach."""
    return [
        {
            "topic": topic,
            "partition": number,
            "begin": begins[topic, number],
            "goal": end,
            "end": end,
            "first": committed.get((topic, number)),
            "position": committed.get((topic, number)),
            "lag": 0,
        }
        for (topic, number), end in sorted(ends.items())
    ]


def settle_rows(
    rows: Sequence[dict[str, Any]], ends: Mapping[Partition, int], committed: Mapping[Partition, int], from_now_on: bool
) -> int:
    """Take over where the group stands now; the records that it is still away from its goals."""
    for row in rows:
        key = (row["topic"], row["partition"])
        row["end"] = ends.get(key, row["end"])
        row["position"] = committed.get(key, row["position"])
        start = row["goal"] if from_now_on else row["begin"]
        reached = row["position"] if row["position"] is not None else start
        row["lag"] = max(0, row["goal"] - reached)
    return sum(row["lag"] for row in rows)


def assigned_partitions(assignment: bytes) -> Optional[list[Partition]]:
    """The partitions that a member of a consumer group has; None when its bytes cannot be read."""
    if not assignment:
        return []
    try:
        return _assigned(assignment)
    except (struct.error, UnicodeDecodeError):
        return None


def _assigned(data: bytes) -> list[Partition]:
    (count,) = struct.unpack_from(">i", data, 2)
    at, found = 6, []
    for dummy in range(count):
        (size,) = struct.unpack_from(">h", data, at)
        topic = data[at + 2 : at + 2 + size].decode("utf-8")
        at += 2 + size
        (numbers,) = struct.unpack_from(">i", data, at)
        found += [(topic, number) for number in struct.unpack_from(f">{numbers}i", data, at + 4)]
        at += 4 + 4 * numbers
    return found


def dead_letter(headers: Iterable[tuple[str, Optional[bytes]]]) -> dict[str, str]:
    """Why a record is in a dead letter queue and where it came from; never what it holds."""
    texts = {name: (value or b"").decode("utf-8", "replace") for name, value in headers}
    found = {short: texts[_PREFIX + name] for short, name in _HEADERS.items() if _PREFIX + name in texts}
    if "message" in found:
        line = mask_value(found["message"].split("\n", 1)[0])
        found["message"] = _REPEATED.sub("...", line)[:_LONGEST]
    return found
