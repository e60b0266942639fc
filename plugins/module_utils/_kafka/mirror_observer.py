# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watching one mirror flow through the two clusters it connects, until enough was seen.

Private to streamops.kafka. Passive: nothing is written. Gathers the evidence; ``_core`` decides whether it is good.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core import mirror_evidence as parts
from ansible_collections.streamops.kafka.plugins.module_utils._core import mirror_history
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR, MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_waiting import waiting
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_canary import Canary
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_compare import Latency, compare_partitions
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_probes import run_probes
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_remainders import Remainders
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Request, Sight
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_state import (
    Elsewhere,
    MirrorState,
    topics_of,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import (
    READ_COMMITTED,
    READ_UNCOMMITTED,
    TopicPartition,
)

__all__ = ["MirrorObserver", "Request"]


class MirrorObserver:
    """One observation of one flow; ``evidence()`` makes it."""

    def __init__(
        self,
        view: MirrorView,
        source: DataPlane,
        target: DataPlane,
        request: Request,
        elsewhere: Optional[Elsewhere] = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._view = view
        self._flow = view.flow
        self._planes = {"source": source, "target": target}
        self._source = source
        self._target = target
        self._request = request
        self._elsewhere = elsewhere
        self._clock = clock
        self._sleep = sleep
        self._topics: dict[str, dict[str, int]] = {}
        self._facts: dict[str, dict[str, Any]] = {}
        self._history: Mapping[str, Any] = {}
        self._rows: list[dict[str, Any]] = []
        self._tracks: dict[TopicPartition, PartitionTrack] = {}
        self._committed: dict[str, dict[TopicPartition, int]] = {}
        self._beats: list[int] = []
        self._groups: list[dict[str, Any]] = []
        self._remainders = Remainders(source)
        self._samples = 0
        self._seconds = 0.0

    def evidence(self) -> dict[str, Any]:
        """Watch and return what was seen; a cluster that cannot be read is part of it, not an error."""
        flow = self._flow
        document: dict[str, Any] = {
            "schema_version": parts.SCHEMA_VERSION,
            "flow": {"name": flow.name, "source": flow.source, "target": flow.target, "mode": flow.mode},
            "clusters": self._clusters(),
            "problem": "",
        }
        document["history"] = {name: self._history[name] for name in ("time", "age", "file") if name in self._history}
        if document["clusters"]["target"]["reachable"]:
            try:
                self._observe(document, document["clusters"]["source"]["reachable"])
            except StreamopsError as error:
                document["problem"] = error.message
                document["problem_kind"] = str(error.details.get("kind", ""))
        return document

    def _clusters(self) -> dict[str, Any]:
        with ThreadPoolExecutor(2) as pool:
            asked = {side: pool.submit(topics_of, plane) for side, plane in self._planes.items()}
        answers = {side: future.result() for side, future in asked.items()}
        self._topics = {side: topics for side, (topics, dummy) in answers.items()}
        self._facts = {side: cluster for side, (dummy, cluster) in answers.items()}
        self._history = mirror_history.earlier(self._request.history, self._facts)
        return self._facts

    def _observe(self, document: dict[str, Any], both: bool) -> None:
        source = self._source if both else None
        there, here = self._topics["target"], self._topics["source"]
        state = MirrorState(self._view, self._target, there, source, here, self._elsewhere)
        try:
            state.fill()
            effective = parts.Effective.of(self._flow, state.running())
            document["internal_topics"] = self._internal_topics()
            document.update(state.life())
            if both:
                self._begin(state, effective)
            latency = Latency(self._source, self._target, self._rows, self._flow.remote_heartbeats)
            canary = Canary(self._view, self._source, self._target, self._topics)
            flying = canary.flying(self._request.may_write and "canary" in self._request.needs)
            timed = both and "latency" in self._request.needs
            with flying, latency.watching(timed, effective.isolation_level, self._beating):
                self._watch(state, effective, latency, bool(document["group"]["members"]), both)
            document.update(state.life())
            document["waiting"] = waiting(document["statuses"], document["connectors"], self._history)
            self._describe_progress(document, state, effective, latency)
            if both:
                document["canary"] = canary.evidence(state)
                document.update(run_probes(self._sight(state, effective)))
        finally:
            state.close()
        if both and "records" in self._request.needs:
            tracks = list(self._tracks.values())
            options = (effective.isolation_level, self._flow.exactly_once, self._request.max_records)
            compared = compare_partitions(
                self._source, self._target, tracks[: self._request.max_partitions], self._rows, *options
            )
            document["same_records"] = compared

    @property
    def _beating(self) -> bool:
        """Whether heartbeats can be expected on the target."""
        return self._flow.heartbeats and self._flow.remote_heartbeats in self._topics["target"]

    def _begin(self, state: MirrorState, effective: parts.Effective) -> None:
        """Find the flow's partitions and fix the ends that must be reached."""
        assigned = state.running().get(SOURCE_CONNECTOR, {}).get("assigned", [])
        if self._view.naming_known:
            self._rows = parts.topic_rows(self._view, self._topics["source"], self._topics["target"], assigned)
            ours = self._source.configs(row["topic"] for row in self._rows)
            theirs = self._target.configs(row["target_topic"] for row in self._rows if row["target_partitions"])
            parts.add_configs(self._rows, ours, theirs)
            mirror_history.add_known(self._rows, self._history)
        keys = [(row["topic"], part) for row in self._rows for part in range(row["partitions"])]
        begins = self._source.begin_offsets(keys)
        samples = state.samples(keys, *self._ends(keys, effective))
        for key in keys:
            self._tracks[key] = PartitionTrack.begun(*key, self._view.remote(key[0]), begins[key], samples[key])
        if "groups" in self._request.needs and self._flow.checkpoints:
            self._committed = self._source.committed(name for name in self._source.groups() if self._view.watches(name))

    def _watch(self, state: MirrorState, effective: parts.Effective, latency: Latency, alive: bool, both: bool) -> None:
        observe, patience = self._times(effective)
        needs = self._request.needs if self._beating else self._request.needs - {"heartbeats"}
        period = min(max(self._flow.heartbeats_interval / 2, 0.25), 5.0)
        started = self._clock()
        while True:
            self._seconds = round(self._clock() - started, 3)
            self._samples += 1
            state.refresh()
            self._sample_target()
            if both:
                self._sample_both(state, effective)
            tracks, arrivals = list(self._tracks.values()), len(latency.milliseconds())
            progress = parts.Progress(self._seconds, alive, self._beats, tracks, self._groups, arrivals)
            if parts.settled(progress, needs if both else needs & {"heartbeats"}, observe, patience):
                return
            self._sleep(period)

    def _times(self, effective: parts.Effective) -> tuple[float, float]:
        """How long to watch in any case for what is missing, and how long for a lag that may only be unflushed."""
        if self._request.observe is not None:
            return self._request.observe, self._request.observe
        observe = parts.HEARTBEAT_INTERVALS * self._flow.heartbeats_interval + 1.0
        extra = self._flow.checkpoints_interval if self._committed else 0
        return observe, max(observe, effective.offset_flush_interval + extra + parts.GRACE)

    def _sample_target(self) -> None:
        if self._beating:
            place = (self._flow.remote_heartbeats, 0)
            self._beats.append(self._target.end_offsets([place], READ_UNCOMMITTED)[place])

    def _sample_both(self, state: MirrorState, effective: parts.Effective) -> None:
        for key, sample in state.samples(self._tracks, *self._ends(self._tracks, effective)).items():
            self._tracks[key] = self._tracks[key].seen(sample, self._seconds)
        self._tracks.update(self._remainders.look(self._tracks, effective.isolation_level, self._seconds))
        self._groups = state.groups(self._committed, self._request.checkpoint_records)

    def _ends(
        self, keys: Iterable[TopicPartition], effective: parts.Effective
    ) -> tuple[dict[TopicPartition, int], ...]:
        """The ends that MirrorMaker's consumer sees, and the high watermarks where those are others."""
        level = effective.isolation_level
        ends = self._source.end_offsets(keys, level)
        return ends, self._source.end_offsets(keys, READ_UNCOMMITTED) if level == READ_COMMITTED else {}

    def _sight(self, state: MirrorState, effective: parts.Effective) -> Sight:
        seen = (self._topics, self._rows, self._tracks, effective, state, self._committed)
        asked = (self._request, self._history, self._clock, self._facts)
        return Sight(self._view, self._source, self._target, *seen, *asked)

    def _internal_topics(self) -> dict[str, bool]:
        view, there = self._view, self._topics["target"]
        names = {"config": view.config_topic, "status": view.status_topic, "offset": view.offset_topic}
        return {kind: name in there for kind, name in names.items()}

    def _look_again(self) -> None:
        """Copies that were missing in the beginning may have been made meanwhile."""
        if any(row["target_partitions"] < row["partitions"] for row in self._rows):
            there = self._target.partitions()
            for row in self._rows:
                row["target_partitions"] = there.get(row["target_topic"], 0)

    def _describe_progress(
        self, document: dict[str, Any], state: MirrorState, effective: parts.Effective, latency: Latency
    ) -> None:
        observe, patience = self._times(effective)
        assigned = {topic for topic, dummy in state.running().get(SOURCE_CONNECTOR, {}).get("assigned", [])}
        document["observation"] = {
            "seconds": self._seconds,
            "samples": self._samples,
            "observe": observe,
            "patience": patience,
            "isolation_level": effective.isolation_level,
            "offset_flush_interval": effective.offset_flush_interval,
        }
        document["heartbeats"] = {
            "topic": self._flow.remote_heartbeats,
            "on_source": "heartbeats" in self._topics["source"],
            "assigned": "heartbeats" in assigned,
            "on_target": self._flow.remote_heartbeats in self._topics["target"],
            "advances": parts.advances(self._beats),
            "records": self._beats[-1] - self._beats[0] if self._beats else 0,
            "interval": self._flow.heartbeats_interval,
            "delay_ms": latency.heartbeat_delay(),
        }
        self._look_again()
        document["topics"] = self._rows
        document["partitions"] = [track.as_dict() for track in self._tracks.values()]
        mirror_history.add_known_groups(self._groups, self._history)
        document["groups"] = self._groups
        document["latency"] = latency.as_dict()
