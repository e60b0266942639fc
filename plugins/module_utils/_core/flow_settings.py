# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connector keys of a flow, the same in both modes.

Private to streamops.kafka. ``flow_settings`` belongs to the connectors from source to target; ``heartbeat_settings`` to
the heartbeat connector of the opposite direction, which writes into the *source*: only what is written there is copied
to ``<source>.heartbeats`` on the target, and so shows that the flow is alive.
"""

from __future__ import annotations

from typing import Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_keys import heartbeat_key
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_profile import Advice, advice
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import property_text

__all__ = ["flow_settings", "handed_on", "heartbeat_settings", "profile_advice"]

_HANDED_ON = ("bootstrap.servers", "security.protocol", "ssl.", "sasl.")


def handed_on(key: str) -> bool:
    """Whether MirrorMaker hands this key of a cluster to all its clients; others need the prefix of each client."""
    return key.startswith(_HANDED_ON)


def flow_settings(flow: Flow) -> dict[str, str]:
    """Keys of the source and the checkpoint connector; the flow's ``config`` wins."""
    advised = profile_advice(flow)
    syncs_on_source = flow.offset_syncs_location == "source"
    factor = flow.source_replication_factor if syncs_on_source else flow.target_replication_factor
    settings = {
        "topics": flow.all_topics,
        "topics.exclude": flow.topics_exclude,
        "groups": flow.groups,
        "groups.exclude": flow.groups_exclude,
        "tasks.max": flow.tasks_max,
        "replication.factor": flow.replication_factor,
        "offset-syncs.topic.replication.factor": factor,
        "offset-syncs.topic.location": flow.offset_syncs_location,
        "checkpoints.topic.replication.factor": flow.target_replication_factor,
        "sync.topic.configs.enabled": flow.sync_topic_configs,
        "sync.topic.acls.enabled": flow.sync_topic_acls,
        "sync.group.offsets.enabled": flow.sync_group_offsets,
        "sync.group.offsets.interval.seconds": flow.checkpoints_interval,
        "emit.checkpoints.enabled": flow.checkpoints,
        "emit.checkpoints.interval.seconds": flow.checkpoints_interval,
        "refresh.topics.interval.seconds": flow.refresh_topics_interval,
        "refresh.groups.interval.seconds": flow.refresh_groups_interval,
        **_policy(flow),
        **(advised.settings if advised else {}),
    }
    if not flow.offset_syncs:
        # Refused beside a switch that is off.
        settings = {key: value for key, value in settings.items() if not key.startswith("offset-syncs.topic.")}
    if flow.exactly_once:
        settings["source.consumer.isolation.level"] = "read_committed"
    own = {key: value for key, value in flow.config.items() if not heartbeat_key(key)}
    return {key: property_text(value) for key, value in {**settings, **own}.items()}


def heartbeat_settings(flow: Flow) -> dict[str, str]:
    """Keys of the connector that writes the heartbeats of this flow into its source."""
    settings = {
        "emit.heartbeats.enabled": True,
        "emit.heartbeats.interval.seconds": flow.heartbeats_interval,
        "heartbeats.topic.replication.factor": flow.source_replication_factor,
    }
    own = {key: value for key, value in flow.config.items() if heartbeat_key(key)}
    return {key: property_text(value) for key, value in {**settings, **own}.items()}


def profile_advice(flow: Flow) -> Optional[Advice]:
    """What makes the flow fast, and why; its keys are read for each flow by itself, in either mode."""
    if not flow.profile:
        return None
    return advice(flow.profile, flow.round_trip_ms, flow.record_bytes, flow.partitions, flow.tasks_max)


def _policy(flow: Flow) -> dict[str, str]:
    return {"replication.policy.class": flow.policy_class, "replication.policy.separator": flow.separator}
