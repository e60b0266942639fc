# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules over all Connect clusters of an inventory: what would corrupt or block them without an error of Kafka.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rest import rest_findings
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import whole_number

__all__ = ["connect_findings", "refuse_findings"]

_TOPICS = {"config.storage.topic": "configs", "offset.storage.topic": "offsets", "status.storage.topic": "status"}
_REMOVED = ("internal.key.converter", "internal.value.converter", "rest.host.name", "rest.port")


def refuse_findings(clusters: Mapping[str, Any], kafka_clusters: Mapping[str, Any]) -> None:
    """Raise one InputError that lists every finding."""
    findings = connect_findings(clusters, kafka_clusters)
    if findings:
        raise InputError("connect_clusters cannot be used: " + "; ".join(findings), {"findings": findings})


def connect_findings(clusters: Mapping[str, Any], kafka_clusters: Mapping[str, Any]) -> list[str]:
    """One sentence per finding, each naming the clusters and the fix; empty when all is well."""
    findings: list[str] = []
    usable: dict[str, Mapping[str, Any]] = {}
    for name in sorted(clusters):
        problems = list(_own_findings(name, clusters[name], kafka_clusters))
        findings.extend(problems)
        if not problems:
            usable[name] = clusters[name]
    return findings + list(_shared_findings(usable))


def _own_findings(name: str, cluster: Any, kafka_clusters: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(cluster, Mapping):
        yield f"{name} must be a dictionary"
        return
    if cluster.get("kafka") not in kafka_clusters:
        known = ", ".join(sorted(kafka_clusters)) or "none"
        yield f"{name} has kafka: {cluster.get('kafka')!r}, which is not in kafka_clusters (known: {known})"
    port = cluster.get("port", 8083)
    if not 0 < (whole_number(port) or 0) < 65536:
        yield f"{name} has port: {port!r}; give a number from 1 to 65535"
    yield from rest_findings(name, cluster)
    config = cluster.get("config") or {}
    for key in sorted(set(_REMOVED) & set(config)):
        yield f"{name} sets {key}, which Kafka removed in 3.0; remove it"
    if "group.id" in config:
        yield f"{name} sets group.id in config; use group_id"
    topics = _topics(name, cluster)
    if len(set(topics)) < len(topics):
        yield f"{name} uses one topic for two of {', '.join(_TOPICS)}; each needs its own"


def _shared_findings(clusters: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    seen: dict[tuple[str, str, str], str] = {}
    for name, cluster in clusters.items():
        group = str(cluster.get("group_id") or f"connect-{name}")
        used = [("group_id", group), *(("topic", topic) for topic in _topics(name, cluster))]
        for kind, value in used:
            first = seen.setdefault((cluster["kafka"], kind, value), name)
            if first != name:
                yield (
                    f"{first} and {name} share {kind} {value!r} on Kafka cluster {cluster['kafka']!r}, "
                    "so their workers would mix; give each its own"
                )


def _topics(name: str, cluster: Mapping[str, Any]) -> list[str]:
    config = cluster.get("config") or {}
    return [str(config.get(key) or f"connect-{name}-{ending}") for key, ending in _TOPICS.items()]
