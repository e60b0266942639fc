# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of MirrorMaker that a flow's ``config`` may not hold, because they would be ignored or would break something.

Private to streamops.kafka. MirrorMaker never reports an unknown or misplaced key.
"""

from __future__ import annotations

__all__ = ["heartbeat_key", "refused_key"]

_WORKERS = "a worker's setting, which flows cannot carry; "
_PROCESS = "a setting of the process, which follows from the inventory; remove it"
_CONVERTER = "copies stay as they are only with the converters that follow from the flow; remove it"
_REMOVED = "removed in Kafka 4; use "
_OPTIONS = {
    "topics": "topics",
    "topics.exclude": "topics_exclude",
    "groups": "groups",
    "groups.exclude": "groups_exclude",
    "tasks.max": "tasks_max",
    "replication.factor": "replication_factor",
    "sync.topic.configs.enabled": "sync_topic_configs",
    "sync.topic.acls.enabled": "sync_topic_acls",
    "sync.group.offsets.enabled": "sync_group_offsets",
    "emit.checkpoints.enabled": "checkpoints",
    "emit.checkpoints.interval.seconds": "checkpoints_interval",
    "emit.heartbeats.enabled": "heartbeats",
    "emit.heartbeats.interval.seconds": "heartbeats_interval",
    "refresh.topics.interval.seconds": "refresh_topics_interval",
    "refresh.groups.interval.seconds": "refresh_groups_interval",
    "enabled": "enabled",
    "source.cluster.alias": "source",
    "target.cluster.alias": "target",
    "offset-syncs.topic.location": "offset_syncs_location",
    "replication.policy.class": "replication_policy",
    "replication.policy.separator": "separator",
    "exactly.once.source.support": "exactly_once",
    "exactly.once.support": "exactly_once",
}
_NAMES = {
    **{key: f"use the option {option}" for key, option in _OPTIONS.items()},
    "enable": "the key is 'enabled', and the option of that name sets it",
    "emit.heartbeats": "no such key; use the option heartbeats",
    "emit.checkpoints": "no such key; use the option checkpoints",
    "topics.blacklist": _REMOVED + "the option topics_exclude",
    "groups.blacklist": _REMOVED + "the option groups_exclude",
    "config.properties.blacklist": _REMOVED + "config.properties.exclude",
    "use.incremental.alter.configs": "removed in Kafka 4; remove it",
    "add.source.alias.to.metrics": "removed in Kafka 4; remove it",
    "name": "the name follows from the flow; remove it",
    "connector.class": "the class follows from the flow; remove it",
    "group.id": "shared by all flows into the target, whose Connect groups would merge; remove it",
    "client.id": "shared by all flows into the target; remove it",
    "clusters": _PROCESS,
    "bootstrap.servers": "set it at the cluster, in kafka_clusters",
    "security.protocol": "set it at the cluster, in kafka_clusters",
    "key.converter": _CONVERTER,
    "value.converter": _CONVERTER,
    "header.converter": _CONVERTER,
    "connect.protocol": _WORKERS + "remove it",
    "session.timeout.ms": _WORKERS + "remove it",
    "heartbeat.interval.ms": _WORKERS + "remove it",
    "rebalance.timeout.ms": _WORKERS + "remove it",
    "topic.creation.enable": _WORKERS + "remove it",
}
_PREFIXES = {
    "source.cluster.": "set it at the cluster, in kafka_clusters",
    "target.cluster.": "set it at the cluster, in kafka_clusters",
    "config.storage.": _WORKERS + "remove it",
    "offset.storage.": _WORKERS + "remove it",
    "status.storage.": _WORKERS + "remove it",
    "offset.flush.": _WORKERS + "use the option offset_flush_interval",
    "config.providers": _WORKERS + "remove it",
    "scheduled.rebalance.": _WORKERS + "remove it",
    "worker.": _WORKERS + "remove it",
    "task.shutdown.": _WORKERS + "remove it",
    "topic.tracking.": _WORKERS + "remove it",
    "plugin.": _WORKERS + "remove it",
    "inter.worker.": _WORKERS + "remove it",
    "connector.client.config.": _WORKERS + "remove it",
    "internal.topics.": _WORKERS + "remove it",
    "sasl.": "set it at the cluster, in kafka_clusters",
    "ssl.": "set it at the cluster, in kafka_clusters",
    "dedicated.mode.": _PROCESS,
    "listeners": _PROCESS,
    "admin.listeners": _PROCESS,
    "rest.": _PROCESS,
    "consumer.override.": "no connector of a flow reads it; write source.consumer. instead",
}


def refused_key(key: str) -> str:
    """Why the key may not stand in a flow's config, with the fix; '' when it may."""
    if "->" in key:
        return "keys stand without the name of the flow; take it out"
    if key.startswith("producer.") and not key.startswith("producer.override."):
        return "reaches only the producer of offset-syncs; write producer.override. for what copies records"
    return _NAMES.get(key) or next((why for prefix, why in _PREFIXES.items() if key.startswith(prefix)), "")


def heartbeat_key(key: str) -> bool:
    """Whether the key concerns the heartbeats, which are written by a connector of the opposite direction."""
    return key.startswith("heartbeats.topic.")
