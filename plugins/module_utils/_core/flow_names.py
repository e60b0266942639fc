# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names a flow reads and writes, and whether two sets of names may meet.

Private to streamops.kafka.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import POLICIES, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import (
    compile_java,
    fixed_beginnings,
    may_overlap,
)

__all__ = ["Names", "known_policy", "meeting", "read_names", "written_names"]

# Patterns that names match, and patterns of names that are left out.
Names = tuple[tuple[str, ...], tuple[str, ...]]


def known_policy(flow: Flow) -> bool:
    """Whether we know how the flow names its copies; a class of somebody else is trusted to be right."""
    return flow.replication_policy in POLICIES


def read_names(flow: Flow) -> Names:
    """The names on the source that the flow copies."""
    return flow.all_topics, flow.topics_exclude


def written_names(flow: Flow) -> tuple[str, ...]:
    """Patterns of the names on the target that the flow writes."""
    if flow.replication_policy == "identity":
        return flow.all_topics
    start = re.escape(flow.source + flow.separator)
    return tuple(start + (f"({pattern})" if "|" in pattern else pattern) for pattern in flow.all_topics)


def meeting(first: Sequence[Names], second: Sequence[Names]) -> Iterator[tuple[int, int]]:
    """Positions of the pairs that may have a name in common, each once.

    Only pairs of which one's fixed beginning begins with the other's are looked at, so a thousand flows take no time.
    """
    begun = sorted(
        (start, side, at)
        for side, lists in enumerate((first, second))
        for at, names in enumerate(lists)
        for start in fixed_beginnings(names[0])
    )
    seen: set[tuple[int, int]] = set()
    still_open: list[tuple[str, int, int]] = []
    for start, side, at in begun:
        while still_open and not start.startswith(still_open[-1][0]):
            still_open.pop()
        for dummy, earlier_side, earlier in still_open:
            if earlier_side != side:
                seen.add((at, earlier) if side == 0 else (earlier, at))
        still_open.append((start, side, at))
    for one, other in sorted(seen):
        if _overlap(first[one], second[other]):
            yield one, other


def _overlap(one: Names, other: Names) -> bool:
    return may_overlap(_kept(one[0], other[1]), _kept(other[0], one[1]))


@lru_cache(maxsize=4096)
def _kept(patterns: tuple[str, ...], excluded: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns without those that are left out: plain names that match, and the very patterns."""
    plain = {pattern for pattern in patterns if re.escape(pattern) == pattern and _matches_any(excluded, pattern)}
    return tuple(pattern for pattern in patterns if pattern not in plain and pattern not in excluded)


def _matches_any(patterns: tuple[str, ...], name: str) -> bool:
    compiled = (compile_java(pattern) for pattern in patterns)
    return any(pattern is not None and pattern.fullmatch(name) is not None for pattern in compiled)
