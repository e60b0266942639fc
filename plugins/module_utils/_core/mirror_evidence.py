# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Out of what was read from two clusters: the parts of the evidence about a mirror flow, and when enough was seen.

Private to streamops.kafka. The evidence is a JSON document that carries its ``schema_version``; checks and
queries read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_codec import Checkpoint
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR, MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import mask_config

__all__ = [
    "SCHEMA_VERSION",
    "Effective",
    "Progress",
    "add_configs",
    "advances",
    "connector_rows",
    "group_rows",
    "settled",
    "topic_rows",
]

SCHEMA_VERSION = 1
MIN_ADVANCES = 3
HEARTBEAT_INTERVALS = 5
GRACE = 5.0
_ENOUGH_ARRIVALS = 20
Running = Mapping[str, Mapping[str, Any]]
TopicPartition = tuple[str, int]


@dataclass(frozen=True)
class Effective:
    """Settings that decide how to observe, as they run now; what is not seen running is as the flow says."""

    offset_flush_interval: float
    isolation_level: str

    @classmethod
    def of(cls, flow: Flow, running: Running) -> Effective:
        """Read them from the running configuration of the flow."""
        config = running.get(SOURCE_CONNECTOR, {}).get("config", {})
        flush = str(config.get("target.cluster.offset.flush.interval.ms", ""))
        default = "read_committed" if flow.exactly_once else "read_uncommitted"
        level = config.get("source.consumer.isolation.level") or config.get("consumer.isolation.level") or default
        interval = int(flush) / 1000 if flush.isdigit() else float(flow.offset_flush_interval)
        return cls(interval, "read_committed" if level == "read_committed" else "read_uncommitted")


@dataclass(frozen=True)
class Progress:
    """What is known so far, for the decision to go on watching."""

    seconds: float
    alive: bool
    heartbeats: Sequence[int]
    tracks: Sequence[PartitionTrack]
    groups: Sequence[Mapping[str, Any]]
    arrivals: int


def advances(ends: Sequence[int]) -> int:
    """How often an end offset grew from one sample to the next."""
    return sum(after > before for before, after in zip(ends, ends[1:]))


def settled(progress: Progress, needs: frozenset[str], observe: float, patience: float) -> bool:
    """Whether nothing more can be learnt: all is proven, or time is up. No patience without signs of life."""
    beating = "heartbeats" not in needs or advances(progress.heartbeats) >= MIN_ADVANCES
    copied = "lag" not in needs or all(track.reached and track.standing is None for track in progress.tracks)
    whole = "gaps" not in needs or not any(track.gap for track in progress.tracks)
    translated = "groups" not in needs or all(row["reached"] is not False for row in progress.groups)
    # Heartbeats are timed as well, and stand in for the records of a flow in which few pass.
    enough = progress.arrivals >= _ENOUGH_ARRIVALS or advances(progress.heartbeats) >= MIN_ADVANCES
    timed = "latency" not in needs or enough
    if beating and copied and whole and translated and timed:
        return True
    if progress.seconds < observe:
        return False
    if not beating or not progress.alive:
        return True
    if not (translated and whole):
        return progress.seconds >= patience
    drained = all(track.shrinking or (track.reached and track.standing is None) for track in progress.tracks)
    return copied or drained or progress.seconds >= patience


def topic_rows(
    view: MirrorView,
    source: Mapping[str, int],
    target: Mapping[str, int],
    assigned: Iterable[TopicPartition],
) -> list[dict[str, Any]]:
    """The topics that the flow mirrors: partitions on both sides, and whether MirrorMaker has taken them up."""
    taken = {topic for topic, dummy in assigned}
    rows = []
    for topic, partitions in sorted(source.items()):
        selected = view.replicates(topic)
        if selected or (selected is None and topic in taken):
            remote = view.remote(topic)
            counts = {"partitions": partitions, "target_partitions": target.get(remote, 0)}
            rows.append({"topic": topic, "target_topic": remote, **counts, "assigned": topic in taken})
    return rows


def add_configs(
    rows: Iterable[dict[str, Any]], source: Mapping[str, Mapping[str, str]], target: Mapping[str, Mapping[str, str]]
) -> None:
    """Add what decides how records are compared: compaction on either side, time stamps set by the target's brokers."""
    for row in rows:
        ours, theirs = source.get(row["topic"], {}), target.get(row["target_topic"], {})
        row["compacted"] = any("compact" in config.get("cleanup.policy", "") for config in (ours, theirs))
        row["restamped"] = theirs.get("message.timestamp.type") == "LogAppendTime"


def group_rows(
    view: MirrorView,
    committed: Mapping[str, Mapping[TopicPartition, int]],
    checkpoints: Mapping[tuple[str, str, int], Checkpoint],
    syncs: Mapping[TopicPartition, tuple[int, int]],
    max_records: int,
) -> list[dict[str, Any]]:
    """Per group and partition: the offset on the source, the newest checkpoint, and whether it has come so far.

    MirrorMaker translates only offsets at or behind which it remembers an offset-sync. Whether it does is certain for
    the newest one alone, so ``reached`` is null, not false, for a group that stands before it.
    """
    rows = []
    for group, offsets in sorted(committed.items()):
        for (topic, partition), offset in sorted(offsets.items()):
            if not view.replicates(topic):
                continue
            found = checkpoints.get((group, view.remote(topic), partition))
            upstream = found.upstream if found else None
            reached: Optional[bool] = upstream is not None and offset - upstream <= max_records
            sync = syncs.get((topic, partition))
            if not reached and (sync is None or offset < sync[0]):
                reached = None
            place = {"group": group, "topic": topic, "partition": partition}
            rows.append({**place, "committed": offset, "checkpoint": upstream, "reached": reached})
    return rows


def connector_rows(running: Running) -> list[dict[str, Any]]:
    """The running connectors with their number of tasks and their configuration, secrets masked."""
    return [
        {"name": name, "tasks": found["tasks"], "config": mask_config(found["config"])}
        for name, found in sorted(running.items())
    ]
