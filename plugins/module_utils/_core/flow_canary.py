# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canary topics: which flow copies which.

Private to streamops.kafka. A flow with a canary has a topic of its own, which only verifications write to. As soon as
there is one in an inventory, no flow copies the canary of another, nor a copy of it, whatever its patterns say.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import CANARY_BEGINNING, Flow

__all__ = ["canary_given", "canary_topic_options", "keeping_to_its_own", "without_foreign_canaries"]

_HOUR_MS = 3600 * 1000


def without_foreign_canaries(flows: Sequence[Flow]) -> list[Flow]:
    """The flows of an inventory; each leaves out the canaries of the others where there are any."""
    if not any(flow.canary and flow.enabled for flow in flows):
        return list(flows)
    return [keeping_to_its_own(flow) for flow in flows]


def keeping_to_its_own(flow: Flow) -> Flow:
    """The flow, leaving out every canary but its own; one without a canary leaves out all."""
    own = f"(?!{re.escape(flow.canary_topic)}$)" if flow.canary else ""
    pattern = f"{own}.*{re.escape(CANARY_BEGINNING)}.*"
    if pattern in flow.topics_exclude:
        return flow
    return replace(flow, topics_exclude=(*flow.topics_exclude, pattern))


def canary_given(clusters: Mapping[str, Any], alias: str) -> Optional[Any]:
    """What the inventory says about canaries on a cluster: ``kafka_clusters.<alias>.canary``; None for nothing."""
    cluster = clusters.get(alias)
    return cluster.get("canary") if isinstance(cluster, Mapping) else None


def canary_topic_options(flow: Flow, replication_factor: int) -> dict[str, Any]:
    """The topic as ``kafka_topic`` takes it: one partition for each task at least, gone after an hour."""
    config = {"cleanup.policy": "delete", "retention.ms": str(_HOUR_MS), "segment.ms": str(_HOUR_MS // 6)}
    return {
        "name": flow.canary_topic,
        "partitions": flow.tasks_max,
        "replication_factor": replication_factor,
        "config": config,
    }
