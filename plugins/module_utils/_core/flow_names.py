# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names a flow reads and writes, and whether two sets of names may meet.

Private to streamops.kafka. Sets of names are taken apart into shapes: what a pattern begins and ends with. Equal shapes
of many flows are one, and only shapes that are near each other are compared, so a thousand flows take no time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, NamedTuple, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import POLICIES, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import (
    Alternative,
    alternatives,
    compatible,
    matches_any,
)

__all__ = ["Names", "Shape", "known_policy", "meeting", "near", "read_names", "shapes", "touching", "written_names"]


class Names(NamedTuple):
    """Patterns that names match, and patterns of names that are left out."""

    patterns: tuple[str, ...]
    without: tuple[str, ...] = ()


class Shape(NamedTuple):
    """One alternative of one pattern, and what its flow leaves out."""

    alternative: Alternative
    pattern: str
    without: tuple[str, ...]


def known_policy(flow: Flow) -> bool:
    """Whether we know how the flow names its copies; a class of somebody else is trusted to be right."""
    return flow.replication_policy in POLICIES


def read_names(flow: Flow) -> Names:
    """The names on the source that the flow copies."""
    return Names(flow.all_topics, flow.topics_exclude)


def written_names(flow: Flow) -> Names:
    """The names on the target that the flow writes."""
    if flow.replication_policy == "identity":
        return read_names(flow)
    start = re.escape(flow.source + flow.separator)
    return Names(_behind(start, flow.all_topics), _behind(start, flow.topics_exclude))


def _behind(start: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(start + (f"({pattern})" if "|" in pattern else pattern) for pattern in patterns)


@lru_cache(maxsize=8192)
def shapes(names: Names) -> tuple[Shape, ...]:
    """The shapes of the names that are not left out: neither by name nor by the very pattern."""
    return tuple(
        Shape(alternative, pattern, names.without)
        for pattern in names.patterns
        for alternative in alternatives(pattern)
        if not _left_out(alternative, pattern, names.without)
    )


def meeting(first: Sequence[Shape], second: Sequence[Shape]) -> Iterator[tuple[int, int]]:
    """Positions of the pairs, one of each, that may have a name in common."""
    border = len(first)
    together = [*first, *second]
    for one, other in near(together, border) if border else ():
        low, high = (one, other) if one < other else (other, one)
        if touching(together[low], together[high]):
            yield low, high - border


def near(several: Sequence[Shape], border: int = 0) -> Iterator[tuple[int, int]]:
    """Positions of pairs whose fixed beginnings and ends agree as far as both go; with a border, only across it."""
    heads = [shape.alternative.head for shape in several]
    tails = [shape.alternative.tail[::-1] for shape in several]
    few, many = sorted((heads, tails), key=lambda texts: sum(len(begun) for dummy, begun in _nested(texts, border)))
    for at, begun in _nested(few, border):
        text = many[at]
        for earlier in begun:
            if text.startswith(many[earlier]) or many[earlier].startswith(text):
                yield earlier, at


def touching(one: Shape, other: Shape) -> bool:
    """Whether a name may have both shapes."""
    return (
        compatible(one.alternative, other.alternative)
        and not _left_out(one.alternative, one.pattern, other.without)
        and not _left_out(other.alternative, other.pattern, one.without)
    )


def _nested(texts: Sequence[str], border: int) -> Iterator[tuple[int, list[int]]]:
    """Each position, with those before it in the order of the texts that its own text begins with."""
    begun: tuple[list[int], list[int]] = ([], [])
    for at in sorted(range(len(texts)), key=texts.__getitem__):
        for side in begun:
            while side and not texts[at].startswith(texts[side[-1]]):
                side.pop()
        own = at < border
        yield at, begun[not own]
        # Without a border both sides are one.
        begun[own if border else 1].append(at)


def _left_out(alternative: Alternative, pattern: str, without: tuple[str, ...]) -> bool:
    return pattern in without or (alternative.literal and matches_any(without, alternative.head))
