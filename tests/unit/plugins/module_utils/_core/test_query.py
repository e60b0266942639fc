# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries over the evidence, and what their results are compared with."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core import query
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError, MissingLibraryError
from ansible_collections.streamops.kafka.plugins.module_utils._core.query import (
    compile_query,
    compile_value,
    decide,
    search,
)


def test_a_query_that_compiles():
    compile_query("n", "connectors[?state=='RUNNING'].name | length(@)")


@pytest.mark.parametrize("text", ["connectors[", "a.", "foo(", "||", ""])
def test_a_query_that_does_not(text):
    with pytest.raises(InputError, match=r"Check n: the query .* does not compile"):
        compile_query("n", text)


def test_the_import_is_guarded(monkeypatch):
    monkeypatch.setitem(sys.modules, "jmespath", None)
    spec = importlib.util.spec_from_file_location("query_without_jmespath", query.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.HAS_JMESPATH is False
    assert query.HAS_JMESPATH is True


def test_without_the_library(monkeypatch):
    monkeypatch.setattr(query, "HAS_JMESPATH", False)
    with pytest.raises(MissingLibraryError, match="needs the Python library jmespath") as caught:
        compile_query("n", "a")
    assert caught.value.details == {"library": "jmespath"}


@pytest.mark.parametrize(
    ("operator", "value"), [("matches", "^a"), ("min", 1), ("max", "1.5"), ("equals", [1]), ("equals", {})]
)
def test_values_to_compare_with(operator, value):
    compile_value("n", operator, value)


@pytest.mark.parametrize(
    ("operator", "value", "words"),
    [
        ("matches", "(", "no regular expression"),
        ("min", "x", "min needs a number"),
        ("max", True, "max needs a number"),
        ("max", [1], "max needs a number"),
    ],
)
def test_values_that_cannot_be_compared_with(operator, value, words):
    with pytest.raises(InputError, match=words):
        compile_value("n", operator, value)


def test_search():
    assert search("a[0].b", {"a": [{"b": 1}]}) == (1, "")
    assert search("a.x", {"a": 1}) == (None, "")


def test_a_query_that_fails_when_it_runs():
    found, error = search("length(a)", {"a": 1})
    assert found is None
    assert "invalid type" in error


@pytest.mark.parametrize(
    ("operator", "value", "observed", "outcome"),
    [
        ("equals", 1, 1, "passed"),
        ("equals", "1", 1, "passed"),
        ("equals", 1, 1.0, "passed"),
        ("equals", 1, 2, "failed"),
        ("equals", 1, True, "failed"),
        ("equals", True, True, "passed"),
        ("equals", "true", True, "passed"),
        ("equals", False, True, "failed"),
        ("equals", "a", "a", "passed"),
        ("equals", "a", "b", "failed"),
        ("equals", 1, "1", "failed"),
        ("equals", ["a"], ["a"], "passed"),
        ("equals", {"a": 1}, {"a": 2}, "failed"),
        ("equals", [], [], "passed"),
        ("matches", "^pg", "pgapp", "passed"),
        ("matches", "^app", "pgapp", "failed"),
        ("matches", "1", 1, "failed"),
        ("min", 1, 1, "passed"),
        ("min", "1", 2.5, "passed"),
        ("min", 2, 1, "failed"),
        ("min", 2, "3", "passed"),
        ("max", 1, 1, "passed"),
        ("max", 1, 2, "failed"),
        ("max", 1, "x", "failed"),
        ("min", 1, True, "failed"),
        ("min", 1, [1], "failed"),
        ("equals", None, None, "failed"),
        ("min", 0, None, "failed"),
        ("matches", ".*", None, "failed"),
    ],
)
def test_decide(operator, value, observed, outcome):
    state, reason = decide(operator, value, observed)
    assert state == outcome
    assert reason


def test_the_reason_names_both_sides():
    assert decide("min", 5, 3)[1] == "found 3, expected at least 5"
    assert decide("max", 5, 7)[1] == "found 7, expected at most 5"
    assert decide("min", 5, None)[1] == "the query found nothing (null)"
    assert decide("max", 5, "x")[1] == "found 'x', which is not a number"
