# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A distributed Connect worker as data: its properties, its secrets and the topics it keeps its state in.

Private to streamops.kafka. The worker's own settings come first, the user's ``config`` wins over them; a null there
removes a key.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_clients import (
    SECRETS_FOLDER,
    connectors_of,
    flow_logins,
    flows_of,
    logins,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_overrides import (
    POLICY,
    override_keys,
    override_policy,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rest import (
    CERTIFICATES_DIR,
    rest_properties,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rules import refuse_findings
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import flow_connectors
from ansible_collections.streamops.kafka.plugins.module_utils._core.internal_topics import compacted_topic
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

__all__ = ["internal_topics", "worker_properties", "worker_secrets"]

JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter"
SECRETS_FILE = SECRETS_FOLDER + "/worker.properties"
ENVIRONMENT_PATTERN = "^CONNECT_SECRET_.*"
KAFKA_VERSION = "4.3.1"


def worker_properties(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]],
    rest_host: str,
    plugin_path: Sequence[str] = (),
    secrets_file: str = SECRETS_FILE,
    secrets_folder: str = SECRETS_FOLDER,
    certificates_dir: str = CERTIFICATES_DIR,
    kafka_version: str = KAFKA_VERSION,
    flows: Iterable[Any] = (),
) -> dict[str, str]:
    """The properties of one worker of a cluster; ``flows`` are those of the inventory."""
    cluster, kafka = _parts(clusters, name, kafka_clusters, credentials)
    flows = list(flows)
    clients = [kafka, *(client for dummy, client in logins(clusters, name, kafka_clusters, credentials, flows))]
    properties = {
        "group.id": _group_id(cluster, name),
        "key.converter": JSON_CONVERTER,
        "value.converter": JSON_CONVERTER,
        "plugin.discovery": "service_load",
        **rest_properties(cluster, rest_host, certificates_dir),
    }
    if plugin_path:
        properties["plugin.path"] = property_text(plugin_path)
    properties.update(_storage(name, replication_factor(kafka_clusters, kafka.alias)))
    properties.update(_clients(with_references(kafka.java_client(), secrets_file)))
    folders = [secrets_folder, *(folder for client in clients for folder in client.certificate_folders())]
    limits = {"dir": folders, "env": [ENVIRONMENT_PATTERN], "file": [secrets_folder]}
    properties.update(provider_properties(limits))
    config = cluster.get("config") or {}
    if POLICY not in config:
        overridden = _overrides(clusters, name, kafka_clusters, credentials, flows)
        properties.update(override_policy(overridden, kafka_version))
    return _overridden(properties, config)


def worker_secrets(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]] = None,
) -> dict[str, str]:
    """What the worker's secrets file holds; empty when it logs in nowhere."""
    kafka = _parts(clusters, name, kafka_clusters, credentials)[1]
    return secret_values(kafka.java_client())


def internal_topics(clusters: Mapping[str, Any], name: str, kafka_clusters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The three topics of a cluster as ``kafka_topic`` takes them, to be made before the first worker starts."""
    refuse_findings(clusters, kafka_clusters)
    cluster = entry(clusters, name, "connect_clusters")
    factor = replication_factor(kafka_clusters, cluster["kafka"])
    settings = _overridden(_storage(name, factor), cluster.get("config") or {})
    partitions = {
        "config": 1,
        "offset": int(settings.get("offset.storage.partitions", 25)),
        "status": int(settings.get("status.storage.partitions", 5)),
    }
    return [
        compacted_topic(
            settings[f"{kind}.storage.topic"], partitions[kind], int(settings[f"{kind}.storage.replication.factor"])
        )
        for kind in ("config", "offset", "status")
    ]


def _parts(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]],
) -> tuple[Mapping[str, Any], KafkaCluster]:
    refuse_findings(clusters, kafka_clusters)
    cluster = entry(clusters, name, "connect_clusters")
    return cluster, kafka_cluster(kafka_clusters, cluster["kafka"], credentials, cluster.get("credentials"))


def _overrides(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]],
    flows: Iterable[Any],
) -> list[str]:
    """The client settings that the connectors and the flows of a cluster override."""
    cluster = entry(clusters, name, "connect_clusters")
    connectors = connectors_of(clusters, name, kafka_clusters, credentials)
    configs = [connector.get("config") or {} for connector in connectors]
    for flow in flows_of(name, cluster, flows, kafka_clusters):
        ends = flow_logins(flow.as_options(), kafka_clusters)
        source, target = (kafka_cluster(kafka_clusters, end.alias, credentials, end.name) for end in ends)
        configs.extend(flow_connectors(flow, source, target).values())
    return [*override_keys(configs), *(str(key) for key in cluster.get("overrides") or ())]


def _group_id(cluster: Mapping[str, Any], name: str) -> str:
    return str(cluster.get("group_id") or f"connect-{name}")


def _storage(name: str, factor: int) -> dict[str, str]:
    topics = {"config": "configs", "offset": "offsets", "status": "status"}
    storage = {f"{kind}.storage.topic": f"connect-{name}-{ending}" for kind, ending in topics.items()}
    storage.update({f"{kind}.storage.replication.factor": str(factor) for kind in topics})
    return storage


def _clients(client: Mapping[str, str]) -> dict[str, str]:
    """The worker's own clients read the plain keys; the clients of its connectors read the prefixed ones only."""
    settings = dict(client)
    for key, value in client.items():
        if key != "bootstrap.servers":
            settings.update({f"{kind}.{key}": value for kind in ("producer", "consumer", "admin")})
    return settings


def _overridden(properties: Mapping[str, str], config: Mapping[str, Any]) -> dict[str, str]:
    merged = {**properties, **{str(key): value for key, value in config.items()}}
    return {key: property_text(value) for key, value in merged.items() if value is not None}
