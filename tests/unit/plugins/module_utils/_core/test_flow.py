# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from a flow: names, places, plain data."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import (
    DEFAULT_GROUPS_EXCLUDE,
    DEFAULT_TOPICS_EXCLUDE,
    Flow,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow


def flow(**options):
    return Flow("primary", "secondary", "dedicated", **options)


def test_name():
    assert flow().name == "primary->secondary"


def test_frozen():
    with pytest.raises(FrozenInstanceError):
        flow().source = "x"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("default", "org.apache.kafka.connect.mirror.DefaultReplicationPolicy"),
        ("identity", "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"),
        ("com.example.Policy", "com.example.Policy"),
    ],
)
def test_policy(policy, expected):
    assert flow(replication_policy=policy).policy_class == expected


@pytest.mark.parametrize(
    ("options", "topic", "expected"),
    [
        ({}, "orders", "primary.orders"),
        ({}, "heartbeats", "primary.heartbeats"),
        ({"separator": "__"}, "orders", "primary__orders"),
        ({"separator": "__"}, "heartbeats", "primary__heartbeats"),
        ({"replication_policy": "identity"}, "orders", "orders"),
        ({"replication_policy": "identity"}, "heartbeats", "primary.heartbeats"),
        ({"replication_policy": "com.example.Policy"}, "orders", "primary.orders"),
    ],
)
def test_remote_topic(options, topic, expected):
    assert flow(**options).remote_topic(topic) == expected


@pytest.mark.parametrize(
    ("location", "cluster", "topic"),
    [
        ("source", "primary", "mm2-offset-syncs.secondary.internal"),
        ("target", "secondary", "mm2-offset-syncs.primary.internal"),
    ],
)
def test_offset_syncs(location, cluster, topic):
    found = flow(offset_syncs_location=location)
    assert found.offset_syncs_cluster == cluster
    assert found.offset_syncs_topic == topic


KEEP = {"replication.policy.internal.topic.separator.enabled": "false"}


@pytest.mark.parametrize(
    ("options", "syncs", "checkpoints"),
    [
        ({}, "mm2-offset-syncs.secondary.internal", "primary.checkpoints.internal"),
        ({"separator": "_"}, "mm2-offset-syncs_secondary_internal", "primary_checkpoints_internal"),
        ({"separator": "_", "config": KEEP}, "mm2-offset-syncs.secondary.internal", "primary.checkpoints.internal"),
    ],
)
def test_internal_names_follow_the_separator(options, syncs, checkpoints):
    assert flow(**options).offset_syncs_topic == syncs
    assert flow(**options).checkpoints_topic == checkpoints


def test_defaults_for_production():
    found = flow()
    assert found.enabled
    assert found.topics == (".*",)
    assert found.topics_exclude == DEFAULT_TOPICS_EXCLUDE
    assert found.groups == (".*",)
    assert found.groups_exclude == DEFAULT_GROUPS_EXCLUDE
    assert found.tasks_max == 4
    assert (found.replication_factor, found.source_replication_factor, found.target_replication_factor) == (3, 3, 3)
    assert (found.heartbeats, found.checkpoints, found.sync_group_offsets) == (True, True, False)
    assert (found.sync_topic_configs, found.sync_topic_acls, found.exactly_once) == (True, False, False)
    assert (found.refresh_topics_interval, found.refresh_groups_interval) == (600, 600)
    assert (found.heartbeats_interval, found.checkpoints_interval, found.offset_flush_interval) == (1, 60, 60)


def test_plain_data_and_back():
    found = flow(topics=("a", "b"), config={"offset.lag.max": "10"}, exactly_once=True, replication_factor=-1)
    options = found.as_options()
    assert options["topics"] == ["a", "b"]
    assert options["config"] == {"offset.lag.max": "10"}
    assert read_flow(options) == found
