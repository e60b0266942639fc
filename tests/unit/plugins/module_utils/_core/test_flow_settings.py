# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connector keys of a flow."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_keys import refused_key
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import (
    flow_settings,
    handed_on,
    heartbeat_settings,
)


def flow(**options):
    return Flow("primary", "secondary", "dedicated", **options)


def test_key_by_key():
    settings = flow_settings(
        flow(
            topics=("a", r"b\..*"),
            topics_exclude=("c",),
            groups=("g",),
            groups_exclude=("h",),
            tasks_max=2,
            replication_factor=5,
            source_replication_factor=1,
            target_replication_factor=3,
            checkpoints_interval=10,
            refresh_topics_interval=20,
            refresh_groups_interval=30,
        )
    )
    assert settings == {
        "topics": r"a,b\..*",
        "topics.exclude": "c",
        "groups": "g",
        "groups.exclude": "h",
        "tasks.max": "2",
        "replication.factor": "5",
        "offset-syncs.topic.replication.factor": "1",
        "offset-syncs.topic.location": "source",
        "checkpoints.topic.replication.factor": "3",
        "sync.topic.configs.enabled": "true",
        "sync.topic.acls.enabled": "false",
        "sync.group.offsets.enabled": "false",
        "sync.group.offsets.interval.seconds": "10",
        "emit.checkpoints.enabled": "true",
        "emit.checkpoints.interval.seconds": "10",
        "refresh.topics.interval.seconds": "20",
        "refresh.groups.interval.seconds": "30",
        "replication.policy.class": "org.apache.kafka.connect.mirror.DefaultReplicationPolicy",
        "replication.policy.separator": ".",
    }


@pytest.mark.parametrize(("location", "factor"), [("source", "1"), ("target", "3")])
def test_offset_syncs_have_the_copies_of_the_cluster_they_are_on(location, factor):
    settings = flow_settings(
        flow(offset_syncs_location=location, source_replication_factor=1, target_replication_factor=3)
    )
    assert settings["offset-syncs.topic.replication.factor"] == factor


def test_exactly_once_reads_what_is_committed():
    assert flow_settings(flow(exactly_once=True))["source.consumer.isolation.level"] == "read_committed"
    assert "source.consumer.isolation.level" not in flow_settings(flow())


def test_heartbeats_are_kept_apart():
    config = {"heartbeats.topic.replication.factor": "2", "offset.lag.max": "5"}
    found = flow(heartbeats_interval=3, source_replication_factor=1, config=config)
    assert heartbeat_settings(found) == {
        "emit.heartbeats.enabled": "true",
        "emit.heartbeats.interval.seconds": "3",
        "heartbeats.topic.replication.factor": "2",
    }
    assert flow_settings(found)["offset.lag.max"] == "5"
    assert "heartbeats.topic.replication.factor" not in flow_settings(found)


def test_heartbeats_have_the_copies_of_the_source():
    found = heartbeat_settings(flow(source_replication_factor=1, target_replication_factor=3))
    assert found["heartbeats.topic.replication.factor"] == "1"


def test_the_users_keys_win():
    assert (
        flow_settings(flow(config={"checkpoints.topic.replication.factor": 2}))["checkpoints.topic.replication.factor"]
        == "2"
    )


def test_a_user_cannot_contradict_an_option():
    settable = {"sync.group.offsets.interval.seconds"}
    settable |= {"offset-syncs.topic.replication.factor", "checkpoints.topic.replication.factor"}
    assert {key for key in flow_settings(flow()) if not refused_key(key)} == settable


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("bootstrap.servers", True),
        ("security.protocol", True),
        ("sasl.jaas.config", True),
        ("ssl.truststore.location", True),
        ("client.dns.lookup", False),
        ("request.timeout.ms", False),
    ],
)
def test_keys_that_reach_every_client(key, expected):
    assert handed_on(key) is expected
