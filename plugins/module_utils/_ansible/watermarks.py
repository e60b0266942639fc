# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of a Kafka cluster that checks of connectors need, taken from the data plane.

Private to streamops.kafka. Built when the first check needs it, so that other tasks need no Kafka client.
"""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import data_plane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import READ_COMMITTED
from ansible_collections.streamops.kafka.plugins.module_utils._rest.evidence import Watermarks

__all__ = ["watermarks_of"]


class _Plane:
    """Begin and end of the partitions of a topic, as a consumer sees them that reads what is committed."""

    def __init__(self, plane: DataPlane) -> None:
        self._plane = plane
        self._partitions = plane.partitions()

    def watermarks(self, topic: str) -> Mapping[int, tuple[int, int]]:
        """First and next offset of each partition; empty when the topic does not exist."""
        partitions = [(topic, number) for number in range(self._partitions.get(topic, 0))]
        begins = self._plane.begin_offsets(partitions)
        ends = self._plane.end_offsets(partitions, READ_COMMITTED)
        return {number: (begins[topic, number], ends[topic, number]) for dummy, number in partitions}


def watermarks_of(options: Optional[Mapping[str, Any]]) -> Optional[Callable[[], Watermarks]]:
    """What builds the data plane of a cluster option; None when there is no cluster."""
    return (lambda: _Plane(data_plane(options))) if options else None
