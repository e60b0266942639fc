# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far one mirrored partition is behind, from what may be seen of it.

Private to streamops.kafka. The end is the one that MirrorMaker's own consumer sees, taken when the observation begins.
The committed position alone says little: it is written once per flush interval, and it stays below the end for ever
behind transaction markers and compacted tails. So every bound that holds is used, and no lag is claimed only on proof.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Optional

__all__ = ["PartitionTrack", "Sample", "lag_bound"]

EMPTY = "empty"
POSITION = "position"
OFFSET_SYNC = "offset_sync"
READ_TO_END = "read_to_end"
NOTHING_COPIED = "nothing_copied"


@dataclass(frozen=True)
class Sample:
    """What was seen of a partition at one moment; positions are read before the ends of the source."""

    position: Optional[int]
    sync: Optional[tuple[int, int]]
    target_end: Optional[int]
    source_end: int


@dataclass(frozen=True)
class PartitionTrack:
    """One partition of the source while it is observed."""

    topic: str
    partition: int
    target_topic: str
    begin: int
    end: int
    first: Sample
    last: Sample
    lag_first: int
    lag: int
    method: str
    seconds: float = 0.0
    reached_after: Optional[float] = None
    steady: int = 0
    left: Optional[int] = None

    @classmethod
    def begun(cls, topic: str, partition: int, target_topic: str, begin: int, sample: Sample) -> PartitionTrack:
        """The partition as first seen; the end of that moment is the one to reach."""
        end = sample.source_end
        lag, method = lag_bound(begin, end, sample)
        reached = 0.0 if lag == 0 else None
        return cls(topic, partition, target_topic, begin, end, sample, sample, lag, lag, method, reached_after=reached)

    def seen(self, sample: Sample, seconds: float) -> PartitionTrack:
        """The partition after one more sample, ``seconds`` after the first."""
        if self.reached_after is not None:
            return replace(self, last=sample, seconds=seconds)
        lag, method = lag_bound(self.begin, self.end, sample)
        return replace(
            self,
            last=sample,
            seconds=seconds,
            lag=lag,
            method=method,
            reached_after=seconds if lag == 0 else None,
            steady=self.steady + 1 if lag == self.lag else 0,
        )

    def read(self, records: int, seconds: float) -> PartitionTrack:
        """After reading what stands behind the newest known copy: without records up to the end nothing is missing."""
        if records == 0:
            return replace(self, lag=0, left=0, method=READ_TO_END, reached_after=seconds)
        return replace(self, left=records)

    @property
    def reached(self) -> bool:
        """Whether everything up to the end of the first moment is proven to be copied."""
        return self.reached_after is not None

    @property
    def copied_up_to(self) -> int:
        """First offset of the source that is not known to be copied."""
        known = [self.begin]
        known.extend(position + 1 for position in (self.last.position,) if position is not None)
        known.extend(sync[0] + 1 for sync in (self.last.sync,) if sync is not None)
        return max(known)

    @property
    def moved(self) -> bool:
        """Whether anything was copied during the observation."""
        first, last = self.first, self.last
        return (first.position, first.sync, first.target_end) != (last.position, last.sync, last.target_end)

    @property
    def advanced(self) -> bool:
        """Whether the source grew during the observation."""
        return self.last.source_end > self.end

    @property
    def shrinking(self) -> bool:
        """Whether more was copied than came in."""
        return self.lag_first - self.lag > self.last.source_end - self.end

    @property
    def recreated(self) -> bool:
        """Whether the position lies beyond the end of the source: the topic is not the one that was copied."""
        return self.last.position is not None and self.last.position >= self.last.source_end

    def as_dict(self) -> dict[str, Any]:
        """The partition in the evidence document."""
        shown = asdict(self)
        shown.update(moved=self.moved, advanced=self.advanced, reached=self.reached, recreated=self.recreated)
        shown.update(shrinking=self.shrinking)
        return shown


def lag_bound(begin: int, end: int, sample: Sample) -> tuple[int, str]:
    """The smallest number of offsets that may be missing up to ``end``, and what it stands on."""
    bounds = [(end - begin, EMPTY if end <= begin else NOTHING_COPIED)]
    if sample.position is not None:
        bounds.append((end - sample.position - 1, POSITION))
    if sample.sync is not None and sample.target_end is not None:
        upstream, downstream = sample.sync
        copied_since = max(sample.target_end - downstream, 1)
        bounds.append((end - upstream - copied_since, OFFSET_SYNC))
    lag, method = min(bounds, key=lambda bound: bound[0])
    return max(lag, 0), method
