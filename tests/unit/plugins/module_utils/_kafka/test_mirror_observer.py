# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A flow observed through two clusters in memory, from the first read to the checks."""

from __future__ import annotations

import json
import struct

import pytest
from confluent_kafka import KafkaError
from fake_kafka import FakeCluster, kafka_error

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import (
    check_flow,
    needs_of,
    read_mirror_checks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._kafka import mirror_observer
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import MirrorObserver, Request
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_remainders import Remainders


def text(value):
    return struct.pack(">h", len(value)) + value.encode()


def owned(*names):
    tasks = b"".join(text(name) + struct.pack(">ii", 1, 0) for name in names)
    head = struct.pack(">hh", 1, 0) + text("l") + text("u") + struct.pack(">qi", 1, len(names))
    return struct.pack(">h", 1) + text("u") + struct.pack(">qi", 1, -1), head + tasks + struct.pack(">i", 0)


CONNECTORS = ("MirrorSourceConnector", "MirrorCheckpointConnector", "MirrorHeartbeatConnector")
LAZY = {"offset_flush_interval": 5, "checkpoints_interval": 5}


class World:
    """Two clusters and MirrorMaker between them; every pause is one heartbeat, and one copied record if any waits."""

    def __init__(self, **options):
        self.source, self.target = FakeCluster("a", 3), FakeCluster("b", 3)
        flow = {"source": "a", "target": "b", "mode": "dedicated", "topics": ["t.*", "c"], **LAZY, **options}
        self.view = MirrorView(read_flow(flow))
        self.now = 0.0
        self.alive = True
        self.source.topic("t", 2)
        self.source.topic("c", **{"cleanup.policy": "compact"})
        self.source.topic("heartbeats")
        self.source.topic("mm2-offset-syncs.b.internal")
        for name in ("a.t", "a.c", "a.heartbeats", "a.checkpoints.internal"):
            self.target.topic(name, 2 if name == "a.t" else 1)
        for name in ("configs", "status", "offsets"):
            self.target.topic(f"mm2-{name}.a.internal")
        self.target.members["a-mm2"] = [owned(*CONNECTORS)]
        self._write_state()

    def _write_state(self):
        assigned = {"task.assigned.partitions": "t-0,t-1,c-0,heartbeats-0"}
        for name in CONNECTORS:
            running = {f"status-connector-{name}": {"state": "RUNNING"}, f"status-task-{name}-0": {"state": "RUNNING"}}
            config = {
                f"connector-{name}": {"properties": {"topics": "t.*,c", "sasl.jaas.config": "geheim"}},
                f"task-{name}-0": {"properties": assigned},
                f"commit-{name}": {"tasks": 1},
            }
            for topic, values in (("status", running), ("configs", config)):
                for key, value in values.items():
                    self.target.put(f"mm2-{topic}.a.internal", key.encode(), json.dumps(value).encode())

    def write(self, topic, *values, partition=0, copied=True):
        for value in values:
            self.source.put(topic, value.encode(), value.encode(), partition)
            if copied:
                self.target.put(f"a.{topic}", value.encode(), value.encode(), partition)

    def position(self, topic, offset, partition=0):
        key = ["MirrorSourceConnector", {"cluster": "a", "partition": partition, "topic": topic}]
        self.target.put("mm2-offsets.a.internal", json.dumps(key).encode(), json.dumps({"offset": offset}).encode())

    def sleep(self, seconds):
        self.now += seconds
        if self.alive:
            stamp = struct.pack(">hq", 0, int(self.now * 1000))
            self.source.put("heartbeats", b"k", stamp)
            self.target.put("a.heartbeats", b"k", stamp)
            self.source.taken("heartbeats")
            self.target.taken("a.heartbeats")

    def check(self, *names, observe=None):
        specs = read_mirror_checks([{"name": name} for name in names])
        observer = MirrorObserver(
            self.view,
            self.source.plane(),
            self.target.plane(),
            Request(needs_of(specs), observe),
            clock=lambda: self.now,
            sleep=self.sleep,
        )
        self.evidence = observer.evidence()
        return {result.name: result for result in check_flow(specs, self.evidence, self.view)}

    def outcomes(self, *names, **options):
        return {name: result.outcome for name, result in self.check(*names, **options).items()}


@pytest.fixture
def world():
    found = World()
    found.write("t", "one", "two", "three")
    found.write("c", "k", "l", "k")
    found.position("t", 2)
    found.position("c", 2)
    found.source.committed = {"app": {("t", 0): 3}, "connect-x": {("t", 0): 1}}
    key = text("app") + text("a.t") + struct.pack(">i", 0)
    found.target.put("a.checkpoints.internal", key, struct.pack(">hqq", 0, 3, 3) + text(""))
    return found


def test_a_healthy_flow(world):
    outcomes = world.outcomes()
    others = {name: outcome for name, outcome in outcomes.items() if outcome != "passed"}
    assert others == {
        "canary": "not_configured",
        "config_in_effect": "not_applicable",
        "group_offsets": "not_configured",
        "key_overlap": "not_applicable",
        "throughput": "inconclusive",
        # Nothing was kept of an earlier run.
        "retention_gap": "inconclusive",
        "recreated_topic": "inconclusive",
    }
    assert outcomes.keys() >= {"liveness", "lag_records", "checkpoints", "same_records"}
    assert "geheim" not in json.dumps(world.evidence)
    assert world.evidence["schema_version"] == 1
    assert world.source.isolations == {"read_committed", "read_uncommitted"}


def test_nothing_is_written(world):
    world.check()
    writes = {"create", "grow", "alter", "delete"}
    assert not writes & {name for cluster in (world.source, world.target) for name, dummy in cluster.calls}


def test_a_killed_flow(world):
    world.alive = False
    world.target.members.clear()
    world.write("t", "late", copied=False)
    outcomes = world.outcomes("liveness", "tasks", "heartbeats", "lag_records", "partitions", "config_in_effect")
    assert set(outcomes.values()) == {"failed"}
    assert world.now < 7


def test_a_node_that_was_killed_a_moment_ago(world):
    world.alive = False
    assert world.outcomes("liveness", "heartbeats") == {"liveness": "failed", "heartbeats": "failed"}


def test_markers_at_the_end_are_no_lag(world):
    world.source.log["t"][0] = world.source.log["t"][0][:3]
    world.position("t", 1)
    world.source.log["t"][0].pop()
    assert world.outcomes("lag_records")["lag_records"] == "passed"


def test_offset_syncs_prove_sooner_than_positions(world):
    world.write("t", "four", "five")
    key = text("t") + struct.pack(">i", 0)
    world.source.put("mm2-offset-syncs.b.internal", key, struct.pack(">qq", 2, 2))
    assert world.outcomes("lag_records") == {"lag_records": "passed"}
    track = next(item for item in world.evidence["partitions"] if item["lag_first"] == 0 and item["topic"] == "t")
    assert track["method"] == "offset_sync"


def test_a_stuck_task_gets_one_flush_interval(world):
    world.write("t", "lost", partition=1, copied=False)
    results = world.check("partitions", "lag_records")
    assert {name: result.outcome for name, result in results.items()} == {
        "partitions": "failed",
        "lag_records": "failed",
    }
    assert "t-1" in results["partitions"].reason
    assert 10 <= world.now <= 16
    assert "(1 of them are records)" in results["lag_records"].reason


def test_records_that_mirrormaker_may_not_read_either(world):
    world.write("t", "secret", partition=1, copied=False)
    world.source.errors["read"] = kafka_error(KafkaError.TOPIC_AUTHORIZATION_FAILED, "no")
    results = world.check("partitions", "tasks", "heartbeats")
    assert {name: result.outcome for name, result in results.items()} == {
        "partitions": "failed",
        "tasks": "passed",
        "heartbeats": "passed",
    }
    assert "does not allow this user to read t" in results["partitions"].reason


def test_a_partition_that_grows_while_watched_must_move_although_it_was_level_before(world):
    before = world.sleep

    def write(seconds):
        before(seconds)
        if world.now <= 1:
            world.write("t", "new", copied=False)

    world.sleep = write
    result = world.check("partitions", "heartbeats")["partitions"]
    assert result.outcome == "failed"
    assert "t-0 stands still" in result.reason


def test_what_grows_by_markers_alone_does_not_stand_still(world, monkeypatch):
    counted = []

    class Marked(Remainders):
        def look(self, tracks, isolation, seconds):
            found = {key: track.grown(0) for key, track in tracks.items() if track.standing is not None}
            counted.extend(found)
            return found

    monkeypatch.setattr(mirror_observer, "Remainders", Marked)
    before = world.sleep

    def mark(seconds):
        before(seconds)
        if not counted:
            world.source.log["t"][0].append((None, None))

    world.sleep = mark
    assert world.outcomes("partitions", "heartbeats") == {"partitions": "passed", "heartbeats": "passed"}
    assert world.now < 3


def test_long_remainders_are_read_up_to_one_record(world):
    world.write("t", *[str(number) for number in range(1500)], partition=1, copied=False)
    world.check("lag_records")
    track = next(item for item in world.evidence["partitions"] if item["partition"] == 1)
    assert (track["lag"], track["left"]) == (1500, 1)


def test_who_watches_for_less_cannot_tell(world):
    world.view = MirrorView(read_flow({**world.view.flow.as_options(), "offset_flush_interval": 60}))
    world.write("t", "late", partition=1, copied=False)
    assert world.outcomes("lag_records", observe=2.0) == {"lag_records": "inconclusive"}
    assert world.now <= 3


def test_lost_records_are_found_although_positions_say_all_is_copied(world):
    world.write("t", "lost", copied=False)
    world.write("t", "last")
    world.position("t", 4)
    result = world.check("same_records")["same_records"]
    assert result.outcome == "failed"
    assert result.observed["missing"] == 1


def test_repeats_after_a_restart(world):
    world.target.put("a.t", b"two", b"two")
    world.target.put("a.t", b"three", b"three")
    result = world.check("same_records")["same_records"]
    assert (result.outcome, result.observed["repeated"]) == ("passed", 2)


def test_a_copy_that_is_made_meanwhile(world):
    world.source.topic("t2")
    assert world.outcomes("topics") == {"topics": "catching_up"}
    slow = world.sleep

    def make(seconds):
        slow(seconds)
        if "a.t2" not in world.target.log:
            world.target.topic("a.t2")

    world.sleep = make
    assert world.outcomes("topics", "heartbeats")["topics"] == "passed"


@pytest.mark.parametrize(("side", "failed"), [("source", "topics"), ("target", "liveness")])
def test_an_unreachable_cluster(world, side, failed):
    getattr(world, side).errors["list_topics"] = kafka_error(KafkaError._TRANSPORT, "refused")
    results = world.check()
    assert [name for name, result in results.items() if result.outcome == "failed"] == [failed]
    alias = {"source": "a", "target": "b"}[side]
    assert results[failed].reason.startswith(f"Kafka cluster '{alias}' at {alias}:9092 did not answer")


def test_a_missing_right_in_the_middle(world):
    world.source.errors["list_offsets"] = kafka_error(KafkaError.TOPIC_AUTHORIZATION_FAILED, "no")
    outcomes = world.outcomes("lag_records", "tasks", "latency")
    assert outcomes == {"lag_records": "not_permitted", "tasks": "passed", "latency": "not_permitted"}


def test_offset_syncs_on_the_target():
    world = World(offset_syncs_location="target")
    world.target.topic("mm2-offset-syncs.a.internal")
    world.write("t", "one", "two")
    world.target.put("mm2-offset-syncs.a.internal", text("t") + struct.pack(">i", 0), struct.pack(">qq", 0, 0))
    assert world.outcomes("lag_records") == {"lag_records": "passed"}


class Workers:
    """What a Connect cluster says about the flow."""

    def life(self):
        member = {"client_id": "w", "host": "h", "tasks": ["MirrorSourceConnector-0"]}
        status = {"connector": "MirrorSourceConnector", "task": 0, "state": "RUNNING", "worker_id": "w", "cause": ""}
        return {
            "group": {"id": "workers", "state": "Stable", "members": [member], "hint": "start them"},
            "statuses": [{**status, "task": None}, status],
            "connectors": [{"name": "MirrorSourceConnector", "tasks": 1, "config": {}}],
        }

    def positions(self):
        return {("t", 0): 2, ("c", 0): 2}

    def running(self):
        return {"MirrorSourceConnector": {"config": {"topics": "t"}, "tasks": 1, "assigned": [("t", 0)], "owners": {}}}

    def cluster_id(self):
        return "id-of-b"


def test_workers_of_a_connect_cluster_know_life_and_positions(world):
    for name in ("configs", "status", "offsets"):
        del world.target.log[f"mm2-{name}.a.internal"]
    specs = read_mirror_checks([{"name": "liveness"}, {"name": "tasks"}, {"name": "lag_records"}])
    request = Request(needs_of(specs))
    planes = (world.source.plane(), world.target.plane())
    observer = MirrorObserver(world.view, *planes, request, Workers(), lambda: world.now, world.sleep)
    evidence = observer.evidence()
    assert {result.outcome for result in check_flow(specs, evidence, world.view)} == {"passed"}
    assert [row["topic"] for row in evidence["topics"] if row["assigned"]] == ["t"]
    assert evidence["connectors"] == [{"name": "MirrorSourceConnector", "tasks": 1, "config": {"topics": "t"}}]
