# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strongly connected components."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.graph import components


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ({}, []),
        ({"a": []}, []),
        ({"a": ["a"]}, []),
        ({"a": ["b"], "b": []}, []),
        ({"a": ["b"], "b": ["a"]}, [{"a", "b"}]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, [{"a", "b", "c"}]),
        ({"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]}, [{"a", "b"}, {"c", "d"}]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["b"]}, []),
    ],
)
def test_components(edges, expected):
    assert sorted(components(edges), key=min) == expected


def reach(edges, start):
    seen, todo = set(), [start]
    while todo:
        for other in edges.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


NODES = st.integers(0, 6)


@given(st.dictionaries(NODES, st.lists(NODES, max_size=4), max_size=7))
def test_two_nodes_are_together_when_each_reaches_the_other(edges):
    whole = {node: list(edges.get(node, ())) for node in range(7)}
    found = components(whole)
    together = {(one, other) for component in found for one in component for other in component if one != other}
    reached = {node: reach(whole, node) for node in whole}
    expected = {(a, b) for a in whole for b in whole if a != b and b in reached[a] and a in reached[b]}
    assert together == expected


def test_a_long_chain_needs_no_recursion():
    edges = {node: [node + 1] for node in range(5000)}
    edges[5000] = [0]
    assert components(edges) == [set(range(5001))]
