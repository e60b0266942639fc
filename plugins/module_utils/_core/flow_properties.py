# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``mm2.properties`` of one dedicated instance.

Private to streamops.kafka. Every key stands on the prefix where MirrorMaker reads it: worker settings on the target's
alias (at the top level most of them are silently ignored), connector settings on the flow. The file names exactly the
pairs that must run, so the process is started without ``--clusters``.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_pairs import Pair, instance_pairs
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import (
    flow_settings,
    handed_on,
    heartbeat_settings,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import (
    entry,
    kafka_cluster,
    replication_factor,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import property_text
from ansible_collections.streamops.kafka.plugins.module_utils._core.secret_files import (
    provider_properties,
    secret_values,
    with_references,
)

__all__ = ["EXACTLY_ONCE_STEPS", "dedicated_properties", "dedicated_secrets"]

EXACTLY_ONCE_STEPS = ("preparing", "enabled")
_STORES = ("config", "offset", "status")


def dedicated_properties(
    flows: Sequence[Flow],
    clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]],
    targets: Sequence[str],
    nodes: int = 1,
    secrets_file: str = "",
    rest_host: str = "",
    rest_port: int = 8083,
    exactly_once: str = "enabled",
) -> dict[str, str]:
    """The properties of the instance that serves ``targets`` on ``nodes`` hosts.

    Exactly-once is switched on by two rolls: with ``preparing`` all nodes learn of it, with ``enabled`` they do it.
    """
    if exactly_once not in EXACTLY_ONCE_STEPS:
        raise InputError(
            f"exactly_once is {exactly_once!r}; give {' or '.join(EXACTLY_ONCE_STEPS)}", {"option": "exactly_once"}
        )
    pairs = instance_pairs(flows, targets)
    used = _clusters(pairs, clusters, credentials)
    properties: dict[str, str] = {
        "clusters": ", ".join(used),
        # Otherwise every ordered pair of clusters gets a herder of its own.
        "emit.heartbeats.enabled": "false",
        "plugin.discovery": "service_load",
    }
    limits: dict[str, list[str]] = {"file": [], "dir": []}
    for alias, cluster in used.items():
        client = cluster.java_client()
        properties.update(_client(alias, with_references(client, secrets_file, f"{alias}.")))
        limits["file"].extend([secrets_file] if secret_values(client) else [])
        limits["dir"].extend(cluster.certificate_folders())
    properties.update(provider_properties(limits))
    for pair in pairs:
        properties.update(_worker(pair, replication_factor(clusters, pair.target), exactly_once))
        properties.update(_pair(pair, replication_factor(clusters, pair.target)))
    if nodes > 1 or any(pair.flow is not None and pair.flow.exactly_once for pair in pairs):
        properties.update(_internal_rest(rest_host, rest_port))
    return properties


def dedicated_secrets(
    flows: Sequence[Flow],
    clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]],
    targets: Sequence[str],
) -> dict[str, str]:
    """What the secrets file of the instance holds."""
    used = _clusters(instance_pairs(flows, targets), clusters, credentials)
    return {
        f"{alias}.{key}": value
        for alias, cluster in used.items()
        for key, value in secret_values(cluster.java_client()).items()
    }


def _clusters(
    pairs: Sequence[Pair], clusters: Mapping[str, Any], credentials: Optional[Mapping[str, Any]]
) -> dict[str, KafkaCluster]:
    aliases = sorted({alias for pair in pairs for alias in (pair.source, pair.target)})
    return {alias: kafka_cluster(clusters, alias, credentials, _login(alias, pairs, clusters)) for alias in aliases}


def _login(alias: str, pairs: Sequence[Pair], clusters: Mapping[str, Any]) -> str:
    """Who an instance is at a cluster. MirrorMaker has one set of clients for each alias, so its flows must agree."""
    default = str(entry(clusters, alias, "kafka_clusters").get("credentials") or "")
    named: dict[str, str] = {}
    for flow in (flow for pair in pairs for flow in (pair.flow, pair.heartbeats_of) if flow is not None):
        for end, name in ((flow.source, flow.source_credentials), (flow.target, flow.target_credentials)):
            if end == alias:
                named.setdefault(name or default, flow.name)
    if len(named) > 1:
        told = ", ".join(f"{flow} as {name or 'nobody'}" for name, flow in sorted(named.items()))
        raise InputError(
            f"the flows of one instance log in to {alias} in different ways ({told}), but MirrorMaker has one login "
            "for each cluster; name the same credentials, or run them in instances of their own",
            {"cluster": alias, "credentials": sorted(named)},
        )
    return next(iter(named), "")


def _client(alias: str, client: Mapping[str, str]) -> dict[str, str]:
    properties = {f"{alias}.{key}": value for key, value in client.items()}
    for key, value in client.items():
        if not handed_on(key):
            properties.update({f"{alias}.{kind}.{key}": value for kind in ("producer", "consumer", "admin")})
    return properties


def _worker(pair: Pair, factor: int, exactly_once: str) -> dict[str, str]:
    """Settings of the Connect worker that a pair runs on; they are the target's."""
    properties = {f"{pair.target}.{kind}.storage.replication.factor": str(factor) for kind in _STORES}
    properties[f"{pair.target}.plugin.discovery"] = "service_load"
    if pair.flow is not None:
        properties[f"{pair.target}.offset.flush.interval.ms"] = str(pair.flow.offset_flush_interval * 1000)
        if pair.flow.exactly_once:
            properties[f"{pair.target}.exactly.once.source.support"] = exactly_once
    return properties


def _pair(pair: Pair, factor: int) -> dict[str, str]:
    # The heartbeat connector makes its topic on the target even where it writes nothing.
    settings = {"emit.heartbeats.enabled": "false", "heartbeats.topic.replication.factor": str(factor)}
    if pair.flow is not None:
        settings.update(flow_settings(pair.flow))
    if pair.heartbeats_of is not None:
        settings.update(heartbeat_settings(pair.heartbeats_of))
    settings["enabled"] = property_text(pair.flow is not None)
    return {f"{pair.source}->{pair.target}.{key}": value for key, value in settings.items()}


def _internal_rest(host: str, port: int) -> dict[str, str]:
    properties = {
        "dedicated.mode.enable.internal.rest": "true",
        "listeners": f"http://0.0.0.0:{port}",
        "rest.advertised.port": str(port),
    }
    if host:
        properties["rest.advertised.host.name"] = host
    return properties
