# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must happen to the ACLs of a cluster so that they are as wanted: a plan as a value.

Private to streamops.kafka. ACLs that are not listed stay, unless ``purge`` says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import Acl
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["PURGES", "AclPlan", "plan_acls", "wanted_acls"]

PURGES = ("none", "principals", "all")


@dataclass(frozen=True)
class AclPlan:
    """ACLs to make and to remove, each in a stable order."""

    create: tuple[Acl, ...]
    delete: tuple[Acl, ...]

    @property
    def changed(self) -> bool:
        """Whether anything has to be done."""
        return bool(self.create or self.delete)


def wanted_acls(entries: Iterable[Mapping[str, Any]]) -> list[tuple[Acl, bool]]:
    """Each entry of the option ``acls`` once, and whether it is to be there; contradictions are refused."""
    wanted: dict[Acl, bool] = {}
    for entry in entries:
        acl = Acl.from_options(entry)
        present = entry.get("state", "present") != "absent"
        if wanted.setdefault(acl, present) != present:
            raise InputError(f"acls holds {acl.text} as present and as absent; give it once", {"acl": acl.as_options()})
    return list(wanted.items())


def plan_acls(
    wanted: Sequence[tuple[Acl, bool]], found: Iterable[Acl], purge: str = "none", limit: int = 20
) -> AclPlan:
    """What is missing, what is to go, and with ``purge`` what nobody listed."""
    there = set(found)
    create = tuple(acl for acl, present in wanted if present and acl not in there)
    asked = [acl for acl, present in wanted if not present and acl in there]
    listed = {acl for acl, dummy in wanted}
    principals = {acl.principal for acl in listed}
    others = sorted(
        (acl for acl in there - listed if purge == "all" or (purge == "principals" and acl.principal in principals)),
        key=lambda acl: acl.text,
    )
    if len(others) > limit:
        raise InputError(
            f"purge would remove {len(others)} ACLs, more than purge_limit ({limit}) allows: "
            f"{'; '.join(acl.text for acl in others)}: list those that are to stay, or raise purge_limit. "
            "Nothing was changed.",
            {"purge": [acl.as_options() for acl in others]},
        )
    return AclPlan(create, tuple(asked + others))
