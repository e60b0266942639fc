# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which connectors a task may touch, and which of those that it does not list are deleted.

Private to streamops.kafka. Several teams may share a Connect cluster, and mirror flows may run on it: a task stays
inside its prefix, deletes only on request, and never more than was reckoned with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["NO_PURGE", "Purge", "read_owner", "read_purge"]

NONE, PREFIX, ALL = "none", "prefix", "all"
_LIMIT = 5
_MIRRORS = frozenset(
    f"org.apache.kafka.connect.mirror.Mirror{kind}Connector" for kind in ("Source", "Checkpoint", "Heartbeat")
)


@dataclass(frozen=True)
class Purge:
    """What is deleted beside the listed connectors: nothing, or all with a prefix; an empty prefix is that of all."""

    scope: str = NONE
    prefix: str = ""
    limit: int = _LIMIT
    mirrors: frozenset[str] = frozenset()

    def split(self, listed: Iterable[str], snapshot: Mapping[str, Found]) -> tuple[list[Found], tuple[str, ...]]:
        """What is to be deleted, and the connectors of mirror flows that are spared; both in the order of names."""
        if self.scope == NONE:
            return [], ()
        listed = set(listed)
        others = [snapshot[name] for name in sorted(snapshot) if name.startswith(self.prefix) and name not in listed]
        spared = tuple(item.name for item in others if _mirrors(item) and item.name not in self.mirrors)
        doomed = [item for item in others if item.name not in spared]
        if len(doomed) > self.limit:
            names = ", ".join(item.name for item in doomed)
            raise InputError(
                f"purge would delete {len(doomed)} connectors, more than purge_limit ({self.limit}) allows: {names}: "
                "list those that are to stay, or raise purge_limit. Nothing was changed.",
                {"purge": [item.name for item in doomed]},
            )
        return doomed, spared


NO_PURGE = Purge()


def read_owner(options: Mapping[str, Any], names: Sequence[str]) -> str:
    """The prefix of the owner, empty without one; names of others are refused."""
    if not options.get("owner"):
        return ""
    prefix = str(options["owner"]["prefix"])
    if not prefix.strip():
        raise InputError("owner.prefix is empty: give the prefix of the names that belong to the owner.")
    outside = [name for name in (*names, *(options.get("purge_mirrors") or ())) if not name.startswith(prefix)]
    if outside:
        raise InputError(
            f"Connector {', '.join(outside)} does not belong to the owner: its name does not begin with owner.prefix "
            f"({prefix}). Nothing was changed.",
            {"outside": outside},
        )
    return prefix


def read_purge(options: Mapping[str, Any], names: Sequence[str], owner: str) -> Purge:
    """What the options of a task say; what cannot be meant is refused."""
    scope = options.get("purge") or NONE
    if scope == NONE:
        return NO_PURGE
    problem = _problem(scope, options, names, owner)
    if problem:
        raise InputError(f"{problem} Nothing was changed.")
    prefix = owner if scope == ALL else str(options.get("purge_prefix") or owner)
    limit = _LIMIT if options.get("purge_limit") is None else int(options["purge_limit"])
    return Purge(scope, prefix, limit, frozenset(options.get("purge_mirrors") or ()))


def _problem(scope: str, options: Mapping[str, Any], names: Sequence[str], owner: str) -> str:
    prefix = options.get("purge_prefix") or ""
    if scope == ALL and prefix:
        return "purge is all and purge_prefix is given: keep one of the two (purge: prefix)."
    if scope == PREFIX and not (prefix or owner):
        return "purge is prefix, but neither purge_prefix nor owner is given: say what the names begin with."
    if scope == PREFIX and prefix and not prefix.startswith(owner):
        return (
            f"purge_prefix ({prefix}) does not begin with owner.prefix ({owner}): purge only what belongs to the owner."
        )
    if scope == ALL and not names and not options.get("purge_empty"):
        where = f" of {owner}" if owner else ""
        return f"connectors is empty and purge is all, which deletes all{where}: set purge_empty if that is meant."
    if (options.get("purge_limit") or 0) < 0:
        return "purge_limit is negative: give the number of connectors that may be deleted."
    return ""


def _mirrors(item: Found) -> bool:
    return item.config.get("connector.class", "") in _MIRRORS
