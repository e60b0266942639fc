# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: settings that follow from round trip, records and partitions, and why."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import flow_connectors
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_profile import advice
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import dedicated_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import flow_settings, profile_advice

ENDS = {"source": "a", "target": "b", "mode": "dedicated"}
CLUSTERS = {alias: {"bootstrap_servers": f"{alias}:9092"} for alias in "abc"}
MIB = 1024 * 1024


def reads(found, key):
    return found.settings[f"source.consumer.{key}"]


def writes(found, key):
    return found.settings[f"producer.override.{key}"]


@pytest.mark.parametrize(
    ("profile", "figures", "tasks"),
    [
        ("lan", {}, 0),
        ("lan", {"partitions": 1}, 1),
        ("lan", {"partitions": 6}, 1),
        ("lan", {"partitions": 7}, 2),
        ("lan", {"partitions": 600}, 32),
        ("wan", {}, 16),
        ("wan", {"partitions": 6}, 6),
        ("wan", {"partitions": 600}, 32),
        ("auto", {"round_trip_ms": 9, "partitions": 12}, 2),
        ("auto", {"round_trip_ms": 10, "partitions": 12}, 12),
        ("wan", {"round_trip_ms": 2, "partitions": 12}, 2),
        ("wan", {"tasks_max": 3, "partitions": 12}, 3),
    ],
)
def test_tasks(profile, figures, tasks):
    assert advice(profile, **figures).tasks_max == tasks


@pytest.mark.parametrize("profile", ["lan", "wan"])
def test_the_kernel_sizes_the_windows(profile):
    found = advice(profile)
    assert reads(found, "receive.buffer.bytes") == "-1"
    assert writes(found, "send.buffer.bytes") == "-1"


@pytest.mark.parametrize(("size", "records"), [(100, 10000), (500, 10000), (1000, 5000), (10**6, 100)])
def test_a_poll_is_a_few_megabytes(size, records):
    assert reads(advice("lan", record_bytes=size), "max.poll.records") == str(records)


@pytest.mark.parametrize(("tasks", "fetch", "buffer"), [(1, 100, 128), (8, 50, 64), (32, 12.5, 32), (100, 10, 32)])
def test_the_buffers_of_all_tasks_have_room_together(tasks, fetch, buffer):
    found = advice("wan", tasks_max=tasks)
    assert reads(found, "fetch.max.bytes") == str(int(fetch * MIB))
    assert writes(found, "buffer.memory") == str(buffer * MIB)


def test_a_fetch_waits_longer_where_the_way_is_long():
    assert reads(advice("lan"), "fetch.max.wait.ms") == "100"
    assert reads(advice("wan"), "fetch.max.wait.ms") == "500"


def test_large_records_fit_into_a_request():
    assert writes(advice("wan", record_bytes=600_000), "max.request.size") == "2400000"
    assert "producer.override.max.request.size" not in advice("wan", record_bytes=500_000).settings


@pytest.mark.parametrize(
    ("profile", "figures", "said"),
    [
        ("lan", {}, "a round trip of 1 ms is assumed for profile lan"),
        ("lan", {}, "records of 500 bytes are assumed"),
        ("lan", {}, "near each other the processor is the limit, so the number of tasks stays"),
        ("lan", {"partitions": 12}, "near each other the processor is the limit, so 2 tasks do for 12 partitions"),
        ("wan", {}, "16 tasks for partitions that are not counted"),
        ("auto", {"round_trip_ms": 80, "partitions": 6}, "over 80 ms a connection carries about 2.0 MiB/s"),
        ("auto", {"round_trip_ms": 80, "partitions": 6}, "with socket.send.buffer.bytes=-1 on the source's brokers"),
        ("wan", {"tasks_max": 2}, "tasks_max is 2 as given, where 16 would be advised"),
        ("wan", {}, "waits at most 500 ms to be read"),
    ],
)
def test_reasoning(profile, figures, said):
    assert any(said in sentence for sentence in advice(profile, **figures).reasoning)


def test_what_was_measured_is_not_assumed():
    assert "assumed" not in " ".join(advice("auto", round_trip_ms=5, record_bytes=100).reasoning)


def test_without_a_profile_nothing_is_set():
    flow = read_flow(ENDS)
    assert profile_advice(flow) is None
    assert flow.tasks_max == 4
    assert not [key for key in flow_settings(flow) if key.startswith(("producer.", "source.consumer."))]


@pytest.mark.parametrize(
    ("options", "tasks"),
    [({"profile": "lan"}, 4), ({"profile": "wan"}, 16), ({"profile": "wan", "partitions": 5}, 5)],
)
def test_tasks_of_a_flow(options, tasks):
    flow = read_flow({**ENDS, **options})
    assert flow.tasks_max == tasks
    assert "as given" not in " ".join(profile_advice(flow).reasoning)
    assert read_flow(flow.as_options()) == flow


def test_what_the_flow_says_wins():
    flow = read_flow({**ENDS, "profile": "wan", "tasks_max": 2, "config": {"producer.override.linger.ms": 5}})
    settings = flow_settings(flow)
    assert settings["tasks.max"] == "2"
    assert settings["producer.override.linger.ms"] == "5"
    assert settings["producer.override.compression.type"] == "lz4"


def test_two_profiles_into_one_target_stay_apart():
    """The prefix of the target would be shared; that of the flow reaches the connector's own clients."""
    entries = [{**ENDS, "profile": "lan"}, {**ENDS, "source": "c", "profile": "wan"}]
    found = dedicated_properties(inventory_flows(entries, CLUSTERS), CLUSTERS, None, ["b"])
    assert found["a->b.source.consumer.fetch.max.wait.ms"] == "100"
    assert found["c->b.source.consumer.fetch.max.wait.ms"] == "500"
    assert found["a->b.producer.override.buffer.memory"] != found["c->b.producer.override.buffer.memory"]
    assert not [key for key in found if key.startswith(("b.producer.", "a.consumer.", "c.consumer."))]


def test_the_connectors_on_a_connect_cluster_have_the_same():
    flow = read_flow({**ENDS, "mode": "connect", "profile": "wan"})
    ends = [KafkaCluster.from_options({"alias": alias, **CLUSTERS[alias]}) for alias in "ab"]
    connectors = flow_connectors(flow, *ends)
    expected = profile_advice(flow).settings
    for kind in ("MirrorSourceConnector", "MirrorCheckpointConnector"):
        assert expected.items() <= connectors[f"a.b.{kind}"].items()
    assert not expected.keys() & {"producer.override.bootstrap.servers"}
    assert "producer.override.linger.ms" not in connectors["a.b.MirrorHeartbeatConnector"]
