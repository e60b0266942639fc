# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Consumer groups on both sides of a mirror flow: where they stand, and what they would lose without the source.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_group_offsets import Owed, offset_row
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_loss import (
    GroupPlace,
    countable,
    loss_row,
    not_copied,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Sight
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.newest import newest
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import READ_UNCOMMITTED, TopicPartition

__all__ = ["group_offsets", "group_states", "source_loss"]

_COUNT_AT_MOST = 1000
Places = Mapping[tuple[str, str, int], int]


def group_states(plane: DataPlane, groups: Iterable[str]) -> dict[str, str]:
    """The state of each group; DEAD is one that does not exist."""
    wanted = sorted(groups)
    return plane.ask("describe groups", _described(wanted, plane.timeout)) if wanted else {}


def _described(groups: list[str], seconds: float) -> Callable[[Any], dict[str, str]]:
    def ask(admin: Any) -> dict[str, str]:
        futures = admin.describe_consumer_groups(groups, request_timeout=seconds)
        return {group: str(future.result(seconds + 1).state.name) for group, future in futures.items()}

    return ask


def group_offsets(sight: Sight) -> list[dict[str, Any]]:
    """The part of the evidence: every translated offset of a group that the source still has."""
    if not sight.view.flow.sync_group_offsets:
        return []
    found = {
        (group, sight.view.remote(topic), part)
        for group, offsets in sight.committed.items()
        for topic, part in offsets
        if part < sight.topics["target"].get(sight.view.remote(topic), 0)
    }
    sight.state.refresh()
    newest_checkpoints = sight.state.checkpoints()
    places = sorted(found & newest_checkpoints.keys())
    groups = {place[0] for place in places}
    here, there = group_states(sight.source, groups), group_states(sight.target, groups)
    committed = sight.target.committed(sorted(groups))
    # The ends after the offsets: an offset beyond an end that is read later is beyond it.
    ends = sight.target.end_offsets({place[1:] for place in places}, READ_UNCOMMITTED)
    return [
        offset_row(
            place,
            committed.get(place[0], {}).get(place[1:]),
            ends[place[1:]],
            newest_checkpoints[place].downstream,
            _earlier(sight, place),
            (here[place[0]], there[place[0]]),
        )
        for place in places
    ]


def _earlier(sight: Sight, place: tuple[str, str, int]) -> list[Owed]:
    """What was translated when this run began, and in the last run."""
    watched = max((track.seconds for track in sight.tracks.values()), default=0.0)
    found = []
    begun = sight.state.begun.get(place)
    if begun is not None:
        found.append(Owed(begun.downstream, watched))
    kept = sight.history.get("offsets", {}).get(place[0], {}).get(place[1], {}).get(str(place[2]))
    if kept:
        found.append(Owed(int(kept[0]), float(kept[1]) + float(sight.history["age"]) + watched))
    return found


def source_loss(sight: Sight) -> dict[str, Any]:
    """The part of the evidence: what each group would lose and read again, were the source gone now."""
    groups = sorted(sight.committed)
    # Where the groups stand now, not when the watching began.
    committed = sight.source.committed(groups)
    synced = sight.target.committed(groups) if sight.view.flow.sync_group_offsets else {}
    checkpoints = sight.state.checkpoints()
    places = [
        GroupPlace(group, track, offsets.get(key), checkpoints.get((group, track.target_topic, track.partition)))
        for group, offsets in sorted(committed.items())
        for key, track in sorted(sight.tracks.items())
        # A partition that the group has not read yet is one of its own all the same.
        if key[0] in {topic for topic, dummy in offsets}
    ]
    counts = _counted(sight, places)
    begins = _begins(sight, places)
    rows = [
        loss_row(
            place,
            synced.get(place.group, {}).get(place.there),
            counts.get((place.group, *place.here)),
            begins.get(place.there, 0),
        )
        for place in places
    ]
    return {"rows": rows, "not_copied": sum(not_copied(track) for track in sight.tracks.values())}


def _begins(sight: Sight, places: Iterable[GroupPlace]) -> dict[TopicPartition, int]:
    known = sight.topics["target"]
    there = {place.there for place in places}
    return sight.target.begin_offsets((topic, part) for topic, part in there if part < known.get(topic, 0))


def _counted(sight: Sight, places: Iterable[GroupPlace]) -> dict[tuple[str, str, int], int]:
    """How many records stand between a group and the newest offset-sync before which it is."""
    behind = [(place, place.committed or 0) for place in places if countable(place, _COUNT_AT_MOST)]
    ranges: dict[TopicPartition, tuple[int, int]] = {}
    for place, begin in behind:
        ranges[place.here] = (min(begin, ranges.get(place.here, (begin, 0))[0]), place.newest_sync[0])
    offsets: dict[TopicPartition, list[int]] = {key: [] for key in ranges}
    for record in newest(sight.source, ranges, _COUNT_AT_MOST, sight.effective.isolation_level):
        offsets[(record.topic, record.partition)].append(record.offset)
    return {
        (place.group, *place.here): sum(offset >= begin for offset in offsets[place.here]) for place, begin in behind
    }
