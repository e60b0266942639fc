# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of source databases by SQL, where Connect's own validation says nothing.

Private to streamops.kafka. The predicates of the rules D9 to D20. What is wrong with tables and publications is judged
by the check ``source_database``, of which each rule asks for its own part.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.database_checks import catalogue_problems
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen

_BUSY = 16 * 1024 * 1024
_HELD = 1024 * 1024 * 1024
# A catalogue in which nothing is wrong; a rule lays its own part of what was seen over it.
_WELL: Mapping[str, Any] = {
    "wal_level": "logical",
    "unmatched": (),
    "captured": 1,
    "without_usage": (),
    "unreadable": (),
    "without_identity": (),
    "publication": {"name": "", "exists": True},
    "unpublished": (),
}


def _judged(site: Site, *parts: str) -> Iterator[Seen]:
    for name, view in site.asked("databases"):
        for sentence in catalogue_problems({**view, **_WELL, **{part: view[part] for part in parts}}):
            text, dummy, fix = sentence.partition(": ")
            yield Seen(f"connector {name}", text, fix)


def log_level(site: Site) -> Iterator[Seen]:
    """D9: a log without what changes are decoded from."""
    return _judged(site, "wal_level")


def may_replicate(site: Site) -> Iterator[Seen]:
    """D10: a role that may not stream."""
    for name, view in site.asked("databases"):
        if not view["may_replicate"]:
            role = view["user"]
            yield Seen(f"connector {name}", f"role {role} has no REPLICATION", f"ALTER ROLE {role} REPLICATION")


def free_slots(site: Site) -> Iterator[Seen]:
    """D11: no slot left to make."""
    for name, view in site.asked("databases"):
        slots = view["slots"]
        if view["slot"] is None and slots["used"] >= slots["most"]:
            yield Seen(f"connector {name}", f"all {slots['most']} replication slots are in use ({slots['used']})")


def slot_in_use(site: Site) -> Iterator[Seen]:
    """D12: somebody else reads the slot."""
    for name, view in site.asked("databases"):
        slot = view["slot"]
        if slot and slot["active"] and slot["user"] not in ("", view["user"]):
            yield Seen(f"connector {name}", f"slot {view['slot_name']} is read by PID {slot['pid']} of {slot['user']}")


def publication(site: Site) -> Iterator[Seen]:
    """D13: a publication that is not there or lacks a table."""
    for name, view in site.asked("databases"):
        if view["autocreate"] == "disabled":
            one = Site(facts={"databases": {name: view}})
            yield from _judged(one, "publication", "unpublished", "sample", "captured")


def publication_right(site: Site) -> Iterator[Seen]:
    """D20: a publication that the connector is to make, and may not."""
    for name, view in site.asked("databases"):
        wanted = view["publication"]
        if wanted["name"] and not wanted["exists"] and not view["superuser"]:
            lack = _lacks(view)
            if lack:
                text = f"publication {wanted['name']} does not exist, and role {view['user']} {lack}"
                yield Seen(f"connector {name}", text)


def _lacks(view: Mapping[str, Any]) -> str:
    """What the role needs and does not have to make its publication."""
    if view["autocreate"] == "all_tables":
        return "is no superuser, as one of all tables needs it"
    if view["autocreate"] != "filtered":
        return ""
    if not view["may_create"]:
        return "has no CREATE on the database"
    return f"does not own {', '.join(view['foreign'][:5])}" if view["foreign"] else ""


def tables(site: Site) -> Iterator[Seen]:
    """D14: tables that are not there."""
    return _judged(site, "unmatched", "captured")


def rights(site: Site) -> Iterator[Seen]:
    """D15: tables that the role may not read."""
    return _judged(site, "without_usage", "unreadable")


def identities(site: Site) -> Iterator[Seen]:
    """D16: tables whose updates fail once they are published."""
    return _judged(site, "without_identity")


def held_log(site: Site) -> Iterator[Seen]:
    """D17: slots that nobody reads, and that keep the log."""
    for name, view in site.asked("databases"):
        for orphan, held in sorted(view["orphans"].items()):
            if orphan != view["slot_name"] and held >= _HELD:
                text = f"slot {orphan} is not read and keeps {held // 1024**2} MiB of the log"
                yield Seen(f"connector {name}", text, f"SELECT pg_drop_replication_slot('{orphan}')")


def busy_server(site: Site) -> Iterator[Seen]:
    """D18: a server that writes much, and a connector without signs of life."""
    for name, view in site.asked("databases"):
        if not view["heartbeat"] and (view["lag_bytes"] or 0) >= _BUSY:
            yield Seen(
                f"connector {name}", f"slot {view['slot_name']} keeps {view['lag_bytes'] // 1024**2} MiB of the log"
            )


def not_let_in(site: Site) -> Iterator[Seen]:
    """D19: a database that does not let the connector in."""
    for name, view in site.facts["databases"].items():
        if view.get("kind") in ("unreachable", "login", "database"):
            yield Seen(f"connector {name}", str(view["problem"]))
