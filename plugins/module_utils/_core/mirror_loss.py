# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What consumer groups would lose, and read again on the target, if the source died now.

Private to streamops.kafka. Every number is an upper bound at the end of the observation, and carries what it stands on.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_codec import Checkpoint
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack, lag_bound
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed

__all__ = ["BASIS", "GroupPlace", "countable", "loss_row", "not_copied", "source_loss"]

LIMITS = ("max_lost", "max_reread", "max_seconds")
BASIS = {
    "lost": "offsets between the end of the source and what is proven to be copied, transaction markers included",
    "reread": "records of the copy from where the group resumes to the farthest place that the copy of its committed "
    "offset can have",
    "seconds": "age of what is not proven to be copied: the time that copying takes at the observed rate and the time "
    "since it was seen, at least the longest delay of a record while watching",
}
Rows = Sequence[Mapping[str, Any]]


class GroupPlace(NamedTuple):
    """A group in one partition of its topics: what was seen of it, the committed offset, the newest checkpoint."""

    group: str
    track: PartitionTrack
    committed: Optional[int]
    checkpoint: Optional[Checkpoint]

    @property
    def here(self) -> tuple[str, int]:
        """The partition on the source."""
        return self.track.topic, self.track.partition

    @property
    def there(self) -> tuple[str, int]:
        """Its copy."""
        return self.track.target_topic, self.track.partition

    @property
    def newest_sync(self) -> tuple[int, int]:
        """The newest pair of offsets that belong together; the beginnings where there is none."""
        return self.track.last.sync or (0, 0)


def not_copied(track: PartitionTrack) -> int:
    """How many offsets are not proven to be copied, up to the end as last seen."""
    end = track.last.source_end
    return min(lag_bound(track.begin, end, track.last)[0], track.lag + max(end - track.end, 0))


def countable(place: GroupPlace, most: int) -> bool:
    """Whether the group stands little enough before the newest offset-sync to count what is between."""
    known = place.track.last.sync is not None and place.committed is not None
    return known and 0 < place.newest_sync[0] - (place.committed or 0) <= most


def loss_row(place: GroupPlace, synced: Optional[int], counted: Optional[int], begin: int) -> dict[str, Any]:
    """The bounds for one partition; ``synced`` is the group's offset on the target, ``begin`` the begin of the copy."""
    translated = place.checkpoint.downstream if place.checkpoint else None
    resumes = synced if synced is not None else translated
    missing = not_copied(place.track)
    return {
        "group": place.group,
        "topic": place.track.topic,
        "partition": place.track.partition,
        "committed": place.committed,
        "resumes_at": resumes,
        "lost": missing,
        "reread": max(_stands(place, counted) - (begin if resumes is None else resumes), 0),
        "seconds": _seconds(place.track, missing),
    }


def _stands(place: GroupPlace, counted: Optional[int]) -> int:
    """Behind which offset of the target nothing stands that the group has read."""
    if place.committed is None:
        return 0
    end = place.track.last.target_end or 0
    if place.track.last.sync is None:
        return end
    upstream, downstream = place.newest_sync
    if place.committed >= upstream:
        # MirrorMaker writes a new pair whenever the copy grows by more than the source.
        return min(downstream + place.committed - upstream, end)
    return min(downstream - (counted or 0), end)


def _seconds(track: PartitionTrack, missing: int) -> Optional[float]:
    """How old what is missing can be; None when it is not copied at all."""
    if not missing:
        return 0.0
    if track.reached:
        return track.seconds
    copied = track.lag_first - track.lag
    if copied <= 0 or not track.seconds:
        return None
    return round(track.seconds + missing * track.seconds / copied, 3)


def source_loss(case: Case) -> Verdict:
    """Bounds of what each group would lose, and read again, were the source gone now."""
    rows: Rows = case.evidence["source_loss"]["rows"]
    limits = {name: case.number(name, 0) for name in LIMITS if name in case.options}
    groups = {name: _group(case, name, rows) for name in sorted({row["group"] for row in rows})}
    observed = {"groups": groups, "not_copied": case.evidence["source_loss"]["not_copied"], "basis": BASIS}
    return _judged(case, groups, limits)._replace(expected=limits, observed=observed)


def _group(case: Case, name: str, rows: Rows) -> dict[str, Any]:
    own = [row for row in rows if row["group"] == name]
    seconds = [row["seconds"] for row in own]
    delay = (_delay(case) or 0.0) / 1000
    return {
        "max_lost": sum(row["lost"] for row in own),
        "max_reread": sum(row["reread"] for row in own),
        "max_seconds": None if None in seconds else round(max([delay, *seconds]), 3),
        "not_translated": sum(row["resumes_at"] is None and row["committed"] is not None for row in own),
    }


def _delay(case: Case) -> Optional[float]:
    """The longest delay of a record or, where none passed, of a heartbeat."""
    seen = case.evidence["latency"]
    longest: Optional[float] = seen["max_ms"] if seen["records"] else seen["heartbeats"].get("max_ms")
    return longest


def _judged(case: Case, groups: Mapping[str, Mapping[str, Any]], limits: Mapping[str, float]) -> Verdict:
    flow = case.view.flow
    if not groups:
        missing = case.evidence["source_loss"]["not_copied"]
        reason = f"no group on {flow.source} has offsets in the flow's topics; {missing} offsets at most are not copied"
        return Verdict(outcome.NOT_APPLICABLE, reason)
    told = listed(_sentence(name, found) for name, found in groups.items())
    if not case.members:
        return Verdict(outcome.FAILED, f"no node is alive, so the loss grows: {told}")
    over = [
        f"{name} {limit} {found[limit]}"
        for name, found in groups.items()
        for limit, most in limits.items()
        if found[limit] is not None and found[limit] > most
    ]
    behind = [track for track in case.evidence["partitions"] if not track["reached"]]
    if over and behind and all(track["shrinking"] for track in behind):
        return Verdict(outcome.CATCHING_UP, f"a backlog is being copied: {told}")
    if over:
        return Verdict(outcome.FAILED, f"over the limit: {listed(over)}; if {flow.source} died now: {told}")
    unknown = [name for name, found in groups.items() if found["max_seconds"] is None]
    if unknown:
        return Verdict(outcome.INCONCLUSIVE, f"nothing was copied for {listed(unknown)} while watching: {told}")
    return Verdict(outcome.PASSED, f"if {flow.source} died now: {told}")


def _sentence(name: str, found: Mapping[str, Any]) -> str:
    seconds = "an unknown time" if found["max_seconds"] is None else f"{found['max_seconds']:g} s"
    without = f", {found['not_translated']} partitions without translation" if found["not_translated"] else ""
    lost = f"{name} loses at most {found['max_lost']} records of {seconds}"
    return f"{lost} and reads at most {found['max_reread']} again{without}"
