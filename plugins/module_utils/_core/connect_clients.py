# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logins of connectors and flows that are not the worker's, so that nothing but references reaches Connect.

Private to streamops.kafka. What a connector is given is kept by Connect in a topic and shown by its REST interface. So
secrets stand in a file on the workers, one entry for each cluster and login, and configurations refer to it.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, NamedTuple, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import ABSENT, CONNECT, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import entry, kafka_cluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.secret_files import secret_values, with_references

__all__ = [
    "CLIENTS_FILE",
    "SECRETS_FOLDER",
    "Login",
    "client_secrets",
    "connectors_of",
    "flow_logins",
    "flows_of",
    "flows_with_clients",
    "logins",
]

SECRETS_FOLDER = "/etc/kafka-connect/secrets"
CLIENTS_FILE = "clients.properties"


class Login(NamedTuple):
    """A cluster and an entry of ``kafka_credentials``; no name is the login that stands at the cluster itself."""

    alias: str
    name: str

    @property
    def prefix(self) -> str:
        """Before the keys of this login in the file."""
        return ".".join(part for part in self if part) + "."


def connectors_of(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]] = None,
    secrets_folder: str = SECRETS_FOLDER,
) -> list[dict[str, Any]]:
    """The connectors of a cluster as modules take them: a login of their own is overrides of their clients."""
    cluster = entry(clusters, name, "connect_clusters")
    path = f"{secrets_folder}/{CLIENTS_FILE}"
    return [
        {**_plain(connector), "config": _config_with_login(name, cluster, connector, kafka_clusters, credentials, path)}
        if _has_login(connector)
        else _plain(connector)
        for connector in cluster.get("connectors") or ()
    ]


def client_secrets(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]] = None,
    flows: Iterable[Any] = (),
) -> dict[str, str]:
    """What the file of these logins holds; empty when there are none."""
    found: dict[str, str] = {}
    for login, client in logins(clusters, name, kafka_clusters, credentials, flows):
        secrets = secret_values(client.java_client())
        found.update({login.prefix + key: value for key, value in secrets.items()})
    return found


def logins(
    clusters: Mapping[str, Any],
    name: str,
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]] = None,
    flows: Iterable[Any] = (),
) -> list[tuple[Login, KafkaCluster]]:
    """Who connectors and flows on a cluster are, each once; the worker's own login is not among them."""
    cluster = entry(clusters, name, "connect_clusters")
    wanted = dict.fromkeys(
        Login(cluster["kafka"], str(connector["credentials"]))
        for connector in cluster.get("connectors") or ()
        if _has_login(connector)
    )
    for flow in flows_of(name, cluster, flows, kafka_clusters):
        wanted.update(dict.fromkeys(flow_logins(flow.as_options(), kafka_clusters)))
    return [(login, kafka_cluster(kafka_clusters, login.alias, credentials, login.name)) for login in wanted]


def flows_of(
    name: str, cluster: Mapping[str, Any], flows: Iterable[Any], kafka_clusters: Mapping[str, Any]
) -> list[Flow]:
    """The flows whose connectors may be on a cluster; those of a flow that is off may be there still."""
    return [
        flow
        for flow in inventory_flows(flows, kafka_clusters)
        if flow.mode == CONNECT
        and flow.state != ABSENT
        and flow.target == cluster["kafka"]
        and flow.connect_cluster in ("", name)
    ]


def flows_with_clients(
    flows: Iterable[Mapping[str, Any]],
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]] = None,
    connect_clusters: Optional[Mapping[str, Any]] = None,
    secrets_folder: str = SECRETS_FOLDER,
) -> list[dict[str, Any]]:
    """The flows, those in mode connect with the properties by which their connectors log in, without secrets.

    Workers that somebody else runs have no file of ours; their flows stay as they are.
    """
    return [
        _with_clients(flow, kafka_clusters, credentials, f"{secrets_folder}/{CLIENTS_FILE}")
        if flow.get("mode") == CONNECT and flow.get("state") != ABSENT and not _foreign(flow, connect_clusters or {})
        else dict(flow)
        for flow in flows
    ]


def flow_logins(flow: Mapping[str, Any], kafka_clusters: Mapping[str, Any]) -> tuple[Login, Login]:
    """Who the connectors of a flow are at its source and at its target."""

    def login(end: str) -> Login:
        default = entry(kafka_clusters, str(flow[end]), "kafka_clusters").get("credentials")
        return Login(str(flow[end]), str(flow.get(f"{end}_credentials") or default or ""))

    return login("source"), login("target")


def _has_login(connector: Mapping[str, Any]) -> bool:
    return bool(connector.get("credentials")) and connector.get("state") != ABSENT


def _plain(connector: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in connector.items() if key != "credentials"}


def _config_with_login(
    name: str,
    cluster: Mapping[str, Any],
    connector: Mapping[str, Any],
    kafka_clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]],
    path: str,
) -> dict[str, Any]:
    _refuse_foreign(name, cluster, connector)
    login = Login(cluster["kafka"], str(connector["credentials"]))
    worker = kafka_cluster(kafka_clusters, login.alias, credentials, cluster.get("credentials")).java_client()
    own = kafka_cluster(kafka_clusters, login.alias, credentials, login.name).java_client()
    _refuse_mixed(name, connector, worker, own)
    referring = with_references(own, path, login.prefix)
    differing = {key: value for key, value in referring.items() if worker.get(key) != own[key]}
    return {**_overrides(differing), **(connector.get("config") or {})}


def _overrides(client: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{kind}.override.{key}": value for kind in ("producer", "consumer", "admin") for key, value in client.items()
    }


def _refuse_foreign(name: str, cluster: Mapping[str, Any], connector: Mapping[str, Any]) -> None:
    if cluster.get("urls"):
        raise InputError(
            f"connect_clusters.{name}: connector {connector.get('name')} has credentials, but the workers at urls are "
            "not ours, so that no file with them can be written there; give overrides in its config, with references "
            "that those workers can resolve",
            {"cluster": name, "connector": connector.get("name")},
        )


def _refuse_mixed(name: str, connector: Mapping[str, Any], worker: Mapping[str, str], own: Mapping[str, str]) -> None:
    """Overrides add keys and take none away, and Kafka refuses a certificate that is given in two ways."""
    if any(key.startswith("ssl.keystore.") and key not in own for key in worker):
        raise InputError(
            f"connect_clusters.{name}: the certificate of the worker and that of connector {connector.get('name')} are "
            "given in different ways, which Kafka refuses in one client; give both as one file each",
            {"cluster": name, "connector": connector.get("name")},
        )


def _foreign(flow: Mapping[str, Any], connect_clusters: Mapping[str, Any]) -> bool:
    named = flow.get("connect_cluster")
    return any(
        cluster.get("urls")
        for name, cluster in connect_clusters.items()
        if name == named or (not named and cluster.get("kafka") == flow["target"])
    )


def _with_clients(
    flow: Mapping[str, Any], kafka_clusters: Mapping[str, Any], credentials: Optional[Mapping[str, Any]], path: str
) -> dict[str, Any]:
    clients = {}
    for end, login in zip(("source", "target"), flow_logins(flow, kafka_clusters)):
        client = kafka_cluster(kafka_clusters, login.alias, credentials, login.name).java_client()
        if not flow.get(f"{end}_client") and (secret_values(client) or flow.get(f"{end}_credentials")):
            clients[f"{end}_client"] = with_references(client, path, login.prefix)
    return {**flow, **clients}
