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
    """What was seen of a partition at one moment; positions are read before the ends of the source.

    ``high`` is the high watermark where the end is the last stable offset. ``sole`` says that nobody but MirrorMaker
    writes to the copy, so that its growth is MirrorMaker's.
    """

    position: Optional[int]
    sync: Optional[tuple[int, int]]
    target_end: Optional[int]
    source_end: int
    high: Optional[int] = None
    sole: bool = True

    @property
    def copied(self) -> Optional[int]:
        """First offset of the source that is not known to be copied; None where nothing is known."""
        known = [] if self.position is None else [self.position + 1]
        if self.sync is not None:
            since = self.target_end - self.sync[1] if self.sole and self.target_end is not None else 1
            known.append(self.sync[0] + max(since, 1))
        return max(known, default=None)

    @property
    def work(self) -> tuple[Any, ...]:
        """What changes only when MirrorMaker copies."""
        return (self.position, self.sync, self.target_end if self.sole else None)


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
    unread: str = ""
    grown_at: Optional[float] = None
    grown_by: Optional[int] = None

    @classmethod
    def begun(cls, topic: str, partition: int, target_topic: str, begin: int, sample: Sample) -> PartitionTrack:
        """The partition as first seen; the end of that moment is the one to reach."""
        end = sample.source_end
        lag, method = lag_bound(begin, end, sample)
        reached = 0.0 if lag == 0 else None
        return cls(topic, partition, target_topic, begin, end, sample, sample, lag, lag, method, reached_after=reached)

    def seen(self, sample: Sample, seconds: float) -> PartitionTrack:
        """The partition after one more sample, ``seconds`` after the first."""
        grown_at, grown_by = self._growth(sample.source_end, seconds)
        if self.reached_after is not None:
            return replace(self, last=sample, seconds=seconds, grown_at=grown_at, grown_by=grown_by)
        lag, method = lag_bound(self.begin, self.end, sample)
        return replace(
            self,
            last=sample,
            seconds=seconds,
            grown_at=grown_at,
            grown_by=grown_by,
            lag=lag,
            method=method,
            reached_after=seconds if lag == 0 else None,
            steady=self.steady + 1 if lag == self.lag else 0,
        )

    def _growth(self, end: int, seconds: float) -> tuple[Optional[float], Optional[int]]:
        """Since when there is more than in the first moment, and how many records of it, where that was read."""
        if end <= self.end:
            return None, None
        if end == self.last.source_end:
            return self.grown_at, self.grown_by
        return (seconds if self.grown_at is None or self.grown_by == 0 else self.grown_at), None

    def read(self, records: int, seconds: float) -> PartitionTrack:
        """After reading what stands behind the newest known copy: without records up to the end nothing is missing."""
        if records == 0:
            return replace(self, lag=0, left=0, method=READ_TO_END, reached_after=seconds)
        return replace(self, left=records)

    def refused(self, why: str) -> PartitionTrack:
        """What stands behind the newest known copy may not be read here."""
        return replace(self, unread=why)

    def grown(self, records: int) -> PartitionTrack:
        """After reading what came since the first moment: markers and what compaction removed are no records."""
        return replace(self, grown_by=records)

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
        return self.first.work != self.last.work

    @property
    def standing(self) -> Optional[float]:
        """For how long the source has had more than the copy while nothing was copied; None where that is not so."""
        if self.moved:
            return None
        if not self.reached:
            return self.seconds
        if self.grown_at is None or self.grown_by == 0:
            return None
        return self.seconds - self.grown_at

    @property
    def gap(self) -> int:
        """How many offsets the source had dropped in the first moment that are not known to be copied by now."""
        return max(self.begin - self.last.copied, 0) if self.last.copied is not None else 0

    @property
    def cut(self) -> bool:
        """Whether the copy is shorter than what MirrorMaker has put there: it was deleted and made again."""
        last = self.last
        if last.target_end is None:
            return False
        return (last.target_end == 0 and last.position is not None) or (
            last.sync is not None and last.target_end <= last.sync[1]
        )

    @property
    def held_back(self) -> int:
        """How many offsets stand behind an open transaction which did not end while watching."""
        first, last = self.first, self.last
        if first.high is None or last.high is None or first.source_end != last.source_end:
            return 0
        return min(first.high, last.high) - last.source_end

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
        shown.update(shrinking=self.shrinking, standing=self.standing, gap=self.gap, cut=self.cut)
        shown.update(held_back=self.held_back)
        return shown


def lag_bound(begin: int, end: int, sample: Sample) -> tuple[int, str]:
    """The smallest number of offsets that may be missing up to ``end``, and what it stands on."""
    bounds = [(end - begin, EMPTY if end <= begin else NOTHING_COPIED)]
    if sample.position is not None:
        bounds.append((end - sample.position - 1, POSITION))
    if sample.sync is not None and sample.target_end is not None:
        upstream, downstream = sample.sync
        copied_since = max(sample.target_end - downstream, 1) if sample.sole else 1
        bounds.append((end - upstream - copied_since, OFFSET_SYNC))
    lag, method = min(bounds, key=lambda bound: bound[0])
    return max(lag, 0), method
