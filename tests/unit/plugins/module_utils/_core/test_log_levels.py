# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which levels are set, and that it leads to what is wanted on a worker that sets by prefix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.log_levels import (
    LEVELS,
    WorkerLevels,
    differing,
    plan_levels,
    read_levels,
)


def test_levels_in_any_case():
    assert read_levels({"a": "debug", "B": " Warn ", "ROOT": "INFO"}) == {"a": "DEBUG", "B": "WARN", "root": "INFO"}


def test_yaml_reads_off_as_false():
    assert read_levels({"a": False}) == {"a": "OFF"}


@pytest.mark.parametrize(
    ("loggers", "words"),
    [
        ({}, "loggers is empty"),
        ({"a": "LOUD"}, "Logger a: there is no level 'LOUD': use one of OFF, FATAL"),
        ({"a": None}, "Logger a: there is no level None"),
        ({"a": True}, "Logger a: there is no level True"),
        ({"": "INFO"}, "Logger '' cannot be part"),
        ({" a": "INFO"}, "Logger ' a' cannot be part"),
        ({"a/b": "INFO"}, "Logger 'a/b' cannot be part"),
        ({"root": "INFO", "Root": "WARN"}, "Logger root is listed more than once"),
    ],
)
def test_what_cannot_be_meant(loggers, words):
    with pytest.raises(InputError, match=words.replace("(", r"\(")):
        read_levels(loggers)


@pytest.mark.parametrize(
    ("wanted", "current", "writes"),
    [
        ({"a": "INFO"}, {"a": "INFO"}, []),
        ({"a": "INFO"}, {"a": "WARN"}, [("a", "INFO")]),
        ({"a": "INFO"}, {"a": None}, [("a", "INFO")]),
        ({"a.b": "WARN", "a": "INFO"}, {"a.b": "WARN", "a": "INFO"}, []),
        ({"a.b": "WARN", "a": "INFO"}, {"a.b": "WARN", "a": "DEBUG"}, [("a", "INFO"), ("a.b", "WARN")]),
        ({"a.b": "INFO", "a": "INFO"}, {"a.b": "WARN", "a": "DEBUG"}, [("a", "INFO")]),
        ({"a.b": "INFO", "a": "INFO"}, {"a.b": None, "a": "DEBUG"}, [("a", "INFO"), ("a.b", "INFO")]),
        ({"x": "WARN", "root": "INFO"}, {"x": "WARN", "root": "DEBUG"}, [("root", "INFO"), ("x", "WARN")]),
        (
            {"a": "INFO", "a.b": "WARN", "a.b.c": "WARN"},
            {"a": "DEBUG", "a.b": "WARN", "a.b.c": "WARN"},
            [("a", "INFO"), ("a.b", "WARN")],
        ),
    ],
)
def test_what_is_set_in_which_order(wanted, current, writes):
    assert list(plan_levels(wanted, current).items()) == writes


def test_a_worker():
    worker = WorkerLevels("http://w", {"a": None, "b": "INFO"}, {"a": "WARN"})
    assert worker.as_dict({"a": "WARN", "b": "INFO"}) == {
        "url": "http://w",
        "changed": True,
        "before": {"a": None, "b": "INFO"},
        "after": {"a": "WARN", "b": "INFO"},
    }
    assert worker.diff() == {
        "before_header": "loggers of http://w",
        "after_header": "loggers of http://w",
        "before": {"a": None},
        "after": {"a": "WARN"},
    }


def test_what_differs():
    assert differing({"a": "WARN", "b": "INFO", "c": "INFO"}, {"a": "INFO", "c": "INFO"}) == [
        "a is INFO",
        "b is not there",
    ]


NAMES = st.sampled_from(["root", "a", "a.b", "a.b.c", "ab", "z"])


@given(st.dictionaries(NAMES, st.sampled_from(LEVELS), min_size=1), st.dictionaries(NAMES, st.sampled_from(LEVELS)))
def test_on_a_worker_that_sets_by_prefix_everything_becomes_what_is_wanted(wanted, levels):
    for name, level in plan_levels(wanted, levels).items():
        hit = [other for other in levels if name == "root" or other.startswith(name)]
        levels.update(dict.fromkeys([*hit, name], level))
    assert differing(wanted, levels) == []
    assert plan_levels(wanted, levels) == {}
