# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is to verify, and which host does it: one unit per Connect cluster and per enabled mirror flow.

Private to streamops.kafka. A Connect cluster is verified by one of its workers, a flow by one of the hosts whose
MirrorMaker instances write to its target, and what has no host of its own by a host that is named for that.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.membership import connect_members, first_reachable

__all__ = ["verify_connectors", "verify_units"]

CONNECTOR_KEYS = ("name", "tasks_min")


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
        cluster = _cluster_on(target, connect_clusters) if flow.get("mode") == "connect" else ""
        hosts = workers(cluster) or _writers_to(target, groups, hostvars)
        units.append(unit("mm2", f"{source}->{target}", hosts, cluster))
    return units


def _cluster_on(alias: str, connect_clusters: Mapping[str, Any]) -> str:
    """The Connect cluster that stores its topics on a Kafka cluster: where a flow to it can run as connectors."""
    return next((str(name) for name, cluster in connect_clusters.items() if cluster.get("kafka") == alias), "")


def verify_connectors(connectors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The connectors that should exist, with what a verification needs to know: never their configuration."""
    wanted = [connector for connector in connectors if connector.get("state", "present") == "present"]
    return [{key: connector[key] for key in CONNECTOR_KEYS if key in connector} for connector in wanted]


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
