# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the source behind the newest known copy: records, or only markers and what compaction left.

Private to streamops.kafka. Read by assignment, each place once, and no further than one needs to know.
"""

from __future__ import annotations

from typing import Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import TopicPartition
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.readers import count_records

__all__ = ["Remainders"]

_COUNTED = 1000
Tracks = Mapping[TopicPartition, PartitionTrack]


class Remainders:
    """Looks behind partitions that stand still; of a long remainder one record is proof enough."""

    def __init__(self, source: DataPlane) -> None:
        self._source = source
        self._seen: dict[TopicPartition, tuple[int, int]] = {}

    def look(self, tracks: Tracks, isolation: str, seconds: float) -> dict[TopicPartition, PartitionTrack]:
        """The tracks of which more is known now."""
        ranges = {key: place for key, place in _places(tracks).items() if self._seen.get(key) != place}
        self._seen.update(ranges)
        limits = {key: _COUNTED if end - begin <= _COUNTED else 1 for key, (begin, end) in ranges.items()}
        try:
            counts = count_records(self._source, ranges, isolation, limits)
        except DataPlaneError as error:
            if error.details.get("kind") == "not_permitted":
                return {key: tracks[key].refused(error.message) for key in ranges}
            # Aborted transactions can be long: a range that takes too much time stays unknown.
            return {}
        return {key: _told(tracks[key], count, seconds) for key, count in counts.items()}


def _told(track: PartitionTrack, count: int, seconds: float) -> PartitionTrack:
    return track.grown(count) if track.reached else track.read(count, seconds)


def _places(tracks: Tracks) -> dict[TopicPartition, tuple[int, int]]:
    """Where to look: up to the end that is to be reached, or at what came since while nothing was copied."""
    found = {}
    for key, track in tracks.items():
        if not track.reached and track.steady:
            found[key] = (track.copied_up_to, track.end)
        elif track.reached and track.standing:
            found[key] = (max(track.copied_up_to, track.end), track.last.source_end)
    return found
