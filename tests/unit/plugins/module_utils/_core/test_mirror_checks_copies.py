# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a flow copies."""

from __future__ import annotations

import pytest
from mirror_case import behind, check, evidence, partition, same, topic, verdict, view

GONE = {"members": []}
PATIENT = {"seconds": 65.0}


def test_every_topic_has_its_copy():
    result = check("topics", evidence())
    assert (result.outcome, result.expected) == ("passed", 1)
    assert result.observed == {"topics": 1, "missing": []}


@pytest.mark.parametrize("name", ["topics", "partitions", "lag_records", "lag_seconds", "same_records"])
def test_no_topic_is_no_proof(name):
    document = evidence(topics=[], partitions=[], same_records=[])
    outcome, reason = verdict(name, document)
    assert outcome == "inconclusive"
    assert reason.startswith("no topic on a matches t.*")


@pytest.mark.parametrize("name", ["topics", "partitions", "lag_records", "lag_seconds", "same_records"])
def test_names_of_a_foreign_policy_are_not_guessed(name):
    document = evidence(topics=[], partitions=[], same_records=[])
    outcome, reason = verdict(name, document, view(replication_policy="org.example.Policy"))
    assert (outcome, reason) == ("not_run", "how org.example.Policy names the copies is not known here")


def test_a_topic_that_was_taken_up_but_cannot_be_made():
    outcome, reason = verdict("topics", evidence(topics=[topic(), topic("t2", target_partitions=0)]))
    assert outcome == "failed"
    assert "a.t2, which does not exist on b" in reason


def test_a_topic_that_was_not_taken_up_yet():
    document = evidence(topics=[topic("t2", target_partitions=0, assigned=False)])
    outcome, reason = verdict("topics", document)
    assert outcome == "catching_up"
    assert "every 600 s" in reason


def test_a_copy_that_was_deleted_is_not_new():
    document = evidence(topics=[topic(target_partitions=0, assigned=False)])
    outcome, reason = verdict("topics", document)
    assert outcome == "failed"
    assert "or somebody deleted it" in reason


@pytest.mark.parametrize(
    ("known_for", "outcome", "words"),
    [
        (100.0, "catching_up", "the next time in 500 s at the latest"),
        (603.0, "catching_up", "the next time in 0 s at the latest"),
        (606.0, "failed", "although it has been there for 606 s"),
    ],
)
def test_a_topic_is_taken_up_at_the_next_look_or_never(known_for, outcome, words):
    document = evidence(topics=[topic("t2", target_partitions=0, assigned=False, known_for=known_for)])
    found, reason = verdict("topics", document)
    assert found == outcome
    assert words in reason


@pytest.mark.parametrize(("brokers", "outcome"), [(2, "failed"), (3, "catching_up"), (0, "catching_up")])
def test_more_replicas_than_brokers(brokers, outcome):
    document = evidence(topics=[topic("t2", target_partitions=0, assigned=False)])
    document["clusters"]["target"]["brokers"] = brokers
    found, reason = verdict("topics", document)
    assert found == outcome
    assert ("replication_factor 3 is above the 2 broker(s) of b" in reason) is (brokers == 2)


def test_a_topic_that_nobody_will_take_up():
    document = evidence(topics=[topic("t2", target_partitions=0, assigned=False)], group=GONE)
    assert verdict("topics", document) == ("failed", "t2 has no copy on b, and no node is alive")


def test_partitions_pass():
    assert verdict("partitions", evidence()) == ("passed", "none of 2 partitions stands still")


def test_missing_partitions():
    outcome, reason = verdict("partitions", evidence(topics=[topic(target_partitions=1)]))
    assert (outcome, reason) == ("failed", "partitions are missing on the target: a.t has 1 of 2")


@pytest.mark.parametrize(
    ("grown_for", "members", "outcome"),
    [(0.0, True, "catching_up"), (601.0, True, "catching_up"), (603.0, True, "failed"), (0.0, False, "failed")],
)
def test_partitions_that_came_since_the_last_run(grown_for, members, outcome):
    nodes = {} if members else {"group": GONE}
    document = evidence(topics=[topic(target_partitions=1, grown_for=grown_for)], **nodes)
    found, reason = verdict("partitions", document)
    assert found == outcome
    assert ("MirrorMaker looks for changes every 600 s" in reason) is (outcome == "catching_up")


def test_added_partitions_excuse_no_overdue_ones():
    rows = [topic(target_partitions=1, grown_for=0.0), topic("u", target_partitions=1, grown_for=700.0)]
    result = check("partitions", evidence(topics=rows))
    assert (result.outcome, result.observed["fewer"]) == ("failed", ["a.t has 1 of 2", "a.u has 1 of 2"])


def test_a_recreated_topic():
    outcome, reason = verdict("partitions", evidence(partitions=[partition(recreated=True)]))
    assert outcome == "failed"
    assert "beyond the end of t-0: the topic was deleted and made again" in reason


def test_one_partition_of_six_stands_still():
    document = evidence(partitions=[partition(n) for n in range(5)] + [behind(5)], observation=PATIENT)
    outcome, reason = verdict("partitions", document)
    assert (outcome, reason) == (
        "failed",
        "t-5 stands still although its source holds more: look at the task that has it",
    )


@pytest.mark.parametrize("name", ["partitions", "lag_records", "lag_seconds"])
@pytest.mark.parametrize(
    ("position", "members", "outcome"), [(None, True, "failed"), (99, True, "not_permitted"), (99, False, "failed")]
)
def test_a_remainder_that_may_not_be_read(name, position, members, outcome):
    track = behind(last={"position": position}, unread="b does not allow this user to read t")
    group = {} if members else GONE
    found, reason = verdict(name, evidence(partitions=[track], observation=PATIENT, group=group))
    assert found == outcome
    assert ("does not allow this user to read t" in reason) is members


@pytest.mark.parametrize(("standing", "outcome"), [(None, "passed"), (58.0, "passed"), (59.5, "failed")])
def test_growth_while_watching_must_be_copied_within_one_flush(standing, outcome):
    document = evidence(partitions=[partition(standing=standing)], observation=PATIENT)
    assert verdict("partitions", document)[0] == outcome


def test_a_flush_may_be_all_that_is_missing():
    outcome, reason = verdict("partitions", evidence(partitions=[behind()]))
    assert outcome == "inconclusive"
    assert "did not move in 3 s; positions are committed every 60 s" in reason


def test_the_dead_will_not_flush():
    outcome, reason = verdict("partitions", evidence(partitions=[behind()], group=GONE))
    assert outcome == "failed"
    assert reason.endswith("no node is alive")


@pytest.mark.parametrize(
    ("track", "row"),
    [
        (behind(moved=True), topic()),
        (behind(last={"position": None}), topic(assigned=False)),
    ],
)
def test_what_moves_or_is_new_does_not_stand_still(track, row):
    assert verdict("partitions", evidence(partitions=[track], topics=[row], observation=PATIENT))[0] == "passed"


def test_a_topic_with_a_position_is_not_new():
    document = evidence(partitions=[behind()], topics=[topic(assigned=False)], observation=PATIENT)
    assert verdict("partitions", document)[0] == "failed"


def test_lag_of_nothing():
    result = check("lag_records", evidence())
    assert (result.outcome, result.expected) == ("passed", 0)
    assert result.observed == {"records": 0, "partitions_behind": 0, "behind_open_transactions": 0}


def held(seconds, growing=True):
    row = {"topic": "t", "partition": 0, "held_back": 7, "stable": 93, "high": 100}
    return {"rows": [{**row, "growing": growing, "seconds": seconds}], "longest": 900.0}


@pytest.mark.parametrize(
    ("seen", "tracks", "outcome", "words"),
    [
        (held(3.0), [partition()], "catching_up", "holds back 7 offsets in t-0; it ends within 900 s"),
        (held(960.0), [partition()], "catching_up", "holds back 7 offsets"),
        (held(961.0), [partition()], "failed", "has been open for 961 s, 900 s are allowed"),
        (held(961.0), [behind(moved=True)], "failed", "kafka-transactions.sh find-hanging"),
        # Nobody waits behind it.
        (held(961.0, growing=False), [partition()], "catching_up", "holds back 7 offsets"),
        # What is behind for another reason is told first.
        (held(3.0), [behind()], "inconclusive", "t-0 behind"),
    ],
)
def test_open_transactions(seen, tracks, outcome, words):
    document = evidence(partitions=tracks, open_transactions=seen)
    result = check("lag_records", document)
    assert result.outcome == outcome
    assert words in result.reason
    assert result.observed["behind_open_transactions"] == 7


def test_lag_below_the_threshold():
    assert verdict("lag_records", evidence(partitions=[behind()]), max_records="40")[0] == "passed"
    assert verdict("lag_records", evidence(partitions=[behind()], observation=PATIENT), max_records=39)[0] == "failed"


BEHIND = "t-0 behind, the worst by up to 40 offsets"


@pytest.mark.parametrize("name", ["lag_records", "lag_seconds"])
@pytest.mark.parametrize(
    ("track", "changes", "outcome", "reason"),
    [
        ({}, {"group": GONE}, "failed", f"{BEHIND}, and no node is alive to copy them"),
        (
            {"left": 7},
            {"group": GONE},
            "failed",
            f"{BEHIND} (7 of them are records), and no node is alive to copy them",
        ),
        (
            {"last": {"position": None}},
            {"topics": [topic(assigned=False)]},
            "catching_up",
            f"{BEHIND}: not taken up yet, topics are looked for every 600 s",
        ),
        (
            {"shrinking": True, "lag_first": 100, "seconds": 6.0},
            {},
            "catching_up",
            f"{BEHIND}, copied faster than it grows, done in about 4 s",
        ),
        (
            {},
            {},
            "inconclusive",
            f"{BEHIND}; watched for 3 s, positions are committed every 60 s: raise observe",
        ),
        ({}, {"observation": PATIENT}, "failed", f"{BEHIND}, and not copied within 65 s"),
    ],
)
def test_why_partitions_are_behind(name, track, changes, outcome, reason):
    document = evidence(partitions=[behind(**track), partition(1)], **changes)
    assert verdict(name, document) == (outcome, reason)


@pytest.mark.parametrize(
    ("after", "options", "outcome"),
    [
        (2.5, {}, "passed"),
        (66.0, {}, "failed"),
        (2.5, {"max_seconds": 2}, "failed"),
        (2.5, {"max_seconds": 2.5}, "passed"),
    ],
)
def test_seconds_to_reach_the_end(after, options, outcome):
    document = evidence(partitions=[partition(0), partition(1, reached_after=after)])
    result = check("lag_seconds", document, **options)
    assert (result.outcome, result.observed) == (outcome, after)
    assert result.expected == options.get("max_seconds", 65.0)


def test_same_records():
    result = check("same_records", evidence())
    assert result.outcome == "passed"
    assert result.reason == "the newest 100 records of 2 of 2 partitions are the same, 0 of them copied more than once"
    assert result.observed == {"partitions": 2, "compared": 100, "missing": 0, "repeated": 0, "unknown": 0}
    assert result.expected == {"missing": 0, "max_repeated": None}


def test_lost_records():
    outcome, reason = verdict("same_records", evidence(same_records=[same(0), same(1, missing=3)]))
    assert (outcome, reason) == (
        "failed",
        "t-1: 3 records of the source are not in the copy, 0 of the copy are not in the source",
    )


def test_somebody_elses_records():
    assert verdict("same_records", evidence(same_records=[same(unknown=2, whole=True)]))[0] == "failed"


def test_unknown_records_may_be_older_repeats():
    outcome, reason = verdict("same_records", evidence(same_records=[same(unknown=2)]))
    assert (outcome, reason) == ("inconclusive", "not compared to the end: t-0 (older repeats)")


def test_what_is_behind_was_not_compared():
    document = evidence(same_records=[same()], partitions=[partition(0), behind(1)])
    assert verdict("same_records", document) == ("inconclusive", "not compared to the end: t-1 (behind)")


@pytest.mark.parametrize(
    ("options", "thresholds", "outcome"),
    [
        ({}, {}, "passed"),
        ({}, {"max_repeated": 5}, "passed"),
        ({}, {"max_repeated": 4}, "failed"),
        ({"exactly_once": True}, {}, "failed"),
        ({"exactly_once": True}, {"max_repeated": 5}, "passed"),
    ],
)
def test_repeats_are_an_error_only_where_they_must_not_be(options, thresholds, outcome):
    document = evidence(same_records=[same(repeated=5)])
    assert verdict("same_records", document, view(**options), **thresholds)[0] == outcome


def test_empty_topics_prove_nothing():
    document = evidence(same_records=[same(compared=0)])
    assert verdict("same_records", document) == ("inconclusive", "the topics hold no records to compare")
