# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that are written in two regions."""

from __future__ import annotations

import pytest
from mirror_case import check, evidence, verdict, view

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_keys import digest, overlap_row, pairs


def row(both=0, own=40, peer=30):
    return {"topic": "t", "peer_topic": "b.t", "records": 90, "own_keys": own, "peer_keys": peer, "both": both}


def test_a_topic_and_the_copy_that_comes_back():
    topics = ["t", "b.t", "t2", "b.other", "b.a.t", "heartbeats", "b.heartbeats", "x", "b.x"]
    assert pairs(view(), topics) == [("t", "b.t")]


def test_canaries_have_the_same_keys_on_purpose():
    topics = ["streamops.canary.a.b", "b.streamops.canary.a.b"]
    assert pairs(view(canary=True), topics) == []


@pytest.mark.parametrize("policy", ["identity", "org.example.Policy"])
def test_no_copy_is_known_by_its_name(policy):
    assert pairs(view(replication_policy=policy), ["t", "b.t"]) == []


def test_digests_tell_nothing_without_the_salt_of_their_run():
    assert digest(b"key", b"one") == digest(b"key", b"one")
    assert digest(b"key", b"one") != digest(b"key", b"two")
    assert digest(b"key", b"one") != digest(b"other", b"one")


def test_a_row():
    assert overlap_row(("t", "b.t"), {b"1", b"2", b"3"}, {b"3", b"4"}, 9) == {
        "topic": "t",
        "peer_topic": "b.t",
        "records": 9,
        "own_keys": 3,
        "peer_keys": 2,
        "both": 1,
    }


def test_no_key_is_the_same():
    result = check("key_overlap", evidence(key_overlap=[row()]), max_overlap=0)
    assert result.outcome == "passed"
    assert result.reason == "40 and 30 keys of the newest 90 records compared, none is the same"
    assert result.observed == {"records": 90, "own_keys": 40, "peer_keys": 30, "both": 0}


def test_some_keys_are_the_same():
    document = evidence(key_overlap=[row(2), row()])
    assert verdict("key_overlap", document) == (
        "passed",
        "80 and 60 keys of the newest 180 records compared, the same in t and b.t (2)",
    )
    assert verdict("key_overlap", document, max_overlap=2)[0] == "passed"
    outcome, reason = verdict("key_overlap", document, max_overlap=1)
    assert outcome == "failed"
    assert reason.startswith("the same keys are written in both regions: t and b.t (2); 1 are allowed")


def test_nothing_is_mirrored_back():
    outcome, reason = verdict("key_overlap", evidence(key_overlap=[]))
    assert outcome == "not_applicable"
    assert reason == "no topic of the flow has a copy from b beside it on a: nothing is mirrored back"


@pytest.mark.parametrize("found", [row(own=0), row(peer=0)])
def test_records_without_keys(found):
    assert verdict("key_overlap", evidence(key_overlap=[found]))[0] == "inconclusive"
