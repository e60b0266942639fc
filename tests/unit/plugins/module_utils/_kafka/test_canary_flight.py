# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canaries written to one cluster in memory and awaited on another."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError
from fake_kafka import kafka_error
from test_mirror_observer import World

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import (
    check_flow,
    needs_of,
    read_mirror_checks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka import mirror_canary
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import MirrorObserver, Request

TOPIC = "streamops.canary.a.b"
COPY = f"a.{TOPIC}"


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(mirror_canary, "PATIENCE", 0.3)
    found = World(canary=True)
    found.source.topic(TOPIC, 2)
    found.target.topic(COPY, 2)
    found.source.on_write = lambda topic, part, record: found.target.log[f"a.{topic}"][part].append(record)
    return found


def observe(world, may_write=True):
    specs = read_mirror_checks([{"name": "canary"}])
    request = Request(needs_of(specs), 1.0, may_write=may_write)
    planes = (world.source.plane(), world.target.plane())
    clocks = {"clock": lambda: world.now, "sleep": world.sleep}
    evidence = MirrorObserver(world.view, *planes, request, **clocks).evidence()
    (result,) = check_flow(specs, evidence, world.view)
    return result, evidence["canary"]


def written(world):
    return [place for name, place in world.source.calls if name == "produce"]


def new(world):
    """Nothing of the canary topic was copied yet, though it is among the topics that run."""
    del world.target.log[COPY]
    world.source.on_write = None
    world.target.put("mm2-configs.a.internal", b"connector-MirrorSourceConnector", b'{"properties":{"topics":".*"}}')


def taken(world):
    """Let the running tasks be given the canary topic."""
    key = b"task-MirrorSourceConnector-0"
    value = b'{"properties":{"task.assigned.partitions":"%s-0,%s-1"}}' % (TOPIC.encode(), TOPIC.encode())
    world.target.put("mm2-configs.a.internal", key, value)


def test_canaries_arrive(world):
    taken(world)
    result, seen = observe(world)
    assert result.outcome == "passed"
    assert result.observed["tasks"] == [0]
    assert [row["ms"] is not None for row in seen["partitions"]] == [True, True]
    assert seen["round_trip_ms"].keys() == {"source", "target"}
    assert written(world) == [(TOPIC, 0), (TOPIC, 1)]


def test_what_a_canary_carries(world):
    observe(world)
    (first,), (second,) = world.source.log[TOPIC]
    assert first[0] == second[0]
    assert len(first[0]) == 16
    assert [name for name, dummy in first[2]] == ["tool", "host"]
    assert first[2][0] == ("tool", b"streamops.kafka")


def test_older_canaries_and_those_of_others_do_not_count(world):
    world.target.put(COPY, b"older", b"1")
    world.source.on_write = lambda topic, part, record: world.target.put(COPY, b"another", b"1", part)
    result, seen = observe(world)
    assert result.outcome == "failed"
    assert [row["ms"] for row in seen["partitions"]] == [None, None]


def test_check_mode_writes_nothing(world):
    result, dummy = observe(world, may_write=False)
    assert result.outcome == "not_run"
    assert not written(world)


def test_a_flow_without_canary_writes_nothing():
    world = World()
    world.source.topic(TOPIC, 2)
    assert observe(world)[0].outcome == "not_configured"
    assert not written(world)


def test_no_topic_no_canary(world):
    del world.source.log[TOPIC]
    assert observe(world)[0].outcome == "failed"
    assert not written(world)


def test_a_right_that_is_missing_is_named(world):
    world.source.errors["produce"] = kafka_error(KafkaError.TOPIC_AUTHORIZATION_FAILED)
    result, dummy = observe(world)
    assert result.outcome == "not_permitted"
    assert f"write to topic {TOPIC}" in result.reason


def test_a_copy_that_may_not_be_read_is_named(world):
    world.target.errors["read"] = kafka_error(KafkaError.TOPIC_AUTHORIZATION_FAILED)
    canary = mirror_canary.Canary(
        world.view, world.source.plane(), world.target.plane(), {"source": {TOPIC: 2}, "target": {COPY: 2}}
    )
    with canary.flying(True):
        pass
    state = type("State", (), {"running": lambda self: {}})()
    assert canary.evidence(state)["kind"] == "not_permitted"


def test_one_partition_is_blocked(world):
    taken(world)
    world.source.on_write = lambda topic, part, record: part or world.target.log[COPY][part].append(record)
    result, seen = observe(world)
    assert result.outcome == "failed"
    assert "partition 1 did not arrive" in result.reason
    assert [row["ms"] is None for row in seen["partitions"]] == [False, True]


def test_a_new_topic_waits_for_the_refresh(world):
    new(world)
    result, seen = observe(world)
    assert result.outcome == "catching_up"
    assert not seen["taken_up"]
    assert seen["age"] < 5


def test_a_canary_of_this_host_that_waits_too_long(world):
    new(world)
    observe(world)
    ((key, value, headers),) = world.source.log[TOPIC][0]
    world.source.log[TOPIC][0] = [(key, str(int(value) - 700).encode(), headers), (key, b"1", [("host", b"other")])]
    result, seen = observe(world)
    assert result.outcome == "failed"
    assert 699 < seen["age"] < 710


@pytest.mark.parametrize(
    ("patterns", "selected"),
    [
        (r"t.*, streamops\.canary\.a\.b", True),
        ("t.*", False),
        (r"t.*,(?<n>x)\k<n>\G", None),
        (None, None),
    ],
)
def test_whether_the_running_topics_hold_the_canary(patterns, selected):
    assert mirror_canary._selected(TOPIC, patterns) is selected
