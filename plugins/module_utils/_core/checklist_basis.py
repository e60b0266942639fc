# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory says about the lines of a checklist that no check proves: a reason, never a pass.

Private to streamops.kafka. A basis may only hold a line back. ``not_configured`` means that the inventory sets nothing;
``not_run`` that it does and that nothing looked at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome as kinds

__all__ = ["Basis", "Inventory", "basis_of"]

_UNPROTECTED = "PLAINTEXT"


@dataclass(frozen=True)
class Inventory:
    """The clusters by alias, the Connect clusters by name and the flows, as the inventory has them."""

    clusters: Mapping[str, Any]
    connect: Mapping[str, Any]
    flows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Basis:
    """The outcome that a line cannot exceed, and why."""

    outcome: str
    reason: str


def basis_of(kind: str, key: str, inventory: Inventory) -> Optional[Basis]:
    """What holds the line back, or nothing: then its checks alone decide."""
    if kind == "connect" and not inventory.connect:
        return Basis(kinds.NOT_CONFIGURED, "connect_clusters is empty")
    if kind == "mm2" and not inventory.flows:
        return Basis(kinds.NOT_CONFIGURED, "mm2_flows is empty")
    rule = _RULES.get(key)
    return rule(inventory) if rule else None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))


def _schema_registry(inventory: Inventory) -> Basis:
    named = [alias for alias, cluster in inventory.clusters.items() if cluster.get("schema_registry")]
    if named:
        return Basis(
            kinds.NOT_RUN, f"a Schema Registry is named for {_listed(named)}, and no check of this version asks it"
        )
    return Basis(kinds.NOT_CONFIGURED, "no cluster in kafka_clusters names a schema_registry")


def _unprotected(aliases: Iterable[str], inventory: Inventory) -> list[str]:
    """The aliases whose clients speak without TLS and without a login."""
    protocols = {
        alias: str(inventory.clusters.get(alias, {}).get("security_protocol") or _UNPROTECTED) for alias in aliases
    }
    return [alias for alias, protocol in protocols.items() if protocol.upper() == _UNPROTECTED]


def _connect_security(inventory: Inventory) -> Basis:
    names = _listed(map(str, inventory.connect))
    return Basis(kinds.NOT_CONFIGURED, f"no metrics are set up for {names}; nothing is said against its security")


def _mm2_clusters(inventory: Inventory) -> Optional[Basis]:
    plain = _unprotected([str(flow[end]) for flow in inventory.flows for end in ("source", "target")], inventory)
    if plain:
        return Basis(kinds.NOT_CONFIGURED, f"security_protocol is PLAINTEXT for {_listed(plain)}")
    return None


def _mm2_strategy(inventory: Inventory) -> Basis:
    synced = [f"{flow['source']}->{flow['target']}" for flow in inventory.flows if flow.get("sync_topic_acls")]
    if synced:
        return Basis(
            kinds.NOT_RUN,
            f"sync_topic_acls is on for {_listed(synced)}; MM2 does not copy schemas, and nothing here does",
        )
    return Basis(
        kinds.NOT_CONFIGURED, "MM2 copies neither schemas nor ACLs here, and the inventory names no other way for them"
    )


_RULES = {
    "connect_schema": _schema_registry,
    "connect_security": _connect_security,
    "mm2_clusters": _mm2_clusters,
    "mm2_strategy": _mm2_strategy,
}
