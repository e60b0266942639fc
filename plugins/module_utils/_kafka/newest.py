# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The newest records of some partitions.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import Record, TopicPartition

__all__ = ["newest"]


def newest(
    plane: DataPlane, ranges: Mapping[TopicPartition, tuple[int, int]], count: int, isolation: str
) -> Iterator[Record]:
    """At most so many of the newest records of each range of offsets (end excluded); holes are not made up for."""
    starts = {key: max(begin, end - count) for key, (begin, end) in ranges.items() if end > begin}
    if not starts:
        return
    ends = {key: ranges[key][1] for key in starts}
    with plane.reader(starts, isolation) as reader:
        for record in reader.until_end(plane.timeout, ends):
            if record.offset < ends[(record.topic, record.partition)]:
                yield record
