# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loops: sets of flows through which a record could come back to where it started.

Private to streamops.kafka. Two steps: clusters that reach each other (cheap), then, only among those, flows that really
hand topics on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Callable, Iterable, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import (
    Names,
    Shape,
    meeting,
    read_names,
    shapes,
    written_names,
)
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
    """The sets inside clusters that all reach each other.

    Nodes are the flows, by their position, and behind them what is read or written at a cluster, each shape once.
    """
    edges: dict[int, list[int]] = {at: [] for at in range(len(flows))}
    read, written = _ends(flows, "source", read_names), _ends(flows, "target", written_names)
    for cluster, into in written.items():
        out = read[cluster]
        first = len(edges)
        for writers in into.values():
            for at in writers:
                edges[at].append(len(edges))
            edges[len(edges)] = []
        behind = len(edges)
        for readers in out.values():
            edges[len(edges)] = readers
        for one, other in meeting(list(into), list(out)):
            edges[first + one].append(behind + other)
    circles = [[flows[at] for at in sorted(circle) if at < len(flows)] for circle in components(edges)]
    return [circle for circle in circles if not _recognising(circle)]


def _ends(flows: Sequence[Flow], end: str, names: Callable[[Flow], Names]) -> dict[str, dict[Shape, list[int]]]:
    """Per cluster, what flows read or write there, each shape once with the positions of its flows."""
    found: dict[str, dict[Shape, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, flow in enumerate(flows):
        for shape in shapes(names(flow)):
            found[getattr(flow, end)][shape].append(at)
    return found


def _edges(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    edges: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        edges[source].append(target)
        edges[target].extend(())
    return edges
