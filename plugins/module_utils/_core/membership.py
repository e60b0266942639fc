# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hosts belong to a cluster, and which of them acts for it.

Private to streamops.kafka. Answers come from the inventory alone (group members and their variables), never from group
nesting, from the hosts of a running play or from facts; only the variables of the group's own hosts are read.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rest import DEFAULT_PORT, rest_scheme
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import entry

__all__ = ["DEFAULT_PORT", "connect_members", "connect_urls", "first_reachable", "members_of"]


def members_of(hosts: Iterable[str], hostvars: Mapping[str, Any], variable: str, value: str) -> list[str]:
    """The hosts whose ``variable`` is ``value``, in the given order."""
    return [host for host in hosts if _variable(hostvars, host, variable) == value]


def connect_members(
    clusters: Mapping[str, Any], groups: Mapping[str, Sequence[str]], hostvars: Mapping[str, Any], name: str
) -> list[str]:
    """Hosts of group ``connect`` that run a worker of this cluster; none for one that somebody else runs."""
    entry(clusters, name, "connect_clusters")
    return members_of(groups.get("connect", ()), hostvars, "connect_cluster", name)


def connect_urls(
    clusters: Mapping[str, Any], name: str, groups: Mapping[str, Sequence[str]], hostvars: Mapping[str, Any]
) -> list[str]:
    """REST addresses of a cluster: its ``urls`` when given, else one per member."""
    cluster = entry(clusters, name, "connect_clusters")
    given = cluster.get("urls")
    if given:
        return [given] if isinstance(given, str) else [str(url) for url in given]
    members = connect_members(clusters, groups, hostvars, name)
    if not members:
        raise InputError(
            f"connect_clusters.{name} has neither urls nor workers: give urls, or set connect_cluster: {name} "
            "on hosts of group connect",
            {"cluster": name},
        )
    scheme = rest_scheme(cluster)
    port = cluster.get("port") or DEFAULT_PORT
    return [f"{scheme}://{_variable(hostvars, host, 'connect_rest_host') or host}:{port}" for host in members]


def first_reachable(members: Iterable[str], hostvars: Mapping[str, Any], register: str) -> str:
    """The first member whose registered result exists and is not ``unreachable``; '' when there is none."""
    for host in members:
        result = _variable(hostvars, host, register)
        if isinstance(result, Mapping) and not result.get("unreachable"):
            return host
    return ""


def _variable(hostvars: Mapping[str, Any], host: str, name: str) -> Any:
    return hostvars[host].get(name) if host in hostvars else None
