# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strongly connected components of a directed graph.

Private to streamops.kafka.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Hashable, Mapping, Sequence, TypeVar

__all__ = ["components"]

Node = TypeVar("Node", bound=Hashable)


def components(edges: Mapping[Node, Sequence[Node]]) -> list[set[Node]]:
    """The strongly connected components of two nodes or more, by two passes without recursion."""
    back: dict[Node, list[Node]] = defaultdict(list)
    for node, others in edges.items():
        for other in others:
            back[other].append(node)
    order: list[Node] = []
    seen: set[Node] = set()
    for start in edges:
        order.extend(_finished(start, edges, seen))
    taken: set[Node] = set()
    found = [set(_finished(start, back, taken)) for start in reversed(order)]
    return [component for component in found if len(component) > 1]


def _finished(start: Node, edges: Mapping[Node, Sequence[Node]], seen: set[Node]) -> list[Node]:
    """Nodes reached from the start that were not seen yet, each after everything behind it."""
    if start in seen:
        return []
    seen.add(start)
    order: list[Node] = []
    path = [(start, iter(edges.get(start, ())))]
    while path:
        node, others = path[-1]
        fresh = next((other for other in others if other not in seen), None)
        if fresh is None:
            order.append(node)
            path.pop()
        else:
            seen.add(fresh)
            path.append((fresh, iter(edges.get(fresh, ()))))
    return order
