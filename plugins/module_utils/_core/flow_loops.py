# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loops: sets of flows through which a record could come back to where it started.

Private to streamops.kafka. Two steps: clusters that reach each other (cheap), then, only among those, flows that really
hand topics on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Iterable, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import meeting, read_names, written_names
from ansible_collections.streamops.kafka.plugins.module_utils._core.graph import components

__all__ = ["loops"]


def loops(flows: Sequence[Flow]) -> list[list[Flow]]:
    """The sets of flows that hand topics on in a circle and do not all recognise their own topics."""
    found = []
    for clusters in components(_edges((flow.source, flow.target) for flow in flows)):
        inside = [flow for flow in flows if flow.source in clusters and flow.target in clusters]
        if not _recognising(inside):
            found.extend(_circles(inside))
    return found


def _recognising(flows: Sequence[Flow]) -> bool:
    return len({flow.separator for flow in flows}) == 1 and all(flow.replication_policy == "default" for flow in flows)


def _circles(flows: Sequence[Flow]) -> list[list[Flow]]:
    """The sets inside clusters that all reach each other."""
    starting: dict[str, list[int]] = defaultdict(list)
    ending: dict[str, list[int]] = defaultdict(list)
    for at, flow in enumerate(flows):
        starting[flow.source].append(at)
        ending[flow.target].append(at)
    edges: dict[int, list[int]] = {at: [] for at in range(len(flows))}
    for cluster, into in ending.items():
        out = starting[cluster]
        written = [(written_names(flows[at]), flows[at].topics_exclude) for at in into]
        for one, other in meeting(written, [read_names(flows[at]) for at in out]):
            edges[into[one]].append(out[other])
    circles = [[flows[at] for at in sorted(circle)] for circle in components(edges)]
    return [circle for circle in circles if not _recognising(circle)]


def _edges(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    edges: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        edges[source].append(target)
        edges[target].extend(())
    return edges
