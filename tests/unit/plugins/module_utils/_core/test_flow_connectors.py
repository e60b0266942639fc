# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connectors of a flow on a Connect cluster."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import (
    connector_names,
    flow_connectors,
)

SOURCE = KafkaCluster.from_options(
    {
        "alias": "primary",
        "bootstrap_servers": "p:9092",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_username": "u",
        "sasl_password": "${file:/s.properties:pw}",
        "extra": {"request.timeout.ms": 5000},
    }
)
TARGET = KafkaCluster.from_options({"alias": "secondary", "bootstrap_servers": "s:9092"})
LOGIN = (
    'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="${file:/s.properties:pw}";'
)
BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter"


def connectors(**options):
    return flow_connectors(Flow("primary", "secondary", "connect", **options), SOURCE, TARGET)


def one(kind, **options):
    return connectors(**options)[f"primary.secondary.{kind}"]


def test_names():
    assert connector_names(Flow("a-b", "c", "connect")) == {
        "MirrorSourceConnector": "a-b.c.MirrorSourceConnector",
        "MirrorCheckpointConnector": "a-b.c.MirrorCheckpointConnector",
        "MirrorHeartbeatConnector": "a-b.c.MirrorHeartbeatConnector",
    }


def test_aliases_with_dashes_make_different_names():
    names = [connector_names(Flow(*ends, "connect")) for ends in (("a-b", "c"), ("a", "b-c"))]
    assert not set(names[0].values()) & set(names[1].values())


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        ({}, ["MirrorSourceConnector", "MirrorCheckpointConnector", "MirrorHeartbeatConnector"]),
        ({"heartbeats": False}, ["MirrorSourceConnector", "MirrorCheckpointConnector"]),
        ({"checkpoints": False}, ["MirrorSourceConnector", "MirrorHeartbeatConnector"]),
        ({"checkpoints": False, "heartbeats": False}, ["MirrorSourceConnector"]),
    ],
)
def test_which(options, kinds):
    assert [name.rpartition(".")[2] for name in connectors(**options)] == kinds


@pytest.mark.parametrize("kind", ["MirrorSourceConnector", "MirrorCheckpointConnector", "MirrorHeartbeatConnector"])
def test_bytes_stay_bytes(kind):
    config = one(kind)
    assert config["connector.class"] == f"org.apache.kafka.connect.mirror.{kind}"
    assert {config[f"{part}.converter"] for part in ("key", "value", "header")} == {BYTES}


@pytest.mark.parametrize("kind", ["MirrorSourceConnector", "MirrorCheckpointConnector"])
def test_clusters_of_the_copying_connectors(kind):
    config = one(kind)
    clusters = {key: value for key, value in config.items() if key.startswith(("source.", "target."))}
    assert clusters == {
        "source.cluster.alias": "primary",
        "source.cluster.bootstrap.servers": "p:9092",
        "source.cluster.security.protocol": "SASL_PLAINTEXT",
        "source.cluster.sasl.mechanism": "PLAIN",
        "source.cluster.sasl.jaas.config": LOGIN,
        "source.cluster.request.timeout.ms": "5000",
        "source.producer.request.timeout.ms": "5000",
        "source.consumer.request.timeout.ms": "5000",
        "source.admin.request.timeout.ms": "5000",
        "target.cluster.alias": "secondary",
        "target.cluster.bootstrap.servers": "s:9092",
    }


def test_heartbeats_go_to_the_source():
    assert one("MirrorHeartbeatConnector", heartbeats_interval=2, source_replication_factor=1) == {
        "connector.class": "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
        "key.converter": BYTES,
        "value.converter": BYTES,
        "header.converter": BYTES,
        "tasks.max": "1",
        "source.cluster.alias": "secondary",
        "target.cluster.alias": "primary",
        "emit.heartbeats.enabled": "true",
        "emit.heartbeats.interval.seconds": "2",
        "heartbeats.topic.replication.factor": "1",
        **{
            f"{prefix}.{key}": value
            for prefix in ("target.cluster", "producer.override", "consumer.override", "admin.override")
            for key, value in SOURCE.java_client().items()
        },
        **{f"target.{kind}.request.timeout.ms": "5000" for kind in ("producer", "consumer", "admin")},
    }


def test_exactly_once_is_asked_of_the_worker():
    assert one("MirrorSourceConnector", exactly_once=True)["exactly.once.support"] == "required"
    assert "exactly.once.support" not in one("MirrorSourceConnector")
    assert "exactly.once.support" not in one("MirrorCheckpointConnector", exactly_once=True)


def test_source_and_checkpoints_cannot_differ():
    source, checkpoint = one("MirrorSourceConnector"), one("MirrorCheckpointConnector")
    assert {key for key in source if source[key] != checkpoint.get(key)} == {"connector.class"}
    assert set(source) == set(checkpoint)


def test_every_value_is_a_text():
    assert all(isinstance(value, str) for config in connectors().values() for value in config.values())
