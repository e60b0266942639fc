# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Least privilege as data: the users and the ACLs that an inventory needs on each of its Kafka clusters.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import Acl, without_implied
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_connect import allow_connect
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_mirror import allow_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_operator import allow_operator
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_rights import Access
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import entry

__all__ = ["access_lines", "kafka_access", "scram_users"]


def kafka_access(
    kafka_clusters: Mapping[str, Any],
    connect_clusters: Optional[Mapping[str, Any]] = None,
    mm2_flows: Optional[Iterable[Any]] = None,
    kafka_credentials: Optional[Mapping[str, Any]] = None,
) -> dict[str, Any]:
    """``users``, ``acls`` and ``notes`` of each cluster, in a stable order and without any secret."""
    access = Access(kafka_clusters, kafka_credentials or {})
    connect = connect_clusters or {}
    flows = inventory_flows(mm2_flows or [], kafka_clusters)
    for name in connect:
        allow_connect(access, connect, name)
    allow_flows(access, flows, connect)
    allow_operator(access, connect, flows)
    return {alias: _of_cluster(access, alias) for alias in kafka_clusters}


def _of_cluster(access: Access, alias: str) -> dict[str, Any]:
    cluster = entry(access.clusters, alias, "kafka_clusters")
    where = f"kafka_clusters.{alias}.acls"
    further = [Acl.from_options({"for": where, **options}, where) for options in cluster.get("acls") or []]
    for name in cluster.get("users") or []:
        access.who(alias, name)
    access.who(alias)
    users = access.users.get(alias, {})
    if cluster.get("admin"):
        admin = entry(access.credentials, cluster["admin"], "kafka_credentials")
        users.pop(str(admin.get("sasl_username")), None)
    acls = without_implied([*access.acls.get(alias, []), *further])
    return {
        "users": [users[name] for name in sorted(users)],
        "acls": [acl.as_options() for acl in sorted(acls, key=_order)],
        "notes": list(access.notes.get(alias, {})),
    }


def _order(acl: Acl) -> tuple[str, ...]:
    return acl.principal, acl.resource_type, acl.name, acl.pattern, acl.operation, acl.text


def scram_users(
    access: Mapping[str, Any], alias: str, kafka_credentials: Optional[Mapping[str, Any]] = None
) -> list[dict[str, str]]:
    """The users of one cluster with their passwords, as ``kafka_scram_user`` takes them."""
    return [
        {
            "name": user["name"],
            "mechanism": user["mechanism"],
            "password": str(
                entry(kafka_credentials or {}, user["credentials"], "kafka_credentials").get("sasl_password") or ""
            ),
        }
        for user in entry(access, alias, "access")["users"]
    ]


def access_lines(access: Mapping[str, Any], alias: str) -> list[str]:
    """The access of one cluster as lines for people."""
    found = entry(access, alias, "access")
    lines = [
        f"user {user['name']} ({user['mechanism']}, kafka_credentials.{user['credentials']})" for user in found["users"]
    ]
    for options in found["acls"]:
        acl = Acl.from_options(options)
        lines.append(f"{acl.text}  [{acl.moment or 'given'}: {acl.purpose}]")
    return [*lines, *(f"note: {note}" for note in found["notes"])] or ["nothing: nobody logs in, or nothing runs on it"]
