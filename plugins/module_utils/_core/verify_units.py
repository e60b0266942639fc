# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is to verify, and which host does it: one unit per Connect cluster and per enabled mirror flow.

Private to streamops.kafka. A Connect cluster is verified by one of its workers, a flow by one of the hosts whose
MirrorMaker instances write to its target, and what has no host of its own by a host that is named for that. The flows
of one host are one call of the module for each Connect cluster, and one for those in MirrorMaker's processes.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import cluster_options
from ansible_collections.streamops.kafka.plugins.module_utils._core.membership import connect_members, first_reachable
from ansible_collections.streamops.kafka.plugins.module_utils._core.sink_checks import DLQ_TOPIC

__all__ = ["flow_calls", "flow_plans", "flow_records", "verify_connectors", "verify_units"]

CONNECTOR_KEYS = ("name", "tasks_min", "secret_keys", "allow_plain_secrets")


def verify_units(
    connect_clusters: Mapping[str, Any],
    flows: Sequence[Mapping[str, Any]],
    groups: Mapping[str, Sequence[str]],
    hostvars: Mapping[str, Any],
    register: str,
    module_host: str = "localhost",
) -> list[dict[str, Any]]:
    """Units with their members, the elected one and those that do not answer to the ping registered as ``register``."""

    def unit(kind: str, name: str, hosts: Sequence[str], cluster: str) -> dict[str, Any]:
        members = list(hosts) or [module_host]
        silent = [host for host in members if _answer(hostvars, host, register).get("unreachable")]
        elected = first_reachable(members, hostvars, register)
        named = {"kind": kind, "name": name, "connect_cluster": cluster}
        return {**named, "members": members, "elected": elected, "unreachable": silent}

    def workers(cluster: str) -> list[str]:
        return connect_members(connect_clusters, groups, hostvars, cluster) if cluster else []

    units = [unit("connect", str(name), workers(name), str(name)) for name in connect_clusters]
    for flow in flows:
        source, target = str(flow["source"]), str(flow["target"])
        cluster = _cluster_of(flow, connect_clusters) if flow.get("mode") == "connect" else ""
        hosts = workers(cluster) or _writers_to(target, groups, hostvars)
        units.append(unit("mm2", f"{source}->{target}", hosts, cluster))
    return units


def _cluster_of(flow: Mapping[str, Any], connect_clusters: Mapping[str, Any]) -> str:
    """The Connect cluster that a flow of connectors runs on: the one that stores its topics on the flow's target."""
    title, target, named = f"{flow['source']}->{flow['target']}", flow["target"], flow.get("connect_cluster")
    there = [str(name) for name, cluster in connect_clusters.items() if cluster.get("kafka") == target]
    listed = ", ".join(there) or "none"
    if named and named not in there:
        raise InputError(
            f"flow {title}: connect_cluster is {named!r}, which is no entry of connect_clusters with kafka: {target}; "
            f"name one of these ({listed}), or add it",
            {"flow": title},
        )
    if not named and len(there) > 1:
        raise InputError(
            f"flow {title}: several of connect_clusters have kafka: {target} ({listed}); "
            "name the one that runs the flow with connect_cluster",
            {"flow": title},
        )
    return str(named or "".join(there))


def flow_calls(
    units: Sequence[Mapping[str, Any]], flows: Sequence[Mapping[str, Any]], host: str
) -> list[dict[str, Any]]:
    """What the host does with flows: one entry for each Connect cluster, '' being MirrorMaker's own processes."""
    known = {f"{flow['source']}->{flow['target']}": flow for flow in flows}
    calls: dict[str, list[str]] = {}
    for unit in units:
        if unit["kind"] == "mm2" and unit["elected"] == host:
            calls.setdefault(unit["connect_cluster"], []).append(unit["name"])
    return [
        {"connect_cluster": cluster, "names": names, "flows": [known[name] for name in names]}
        for cluster, names in calls.items()
    ]


def flow_records(call: Mapping[str, Any], result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One record a flow for the report, out of the result of the call."""
    found, told = _by_name(result), _told(result)
    return [
        {"kind": "mm2", "name": name, "checks": flow.get("checks", []), "error": flow.get("problem", told)}
        for name, flow in ((name, found.get(name, {})) for name in call["names"])
    ]


def flow_plans(call: Mapping[str, Any], result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One plan a flow for the report about drift, out of the result of the call."""
    found, told = _by_name(result), _told(result)
    plans = []
    for name in call["names"]:
        flow = found.get(name, {"problem": told})
        failed = {"failed": True, "msg": flow["problem"]} if "problem" in flow else {}
        known = {"connectors": flow["connectors"]} if "connectors" in flow else {}
        plans.append({"kind": "mm2", "name": name, "result": {**known, **failed}})
    return plans


def _by_name(result: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {flow["name"]: flow for flow in result.get("flows") or ()}


def _told(result: Mapping[str, Any]) -> str:
    return str(result.get("msg") or "; ".join(result.get("warnings") or ()))


def verify_connectors(
    connectors: Sequence[Mapping[str, Any]],
    connect_cluster: Optional[Mapping[str, Any]] = None,
    kafka_clusters: Optional[Mapping[str, Any]] = None,
    kafka_credentials: Optional[Mapping[str, Any]] = None,
) -> list[dict[str, Any]]:
    """The connectors that should exist, with what a verification needs to know: never their configuration.

    Those with dead letters have the login that these are written with, which is the worker's where they name none.
    """
    cluster = connect_cluster or {}
    wanted = [connector for connector in connectors if connector.get("state", "present") == "present"]
    found = []
    for connector in wanted:
        known = {key: connector[key] for key in CONNECTOR_KEYS if key in connector}
        if kafka_clusters and DLQ_TOPIC in (connector.get("config") or {}):
            name = connector.get("credentials") or cluster.get("credentials")
            known["login"] = cluster_options(kafka_clusters, str(cluster.get("kafka")), kafka_credentials, name)
        found.append(known)
    return found


def _writers_to(target: str, groups: Mapping[str, Sequence[str]], hostvars: Mapping[str, Any]) -> list[str]:
    return [host for host in groups.get("mirrormaker", ()) if target in _targets(hostvars[host])]


def _targets(variables: Mapping[str, Any]) -> list[str]:
    return [
        str(target)
        for instance in variables.get("mirrormaker_instances") or ()
        for target in instance.get("targets") or ()
    ]


def _answer(hostvars: Mapping[str, Any], host: str, register: str) -> Mapping[str, Any]:
    return (hostvars[host].get(register) if host in hostvars else None) or {}
