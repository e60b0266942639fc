# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that flows read and write."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import (
    Names,
    known_policy,
    meeting,
    read_names,
    shapes,
    written_names,
)


def flow(source="a", target="b", **options):
    return Flow(source, target, "connect", **options)


@pytest.mark.parametrize(("policy", "expected"), [("default", True), ("identity", True), ("com.example.P", False)])
def test_policies_that_we_know(policy, expected):
    assert known_policy(flow(replication_policy=policy)) is expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"topics": ("x",), "replication_policy": "identity"}, ("x",)),
        ({"topics": ("x", "y.*")}, (r"a\.x", r"a\.y.*")),
        ({"topics": ("x|y",)}, (r"a\.(x|y)",)),
        ({"topics": ("x",), "separator": "_"}, ("a_x",)),
    ],
)
def test_written(options, expected):
    assert written_names(flow(**options, topics_exclude=())).patterns == expected


def test_read():
    assert read_names(flow(topics=("x",), topics_exclude=("y",))) == (("x",), ("y",))


def test_what_is_left_out_of_the_copies():
    assert written_names(flow(topics_exclude=("y|z", "x"))).without == (r"a\.(y|z)", r"a\.x")
    assert written_names(flow(topics_exclude=("y",), replication_policy="identity")).without == ("y",)


def names(*patterns, without=()):
    return Names(patterns, tuple(without))


def pairs(first, second):
    """Positions of the sets that meet."""
    sides = [[(at, shape) for at, one in enumerate(side) for shape in shapes(one)] for side in (first, second)]
    found = meeting(*([shape for dummy, shape in side] for side in sides))
    return sorted({(sides[0][one][0], sides[1][other][0]) for one, other in found})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([names(".*")], [names(".*")], [(0, 0)]),
        ([names("a.*"), names("b.*")], [names("ab.*"), names("c")], [(0, 0)]),
        ([names("a.*")], [names("ab"), names("a.*"), names("b")], [(0, 0), (0, 1)]),
        ([names("ab")], [names("a.*", without=["ab"])], []),
        ([names("ab")], [names("a.*", without=["a."])], []),
        ([names("ab.*")], [names("a.*", without=["ab.*"])], []),
        ([names("a.*", without=["ab"])], [names("ab")], []),
        ([names("ab", "c")], [names("c.*", without=["ab"])], [(0, 0)]),
        ([names("a.*x")], [names("a.*y")], []),
        ([names("a.*x"), names("b.*y")], [names("a.*y")], []),
        ([], [names(".*"), names("a")], []),
        ([names(".*")], [], []),
        ([names(".*"), names("a.*"), names("b")], [names("b.*"), names("a1")], [(0, 0), (0, 1), (1, 1), (2, 0)]),
        ([names("x", without=["a++"])], [names("x")], [(0, 0)]),
        ([names("x", without=["x"])], [names("x")], []),
        ([names("a.x|b", without=["a[.]x"])], [names(r"a\.x|c")], []),
        ([names(r"a\.x")], [names(".*", without=[r"a\..*"])], []),
        ([names(".*1"), names(".*2")], [names(".*2"), names(".*3")], [(1, 0)]),
    ],
)
def test_meeting(first, second, expected):
    assert pairs(first, second) == expected


def test_meeting_is_the_same_from_either_side():
    left, right = [names("a.*"), names("b")], [names("b.*"), names("a1")]
    assert sorted((one, other) for other, one in pairs(right, left)) == pairs(left, right)
