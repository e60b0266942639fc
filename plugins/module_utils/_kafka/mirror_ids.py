# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids of the clusters and topics of a mirror flow, beside those of the last run.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_identity import looped
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Sight

__all__ = ["identity", "topic_ids"]


def identity(sight: Sight) -> dict[str, Any]:
    """Ids of source, target and the workers' own cluster, and names that only a loop makes."""
    flow = sight.view.flow
    sides = (("source", flow.source), ("target", flow.target))
    names = {name for side, alias in sides for name in looped(sight.view, alias, sight.topics[side])}
    ids = {side: sight.clusters[side]["cluster_id"] for side, dummy in sides}
    return {**ids, "worker": sight.state.worker_cluster, "looped": sorted(names)}


def topic_ids(sight: Sight) -> dict[str, Any]:
    """Ids of the topics and of their copies, and which of them are others than before."""
    wanted = {
        "source": [str(row["topic"]) for row in sight.rows],
        "target": [str(row["target_topic"]) for row in sight.rows if row["target_partitions"]],
    }
    planes = {"source": sight.source, "target": sight.target}
    found: dict[str, Any] = {side: planes[side].topic_ids(names) for side, names in wanted.items()}
    known = sight.history.get("topic_ids", {})
    both = {side: sorted(known.get(side, {}).keys() & ids.keys()) for side, ids in found.items()}
    changed = {side: [name for name in names if known[side][name] != found[side][name]] for side, names in both.items()}
    return {**found, "changed": changed, "compared": sum(map(len, both.values()))}
