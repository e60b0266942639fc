# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules about databases that Debezium reads.

Private to streamops.kafka.
"""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules import database_looks, debezium_looks
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import INFO, REFUSE, WARN, Rule

__all__ = ["DATABASE_RULES"]

DATABASE_RULES = (
    Rule(
        "D1", REFUSE, "The prefix of the topics has the name that it had in Debezium 1",
        "database.server.name is ignored since Debezium 2, and topic.prefix is required: the configuration is refused.",
        "topic.prefix: <prefix>", debezium_looks.topic_prefix,
    ),
    Rule(
        "D2", WARN, "The decoder is left to its default",
        "decoderbufs has to be installed on the server; pgoutput is there since PostgreSQL 10.",
        "plugin.name: pgoutput", debezium_looks.decoder,
    ),
    Rule(
        "D3", WARN, "The connector makes a publication of all tables itself",
        "That needs a superuser: the task fails with 'must be superuser to create FOR ALL TABLES publication'.",
        "publication.autocreate.mode: disabled, and a publication of the captured tables made by their owner",
        debezium_looks.publication_maker,
    ),
    Rule(
        "D4", WARN, "No heartbeat",
        "While the captured tables are idle and others are not, the slot keeps the log until the disk is full.",
        "heartbeat.interval.ms: 10000", debezium_looks.signs_of_life,
    ),
    Rule(
        "D5", WARN, "The slot is dropped at every stop",
        "What changes between stop and start never arrives.",
        "remove slot.drop.on.stop", debezium_looks.slot_dropped,
    ),
    Rule(
        "D6", REFUSE, "Two connectors share a replication slot",
        "The second makes a snapshot, then waits for ever in the state RUNNING.",
        "slot.name: <one for each connector>", debezium_looks.shared_slot,
    ),
    Rule(
        "D7", INFO, "Errors are repeated for ever",
        "A missing right or a slot in use stays RUNNING; with errors.max.retries the task fails and says why. An "
        "outage of the database that lasts longer then fails it too.",
        "errors.max.retries: 10, with somebody who restarts it, or keep verifying", debezium_looks.endless_retries,
    ),
    Rule(
        "D8", WARN, "The database's certificate is not verified",
        "Whoever is on the way reads the rows and the password, or answers in the server's place.",
        "database.sslmode: verify-full, with database.sslrootcert", debezium_looks.database_tls,
    ),
    Rule(
        "D9", REFUSE, "wal_level is not logical",
        "Validation says nothing; the task fails: 'logical decoding requires wal_level >= logical'.",
        "ALTER SYSTEM SET wal_level = logical, and restart the server",
        live=database_looks.log_level, needs="databases",
    ),
    Rule(
        "D10", REFUSE, "The role may not replicate",
        "Validation says nothing; the task fails: 'must be superuser or replication role to start walsender'.",
        "ALTER ROLE <role> REPLICATION", live=database_looks.may_replicate, needs="databases",
    ),
    Rule(
        "D11", REFUSE, "No replication slot is free",
        "The task fails: 'all replication slots are in use'.",
        "drop slots that nobody reads, or raise max_replication_slots",
        live=database_looks.free_slots, needs="databases",
    ),
    Rule(
        "D12", REFUSE, "Somebody else reads the slot",
        "RUNNING for ever, with 'replication slot is active for PID' in the log.",
        "slot.name: <another>, or end that reader", live=database_looks.slot_in_use, needs="databases",
    ),
    Rule(
        "D13", REFUSE, "The publication is missing or lacks a table",
        "Without publication the task fails; a table outside of it is RUNNING, and its changes never come.",
        "make or alter the publication", live=database_looks.publication, needs="databases",
    ),
    Rule(
        "D14", REFUSE, "A captured table does not exist",
        "RUNNING, no topic, no data, no trace.",
        "create the table, or correct table.include.list", live=database_looks.tables, needs="databases",
    ),
    Rule(
        "D15", REFUSE, "The role may not read a captured table",
        "RUNNING for ever: 'Retry 1 of unlimited retries'.",
        "GRANT USAGE on the schema and SELECT on the table", live=database_looks.rights, needs="databases",
    ),
    Rule(
        "D16", REFUSE, "A published table without primary key and replica identity",
        "The publication breaks the application: 'cannot update table because it does not have a replica identity'.",
        "ALTER TABLE <table> REPLICA IDENTITY FULL", live=database_looks.identities, needs="databases",
    ),
    Rule(
        "D17", WARN, "A slot that nobody reads keeps the log",
        "The disk of the server fills up; a deleted connector leaves its slot behind.",
        "SELECT pg_drop_replication_slot('<slot>')", live=database_looks.held_log, needs="databases",
    ),
    Rule(
        "D18", WARN, "A busy server, and a connector without heartbeat",
        "The slot moves only with changes of the captured tables, the log grows with all others.",
        "heartbeat.interval.ms: 10000", live=database_looks.busy_server, needs="databases",
    ),
    Rule(
        "D19", REFUSE, "The database does not let the connector in",
        "The configuration is refused, or, once it runs, repeated without end.",
        "correct the database.* keys, or start the server", live=database_looks.not_let_in, needs="databases",
    ),
    Rule(
        "D20", REFUSE, "The role may not make the publication",
        "Validation says nothing; the task fails: 'permission denied for database', or 'Unable to create filtered "
        "publication'.",
        "publication.autocreate.mode: disabled, and CREATE PUBLICATION ... FOR TABLE ... by the owner of the tables",
        live=database_looks.publication_right, needs="databases",
    ),
)  # fmt: skip
