# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a source database lacks, on answers that were written by hand."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core import database_evidence as parts
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.database_checks import (
    slot_is_settled,
    source_database,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import PostgresSettings

CONFIG = {
    "plugin.name": "pgoutput",
    "publication.name": "pub",
    "slot.name": "s",
    "table.include.list": "public.orders",
    "heartbeat.interval.ms": "10000",
    "database.hostname": "h",
    "database.dbname": "app",
}
RUNNING = {"name": "c", "type": "source", "state": "RUNNING", "expected_state": "running"}
SLOT = MappingProxyType(
    {
        "plugin": "pgoutput",
        "database": "app",
        "active": True,
        "pid": 7,
        "wal_status": "reserved",
        "confirmed": 100,
        "application": "Debezium Streaming",
        "user": "dbz",
        "address": "10.0.0.1",
    }
)
POSITION = {"position": 150, "rollbacks": 0, "changes": 5, "snapshots": 0, "slot": SLOT}


def table(name, **more):
    plain = {"kind": "r", "usage": True, "select": True, "select_any": True, "identity": "d", "primary_key": True}
    return {"name": name, "oid": 1, **plain, "root": None, "rewrites": 0, **more}


def database(*tables, published=("public.orders",), exists=True, wal_level="logical", rewrites=True):
    return {
        "wal_level": wal_level,
        "user": "dbz",
        "tables": list(tables or [table("public.orders")]),
        "publication": {"exists": exists, "rewrites": rewrites, "tables": list(published)},
    }


def item(catalogue=None, config=None, slot=SLOT, first=None, progress=None, rivals=(), **position):
    view = parts.catalogue_view(PostgresSettings({**CONFIG, **(config or {})}), catalogue or database())
    view["rivals"] = list(rivals)
    parts.add_position(view, first or POSITION, {**POSITION, "slot": slot, **position}, 10.0, None)
    return {**RUNNING, "database": view, "progress": progress or {}}


def decide(given, **options):
    return source_database(CheckSpec("source_database", "", options), given)


def test_everything_is_there():
    result = decide(item())
    assert (result.outcome, result.subject) == ("passed", "c")
    assert result.reason == (
        "1 captured tables exist and can be read, publication pub holds them, slot s is read by PID 7, 50 bytes behind"
    )
    assert result.observed["publication"] == {"name": "pub", "exists": True}


ORDERS, LOG = table("public.orders"), table("public.log", identity="d", primary_key=False)
ALL = {"table.include.list": "public.*"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (item(database(wal_level="replica")), "wal_level is replica: ALTER SYSTEM SET wal_level = logical"),
        (item(config={"table.include.list": "public.gone"}), "captured table public.gone does not exist: create it"),
        (item(config={"table.include.list": "gone.*"}), "no table matches the table and schema lists"),
        (item(database(table("public.orders", usage=False))), "GRANT USAGE ON SCHEMA public TO dbz"),
        (item(database(table("public.orders", select=False))), "may not SELECT from public.orders: GRANT SELECT ON "
         "public.orders TO dbz"),
        (item(database(table('public.Or"d', select=False)), ALL), 'GRANT SELECT ON public."Or""d" TO dbz'),
        (item(database(exists=False)), "publication pub does not exist: CREATE PUBLICATION pub FOR TABLE public.ord"),
        (item(database(published=())), "public.orders is not in publication pub, so that its changes never come: ALTER "
         "PUBLICATION pub ADD TABLE public.orders"),
        (item(database(ORDERS, {**LOG, "rewrites": 4}, published=("public.orders", "public.log")), ALL),
         "public.log have neither a primary key nor a replica identity"),
        (item(slot=None), "slot s does not exist although the connector is RUNNING"),
        (item(slot={**SLOT, "wal_status": "lost"}), "slot s lost its log"),
        (item(slot={**SLOT, "active": False}), "nobody reads slot s although the connector is RUNNING"),
        (item(slot={**SLOT, "user": "other"}), "slot s is in use by PID 7 (Debezium Streaming, user other, 10.0.0.1)"),
        (item(slot={**SLOT, "application": "psql", "address": None}), "in use by PID 7 (psql, user dbz, local)"),
        (item(rivals=["other"]), "slot s is in use by another connector, other, through PID 7"),
    ],
)  # fmt: skip
def test_what_is_missing_is_failed_with_its_cure(given, words):
    result = decide(given)
    assert result.outcome == "failed"
    assert words in result.reason


def test_many_problems_are_counted():
    tables = [table(f"public.t{number}", usage=False, select=False) for number in range(5)]
    reason = decide(item(database(*tables, published=(), wal_level="replica"), ALL, slot=None)).reason
    assert "public.t0, public.t1, public.t2 and 2 more" in reason
    assert reason.endswith("; and 2 more")


STREAMED = {"offsets": [{"partition": {}, "offset": {"lsn": 120, "lsn_proc": 110}}]}
COPIED = {"offsets": [{"partition": {}, "offset": {"lsn": 120, "snapshot": "INITIAL"}}]}
BEHIND = {"offsets": [{"partition": {}, "offset": {"lsn": 90, "lsn_proc": 90}}]}


@pytest.mark.parametrize(
    ("progress", "rivals", "config", "outcome"),
    [
        (STREAMED, ["other"], {}, "passed"),
        (COPIED, ["other"], {}, "failed"),
        ({**COPIED, "offsets_moved": True}, ["other"], {}, "failed"),
        ({**STREAMED, "offsets_moved": True}, ["other"], {}, "passed"),
        ({**COPIED, "records": 2}, ["other"], {}, "passed"),
        ({**COPIED, "heartbeats_moved": True}, ["other"], {}, "passed"),
        (BEHIND, ["other"], {}, "failed"),
        (BEHIND, [], {}, "inconclusive"),
        ({**BEHIND, "offsets_moved": True}, [], {}, "passed"),
        (BEHIND, [], {"lsn.flush.mode": "connector_and_driver"}, "passed"),
        (BEHIND, [], {"slot.drop.on.stop": "true"}, "passed"),
        (COPIED, [], {}, "passed"),
    ],
)
def test_who_reads_the_slot(progress, rivals, config, outcome):
    assert decide(item(config=config, progress=progress, rivals=rivals)).outcome == outcome


def test_a_snapshot_that_takes_long_is_no_failure():
    result = decide(item(slot={**SLOT, "active": False}, snapshots=1))
    assert (result.outcome, "a snapshot seems" in result.reason) == ("inconclusive", True)


def test_without_streaming_no_slot_is_needed():
    assert decide(item(config={"snapshot.mode": "initial_only"}, slot=None)).outcome == "passed"


def test_without_rows_no_select_is_needed():
    given = item(database(table("public.orders", select=False)), {"snapshot.mode": "no_data"})
    assert decide(given).outcome == "passed"
    given = item(database(table("public.orders", select=False)), {"column.include.list": "public.orders.id"})
    assert decide(given).outcome == "passed"


def test_another_decoder_has_no_publication():
    result = decide(item(database(exists=False, published=()), {"plugin.name": "decoderbufs"}))
    assert (result.outcome, "publication" in result.reason) == ("passed", False)


@pytest.mark.parametrize(
    ("published", "outcome"), [(("public.p1",), "passed"), (("public.p",), "passed"), (("public.x",), "failed")]
)
def test_partitions_stand_for_their_root(published, outcome):
    catalogue = database(table("public.p", kind="p"), table("public.p1", root="public.p"), published=published)
    assert decide(item(catalogue, {"table.include.list": "public.p"})).outcome == outcome


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, True),
        ({"identity": "f"}, False),
        ({"identity": "n", "primary_key": True}, True),
        ({"identity": "i"}, False),
    ],
)
def test_a_table_that_is_only_written_to_needs_no_identity_and_is_told(more, told):
    result = decide(item(database(ORDERS, {**LOG, **more}, published=("public.orders", "public.log")), ALL))
    assert (result.outcome, "public.log have no replica identity" in result.reason) == ("passed", told)


def test_a_publication_of_inserts_needs_no_identity():
    result = decide(item(database(LOG, published=("public.log",), rewrites=False), ALL))
    assert "replica identity" not in result.reason


def test_heartbeats_that_are_not_configured_are_told():
    quiet = {"heartbeat.interval.ms": "0"}
    assert "heartbeat.interval.ms is not set" in decide(item(config=quiet)).reason
    assert "heartbeat.interval.ms is not set" in decide(item(config=quiet), max_lag_bytes=10).reason


@pytest.mark.parametrize(
    ("limit", "before", "outcome"),
    [(50, 100, "passed"), (49, 100, "failed"), (49, 90, "catching_up"), (0, 90, "catching_up")],
)
def test_a_limit_for_what_the_slot_keeps(limit, before, outcome):
    first = {**POSITION, "slot": {**SLOT, "confirmed": before}}
    result = decide(item(first=first), max_lag_bytes=limit)
    assert (result.outcome, result.expected) == (outcome, {"max_lag_bytes": limit})


def test_a_large_lag_is_passed_and_told_by_its_size():
    assert "20000000 bytes behind" in decide(item(position=20_000_100)).reason
    assert "None bytes" in decide(item(slot={**SLOT, "confirmed": None})).reason


@pytest.mark.parametrize(
    ("kind", "progress", "outcome", "words"),
    [
        ("unreachable", {}, "failed", "database h:1/d: refused: start the database"),
        ("unreachable", {"records": 1}, "not_permitted", "(from here; the connector itself moved)"),
        ("login", {}, "failed", "correct database.user or database.password"),
        ("closed", {}, "not_permitted", "pg_hba.conf"),
        ("library", {}, "not_permitted", "refused"),
    ],
)
def test_a_database_that_cannot_be_asked(kind, progress, outcome, words):
    view = parts.obstacle("h:1/d", kind, "refused")
    result = decide({**RUNNING, "database": view, "progress": progress})
    assert result.outcome == outcome
    assert words in result.reason


def test_a_database_that_was_not_asked():
    assert decide(RUNNING).outcome == "not_run"


@pytest.mark.parametrize("more", [{"type": "sink"}, {"expected_state": "paused"}, {"expected_state": "stopped"}])
def test_sinks_and_those_at_rest_need_no_database(more):
    assert decide({**item(slot=None), **more}).outcome == "not_applicable"


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        (item(), True),
        (item(database(exists=False)), True),
        (item(slot=None), False),
        (item(slot={**SLOT, "active": False}), False),
        ({**RUNNING, "database": parts.obstacle("a", "login", "no")}, True),
    ],
)
def test_when_looking_longer_tells_nothing_more(given, settled):
    assert slot_is_settled(given) is settled
    assert slot_is_settled(item(), 10) is False


def test_what_happened_between_two_looks():
    view = {}
    last = {"position": 160, "rollbacks": 1, "changes": 9, "snapshots": 2, "slot": {**SLOT, "confirmed": 120}}
    parts.add_position(view, POSITION, last, 8.0, 2.0)
    assert view["slot"]["confirmed"] == 120
    assert {key: value for key, value in view.items() if key != "slot"} == {
        "lag_bytes": 40,
        "slot_moved": True,
        "log_moved": True,
        "changes": 4,
        "changed_for": 6.0,
        "rolled_back": True,
        "snapshots": 2,
        "seconds": 8.0,
    }


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        ([], (None, False)),
        ([{"partition": {}, "offset": None}], (None, False)),
        ([{"offset": {"lsn": 5, "ts_usec": 9}}], (5, False)),
        ([{"offset": {"lsn": 5, "lsn_proc": 4, "lsn_commit": 7}}], (7, True)),
    ],
)
def test_stored_positions(offsets, expected):
    assert parts.stored_position(offsets) == expected


def test_rivals_name_the_same_slot_on_the_same_server():
    own = {"connector.class": "P", "database.hostname": "h", "slot.name": "s"}
    others = {
        "own": own,
        "b": {**own, "database.port": "5432"},
        "other_slot": {**own, "slot.name": "t"},
        "other_host": {**own, "database.hostname": "g"},
        "other_kind": {"connector.class": "Q"},
    }
    assert parts.rivals_of("own", own, others) == ["b"]
