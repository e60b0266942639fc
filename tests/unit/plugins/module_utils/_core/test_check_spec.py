# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be asked to be checked."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec, read_checks
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

KNOWN = {"running": ("tasks_min",), "workers_live": (), "lag": ("max_records", "max_seconds")}


def test_named_checks():
    assert read_checks([{"name": "running"}, {"name": "lag", "max_records": 5, "max_seconds": None}], KNOWN, "c") == [
        CheckSpec("running", "c"),
        CheckSpec("lag", "c", {"max_records": 5}),
    ]


def test_queries():
    assert read_checks([{"name": "two", "query": "a", "min": 2}], KNOWN) == [CheckSpec("two", "", {}, "a", "min", 2)]


def test_nothing():
    assert read_checks([], KNOWN) == []


@pytest.mark.parametrize("value", [0, False, "", []])
def test_values_that_are_false_are_values(value):
    assert read_checks([{"name": "n", "query": "a", "equals": value}], KNOWN)[0].value == value


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ({}, "has no name"),
        ({"name": ""}, "has no name"),
        ({"name": 5}, "has no name"),
        ({"name": "runing"}, "no check named runing: did you mean running?"),
        ({"name": "xyz"}, "named checks are lag, running, workers_live; others need a query"),
        ({"name": "running", "min": 1}, "Check running does not know min; it takes tasks_min"),
        ({"name": "workers_live", "a": 1, "b": 2}, "does not know a, b; it takes no thresholds"),
        ({"name": "n", "query": "a"}, "exactly one of equals, matches, min, max"),
        ({"name": "n", "query": "a", "min": 1, "max": 2}, "exactly one"),
        ({"name": "n", "query": "a", "equals": 1, "subject": "x"}, "exactly one"),
        ({"name": "n", "query": "a[", "equals": 1}, "does not compile"),
        ({"name": "n", "query": "a", "min": "x"}, "needs a number"),
    ],
)
def test_what_is_refused(check, words):
    with pytest.raises(InputError) as caught:
        read_checks([check], KNOWN)
    assert words in caught.value.message


@pytest.mark.parametrize(("value", "number"), [("5", 5), (5.0, 5), ("0.5", 0.5), (0, 0)])
def test_thresholds_may_come_as_texts(value, number):
    options = read_checks([{"name": "lag", "max_records": value}], {"lag": ("max_records",)})[0].options
    assert options == {"max_records": number}


@pytest.mark.parametrize("value", ["x", "", -1, "-1", True, [], {}, "nan", "inf"])
def test_thresholds_that_are_no_numbers_are_refused(value):
    with pytest.raises(InputError) as caught:
        read_checks([{"name": "lag", "max_records": value}], {"lag": ("max_records",)})
    assert "Check lag: max_records is" in caught.value.message


def test_other_thresholds_are_left_as_they_are():
    check = {"name": "records", "topics": ["1"], "min_records": "2"}
    options = read_checks([check], {"records": ("topics", "min_records")})[0].options
    assert options == {"topics": ["1"], "min_records": 2}
