# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Probes of a flow through two clusters in memory: rates, keys, groups, what would be lost."""

from __future__ import annotations

import json
import struct

import pytest
from confluent_kafka import KafkaError
from fake_kafka import kafka_error
from test_mirror_observer import World, text
from test_mirror_observer import world as a_world

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import (
    check_flow,
    needs_of,
    read_mirror_checks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import MirrorObserver, Request

world = a_world


def observe(world, name, observe=1.0, history=None, **options):
    specs = read_mirror_checks([{"name": name, **options}])
    planes = (world.source.plane(), world.target.plane())
    clocks = {"clock": lambda: world.now, "sleep": world.sleep}
    request = Request(needs_of(specs), observe, overlap_records=3, history=history or {})
    evidence = MirrorObserver(world.view, *planes, request, **clocks).evidence()
    (result,) = check_flow(specs, evidence, world.view)
    return result, evidence.get(name)


def test_an_idle_flow_is_measured_all_the_same(world):
    world.source.config["0"] = {"socket.send.buffer.bytes": "-1"}
    result, seen = observe(world, "throughput")
    assert result.outcome == "inconclusive"
    assert seen["round_trip_ms"].keys() == {"source", "target"}
    assert (seen["partitions"], seen["tasks"], seen["record_bytes"]) == (3, 1, 5)
    assert seen["profile"]["partitions"] == 3
    windows = {row["limit"].partition(" ")[0]: row["window"] for row in seen["limits"]}
    assert windows == {"receive.buffer.bytes": 65536, "socket.send.buffer.bytes": -1, "batch.size": 16384}


def test_headers_are_part_of_a_record(world):
    world.source.log["t"] = [[], []]
    world.source.log["c"] = [[(None, None, [("h", b"123"), ("n", None)])]]
    assert observe(world, "throughput")[1]["record_bytes"] == 5


def test_no_record_no_size(world):
    world.source.log.update(t=[[], []], c=[[]])
    assert observe(world, "throughput")[1]["record_bytes"] is None


def test_settings_of_brokers_that_may_not_be_read(world):
    refused = kafka_error(KafkaError.CLUSTER_AUTHORIZATION_FAILED)
    world.source.errors["describe_brokers"] = refused
    seen = observe(world, "throughput")[1]
    assert any("could not be read" in row["limit"] for row in seen["limits"])


def test_keys_of_two_regions(world):
    world.source.topic("b.t", 2)
    for topic, keys in (("t", ("old", "x", "y", "z")), ("b.t", ("z", "other", None))):
        world.source.log[topic] = [[(key and key.encode(), b"v") for key in keys], []]
    result, seen = observe(world, "key_overlap", max_overlap=0)
    assert result.outcome == "failed"
    assert seen == [{"topic": "t", "peer_topic": "b.t", "records": 6, "own_keys": 3, "peer_keys": 2, "both": 1}]
    assert "other" not in json.dumps([seen, result.as_dict()])


def test_no_pair_is_read(world):
    assert observe(world, "key_overlap")[0].outcome == "not_applicable"


@pytest.fixture
def synced():
    """Group ``app`` has read 3 records of t-0, of which the copy has a translation of 2."""
    found = World(sync_group_offsets=True)
    found.write("t", "one", "two", "three", "four")
    found.position("t", 3)
    found.source.committed = {"app": {("t", 0): 3, ("gone", 0): 1}, "other": {("c", 0): 0}}
    found.target.committed = {"app": {("a.t", 0): 2}, "other": {}}
    found.source.states = {"app": "STABLE"}
    found.target.states = {"app": "EMPTY"}
    translate(found, "app", 3, 2)
    return found


def translate(world, group, upstream, downstream, topic="a.t"):
    key = text(group) + text(topic) + struct.pack(">i", 0)
    world.target.put("a.checkpoints.internal", key, struct.pack(">hqq", 0, upstream, downstream) + text(""))


def sync(world, upstream, downstream):
    key = text("t") + struct.pack(">i", 0)
    world.source.put("mm2-offset-syncs.b.internal", key, struct.pack(">qq", upstream, downstream))


def test_offsets_of_groups(synced):
    result, (row,) = observe(synced, "group_offsets")
    assert result.outcome == "passed"
    assert (row["committed"], row["end"], row["translated"]) == (2, 4, 2)
    assert (row["active"], row["active_on_source"], row["follows"]) == (False, True, True)


def test_an_offset_beyond_the_end(synced):
    synced.target.committed["app"][("a.t", 0)] = 5
    assert observe(synced, "group_offsets")[0].outcome == "failed"


def test_an_offset_that_waits(synced):
    synced.target.committed["app"] = {}
    result, (row,) = observe(synced, "group_offsets", observe=2.0)
    assert result.outcome == "inconclusive"
    assert row["waits"][0] == 2


def test_an_offset_that_waits_since_the_last_run(synced):
    synced.target.committed["app"] = {("a.t", 0): 0}
    ids = {side: getattr(synced, side).plane().overview()[1]["cluster_id"] for side in ("source", "target")}
    history = {"schema": 1, "clusters": ids, "age": 9.0, "offsets": {"app": {"a.t": {"0": [1, 2.0]}}}}
    result, (row,) = observe(synced, "group_offsets", history=history)
    assert result.outcome == "failed"
    assert row["waits"][0] == 1
    assert row["waits"][1] >= 11.0


def test_groups_that_may_not_be_described(synced):
    synced.target.errors["app"] = kafka_error(KafkaError.GROUP_AUTHORIZATION_FAILED)
    assert observe(synced, "group_offsets")[0].outcome == "not_permitted"


def test_without_sync_no_group_is_asked(world):
    result, seen = observe(world, "group_offsets")
    assert (result.outcome, seen) == ("not_configured", [])
    assert "describe_groups" not in {name for name, dummy in world.target.calls}


def test_no_group_no_question(synced):
    synced.source.committed = {}
    assert observe(synced, "group_offsets")[0].outcome == "not_applicable"


def test_what_would_be_lost(synced):
    sync(synced, 1, 1)
    result, seen = observe(synced, "source_loss")
    assert result.outcome == "passed"
    first, unread, other = seen["rows"]
    assert (other["group"], other["resumes_at"], other["reread"]) == ("other", None, 0)
    assert (unread["group"], unread["partition"], unread["committed"], unread["reread"]) == ("app", 1, None, 0)
    assert (first["group"], first["committed"], first["resumes_at"]) == ("app", 3, 2)
    assert (first["lost"], first["reread"], first["seconds"]) == (0, 1, 0.0)
    assert seen["not_copied"] == 0


def test_a_group_before_the_newest_sync_is_counted(synced):
    sync(synced, 4, 4)
    synced.source.committed = {"app": {("t", 0): 1}, "other": {("t", 0): 3}}
    rows = observe(synced, "source_loss")[1]["rows"]
    assert [(row["group"], row["reread"]) for row in rows if not row["partition"]] == [("app", 0), ("other", 3)]


def test_without_sync_the_translation_counts(world):
    row = observe(world, "source_loss")[1]["rows"][0]
    assert (row["resumes_at"], row["reread"]) == (3, 0)


def test_a_copy_that_is_missing_has_no_begin(synced):
    del synced.target.log["a.c"]
    rows = observe(synced, "source_loss")[1]["rows"]
    assert [row["group"] for row in rows] == ["app", "app", "other"]
