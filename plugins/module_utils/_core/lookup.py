# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the inventory's dictionaries, with one kind of error for a name that is not there.

Private to streamops.kafka.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster, normalise_servers
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.login import TOKEN_URLS

__all__ = [
    "cluster_options",
    "entry",
    "flow_clusters",
    "jvm_options",
    "kafka_cluster",
    "replication_factor",
    "valid_replication_factor",
    "whole_number",
]

INVENTORY_KEYS = (
    "kind",
    "replication_factor",
    "brokers",
    "canary",
    "schema_registry",
    "credentials",
    "users",
    "acls",
    "admin",
)
# What an entry of kafka_credentials says beside the login itself.
NO_LOGIN = ("principal",)
DEFAULT_REPLICATION_FACTOR = 3
_NUMBER = re.compile(r"-?[0-9]{1,9}")


def entry(mapping: Mapping[str, Any], name: str, variable: str) -> Mapping[str, Any]:
    """``mapping[name]``, which must be a dictionary."""
    if name not in mapping:
        known = ", ".join(sorted(mapping)) or "none"
        raise InputError(f"{variable} has no entry {name!r} (known: {known})", {"variable": variable, "name": name})
    value = mapping[name]
    if not isinstance(value, Mapping):
        raise InputError(f"{variable}.{name} must be a dictionary", {"variable": variable, "name": name})
    return value


def cluster_options(
    clusters: Mapping[str, Any],
    alias: str,
    credentials: Optional[Mapping[str, Any]] = None,
    name: Optional[str] = None,
) -> dict[str, Any]:
    """The cluster option of a module: the inventory's entry, with its credentials or those of ``name`` merged in."""
    cluster = entry(clusters, alias, "kafka_clusters")
    options = {key: value for key, value in cluster.items() if key not in INVENTORY_KEYS and value is not None}
    name = name or cluster.get("credentials")
    secret = entry(credentials or {}, name, "kafka_credentials") if name else {}
    for key, value in secret.items():
        if key in NO_LOGIN or value is None:
            continue
        if options.setdefault(key, value) != value:
            raise InputError(
                f"kafka_clusters.{alias} and kafka_credentials.{name} both set {key}; remove it from one of them",
                {"cluster": alias, "option": key},
            )
    options["alias"] = alias
    options["bootstrap_servers"] = normalise_servers(options.get("bootstrap_servers"))
    return options


def flow_clusters(
    clusters: Mapping[str, Any], flows: Iterable[Mapping[str, Any]], credentials: Optional[Mapping[str, Any]] = None
) -> list[dict[str, Any]]:
    """The cluster options of what the flows connect, each once, and of no other cluster."""
    aliases = {str(flow[end]): None for flow in flows for end in ("source", "target")}
    return [cluster_options(clusters, alias, credentials) for alias in aliases]


def kafka_cluster(
    clusters: Mapping[str, Any],
    alias: str,
    credentials: Optional[Mapping[str, Any]] = None,
    name: Optional[str] = None,
) -> KafkaCluster:
    """The same as a value."""
    return KafkaCluster.from_options(cluster_options(clusters, alias, credentials, name))


def jvm_options(clusters: Mapping[str, Any], aliases: Iterable[str]) -> str:
    """What a JVM must be told so that clients of these clusters may ask for tokens; '' when none of them does."""
    settings = [entry(clusters, alias, "kafka_clusters").get("extra") or {} for alias in aliases]
    urls = {str(extra[key]): None for extra in settings for key in TOKEN_URLS if extra.get(key)}
    return f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={','.join(urls)}" if urls else ""


def replication_factor(clusters: Mapping[str, Any], alias: str) -> int:
    """Copies of a topic on this cluster: ``kafka_clusters.<alias>.replication_factor``, 3 when it is not given."""
    value = entry(clusters, alias, "kafka_clusters").get("replication_factor", DEFAULT_REPLICATION_FACTOR)
    if not valid_replication_factor(value):
        raise InputError(
            f"kafka_clusters.{alias}.replication_factor is {value!r}; give a number from 1 to 32767, "
            "or -1 for the brokers' default",
            {"cluster": alias, "option": "replication_factor"},
        )
    return int(value)


def valid_replication_factor(value: Any) -> bool:
    """Whether Kafka takes this as a replication factor."""
    number = whole_number(value)
    return number is not None and (number == -1 or 1 <= number <= 32767)


def whole_number(value: Any) -> Optional[int]:
    """A whole number, given as such or as a text; None for everything else."""
    if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
        return None
    return int(value)
