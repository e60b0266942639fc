# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connectors of a flow on a Connect cluster whose own Kafka is the flow's target.

Private to streamops.kafka. The heartbeat connector is turned round: its clients are pointed at the source by overrides,
so that a flow in one direction has heartbeats too.
"""

from __future__ import annotations

from typing import Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import (
    flow_settings,
    handed_on,
    heartbeat_settings,
)

__all__ = ["connector_names", "flow_connectors"]

_PACKAGE = "org.apache.kafka.connect.mirror."
_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter"
_KINDS = ("MirrorSourceConnector", "MirrorCheckpointConnector", "MirrorHeartbeatConnector")


def connector_names(flow: Flow) -> dict[str, str]:
    """Every name that a connector of the flow may have, by its kind; the ones to remove with the flow."""
    return {kind: f"{flow.source}.{flow.target}.{kind}" for kind in _KINDS}


def flow_connectors(
    flow: Flow, source_cluster: KafkaCluster, target_cluster: KafkaCluster
) -> dict[str, dict[str, str]]:
    """Configurations by connector name. They hold both clusters' secrets, unless the flow has clients of its own."""
    names = connector_names(flow)
    reading = flow.source_client or source_cluster.java_client()
    clusters = {
        **_cluster("source", flow.source, reading),
        **_cluster("target", flow.target, flow.target_client or target_cluster.java_client()),
    }
    copying = {**flow_settings(flow), **clusters}
    source = {**_base("MirrorSourceConnector"), **copying}
    if flow.exactly_once:
        source["exactly.once.support"] = "required"
    connectors = {names["MirrorSourceConnector"]: source}
    if flow.checkpoints:
        connectors[names["MirrorCheckpointConnector"]] = {**_base("MirrorCheckpointConnector"), **copying}
    if flow.heartbeats:
        connectors[names["MirrorHeartbeatConnector"]] = _heartbeats(flow, reading)
    return connectors


def _heartbeats(flow: Flow, client: Mapping[str, str]) -> dict[str, str]:
    return {
        **_base("MirrorHeartbeatConnector"),
        **heartbeat_settings(flow),
        **_cluster("target", flow.source, client),
        **{
            f"{kind}.override.{key}": value
            for kind in ("producer", "consumer", "admin")
            for key, value in client.items()
        },
        "source.cluster.alias": flow.target,
        "tasks.max": "1",
    }


def _base(kind: str) -> dict[str, str]:
    converters = dict.fromkeys(("key.converter", "value.converter", "header.converter"), _CONVERTER)
    return {"connector.class": _PACKAGE + kind, **converters}


def _cluster(end: str, alias: str, client: Mapping[str, str]) -> dict[str, str]:
    settings = {f"{end}.cluster.alias": alias}
    for key, value in client.items():
        settings[f"{end}.cluster.{key}"] = value
        if not handed_on(key):
            settings.update({f"{end}.{kind}.{key}": value for kind in ("producer", "consumer", "admin")})
    return settings
