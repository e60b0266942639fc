# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flows that may write one topic of one cluster.

Private to streamops.kafka. The default policy puts the source's alias before every name, so flows with it meet only
where alias and separator of one begin like those of another. For a broker '.' and '_' in a name are the same: it
refuses to make ``a_b`` beside ``a.b``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Callable, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import (
    Shape,
    near,
    shapes,
    touching,
    written_names,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import Alternative

__all__ = ["colliding", "nearly_colliding"]


def colliding(flows: Sequence[Flow]) -> list[list[Flow]]:
    """Sets of flows into one target, of several sources, that may write one name."""
    return _sets(flows, lambda shape: shape, touching)


def nearly_colliding(flows: Sequence[Flow]) -> list[list[Flow]]:
    """Sets that may write names which differ only in '.' and '_'."""
    named = _sets(flows, _flat, lambda one, other: _literals(one, other) == 2 and touching(one, other))
    prefixed = [flow for flow in flows if flow.replication_policy == "default"]
    by_alias = _sets(prefixed, _flat, lambda one, other: _literals(one, other) == 0 and touching(one, other))
    return named + [several for several in by_alias if several not in named]


def _sets(
    flows: Sequence[Flow], seen_as: Callable[[Shape], Shape], meet: Callable[[Shape, Shape], bool]
) -> list[list[Flow]]:
    owners: dict[Shape, list[int]] = defaultdict(list)
    for at, flow in enumerate(flows):
        for shape in shapes(written_names(flow)):
            owners[seen_as(shape)].append(at)
    groups = _Groups(len(flows))
    for together in owners.values():
        groups.join(together)
    found = list(owners)
    first = [owners[shape][0] for shape in found]
    for one, other in near(found):
        if groups.apart(first[one], first[other]) and meet(found[one], found[other]):
            groups.join((first[one], first[other]))
    sets = [[flows[at] for at in members] for members in groups.members()]
    return [several for several in sets if len({flow.source for flow in several}) > 1]


def _flat(shape: Shape) -> Shape:
    """The shape as a broker compares it."""
    head, tail, literal, text = shape.alternative
    return shape._replace(
        alternative=Alternative(head.replace(".", "_"), tail.replace(".", "_"), literal, text),
        pattern=shape.pattern if literal else "",
        without=(),
    )


def _literals(one: Shape, other: Shape) -> int:
    return one.alternative.literal + other.alternative.literal


class _Groups:
    """Numbers that belong together, joined step by step."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def of(self, number: int) -> int:
        """The number that stands for the group."""
        while self._parent[number] != number:
            self._parent[number] = number = self._parent[self._parent[number]]
        return number

    def apart(self, one: int, other: int) -> bool:
        """Whether the two are in different groups; mostly they are known not to be."""
        return self._parent[one] != self._parent[other] and self.of(one) != self.of(other)

    def join(self, numbers: Sequence[int]) -> None:
        """Make one group of the groups of all the numbers."""
        for number in numbers[1:]:
            self._parent[self.of(number)] = self.of(numbers[0])

    def members(self) -> list[list[int]]:
        """The groups, each in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._parent)):
            found[self.of(number)].append(number)
        return list(found.values())
