# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an observation of a mirror flow is asked for, and what it hands to the probes that run after the watching.

Private to streamops.kafka.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import Effective
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_state import MirrorState
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import TopicPartition

__all__ = ["Request", "Sight"]


@dataclass(frozen=True)
class Request:
    """What is wanted: kinds of evidence (heartbeats, lag, groups, latency, records, the probes'), and how much.

    ``may_write`` allows canaries, which nothing but check mode forbids to a flow that has them.
    """

    needs: frozenset[str]
    observe: Optional[float] = None
    max_records: int = 1000
    max_partitions: int = 100
    checkpoint_records: int = 0
    overlap_records: int = 1000
    may_write: bool = False
    history: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """Both clusters and everything that was seen while watching; ``topics`` are the partitions by side and topic."""

    view: MirrorView
    source: DataPlane
    target: DataPlane
    topics: Mapping[str, Mapping[str, int]]
    rows: Sequence[Mapping[str, Any]]
    tracks: Mapping[TopicPartition, PartitionTrack]
    effective: Effective
    state: MirrorState
    committed: Mapping[str, Mapping[TopicPartition, int]]
    request: Request
    history: Mapping[str, Any]
    clock: Callable[[], float]
    clusters: Mapping[str, Mapping[str, Any]]
