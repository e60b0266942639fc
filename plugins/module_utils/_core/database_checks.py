# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the source database gives a connector what it needs: tables, rights, publication, slot.

Private to streamops.kafka. Each of these can be missing for ever while Connect says RUNNING.
"""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.database_evidence import stored_position
from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import PostgresSettings
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["catalogue_problems", "slot_is_settled", "source_database"]

_Evidence = Mapping[str, Any]
_SHOWN = 3
_LARGE = 16 * 1024 * 1024
_LOWER = re.compile(r"[a-z_][a-z0-9_]*")
_STREAMING = "Debezium Streaming"


def source_database(spec: CheckSpec, item: _Evidence) -> CheckResult:
    """Whether everything is there that the connector reads, and whether it is the one that reads it."""
    view = item.get("database") or {"outcome": outcome.NOT_RUN, "reason": "the database was not asked"}
    limit = spec.options.get("max_lag_bytes")
    state, reason = _decide(item, view, limit)
    keys = ("address", "captured", "publication", "slot", "lag_bytes", "slot_moved", "seconds")
    observed = {key: view[key] for key in keys if key in view}
    return CheckResult(spec.name, state, reason, {"max_lag_bytes": limit}, observed, item["name"])


def _decide(item: _Evidence, view: _Evidence, limit: Any) -> tuple[str, str]:
    if item["type"] == "sink":
        return outcome.NOT_APPLICABLE, "it is a sink"
    if item["expected_state"] in ("paused", "stopped"):
        return outcome.NOT_APPLICABLE, f"it is {item['expected_state']} on purpose"
    if view["outcome"]:
        if view["outcome"] == outcome.FAILED and view.get("kind") == "unreachable" and _moved(item):
            return outcome.NOT_PERMITTED, f"{view['reason']} (from here; the connector itself moved)"
        return view["outcome"], view["reason"]
    return _judge(item, view, limit)


def _judge(item: _Evidence, view: _Evidence, limit: Any) -> tuple[str, str]:
    problems = [*catalogue_problems(view), *_slot_problems(item, view)]
    if problems:
        more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        return outcome.FAILED, "; ".join(problems[:_SHOWN]) + more
    slot = view["slot"]
    if view["streams"] and not slot["active"]:
        return outcome.INCONCLUSIVE, f"slot {slot_name(view)} is not read yet: a snapshot seems to be under way"
    if view["streams"] and not _moved(item) and _overtaken(item, view):
        return outcome.INCONCLUSIVE, (
            f"slot {slot_name(view)} is confirmed beyond what the connector stored: another connector reads it, it was "
            "made anew, or the driver confirms by itself"
        )
    if limit is not None and (view["lag_bytes"] or 0) > int(limit):
        return _above(view, int(limit))
    return outcome.PASSED, _good(view)


def _above(view: _Evidence, limit: int) -> tuple[str, str]:
    text = f"slot {slot_name(view)} keeps {view['lag_bytes']} bytes of the log, more than max_lag_bytes {limit}"
    if view["slot_moved"]:
        return outcome.CATCHING_UP, f"{text}, and moves"
    return outcome.FAILED, f"{text}, and does not move{_heartbeat(view)}"


def _good(view: _Evidence) -> str:
    tables = f"{view['captured']} captured tables exist and can be read"
    published = f", publication {view['publication']['name']} holds them" if view["publication"]["name"] else ""
    slot = view["slot"]
    read = f", slot {slot_name(view)} is read by PID {slot['pid']}, {view['lag_bytes']} bytes behind" if slot else ""
    idle = [entry["table"] for entry in view["without_identity"]]
    note = f"; {_listed(idle)} have no replica identity: the first UPDATE or DELETE there will fail" if idle else ""
    large = (view["lag_bytes"] or 0) >= _LARGE
    return tables + published + read + note + (_heartbeat(view) if large or not view["heartbeat"] else "")


def _heartbeat(view: _Evidence) -> str:
    if view["heartbeat"]:
        return ""
    return "; heartbeat.interval.ms is not set: while its tables are idle and others are not, the slot keeps the log"


def catalogue_problems(view: _Evidence) -> list[str]:
    """What is wrong with the server, its tables and the publication: one sentence each, the fix behind a colon."""
    return [*_table_problems(view), *_publication_problems(view)]


def _table_problems(view: _Evidence) -> Iterator[str]:
    if view["wal_level"] != "logical":
        yield f"wal_level is {view['wal_level']}: ALTER SYSTEM SET wal_level = logical, and restart the server"
    plain = [entry for entry in view["unmatched"] if PostgresSettings.is_plain(entry)]
    if plain:
        yield f"captured table {_listed(plain)} does not exist: create it, or correct table.include.list"
    elif not view["captured"]:
        yield "no table matches the table and schema lists: correct table.include.list"
    for schema in view["without_usage"]:
        cure = f"GRANT USAGE ON SCHEMA {_sql(schema)} TO {_sql(view['user'])}"
        yield f"role {view['user']} may not use schema {schema}: {cure}"
    if view["unreadable"] and view["copies_rows"]:
        names = ", ".join(_sql(name) for name in view["unreadable"][:_SHOWN])
        yield (
            f"role {view['user']} may not SELECT from {_listed(view['unreadable'])}: "
            f"GRANT SELECT ON {names} TO {_sql(view['user'])}"
        )
    broken = [entry["table"] for entry in view["without_identity"] if entry["rewrites"]]
    if broken:
        yield (
            f"{_listed(broken)} have neither a primary key nor a replica identity, so that their UPDATEs fail: "
            f"ALTER TABLE {_sql(broken[0])} REPLICA IDENTITY FULL"
        )


def _publication_problems(view: _Evidence) -> Iterator[str]:
    name = view["publication"]["name"]
    if not name or not view["captured"]:
        return
    if not view["publication"]["exists"]:
        tables = ", ".join(_sql(table) for table in view["sample"])
        yield f"publication {name} does not exist: CREATE PUBLICATION {_sql(name)} FOR TABLE {tables}, then restart"
    elif view["unpublished"]:
        tables = ", ".join(_sql(table) for table in view["unpublished"][:_SHOWN])
        yield (
            f"{_listed(view['unpublished'])} is not in publication {name}, so that its changes never come: "
            f"ALTER PUBLICATION {_sql(name)} ADD TABLE {tables}"
        )


def _slot_problems(item: _Evidence, view: _Evidence) -> Iterator[str]:
    slot, name = view["slot"], slot_name(view)
    if not view["streams"]:
        return
    if slot is None:
        yield f"slot {name} does not exist although the connector is {item['state']}: read its worker's log"
    elif slot["wal_status"] == "lost":
        yield f"slot {name} lost its log (max_slot_wal_keep_size): drop it, and have the connector make a new snapshot"
    elif not slot["active"]:
        if not view["snapshots"]:
            yield f"nobody reads slot {name} although the connector is {item['state']}: read its worker's log"
    else:
        yield from _reader_problems(item, view, slot, name)


def _reader_problems(item: _Evidence, view: _Evidence, slot: _Evidence, name: str) -> Iterator[str]:
    program, address = slot["application"] or "unknown program", slot["address"] or "local"
    who = f"PID {slot['pid']} ({program}, user {slot['user']}, {address})"
    cure = "give each connector a slot.name of its own"
    if slot["user"] != view["user"] or (slot["application"] or _STREAMING) != _STREAMING:
        yield f"slot {name} is in use by {who}, not by this connector: end that reader, or set another slot.name"
        return
    if view["rivals"] and not _reads(item) and (_overtaken(item, view) or not _stored(item)[1]):
        yield f"slot {name} is in use by another connector, {_listed(view['rivals'])}, through {who}: {cure}"


def _stored(item: _Evidence) -> tuple[Optional[int], bool]:
    return stored_position((item.get("progress") or {}).get("offsets") or ())


def _overtaken(item: _Evidence, view: _Evidence) -> bool:
    """Whether the slot was confirmed beyond what this connector stored, which stores before it confirms."""
    stored, confirmed = _stored(item)[0], view["slot"]["confirmed"]
    return stored is not None and confirmed is not None and stored < confirmed and not view["driver_confirms"]


def slot_is_settled(item: _Evidence, limit: Any = None) -> bool:
    """Whether looking longer could not turn a failure into a pass."""
    view = item["database"]
    if view["outcome"] or catalogue_problems(view):
        return True
    return _judge(item, view, limit)[0] == outcome.PASSED


def slot_name(view: _Evidence) -> str:
    """Name of the slot that the connector is configured to read."""
    return str(view["slot_name"])


def _reads(item: _Evidence) -> bool:
    """Whether what moved was no snapshot, which needs no slot."""
    progress = item.get("progress") or {}
    beyond = progress.get("offsets_moved") and _stored(item)[1]
    return bool(beyond or progress.get("records") or progress.get("heartbeats_moved"))


def _moved(item: _Evidence) -> bool:
    progress = item.get("progress") or {}
    return any(progress.get(key) for key in ("offsets_moved", "records", "heartbeats_moved"))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _sql(name: str) -> str:
    """A name as SQL writes it."""
    parts = name.split(".", 1)
    return ".".join(part if _LOWER.fullmatch(part) else '"' + part.replace('"', '""') + '"' for part in parts)
