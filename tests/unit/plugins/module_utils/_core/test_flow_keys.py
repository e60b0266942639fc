# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that MirrorMaker would ignore, or worse."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_keys import heartbeat_key, refused_key


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("enable", "the key is 'enabled'"),
        ("enabled", "use the option enabled"),
        ("topics", "use the option topics"),
        ("groups", "use the option groups"),
        ("tasks.max", "use the option tasks_max"),
        ("replication.factor", "use the option replication_factor"),
        ("emit.heartbeats", "no such key; use the option heartbeats"),
        ("emit.heartbeats.enabled", "use the option heartbeats"),
        ("emit.checkpoints", "no such key"),
        ("emit.checkpoints.interval.seconds", "use the option checkpoints_interval"),
        ("sync.topic.acls.enabled", "use the option sync_topic_acls"),
        ("refresh.topics.interval.seconds", "use the option refresh_topics_interval"),
        ("topics.exclude", "use the option topics_exclude"),
        ("groups.exclude", "use the option groups_exclude"),
        ("topics.blacklist", "removed in Kafka 4; use the option topics_exclude"),
        ("groups.blacklist", "removed in Kafka 4; use the option groups_exclude"),
        ("config.properties.blacklist", "removed in Kafka 4; use config.properties.exclude"),
        ("use.incremental.alter.configs", "removed in Kafka 4"),
        ("add.source.alias.to.metrics", "removed in Kafka 4"),
        ("name", "the name follows"),
        ("connector.class", "the class follows"),
        ("source.cluster.alias", "use the option source"),
        ("source.cluster.bootstrap.servers", "set it at the cluster"),
        ("target.cluster.security.protocol", "set it at the cluster"),
        ("offset-syncs.topic.location", "use the option offset_syncs_location"),
        ("replication.policy.class", "use the option replication_policy"),
        ("replication.policy.separator", "use the option separator"),
        ("exactly.once.source.support", "use the option exactly_once"),
        ("group.id", "shared by all flows into the target"),
        ("client.id", "shared by all flows into the target"),
        ("config.storage.topic", "a worker's setting"),
        ("offset.storage.replication.factor", "a worker's setting"),
        ("status.storage.partitions", "a worker's setting"),
        ("offset.flush.interval.ms", "a worker's setting, which flows cannot carry; use the option offset_flush"),
        ("config.providers", "a worker's setting"),
        ("config.providers.file.class", "a worker's setting"),
        ("scheduled.rebalance.max.delay.ms", "a worker's setting"),
        ("session.timeout.ms", "a worker's setting"),
        ("heartbeat.interval.ms", "a worker's setting"),
        ("rebalance.timeout.ms", "a worker's setting"),
        ("connect.protocol", "a worker's setting"),
        ("plugin.path", "a worker's setting"),
        ("plugin.discovery", "a worker's setting"),
        ("task.shutdown.graceful.timeout.ms", "a worker's setting"),
        ("topic.tracking.enable", "a worker's setting"),
        ("connector.client.config.override.policy", "a worker's setting"),
        ("worker.sync.timeout.ms", "a worker's setting"),
        ("inter.worker.key.ttl.ms", "a worker's setting"),
        ("internal.topics.automatic.creation.enable", "a worker's setting"),
        ("topic.creation.enable", "a worker's setting"),
        ("dedicated.mode.enable.internal.rest", "a setting of the process"),
        ("listeners", "a setting of the process"),
        ("listeners.https.ssl.keystore.location", "a setting of the process"),
        ("admin.listeners", "a setting of the process"),
        ("rest.advertised.host.name", "a setting of the process"),
        ("clusters", "a setting of the process"),
        ("bootstrap.servers", "set it at the cluster"),
        ("security.protocol", "set it at the cluster"),
        ("sasl.jaas.config", "set it at the cluster"),
        ("ssl.truststore.location", "set it at the cluster"),
        ("value.converter", "copies stay as they are only with the converters"),
        ("exactly.once.support", "use the option exactly_once"),
        ("producer.batch.size", "reaches only the producer of offset-syncs; write producer.override."),
        ("consumer.override.fetch.min.bytes", "no connector of a flow reads it; write source.consumer."),
        ("a->b.tasks.max", "keys stand without the name of the flow"),
    ],
)
def test_refused(key, why):
    assert refused_key(key).startswith(why)


@pytest.mark.parametrize(
    "key",
    [
        "offset.lag.max",
        "config.properties.exclude",
        "producer.override.linger.ms",
        "source.consumer.fetch.min.bytes",
        "consumer.fetch.min.bytes",
        "consumer.poll.timeout.ms",
        "admin.timeout.ms",
        "replication.policy.internal.topic.separator.enabled",
        "metric.names.formats",
        "transforms",
    ],
)
def test_allowed(key):
    assert refused_key(key) == ""


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("heartbeats.topic.replication.factor", True),
        ("heartbeats.replication.enabled", False),
        ("offset.lag.max", False),
    ],
)
def test_keys_of_heartbeats(key, expected):
    assert heartbeat_key(key) is expected
