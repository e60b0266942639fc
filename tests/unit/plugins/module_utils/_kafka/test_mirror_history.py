# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs about one flow, and what the second one finds out about the time between them."""

from __future__ import annotations

import json
import struct

import pytest
from fake_kafka import kafka_error
from test_mirror_observer import MirrorObserver, Workers, text
from test_mirror_observer import world as a_world

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import (
    check_flow,
    needs_of,
    read_mirror_checks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_history import kept
from ansible_collections.streamops.kafka.plugins.module_utils._kafka import mirror_gaps
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import Request

world = a_world
CHECKS = ("retention_gap", "recreated_topic", "lag_records", "topics", "identity")


class Runs:
    """Runs about a world, each with what the one before kept."""

    def __init__(self, world):
        self.world = world
        self.kept = {}

    def run(self, *names, age=60.0, elsewhere=None):
        specs = read_mirror_checks([{"name": name} for name in names or CHECKS])
        history = {**self.kept, "age": age, "time": "then", "file": "f"} if self.kept else {}
        planes = (self.world.source.plane(), self.world.target.plane())
        request = Request(needs_of(specs), history=history)
        clocks = (lambda: self.world.now, self.world.sleep)
        self.evidence = MirrorObserver(self.world.view, *planes, request, elsewhere, *clocks).evidence()
        self.kept = json.loads(json.dumps(kept(self.evidence, history)))
        return {result.name: result for result in check_flow(specs, self.evidence, self.world.view)}


@pytest.fixture
def runs(world):
    found = Runs(world)
    sync(world, 2, 2)
    found.run()
    return found


def sync(world, upstream, downstream, topic="t"):
    key = text(topic) + struct.pack(">i", 0)
    world.source.put("mm2-offset-syncs.b.internal", key, struct.pack(">qq", upstream, downstream))


def test_nothing_happened_in_between(runs):
    results = runs.run()
    assert {result.outcome for result in results.values()} == {"passed"}
    assert results["recreated_topic"].reason == "4 topics and copies are the ones of then"
    assert runs.evidence["history"] == {"time": "then", "age": 60.0, "file": "f"}


def test_records_that_were_dropped_before_they_were_copied(runs):
    runs.world.write("t", "lost", "lost too", copied=False)
    runs.world.write("t", "last")
    runs.world.position("t", 5)
    sync(runs.world, 5, 3)
    for dummy in range(2):
        result = runs.run()["retention_gap"]
        assert result.outcome == "failed"
        assert "2 records of a were never copied since then" in result.reason


def test_offsets_that_are_no_records_are_nothing_lost(runs, monkeypatch):
    monkeypatch.setattr(mirror_gaps, "count_records", lambda plane, ranges, level: dict.fromkeys(ranges, 1))
    runs.world.write("t", "marker", "marker", copied=False)
    runs.world.write("t", "last")
    runs.world.position("t", 5)
    sync(runs.world, 5, 3)
    assert runs.run()["retention_gap"].outcome == "passed"


def test_repeated_records_are_nothing_lost(runs):
    runs.world.write("t", "new")
    runs.world.target.put("a.t", b"new", b"new")
    sync(runs.world, 3, 4)
    assert runs.run()["retention_gap"].outcome == "passed"
    assert runs.evidence["gaps"] == {
        "rows": [{"topic": "t", "partition": 0, "upstream": 1, "downstream": 2, "lost": 0}],
        "compared": 1,
    }


def test_where_only_the_newest_offsets_still_stand_they_tell_whether_offsets_are_records(runs, monkeypatch):
    monkeypatch.setattr(mirror_gaps, "_COUNTED", 2)
    monkeypatch.setattr(mirror_gaps, "_LOOKED_AT", 2)
    runs.world.write("t", "lost", "lost too", copied=False)
    runs.world.write("t", "last")
    sync(runs.world, 5, 3)
    assert runs.run()["retention_gap"].outcome == "failed"
    monkeypatch.setattr(mirror_gaps, "count_records", lambda plane, ranges, level: dict.fromkeys(ranges, 1))
    result = runs.run()["retention_gap"]
    assert (result.outcome, result.observed["not_countable"]) == ("passed", ["t-0"])


@pytest.mark.parametrize("why", ["compacted", "transformed", "made again"])
def test_where_nothing_can_be_told_nothing_is_compared(runs, why):
    if why == "compacted":
        runs.world.target.config["a.t"]["cleanup.policy"] = "compact"
    elif why == "transformed":
        options = {**runs.world.view.flow.as_options(), "config": {"transforms": "drop"}}
        runs.world.view = type(runs.world.view)(type(runs.world.view.flow)(**options))
    runs.world.write("t", "lost", copied=False)
    sync(runs.world, *((0, 0) if why == "made again" else (3, 2)))
    runs.run()
    assert runs.evidence["gaps"] == {"rows": [], "compared": 0}


def test_a_source_topic_that_was_made_again(runs):
    runs.world.source.topic("t", 2)
    runs.world.write("t", "one", "two", "three", "four", copied=False)
    for dummy in range(2):
        result = runs.run()["recreated_topic"]
        assert (result.outcome, result.observed) == ("failed", {"source": ["t"], "target": ["a.t"][:0]})


def test_a_copy_that_was_made_again(runs):
    runs.world.target.topic("a.t", 2)
    result = runs.run()["recreated_topic"]
    assert (result.outcome, result.observed) == ("failed", {"source": [], "target": ["a.t"]})
    assert runs.evidence["partitions"][1]["cut"]


def test_ids_that_may_not_be_read_are_named_and_the_old_ones_stay(runs):
    before = runs.kept["topic_ids"]
    runs.world.source.errors["describe_topics"] = kafka_error(29, "no")
    assert runs.run()["recreated_topic"].outcome == "not_permitted"
    assert runs.kept["topic_ids"] == before


def test_other_clusters_of_the_same_names_have_no_past(runs):
    runs.world.source.id = "somebody else"
    runs.world.source.topic("t", 2)
    results = runs.run()
    assert results["recreated_topic"].outcome != "passed"
    assert runs.kept["clusters"]["source"] == "somebody else"
    assert runs.evidence["history"] == {}


def test_a_topic_that_was_passed_over(runs):
    runs.world.source.topic("t2")
    assert runs.run()["topics"].outcome == "catching_up"
    assert runs.run(age=590.0)["topics"].outcome == "catching_up"
    assert runs.run(age=30.0)["topics"].outcome == "failed"


def test_partitions_that_were_added_to_the_source(runs):
    runs.world.source.topic("t", 3)
    assert runs.run("partitions")["partitions"].outcome == "catching_up"
    assert runs.run("partitions", age=590.0)["partitions"].outcome == "catching_up"
    assert runs.run("partitions", age=30.0)["partitions"].outcome == "failed"


def test_groups_are_known_from_run_to_run(runs):
    runs.world.source.committed["fresh"] = {("t", 0): 2}
    for age, known in ((60.0, 0.0), (50.0, 50.0)):
        runs.run("checkpoints", age=age)
        assert {row["group"]: row["known_for"] for row in runs.evidence["groups"]}["fresh"] == known
    runs.run("topics")
    assert runs.kept["groups"]["fresh"] == 50.0


def hold(world, monkeypatch, stable, high):
    """A transaction keeps the stable end back."""
    plane = type(world.source.plane())
    real = plane.end_offsets

    def ends(self, partitions, isolation):
        found = real(self, partitions, isolation)
        if ("t", 0) in found:
            found[("t", 0)] = stable if isolation == "read_committed" else high
        return found

    monkeypatch.setattr(plane, "end_offsets", ends)


@pytest.mark.parametrize(
    ("limits", "age", "high", "outcome"),
    [
        ({}, 800.0, 9, "catching_up"),
        ({}, 970.0, 9, "failed"),
        ({}, 970.0, 5, "catching_up"),
        ({"transaction.max.timeout.ms": "60000"}, 130.0, 9, "failed"),
        ({"transaction.max.timeout.ms": "60000"}, 110.0, 9, "catching_up"),
    ],
)
def test_a_transaction_that_is_never_ended(runs, monkeypatch, limits, age, high, outcome):
    flow = {**runs.world.view.flow.as_options(), "config": {"source.consumer.isolation.level": "read_committed"}}
    runs.world.view = type(runs.world.view)(type(runs.world.view.flow)(**flow))
    monkeypatch.setattr(mirror_gaps, "broker_settings", lambda plane: limits)
    key = '{"properties":{"source.consumer.isolation.level":"read_committed"}}'
    runs.world.target.put("mm2-configs.a.internal", b"connector-MirrorSourceConnector", key.encode())
    hold(runs.world, monkeypatch, 3, 5)
    assert runs.run()["lag_records"].outcome == "catching_up"
    hold(runs.world, monkeypatch, 3, high)
    assert runs.run(age=age)["lag_records"].outcome == outcome


def test_identity_asks_the_workers(runs):
    assert runs.run("identity", elsewhere=Workers())["identity"].outcome == "passed"
    assert runs.evidence["identity"]["worker"] == "id-of-b"
    runs.world.target.topic("a.a.t")
    assert runs.run("identity")["identity"].observed["looped"] == ["a.a.t"]
