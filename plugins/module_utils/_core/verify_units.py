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
    members = [
        ("connect", str(name), connect_members(connect_clusters, groups, hostvars, name)) for name in connect_clusters
    ]
    members += [
        ("mm2", f"{flow['source']}->{flow['target']}", _writers_to(str(flow["target"]), groups, hostvars))
        for flow in flows
    ]
    return [_unit(kind, name, hosts or [module_host], hostvars, register) for kind, name, hosts in members]


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


def _unit(kind: str, name: str, hosts: Sequence[str], hostvars: Mapping[str, Any], register: str) -> dict[str, Any]:
    silent = [host for host in hosts if _answer(hostvars, host, register).get("unreachable")]
    return {
        "kind": kind,
        "name": name,
        "members": list(hosts),
        "elected": first_reachable(hosts, hostvars, register),
        "unreachable": silent,
    }


def _answer(hostvars: Mapping[str, Any], host: str, register: str) -> Mapping[str, Any]:
    return (hostvars[host].get(register) if host in hostvars else None) or {}
