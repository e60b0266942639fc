# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Topics that MirrorMaker keeps its own state in, and those of canaries, to be made before it starts.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import CONNECT, DEDICATED, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_canary import canary_topic_options
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import known_policy
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_pairs import Pair, instance_pairs
from ansible_collections.streamops.kafka.plugins.module_utils._core.internal_topics import compacted_topic
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import replication_factor

__all__ = ["flow_topics"]


def flow_topics(
    flows: Sequence[Flow], clusters: Mapping[str, Any], targets: Optional[Sequence[str]] = None
) -> list[dict[str, Any]]:
    """Topics with the alias of their cluster, each once; with ``targets`` those of the dedicated instance for them."""
    chosen = [flow for flow in flows if flow.enabled and _belongs(flow, targets)]
    into = sorted({flow.target for flow in chosen if flow.mode == DEDICATED})
    wanted: dict[tuple[str, str], int] = {}
    for pair in instance_pairs(flows, into) if into else ():
        wanted.update(_pair_topics(pair))
    for flow in chosen:
        wanted.update(_flow_topics(flow))
    return [
        {"cluster": alias, **compacted_topic(name, wanted[alias, name], replication_factor(clusters, alias))}
        for alias, name in sorted(wanted)
    ] + [
        {"cluster": flow.source, **canary_topic_options(flow, replication_factor(clusters, flow.source))}
        for flow in chosen
        if flow.canary
    ]


def _belongs(flow: Flow, targets: Optional[Sequence[str]]) -> bool:
    return targets is None or (flow.mode == DEDICATED and flow.target in targets)


def _pair_topics(pair: Pair) -> dict[tuple[str, str], int]:
    """State of the Connect worker of a dedicated pair, and the heartbeats that its connector insists on."""
    return {
        (pair.target, f"mm2-configs.{pair.source}.internal"): 1,
        (pair.target, f"mm2-offsets.{pair.source}.internal"): 25,
        (pair.target, f"mm2-status.{pair.source}.internal"): 5,
        (pair.target, "heartbeats"): 1,
    }


def _flow_topics(flow: Flow) -> dict[tuple[str, str], int]:
    topics: dict[tuple[str, str], int] = {}
    if flow.mode == CONNECT and flow.heartbeats:
        topics[flow.source, "heartbeats"] = 1
    if known_policy(flow):
        if flow.offset_syncs:
            topics[flow.offset_syncs_cluster, flow.offset_syncs_topic] = 1
        if flow.checkpoints:
            topics[flow.target, flow.checkpoints_topic] = 1
    return topics
