# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who makes the users and the ACLs of which Kafka cluster, and how.

Private to streamops.kafka. A broker of ours does it with its own certificate. Elsewhere it is done as the entry of
``kafka_credentials`` that ``admin`` names; without one, what is needed is only shown.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.kinds import kind_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.membership import first_reachable, members_of

__all__ = ["access_units"]

BROKER, ADMIN, SHOWN = "broker", "admin", "shown"


def access_units(
    access: Mapping[str, Any],
    clusters: Mapping[str, Any],
    groups: Mapping[str, Sequence[str]],
    hostvars: Mapping[str, Any],
    register: str,
    module_host: str = "localhost",
) -> list[dict[str, Any]]:
    """One unit for each cluster: ``elected`` acts ``via`` broker or admin, on ``users`` and ``acls`` or only shows."""
    units = []
    for alias in clusters:
        members = members_of(groups.get("broker", ()), hostvars, "kafka_cluster", alias)
        elected = first_reachable(members, hostvars, register) if members else module_host
        units.append({**_unit(alias, access[alias], clusters, bool(members)), "elected": elected})
    return units


def _unit(alias: str, found: Mapping[str, Any], clusters: Mapping[str, Any], ours: bool) -> dict[str, Any]:
    kind, secured = kind_of(clusters, alias), _secured(clusters, alias)
    acting = secured and (BROKER if ours else ADMIN if clusters[alias].get("admin") else "")
    return {
        "alias": alias,
        "via": acting or SHOWN,
        "users": bool(acting and kind.scram_users and found["users"]),
        "acls": bool(acting and kind.acls and found["acls"]),
        "reason": _reason(alias, bool(acting), kind.access, secured),
    }


def _reason(alias: str, acting: bool, elsewhere: str, secured: bool) -> str:
    if not secured:
        return f"{alias} is PLAINTEXT: nobody logs in, everybody may do everything"
    if elsewhere:
        return f"on {alias} this is made by {elsewhere}"
    if not acting:
        return f"{alias} is not ours: name who may make this in kafka_clusters.{alias}.admin, or make it there"
    return ""


def _secured(clusters: Mapping[str, Any], alias: str) -> bool:
    return (clusters[alias].get("security_protocol") or "PLAINTEXT") != "PLAINTEXT"
