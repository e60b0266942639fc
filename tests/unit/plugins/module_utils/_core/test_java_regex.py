# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Java's regular expressions, judged without Java."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import (
    alternatives,
    compatible,
    compile_java,
    matches_any,
    regex_problem,
)


def fixed_beginnings(patterns):
    return {alternative.head for pattern in patterns for alternative in alternatives(pattern)}


def may_overlap(first, second):
    pairs = itertools.product(first, second)
    return any(compatible(*both) for pair in pairs for both in itertools.product(*map(alternatives, pair)))


@pytest.mark.parametrize(
    "pattern",
    [
        ".*",
        "orders",
        r"pgapp\..*",
        "(a|b).*",
        "a{2}",
        "a{2}b",
        r"a\{b",
        "[a-z]+",
        "[]a]",
        "[^]a]",
        "[{]",
        "(?<name>a)",
        "(?=a)b",
        "(?<=a)b",
        r"\p{Alpha}+",
        r"\p{IsAlnum}",
        r"\p{InGreek}",
        r"\P{Alpha}",
        r"\Qa.b{\E.*",
        r"\Qa[b",
        "a++",
        "a*+",
        "[a-z&&[^b]]",
        r"\x{263a}",
        r"\R",
        "(?i)orders",
        "(?i-s)x",
    ],
)
def test_patterns_that_java_takes(pattern):
    assert regex_problem(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("a,b", "holds a comma"),
        ("[", "does not compile"),
        ("(a", "does not compile"),
        ("a)", "does not compile"),
        ("*a", "does not compile"),
        ("a{", "does not compile: a brace"),
        ("{x}", "does not compile: a brace"),
        ("a{x}", "does not compile: a brace"),
        ("a(?#x)", "does not compile: Java has no comments in patterns"),
        ("(?P<x>a)", "does not compile: a named group is written (?<name>...)"),
        ("a\\", "does not compile"),
    ],
)
def test_patterns_that_kafka_cannot_take(pattern, problem):
    assert regex_problem(pattern).startswith(problem)


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        (r"\Qa.b\E.*", "a.bc", True),
        (r"\Qa.b\E.*", "axbc", False),
        (r"\Qa.b", "a.b", True),
        (r"\p{Digit}+", "123", True),
        (r"\p{Digit}+", "12a", False),
        ("(?<year>[0-9]{4})", "2026", True),
        (r"pgapp\..*", "pgapp.public.orders", True),
    ],
)
def test_matching(pattern, name, expected):
    compiled = compile_java(pattern)
    assert compiled is not None
    assert (compiled.fullmatch(name) is not None) is expected


@pytest.mark.parametrize("pattern", ["a++", "[a&&b]", "[a[b]]", r"\R", r"\P{L}", r"\p{InGreek}", r"\x{41}", "(?u-i)a"])
def test_what_only_java_could_judge(pattern):
    assert compile_java(pattern) is None


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["orders"], {"orders"}),
        ([r"pgapp\..*"], {"pgapp."}),
        (["a|b.*"], {"a", "b"}),
        ([".*x"], {""}),
        (["ab*"], {"a"}),
        (["ab?c"], {"a"}),
        (["ab{2}"], {"a"}),
        (["^ab.*$"], {"ab"}),
        (["a(b|c)d"], {"a"}),
        (["a[bc]d"], {"a"}),
        ([r"a\dc"], {"a"}),
        ([r"a(\(|[)])d|e"], {"a", "e"}),
        (["(?i)abc"], {""}),
        (["a++"], {""}),
        ([], set()),
    ],
)
def test_fixed_beginnings(patterns, expected):
    assert fixed_beginnings(patterns) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([".*"], [".*"], True),
        ([".*"], ["orders"], True),
        (["orders"], ["orders"], True),
        (["orders"], ["payments"], False),
        (["orders", "payments"], ["payments"], True),
        ([r"orders\..*"], [r"payments\..*"], False),
        ([r"pg.*"], [r"pgapp\..*"], True),
        ([".*-orders"], [".*-payments"], False),
        ([".*-orders"], ["eu-.*"], True),
        (["a.c"], ["abc"], True),
        (["abd"], ["a.c"], False),
        (["a.c"], ["abd"], False),
        (["a|b"], ["b|c"], True),
        (["a|b"], ["c|d"], False),
        (["a++"], ["b"], True),
        (["(?i)A.*"], ["a.*"], True),
        ([], [".*"], False),
    ],
)
def test_overlap(first, second, expected):
    for one, other in itertools.permutations((first, second)):
        assert may_overlap(one, other) is expected


@pytest.mark.parametrize(
    ("patterns", "name", "expected"),
    [((), "a", False), (("b", "a.*"), "ab", True), (("a",), "ab", False), (("a++",), "a", False)],
)
def test_certain_matches(patterns, name, expected):
    assert matches_any(patterns, name) is expected


PIECES = st.lists(
    st.sampled_from(["a", "b", "ab", ".", ".*", "a*", "[ab]", "(a|b)", "b?", r"\.", "|"]), min_size=1, max_size=5
)
NAMES = st.text("ab.", max_size=5)


@given(PIECES, PIECES, NAMES)
def test_a_name_of_both_is_never_denied(one, other, name):
    first, second = "".join(one), "".join(other)
    if re.fullmatch(first, name) and re.fullmatch(second, name):
        assert may_overlap([first], [second])


@given(PIECES, NAMES)
def test_every_matching_name_begins_as_told(pieces, name):
    pattern = "".join(pieces)
    if re.fullmatch(pattern, name):
        assert any(name.startswith(start) for start in fixed_beginnings([pattern]))


@given(NAMES)
def test_a_quoted_name_overlaps_with_itself_alone(name):
    assert may_overlap([re.escape(name)], [re.escape(name)])
    assert not may_overlap([re.escape(name)], [re.escape(name + "c")])
