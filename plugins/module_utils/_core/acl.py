# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An ACL as a value: who may do what with which resource, and which ACLs another one makes needless.

Private to streamops.kafka. ``moment`` says when the right is exercised and ``purpose`` for whom it is given; they are
no part of what Kafka stores, so two ACLs that differ in them alone are equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = [
    "CLUSTER_NAME",
    "HOSTS",
    "LITERAL",
    "OPERATIONS",
    "PATTERNS",
    "PERMISSIONS",
    "PREFIXED",
    "RESOURCES",
    "WILDCARD",
    "Acl",
    "without_implied",
]

RESOURCES = ("topic", "group", "cluster", "transactional_id")
LITERAL, PREFIXED = "literal", "prefixed"
PATTERNS = (LITERAL, PREFIXED)
OPERATIONS = (
    "all",
    "alter",
    "alter_configs",
    "cluster_action",
    "create",
    "delete",
    "describe",
    "describe_configs",
    "idempotent_write",
    "read",
    "write",
)
PERMISSIONS = ("allow", "deny")
CLUSTER_NAME = "kafka-cluster"
WILDCARD = HOSTS = "*"
# What the authorizer of Kafka takes an allowed operation to allow as well.
_IMPLIED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "all": frozenset(OPERATIONS),
        "alter": frozenset({"describe"}),
        "alter_configs": frozenset({"describe_configs"}),
        "delete": frozenset({"describe"}),
        "read": frozenset({"describe"}),
        "write": frozenset({"describe"}),
    }
)


@dataclass(frozen=True)
class Acl:
    """One ACL as Kafka keeps it, and what it is for."""

    principal: str
    resource_type: str
    name: str
    operation: str
    pattern: str = LITERAL
    host: str = HOSTS
    permission: str = "allow"
    moment: str = field(default="", compare=False)
    purpose: str = field(default="", compare=False)

    @classmethod
    def from_options(cls, options: Mapping[str, Any], where: str = "acls") -> Acl:
        """One entry as the inventory and the module have it; raises InputError that names the key."""
        known = {**{item.name: item.name for item in fields(cls)}, "purpose": "for"}
        values = {name: str(options[key]) for name, key in known.items() if options.get(key) is not None}
        if values.get("resource_type") == "cluster":
            values.setdefault("name", CLUSTER_NAME)
        for name in ("principal", "resource_type", "name", "operation"):
            if not values.get(name):
                raise InputError(f"{where}: an entry has no {name}: {_title(values)}; add it", {"option": name})
        _refuse_words(values, where)
        return cls(**values)

    def as_options(self) -> dict[str, str]:
        """The same as plain data, which gives the same ACL when it is read again."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        values["for"] = values.pop("purpose")
        return {name: value for name, value in values.items() if value or name not in ("moment", "for")}

    @property
    def text(self) -> str:
        """The ACL in one line."""
        named = f"{self.name}*" if self.pattern == PREFIXED else self.name
        hosts = "" if self.host == HOSTS else f" from {self.host}"
        return f"{self.principal} {self.permission} {self.operation} {self.resource_type} {named}{hosts}"

    def implies(self, other: Acl) -> bool:
        """Whether the other ACL changes nothing beside this one."""
        same = all(
            getattr(self, name) == getattr(other, name) for name in ("principal", "resource_type", "host", "permission")
        )
        return same and self._covers(other) and self._includes(other.operation)

    def _includes(self, operation: str) -> bool:
        if operation == self.operation:
            return True
        # A denied operation denies itself alone; denying all denies each.
        return operation in _IMPLIED.get(self.operation, ()) and (self.permission == "allow" or self.operation == "all")

    def _covers(self, other: Acl) -> bool:
        if self.pattern == PREFIXED:
            return other.name.startswith(self.name) and (other.pattern, other.name) != (LITERAL, WILDCARD)
        return self.name == WILDCARD or (other.pattern, other.name) == (self.pattern, self.name)


def without_implied(acls: Iterable[Acl]) -> list[Acl]:
    """The ACLs in their order, each once, without those that others of them imply.

    Where several are one, the first says when it is exercised, and all of them for whom it is.
    """
    merged: dict[Acl, Acl] = {}
    for acl in acls:
        known = merged.get(acl)
        purposes = [known.purpose, acl.purpose] if known else [acl.purpose]
        moment = (known or acl).moment
        merged[acl] = _described(acl, moment, purposes)
    several = list(merged.values())
    return [acl for acl in several if not any(other != acl and other.implies(acl) for other in several)]


def _described(acl: Acl, moment: str, purposes: Iterable[str]) -> Acl:
    names = dict.fromkeys(name for purpose in purposes for name in purpose.split(", ") if name)
    values = {item.name: getattr(acl, item.name) for item in fields(acl)}
    return Acl(**{**values, "moment": moment, "purpose": ", ".join(names)})


def _refuse_words(values: Mapping[str, str], where: str) -> None:
    words = {
        "resource_type": RESOURCES,
        "operation": OPERATIONS,
        "pattern": PATTERNS,
        "permission": PERMISSIONS,
    }
    for name, known in words.items():
        if values.get(name, known[0]) not in known:
            raise InputError(
                f"{where}: {name} is {values[name]!r} in {_title(values)}; give one of {', '.join(known)}",
                {"option": name},
            )
    if ":" not in values["principal"]:
        raise InputError(
            f"{where}: principal {values['principal']!r} has no type; write User:{values['principal']}",
            {"option": "principal"},
        )


def _title(values: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(values.items())) or "an empty one"
