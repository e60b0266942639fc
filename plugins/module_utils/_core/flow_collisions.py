# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flows that may write one topic of one cluster.

Private to streamops.kafka. Only flows with the identity policy can: the default policy puts the source's alias before
every name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import Names, meeting, written_names
from ansible_collections.streamops.kafka.plugins.module_utils._core.graph import components

__all__ = ["colliding"]


def colliding(flows: Sequence[Flow]) -> list[list[Flow]]:
    """Sets of flows into one target, of several sources, that may write one name."""
    groups: dict[Names, list[Flow]] = defaultdict(list)
    for flow in flows:
        groups[written_names(flow), flow.topics_exclude].append(flow)
    found = list(groups.values())
    edges: dict[int, list[int]] = {at: [] for at in range(len(found))}
    for one, other in meeting(list(groups), list(groups)):
        if _identity(found[one]) or _identity(found[other]):
            edges[one].append(other)
    together = components(edges) + [{at} for at in edges]
    sets = [[flow for at in sorted(part) for flow in found[at]] for part in together]
    return [several for several in sets if len({flow.source for flow in several}) > 1]


def _identity(flows: Sequence[Flow]) -> bool:
    return any(flow.replication_policy == "identity" for flow in flows)
