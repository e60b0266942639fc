# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lag and dead letters of sinks, on evidence that was written by hand."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.sink_checks import dlq, sink_lag, tolerates_all

READABLE = MappingProxyType({"outcome": "", "reason": ""})
NO_KAFKA = {"outcome": "not_configured", "reason": "the option kafka is not given"}


def row(first, position, goal, end=None, begin=0):
    reached = begin if position is None else position
    return {
        "topic": "t",
        "partition": 0,
        "begin": begin,
        "goal": goal,
        "end": goal if end is None else end,
        "first": first,
        "position": position,
        "lag": max(0, goal - reached),
    }


def sink(*rows, **more):
    seen = {
        "group": "connect-s",
        "isolation": "read_uncommitted",
        "partitions": list(rows),
        "missing": [],
        "lag": sum(item["lag"] for item in rows),
        "real": True,
        "seconds": 65.0,
        "error": "",
        **more,
    }
    return {"name": "s", "type": "sink", "expected_state": "running", "sink": seen}


def lag(item, plane=READABLE, **options):
    return sink_lag(CheckSpec("sink_lag", "", options), item, {"data_plane": plane})


@pytest.mark.parametrize(
    ("item", "options", "outcome", "words"),
    [
        ({**sink(), "type": "source"}, {}, "not_applicable", "no sink"),
        ({**sink(), "expected_state": "paused"}, {}, "not_applicable", "paused on purpose"),
        ({**sink(), "sink": {}}, {}, "not_permitted", "nothing is known"),
        (sink(error="no right"), {}, "not_permitted", "no right"),
        (sink(row(5, 9, 9)), {}, "passed", "group connect-s is at the end of 1 partitions within 65 s"),
        (sink(row(9, 9, 9, 30)), {}, "passed", "at the end"),
        (sink(row(5, 8, 9)), {"max_records": 1}, "passed", "1 records from the end"),
        # A remainder of markers.
        (sink(row(8, 8, 9), real=False), {}, "passed", "at the end"),
        (sink(row(5, 5, 9)), {}, "failed", "4 records behind (limit 0), most in t-0 (4), and did not move within 65 s"),
        (sink(row(None, None, 9)), {}, "failed", "9 records behind"),
        (sink(row(0, 50, 100, 160)), {}, "failed", "falls back: 50 records read and 60 written"),
        (sink(row(0, 50, 100, 110)), {}, "catching_up", "50 records behind, most in t-0 (50), and catches up: about 9"),
        (sink(row(None, 50, 100, 110), row(None, None, 0)), {}, "catching_up", "about 98 s"),
        (sink(row(None, None, 0)), {}, "inconclusive", "committed nothing yet"),
        (sink(row(9, 9, 9), missing=["u"]), {}, "inconclusive", "topic u does not exist"),
        (sink(row(5, 5, 9), missing=["u"]), {}, "failed", "did not move"),
    ],
)  # fmt: skip
def test_lag(item, options, outcome, words):
    result = lag(item, **options)
    assert (result.outcome, result.subject) == (outcome, "s")
    assert words in result.reason


def test_lag_without_a_way_to_the_brokers():
    assert lag(sink(), NO_KAFKA).outcome == "not_configured"


def test_what_lag_shows():
    result = lag(sink(row(5, 9, 9)))
    assert result.expected == {"max_records": 0}
    assert set(result.observed) == {"group", "isolation", "lag", "seconds", "partitions"}


def queue(kind="sink", **more):
    seen = {"topic": "d", "tolerance": "all", "logged": False, "exists": True, "records": 3, "grown": 0, "seconds": 5.0}
    seen.update(writable=True, hindrance="")
    return {"name": "s", "type": kind, "expected_state": "running", "dlq": {**seen, "last": {}, **more}}


LETTER = {
    "stage": "VALUE_CONVERTER",
    "topic": "t",
    "partition": "1",
    "offset": "7",
    "exception": "org.x.DataException",
    "message": "bad",
}


@pytest.mark.parametrize(
    ("item", "options", "outcome", "words"),
    [
        (queue(topic="", tolerance="none"), {}, "not_configured", "stops its task"),
        (queue(topic=""), {}, "failed", "lost silently; set errors.deadletterqueue.topic.name"),
        (queue(error="no right"), {}, "not_permitted", "no right"),
        (queue(exists=False), {}, "inconclusive", "topic d does not exist, or may not be seen"),
        (queue(), {}, "passed", "topic d holds 3 records and did not grow within 5 s"),
        (queue(tolerance="none"), {}, "passed", "errors.tolerance is none, so that the first of them stops its task"),
        (queue(grown=2, last=LETTER), {}, "failed", "2 records came into d within 5 s, the last at VALUE_CONVERTER "
         "from t-1@7 (DataException: bad)"),
        (queue(last={}), {"max_records": 2}, "failed", "topic d holds 3 records, more than max_records 2"),
        (queue(grown=1), {"max_records": 3}, "passed", "grew by 1"),
        (queue(last={"topic": "t"}), {}, "passed", "the last without context headers"),
        (queue(writable=False, hindrance="no right"), {}, "failed", "loses the record: no right"),
        (queue(writable=False, hindrance="no", grown=2), {"max_records": 9}, "failed", "it may not write to topic d"),
        (queue(writable=None, hindrance="who?"), {}, "inconclusive", "may write there is not known: who?"),
        (queue(writable=None, hindrance="who?", grown=2), {}, "failed", "2 records came into d"),
        # Sources have none.
        (queue("source"), {}, "failed", "Connect ignores a dead letter queue on a source"),
        (queue("source", topic=""), {}, "failed", "errors.tolerance is all on a source"),
        (queue("source", topic="", logged=True), {}, "not_applicable", "no sink"),
        ({"name": "s", "type": "source"}, {}, "not_applicable", "no sink"),
    ],
)  # fmt: skip
def test_dead_letter_queues(item, options, outcome, words):
    result = dlq(CheckSpec("dlq", "", options), item, {"data_plane": READABLE})
    assert (result.outcome, result.subject) == (outcome, "s")
    assert words in result.reason


def test_dead_letter_queue_without_a_way_to_the_brokers():
    evidence = {"data_plane": NO_KAFKA}
    assert dlq(CheckSpec("dlq"), queue(), evidence).outcome == "not_configured"
    assert dlq(CheckSpec("dlq"), queue(topic=""), evidence).outcome == "failed"


def test_tolerance():
    assert tolerates_all({"errors.tolerance": " ALL "})
    assert not tolerates_all({})
