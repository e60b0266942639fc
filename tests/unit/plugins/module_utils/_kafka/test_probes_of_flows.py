# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Probes of a flow through two clusters in memory: rates, keys, groups, what would be lost."""

from __future__ import annotations

from confluent_kafka import KafkaError
from fake_kafka import kafka_error
from test_mirror_observer import world as a_world

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import (
    check_flow,
    needs_of,
    read_mirror_checks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import MirrorObserver, Request

world = a_world


def observe(world, name, observe=1.0, **options):
    specs = read_mirror_checks([{"name": name, **options}])
    planes = (world.source.plane(), world.target.plane())
    clocks = {"clock": lambda: world.now, "sleep": world.sleep}
    request = Request(needs_of(specs), observe, **({"overlap_records": 3} if name == "key_overlap" else {}))
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
