# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether data came out, on evidence that was written by hand."""

from __future__ import annotations

import re

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.progress_checks import (
    source_progress,
    topics_have_records,
)

READABLE = {"outcome": "", "reason": ""}
NO_KAFKA = {"outcome": "not_configured", "reason": "the option kafka is not given"}


def connector(**more):
    return {"name": "c", "type": "source", "expected_state": "running", **more}


def topic(records, exists=True, **more):
    return {"exists": exists, "partitions": {}, "records": records, **more}


def records(item, topics, options=None, plane=None):
    evidence = {"topics": topics, "data_plane": plane or READABLE}
    return topics_have_records(CheckSpec("topics_have_records", "", options or {}), item, evidence)


@pytest.mark.parametrize(
    ("item", "topics", "options", "outcome", "words"),
    [
        (connector(topics=["a"]), {"a": topic(3)}, {}, "passed", "a: 3"),
        (connector(topics=["a", "b"]), {"a": topic(3), "b": topic(1)}, {}, "passed", "a: 3, b: 1"),
        (connector(topics=["a", "b"]), {"a": topic(3), "b": topic(0)}, {}, "inconclusive", "topic b holds 0 records"),
        (connector(topics=["a"]), {"a": topic(3)}, {"min_records": 4}, "inconclusive", "at least 4"),
        (connector(topics=["a"]), {"a": topic(0, exists=False)}, {}, "inconclusive", "topic a does not exist"),
        (connector(topics=["a"]), {}, {}, "inconclusive", "topic a does not exist"),
        (connector(topics=[]), {}, {}, "inconclusive", "no topic yet"),
        (connector(topics=None, topics_error="Topic tracking is disabled."), {}, {}, "not_permitted", "disabled"),
        (connector(topics=None), {}, {}, "not_permitted", "does not tell"),
        (connector(topics=["a"]), {"a": topic(None, None, error="no right")}, {}, "not_permitted", "a: no right"),
        # topics that the user named must be there
        (connector(topics=[]), {"x": topic(1)}, {"topics": ["x"]}, "passed", "x: 1"),
        (connector(topics=None), {"x": topic(1)}, {"topics": ["x"]}, "passed", "x: 1"),
        (connector(topics=["a"]), {"a": topic(9), "x": topic(0)}, {"topics": ["x"]}, "failed", "x holds 0 records"),
        (connector(topics=[]), {"x": topic(0, exists=False)}, {"topics": ["x"]}, "failed", "topic x does not exist"),
        (connector(topics=[]), {"x": topic(None, None, error="down")}, {"topics": ["x"]}, "failed", "x: down"),
        (connector(topics=[]), {"x": topic(0)}, {"topics": ["x"], "min_records": 0}, "passed", "x: 0"),
    ],
)
def test_topics_have_records(item, topics, options, outcome, words):
    result = records(item, topics, options)
    assert result.outcome == outcome
    assert words in result.reason
    assert result.subject == "c"


def test_without_a_way_to_the_brokers_nothing_is_claimed():
    result = records(connector(topics=["a"]), {"a": topic(3)}, plane=NO_KAFKA)
    assert (result.outcome, result.reason) == ("not_configured", "the option kafka is not given")


def test_what_was_expected_and_seen_is_told():
    result = records(connector(topics=["a"]), {"a": topic(3)})
    assert result.expected == {"topics": ["a"], "min_records": 1}
    assert result.observed == {"a": 3}


@pytest.mark.parametrize(
    ("item", "outcome", "words"),
    [
        (connector(type="sink"), "not_applicable", "sink"),
        (connector(expected_state="paused"), "not_applicable", "paused on purpose"),
        (connector(expected_state="stopped"), "not_applicable", "stopped on purpose"),
        (connector(progress={"error": "Connector c not found"}), "not_permitted", "not found"),
        (connector(progress={"offsets": [1], "offsets_moved": True, "seconds": 2.0}), "passed", "moved within 2 s"),
        (connector(progress={"offsets": [], "records": 4, "seconds": 1.5}), "passed", "4 records .* within 1.5 s"),
        (connector(progress={"offsets": [], "records": 0, "seconds": 9}), "inconclusive", "no offset yet"),
        (
            connector(progress={"offsets": [1], "records": None, "seconds": 9}),
            "inconclusive",
            "did not move within 9 s",
        ),
        (connector(), "inconclusive", "no offset yet"),
    ],
)
def test_source_progress(item, outcome, words):
    result = source_progress(CheckSpec("source_progress"), item)
    assert result.outcome == outcome
    assert re.search(words, result.reason)


def test_what_progress_shows():
    progress = {"offsets": [1], "offsets_moved": True, "records": 2, "seconds": 1.0, "error": ""}
    observed = source_progress(CheckSpec("source_progress"), connector(progress=progress)).observed
    assert observed == {"offsets": [1], "offsets_moved": True, "records": 2, "seconds": 1.0}


DATABASE = {
    "outcome": "",
    "streams": True,
    "rows": False,
    "copies_rows": True,
    "changes": 0,
    "changed_for": None,
    "drops_records": False,
    "rolled_back": False,
    "snapshots": 0,
    "log_moved": True,
    "heartbeat": 10.0,
    "topics_missing": [],
}
STILL = {"offsets": [1], "records": 0, "seconds": 21.0, "written": ["a"], "heartbeats": 4}
NOTHING = {**STILL, "offsets": [], "written": [], "heartbeats": 0}


@pytest.mark.parametrize(
    ("progress", "database", "outcome", "words"),
    [
        ({**STILL, "heartbeats_moved": True}, {}, "passed", "its heartbeats came within 21 s"),
        # Rows were there and did not come.
        (NOTHING, {"rows": True}, "failed", "tables hold rows, and it has written to no topic within 21 s$"),
        (NOTHING, {"rows": True, "topics_missing": ["p.t"]}, "failed", "topic p.t does not exist, and Connect is not"),
        (NOTHING, {"rows": True, "copies_rows": False}, "inconclusive", "no offset"),
        (NOTHING, {"rows": None}, "inconclusive", "no offset"),
        ({**NOTHING, "written": None}, {"rows": True}, "inconclusive", "no offset"),
        (STILL, {"rows": True, "heartbeat": 0.0}, "inconclusive", "did not move"),
        # Tables changed and nothing came.
        (STILL, {"changes": 3, "changed_for": 5.0}, "failed", "its tables changed 3 times, and no record came"),
        (STILL, {"changes": 3, "changed_for": 4.9, "heartbeat": 0.0}, "inconclusive", "did not move"),
        (STILL, {"changed_for": 9.0, "rolled_back": True, "heartbeat": 0.0}, "inconclusive", "did not move"),
        (STILL, {"changed_for": 9.0, "drops_records": True, "heartbeat": 0.0}, "inconclusive", "did not move"),
        (STILL, {"changed_for": 9.0, "snapshots": 1, "heartbeat": 0.0}, "inconclusive", "did not move"),
        ({**STILL, "records": None}, {"changed_for": 9.0, "heartbeat": 0.0}, "inconclusive", "did not move"),
        # Heartbeats ceased.
        (STILL, {}, "failed", "no heartbeat came within 21 s although heartbeat.interval.ms is 10000"),
        ({**STILL, "seconds": 19.0}, {}, "inconclusive", "did not move"),
        ({**STILL, "heartbeats": 0}, {}, "inconclusive", "did not move"),
        (STILL, {"log_moved": False}, "inconclusive", "did not move"),
        # The database was of no help.
        (STILL, {"outcome": "not_permitted"}, "inconclusive", "did not move"),
        (STILL, {"streams": False}, "inconclusive", "did not move"),
    ],
)  # fmt: skip
def test_a_source_that_stands_still_fails_when_there_was_something_to_send(progress, database, outcome, words):
    item = connector(progress=progress, database={**DATABASE, **database})
    result = source_progress(CheckSpec("source_progress"), item)
    assert result.outcome == outcome, result.reason
    assert re.search(words, result.reason)
