# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is needed to say which ACLs a cluster of the inventory needs: principals, names out of patterns, notes.

Private to streamops.kafka.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import (
    CLUSTER_NAME,
    LITERAL,
    PREFIXED,
    WILDCARD,
    Acl,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import alternatives
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import entry

__all__ = ["Access", "Named", "names_of"]


class Named(NamedTuple):
    """Resources by name: one, or all that begin with it."""

    name: str
    pattern: str = LITERAL


def names_of(patterns: Iterable[str], start: str = "") -> list[Named]:
    """The narrowest names that cover everything the patterns match, each behind ``start``."""
    found: dict[Named, None] = {}
    for pattern in patterns:
        # Both are how people write a dot; only one of them is a fixed character to whoever takes patterns apart.
        for alternative in alternatives(pattern.replace("[.]", r"\.")):
            name = start + alternative.head
            found[Named(name, LITERAL if alternative.literal else PREFIXED) if name else Named(WILDCARD)] = None
    return list(found)


@dataclass
class Access:
    """Users and ACLs of each cluster as they come together."""

    clusters: Mapping[str, Any]
    credentials: Mapping[str, Any]
    acls: dict[str, list[Acl]] = field(default_factory=dict)
    users: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    notes: dict[str, dict[str, None]] = field(default_factory=dict)

    def who(self, alias: str, credentials: Optional[str] = None) -> str:
        """The principal that these credentials, or else those of the cluster, are to its brokers; '' for nobody."""
        cluster = entry(self.clusters, alias, "kafka_clusters")
        name = credentials or cluster.get("credentials")
        protocol = str(cluster.get("security_protocol") or "PLAINTEXT")
        if not name or protocol == "PLAINTEXT":
            return ""
        secret = entry(self.credentials, name, "kafka_credentials")
        principal = str(secret.get("principal") or secret.get("sasl_username") or "")
        if not principal:
            self.note(
                alias,
                f"kafka_credentials.{name} says nothing about its principal: add principal, for a certificate its "
                "subject (User:CN=...), or no ACL can be made for it",
            )
            return ""
        self._user(alias, name, protocol, cluster, secret)
        return principal if ":" in principal else f"User:{principal}"

    def _user(
        self, alias: str, name: str, protocol: str, cluster: Mapping[str, Any], secret: Mapping[str, Any]
    ) -> None:
        mechanism = str(cluster.get("sasl_mechanism") or "")
        if protocol.startswith("SASL_") and mechanism.startswith("SCRAM-") and secret.get("sasl_username"):
            user = {"name": str(secret["sasl_username"]), "mechanism": mechanism, "credentials": str(name)}
            self.users.setdefault(alias, {}).setdefault(user["name"], user)

    def note(self, alias: str, text: str) -> None:
        """Say what nobody can compute."""
        self.notes.setdefault(alias, {})[text] = None

    def allow(
        self,
        alias: str,
        principal: str,
        purpose: str,
        moment: str,
        resource_type: str,
        names: Iterable[Named],
        operations: Sequence[str],
    ) -> None:
        """Give these rights; nobody gets none."""
        if principal:
            self.acls.setdefault(alias, []).extend(
                Acl(principal, resource_type, name, operation, pattern, moment=moment, purpose=purpose)
                for name, pattern in names
                for operation in operations
            )

    def allow_cluster(self, alias: str, principal: str, purpose: str, moment: str, *operations: str) -> None:
        """Give rights on the cluster itself."""
        self.allow(alias, principal, purpose, moment, "cluster", [Named(CLUSTER_NAME)], operations)
