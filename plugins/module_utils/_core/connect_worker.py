# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A distributed Connect worker as data: its properties, its secrets and the topics it keeps its state in.

Private to streamops.kafka. The worker's own settings come first, the user's ``config`` wins over them; a null there
removes a key.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rules import refuse_findings
from ansible_collections.streamops.kafka.plugins.module_utils._core.internal_topics import compacted_topic
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import (
    entry,
    kafka_cluster,
    replication_factor,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.membership import DEFAULT_PORT
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import property_text
from ansible_collections.streamops.kafka.plugins.module_utils._core.secret_files import (
    provider_properties,
    secret_values,
    with_references,
)

__all__ = ["internal_topics", "worker_properties", "worker_secrets"]

JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter"
SECRETS_FOLDER = "/etc/kafka-connect/secrets"
SECRETS_FILE = SECRETS_FOLDER + "/worker.properties"
ENVIRONMENT_PATTERN = "^CONNECT_SECRET_.*"


def worker_properties(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]],
    rest_host: str,
    plugin_path: Sequence[str] = (),
    secrets_file: str = SECRETS_FILE,
    secrets_folder: str = SECRETS_FOLDER,
) -> dict[str, str]:
    """The properties of one worker of a cluster."""
    cluster, kafka = _parts(clusters, name, kafka_clusters, credentials)
    port = cluster.get("port") or DEFAULT_PORT
    properties = {
        "group.id": _group_id(cluster, name),
        "key.converter": JSON_CONVERTER,
        "value.converter": JSON_CONVERTER,
        "plugin.discovery": "service_load",
        # Whoever reaches the REST interface runs code on the worker anyway, so this guards nothing; connectors need it.
        "connector.client.config.override.policy": "All",
        "listeners": f"http://0.0.0.0:{port}",
        "rest.advertised.host.name": rest_host,
        "rest.advertised.port": str(port),
    }
    if plugin_path:
        properties["plugin.path"] = property_text(plugin_path)
    properties.update(_storage(name, replication_factor(kafka_clusters, kafka.alias)))
    properties.update(_clients(with_references(kafka.java_client(), secrets_file)))
    properties.update(
        provider_properties(
            {
                "dir": [secrets_folder, *kafka.certificate_folders()],
                "env": [ENVIRONMENT_PATTERN],
                "file": [secrets_folder],
            }
        )
    )
    return _overridden(properties, cluster.get("config") or {})


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
    return cluster, kafka_cluster(kafka_clusters, cluster["kafka"], credentials)


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
