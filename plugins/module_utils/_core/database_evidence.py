# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a source database said, as the part of the evidence that checks are decided on.

Private to streamops.kafka. Tables are told by name only where something is wrong with them.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import PostgresSettings, heartbeat_seconds

__all__ = ["add_position", "captured_tables", "catalogue_view", "obstacle", "rivals_of", "stored_position"]

# Whether what keeps us from asking also keeps the connector from working.
_OUTCOMES = {"unreachable": outcome.FAILED, "login": outcome.FAILED, "database": outcome.FAILED}
_CURES = {
    "unreachable": "start the database, or correct database.hostname and database.port",
    "unresolved": "run on a host that knows the name, or correct database.hostname",
    "login": "correct database.user or database.password",
    "database": "correct database.dbname, or create the database",
    "closed": "let this host in by pg_hba.conf, or run on a worker that it lets in",
    "tls": "give libpq the files that database.sslrootcert, database.sslcert and database.sslkey name, in PEM",
}


def obstacle(address: str, kind: str, message: str) -> dict[str, Any]:
    """The evidence when the database could not be asked."""
    cure = _CURES.get(kind)
    reason = f"database {address}: {message}" + (f": {cure}" if cure else "")
    return {"outcome": _OUTCOMES.get(kind, outcome.NOT_PERMITTED), "reason": reason, "kind": kind, "address": address}


def captured_tables(settings: PostgresSettings, catalogue: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The tables that the connector reads."""
    captured = set(settings.captured(table["name"] for table in catalogue["tables"]))
    return [table for table in catalogue["tables"] if table["name"] in captured]


def catalogue_view(settings: PostgresSettings, catalogue: Mapping[str, Any]) -> dict[str, Any]:
    """What does not change while it is looked at."""
    captured = captured_tables(settings, catalogue)
    columns = bool(settings.get("column.include.list") or settings.get("column.exclude.list"))
    publication = catalogue["publication"]
    rewritten = publication["rewrites"] and settings.publication
    lonely = [table for table in captured if rewritten and _published(table, catalogue) and _without_identity(table)]
    return {
        "outcome": "",
        "reason": "",
        "address": settings.address,
        "user": catalogue["user"],
        "wal_level": catalogue["wal_level"],
        "captured": len(captured),
        "sample": [table["name"] for table in captured[:5]],
        "unmatched": settings.unmatched(table["name"] for table in catalogue["tables"]),
        "without_usage": sorted({table["name"].split(".", 1)[0] for table in captured if not table["usage"]}),
        "unreadable": [table["name"] for table in captured if not _readable(table, columns)],
        "publication": {"name": settings.publication, "exists": publication["exists"]},
        "unpublished": [
            table["name"] for table in captured if settings.publication and not _published(table, catalogue)
        ],
        "without_identity": [{"table": table["name"], "rewrites": int(table["rewrites"])} for table in lonely],
        "copies_rows": settings.copies_rows,
        "streams": settings.streams,
        "drops_records": settings.drops_records,
        "slot_name": settings.slot,
        # Then the slot may run ahead of what the connector stored.
        "driver_confirms": settings.get("lsn.flush.mode", "connector") != "connector"
        or settings.get("slot.drop.on.stop") == "true",
        "heartbeat": heartbeat_seconds(settings.config),
    }


def _readable(table: Mapping[str, Any], columns: bool) -> bool:
    return bool(table["select"] or (columns and table["select_any"]))


def _published(table: Mapping[str, Any], catalogue: Mapping[str, Any]) -> bool:
    """A partition is published through its root, and a root through its partitions."""
    published = set(catalogue["publication"]["tables"])
    leaves = {other["name"] for other in catalogue["tables"] if other["root"] == table["name"]}
    return bool(published & {table["name"], table["root"], *leaves})


def _without_identity(table: Mapping[str, Any]) -> bool:
    identity = table["identity"]
    return identity == "n" or (identity == "d" and not table["primary_key"])


def add_position(
    view: dict[str, Any], first: Mapping[str, Any], last: Mapping[str, Any], seconds: float, moved_at: Optional[float]
) -> None:
    """What happened between two looks at the server; ``moved_at`` is when a change of a table was first seen."""
    slot, before = last["slot"], first["slot"]
    view.update(
        slot=slot,
        lag_bytes=None if slot is None or slot["confirmed"] is None else last["position"] - slot["confirmed"],
        slot_moved=bool(slot and before and slot["confirmed"] != before["confirmed"]),
        log_moved=last["position"] != first["position"],
        changes=last["changes"] - first["changes"],
        changed_for=None if moved_at is None else round(seconds - moved_at, 1),
        rolled_back=last["rollbacks"] != first["rollbacks"],
        snapshots=last["snapshots"],
        seconds=round(seconds, 1),
    )


def stored_position(offsets: Iterable[Mapping[str, Any]]) -> tuple[Optional[int], bool]:
    """How far the connector got by its stored offsets, and whether it ever got beyond its snapshot."""
    positions: list[int] = []
    streamed = False
    for entry in offsets:
        offset = entry.get("offset") or {}
        positions += [value for key in ("lsn", "lsn_proc", "lsn_commit") for value in [offset.get(key)] if value]
        streamed = streamed or bool(offset.get("lsn_proc") or offset.get("lsn_commit"))
    return (max(positions), streamed) if positions else (None, False)


def rivals_of(name: str, config: Mapping[str, str], others: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Other connectors of the same Connect cluster that name the same slot on the same server."""
    wanted = _place(config)
    return sorted(other for other, known in others.items() if other != name and _place(known) == wanted)


def _place(config: Mapping[str, str]) -> Sequence[str]:
    settings = PostgresSettings(config)
    return (
        settings.get("connector.class"),
        settings.get("database.hostname"),
        settings.get("database.port", "5432"),
        settings.slot,
    )
