# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gaps, topics that were made again, clusters that are not what they are called, and what is kept for the next run."""

from __future__ import annotations

import json

import pytest
from mirror_case import check, evidence, partition, topic, verdict, view

from ansible_collections.streamops.kafka.plugins.module_utils._core import mirror_gaps, mirror_history
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_identity import looped

GONE = {"members": []}
PATIENT = {"seconds": 65.0}


def gaps(*lost, compared=2):
    rows = [
        {"topic": "t", "partition": n, "upstream": 9, "downstream": 4, "lost": value} for n, value in enumerate(lost)
    ]
    return {"rows": rows, "compared": compared}


@pytest.mark.parametrize(
    ("upstream", "downstream", "records", "contiguous", "lost"),
    [
        (10, 4, 10, False, 6),
        (10, 4, 4, True, 0),
        (10, 4, 3, True, 0),
        (10, 4, None, True, 6),
        (10, 4, None, False, None),
        (4, 10, None, True, 0),
    ],
)
def test_conservation(upstream, downstream, records, contiguous, lost):
    assert mirror_gaps.lost_records(upstream, downstream, records, contiguous) == lost


@pytest.mark.parametrize(
    ("changes", "outcome", "words"),
    [
        ({}, "passed", "nothing is missing now, nor since yesterday in 2 partitions"),
        ({"partitions": [partition(gap=7)]}, "inconclusive", "t-0 may have lost records"),
        ({"partitions": [partition(gap=7)], "observation": PATIENT}, "failed", "a dropped up to 7 offsets"),
        ({"partitions": [partition(gap=7)], "group": GONE}, "failed", "before they were copied"),
        ({"gaps": gaps(5, None)}, "failed", "t-0: 5 records of a were never copied since yesterday"),
        ({"gaps": gaps(0, None)}, "passed", "in 2 partitions; not countable, for markers or compaction: t-1"),
        ({"partitions": []}, "inconclusive", "no topic to look at"),
    ],
)
def test_retention_gap(changes, outcome, words):
    found, reason = verdict("retention_gap", evidence(**changes))
    assert found == outcome
    assert words in reason


def without_history(**changes):
    document = evidence(**changes)
    document["history"] = {}
    return document


def test_a_gap_of_the_past_needs_a_past():
    outcome, reason = verdict("retention_gap", without_history())
    assert outcome == "inconclusive"
    assert reason.startswith("nothing is missing now, but nothing was kept of an earlier run")
    assert verdict("retention_gap", without_history(partitions=[partition(gap=1)], group=GONE))[0] == "failed"


def test_what_was_found_of_gaps():
    document = evidence(partitions=[partition(gap=7)], gaps=gaps(5, None), observation=PATIENT)
    assert check("retention_gap", document).observed == {
        "now": {"t-0": 7},
        "since_last_run": {"t-0": 5},
        "not_countable": ["t-1"],
        "compared": 2,
    }


def ids(source=(), target=(), compared=2):
    return {"changed": {"source": list(source), "target": list(target)}, "compared": compared}


@pytest.mark.parametrize(
    ("changes", "outcome", "words"),
    [
        ({}, "passed", "2 topics and copies are the ones of yesterday"),
        ({"topic_ids": ids(source=["t"])}, "failed", "t on a was deleted and made again"),
        ({"topic_ids": ids(target=["a.t"])}, "failed", "a.t on b was deleted and made again"),
        ({"partitions": [partition(recreated=True)]}, "failed", "t on a was deleted"),
        ({"partitions": [partition(cut=True)]}, "failed", "a.t on b was deleted"),
        ({"topic_ids": ids(compared=0)}, "inconclusive", "no position lies beyond its topic"),
        ({"partitions": []}, "inconclusive", "no topic to look at"),
    ],
)
def test_recreated_topic(changes, outcome, words):
    found, reason = verdict("recreated_topic", evidence(**changes))
    assert found == outcome
    assert words in reason
    assert ("remove /h/a-b.json" in reason) is (outcome == "failed")


def test_positions_tell_without_a_past_and_without_ids():
    document = without_history(partitions=[partition(recreated=True)])
    document["topic_ids"] = {"error": "no right", "kind": "not_permitted"}
    outcome, reason = verdict("recreated_topic", document)
    assert outcome == "failed"
    assert "remove" not in reason
    document["partitions"] = [partition()]
    assert verdict("recreated_topic", document) == ("not_permitted", "no right")


@pytest.mark.parametrize(
    ("seen", "options", "outcome", "words"),
    [
        ({}, {}, "passed", "a and b are two clusters"),
        ({"worker": "B"}, {}, "passed", "two clusters"),
        ({"target": "A"}, {}, "failed", "a and b are one cluster (id A)"),
        ({"worker": "A"}, {}, "failed", "write to that of a (id A), not to b (id B)"),
        ({"worker": "C"}, {}, "failed", "write to another one (id C)"),
        ({"worker": "C"}, {"config": {"producer.override.bootstrap.servers": "b:9092"}}, "passed", "two clusters"),
        ({"looped": ["a.a.t"]}, {}, "failed", "a.a.t is a copy of a copy"),
        ({"source": ""}, {}, "inconclusive", "does not tell its id"),
        ({"source": "", "target": ""}, {}, "inconclusive", "does not tell its id"),
        ({"target": ""}, {}, "inconclusive", "does not tell its id"),
        ({"worker": ""}, {}, "inconclusive", "does not tell its id"),
    ],
)
def test_identity(seen, options, outcome, words):
    found, reason = verdict("identity", evidence(identity=seen), view(**options))
    assert found == outcome
    assert words in reason


@pytest.mark.parametrize(
    ("own", "topic", "loop"),
    [
        ("b", "a.t", False),
        ("b", "a.a.t", True),
        ("b", "a.b.t", True),
        ("a", "b.a.t", True),
        ("a", "a.t", False),
        ("b", "a.c.a.t", False),
        ("b", "orders.a.a.t", False),
        ("b", "a.heartbeats", False),
        ("b", "a.a", False),
    ],
)
def test_names_that_only_a_loop_makes(own, topic, loop):
    assert looped(view(), own, [topic]) == ([topic] if loop else [])


def test_without_prefixes_names_tell_nothing():
    assert looped(view(replication_policy="identity"), "b", ["a.a.t"]) == []


CLUSTERS = {"source": {"cluster_id": "A"}, "target": {"cluster_id": "B"}}
HISTORY = {"schema": 1, "clusters": {"source": "A", "target": "B"}, "age": 10.0}


@pytest.mark.parametrize(
    ("history", "clusters", "usable"),
    [
        (HISTORY, CLUSTERS, True),
        ({}, CLUSTERS, False),
        ({**HISTORY, "schema": 2}, CLUSTERS, False),
        (HISTORY, {**CLUSTERS, "source": {"cluster_id": "C"}}, False),
        (
            {**HISTORY, "clusters": {"source": "", "target": "B"}},
            {**CLUSTERS, "source": {"cluster_id": ""}},
            False,
        ),
    ],
)
def test_evidence_about_other_clusters_is_none(history, clusters, usable):
    assert bool(mirror_history.earlier(history, clusters)) is usable


def seen(number=0, sync=(90, 80), **values):
    return partition(number, last={"position": 99, "sync": sync}, **values)


def test_what_is_kept():
    row = {"topic": "t", "partition": 1, "stable": 93, "high": 100, "seconds": 4.0}
    document = evidence(
        partitions=[seen(0), seen(1, None)], open_transactions={"rows": [row]}, topic_ids={"source": {"t": "1"}}
    )
    found = json.loads(json.dumps(mirror_history.kept(document, {})))
    assert (
        found.items()
        >= {
            "schema": 1,
            "clusters": {"source": "A", "target": "B"},
            "topics": {"t": 0.0},
            "topic_ids": {"source": {"t": "1"}, "target": {"a.t": "2"}},
            "syncs": {"t": {"0": [90, 80]}},
            "held": {"t": {"1": [93, 100, 4.0]}},
        }.items()
    )


def test_a_finding_keeps_what_it_stands_on():
    history = {
        **HISTORY,
        "topics": {"t": 5.0},
        "topic_ids": {"source": {"t": "0"}, "target": {"a.t": "2"}},
        "syncs": {"t": {"0": [9, 9], "1": [8, 8]}},
    }
    rows = [topic(known_for=15.0)]
    document = evidence(
        topics=rows, partitions=[seen(0), seen(1)], gaps=gaps(5, 0), topic_ids={"changed": ids(["t"])["changed"]}
    )
    found = mirror_history.kept(document, history)
    assert found["topics"] == {"t": 15.0}
    assert found["topic_ids"] == {"source": {"t": "0"}, "target": {"a.t": "2"}}
    assert found["syncs"] == {"t": {"0": [9, 9], "1": [90, 80]}}


def test_what_was_not_asked_for_stays_as_it_was():
    history = {**HISTORY, "topic_ids": {"source": {"t": "0"}, "target": {}}, "syncs": {"t": {"0": [9, 9]}}}
    document = evidence(partitions=[seen(0, None)])
    for name in ("topic_ids", "gaps", "open_transactions"):
        del document[name]
    found = mirror_history.kept(document, history)
    assert found["topic_ids"] == history["topic_ids"]
    assert found["syncs"] == history["syncs"]


@pytest.mark.parametrize("without", ["partitions", "cluster_id"])
def test_half_an_observation_is_not_kept(without):
    document = evidence()
    if without == "partitions":
        del document["partitions"]
    else:
        document["clusters"]["source"].update(reachable=False, cluster_id="")
    assert mirror_history.kept(document, {}) == {}
