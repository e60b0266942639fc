# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Debezium configuration means."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import (
    PostgresSettings,
    heartbeat_seconds,
    heartbeat_topic,
    is_debezium_postgres,
)

TABLES = ["public.orders", "public.items", "audit.log"]


def settings(**keys):
    return PostgresSettings({key.replace("__", "."): value for key, value in keys.items()})


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("io.debezium.connector.postgresql.PostgresConnector", True),
        ("PostgresConnector", True),
        ("io.debezium.connector.mysql.MySqlConnector", False),
        ("", False),
    ],
)
def test_which_class(name, known):
    assert is_debezium_postgres({"connector.class": name}) is known


@pytest.mark.parametrize(("value", "seconds"), [("10000", 10.0), ("0", 0.0), ("x", 0.0), (" 500 ", 0.5)])
def test_heartbeats(value, seconds):
    assert heartbeat_seconds({"heartbeat.interval.ms": value}) == seconds


@pytest.mark.parametrize(
    ("config", "topic"),
    [
        ({"topic.prefix": "p"}, "__debezium-heartbeat.p"),
        ({"topic.prefix": "p", "heartbeat.topics.prefix": "old"}, "old.p"),
        ({"topic.prefix": "p", "topic.heartbeat.prefix": "new", "heartbeat.topics.prefix": "old"}, "new.p"),
    ],
)
def test_where_heartbeats_go(config, topic):
    assert heartbeat_topic(config) == topic


def test_defaults():
    plain = settings()
    assert (plain.slot, plain.publication, plain.copies_rows, plain.streams) == ("debezium", "", True, True)
    assert settings(plugin__name="pgoutput").publication == "dbz_publication"
    assert settings(database__hostname="h", database__dbname="d").address == "h:5432/d"
    assert not (plain.drops_records or plain.renames_topics or plain.makes_topics)


@pytest.mark.parametrize(
    ("mode", "copies", "streams"),
    [("initial", True, True), ("no_data", False, True), ("never", False, True), ("initial_only", True, False)],
)
def test_snapshot_modes(mode, copies, streams):
    found = settings(snapshot__mode=mode)
    assert (found.copies_rows, found.streams) == (copies, streams)


@pytest.mark.parametrize(
    ("keys", "captured"),
    [
        ({}, TABLES),
        ({"table.include.list": "public.orders"}, ["public.orders"]),
        ({"table.include.list": "PUBLIC.Orders"}, ["public.orders"]),
        ({"table.include.list": "public.order"}, []),
        ({"table.include.list": r"public\..*, audit.log"}, TABLES),
        ({"table.include.list": r"public\.o{1\,2}rders"}, ["public.orders"]),
        ({"table.exclude.list": "public.*"}, ["audit.log"]),
        ({"schema.include.list": "audit"}, ["audit.log"]),
        ({"schema.exclude.list": "audit", "table.include.list": ".*"}, ["public.orders", "public.items"]),
        ({"table.include.list": "(broken"}, []),
        ({"table.include.list": "[a-z&&[^b]]+"}, []),
    ],
)
def test_captured_tables(keys, captured):
    assert PostgresSettings(keys).captured(TABLES) == captured


def test_entries_that_no_table_stands_behind():
    found = settings(table__include__list="public.orders,public.nothing,other.*,(broken").unmatched(TABLES)
    assert found == ["public.nothing", "other.*"]
    assert [PostgresSettings.is_plain(entry) for entry in found] == [True, False]


@pytest.mark.parametrize(
    ("keys", "drops"),
    [
        ({"skipped.operations": "d"}, True),
        ({"transforms": "a", "transforms.a.type": "io.debezium.transforms.Filter"}, True),
        ({"transforms": "a", "transforms.a.type": "io.debezium.transforms.ByLogicalTableRouter"}, False),
    ],
)
def test_what_leaves_records_out(keys, drops):
    assert PostgresSettings(keys).drops_records is drops


def test_topics():
    assert settings(topic__prefix="p").topic("public.a b$") == "p.public.a_b_"
    assert settings(transforms="route").renames_topics
    assert settings(topic__creation__default__replication__factor="1").makes_topics
