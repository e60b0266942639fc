# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a PostgreSQL server tells about itself, asked with the login of a connector.

Private to streamops.kafka. Reads catalogues and counters, changes nothing, decides nothing: the session is read-only,
and every statement, every wait for a lock and the login itself end within seconds.
"""

from __future__ import annotations

import re
import traceback
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import PostgresSettings
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError

try:
    import psycopg2
    import psycopg2.sql
except ImportError:
    HAS_PSYCOPG2 = False
    PSYCOPG2_IMPORT_ERROR: Optional[str] = traceback.format_exc()
else:
    HAS_PSYCOPG2 = True
    PSYCOPG2_IMPORT_ERROR = None

__all__ = ["HAS_PSYCOPG2", "PSYCOPG2_IMPORT_ERROR", "DatabaseError", "Postgres"]

_SECONDS = 5
_OPTIONS = (
    "-c default_transaction_read_only=on -c statement_timeout=5000 -c lock_timeout=1000 "
    "-c idle_in_transaction_session_timeout=5000"
)
# What libpq says, and what kind of obstacle that is; the first that fits.
_KINDS = (
    ("unresolved", re.compile(r"could not translate host name|name or service not known", re.I)),
    ("login", re.compile(r"password authentication failed|no password supplied|role .* does not exist", re.I)),
    ("database", re.compile(r"database .* does not exist", re.I)),
    ("closed", re.compile(r"pg_hba\.conf|permission denied", re.I)),
    ("tls", re.compile(r"\bssl\b|certificate|private key", re.I)),
)
_SERVER = """
SELECT current_setting('wal_level') AS wal_level, current_user::text AS "user",
       current_setting('server_version_num')::int AS version
"""
_TABLES = """
SELECT n.nspname || '.' || c.relname AS name, c.oid::bigint AS oid, c.relkind::text AS kind,
       has_schema_privilege(n.oid, 'USAGE') AS usage, has_table_privilege(c.oid, 'SELECT') AS "select",
       has_any_column_privilege(c.oid, 'SELECT') AS select_any, c.relreplident::text AS identity,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS primary_key,
       pg_has_role(c.relowner, 'USAGE') AS owned,
       rn.nspname || '.' || r.relname AS root, coalesce(s.n_tup_upd + s.n_tup_del, 0) AS rewrites
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
  LEFT JOIN pg_class r ON c.relispartition AND r.oid = pg_partition_root(c.oid)
  LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
 WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
 ORDER BY 1
"""
_PUBLICATION = "SELECT pubupdate OR pubdelete AS rewrites FROM pg_publication WHERE pubname = %s"
_PUBLISHED = "SELECT schemaname || '.' || tablename AS name FROM pg_publication_tables WHERE pubname = %s ORDER BY 1"
_SLOT = """
SELECT s.plugin::text AS plugin, s.database::text AS database, s.active, s.active_pid AS pid, s.wal_status,
       (s.confirmed_flush_lsn - '0/0'::pg_lsn)::bigint AS confirmed,
       a.application_name AS application, a.usename::text AS "user", host(a.client_addr) AS address
  FROM pg_replication_slots s LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
 WHERE s.slot_name = %s
"""
_READINESS = """
SELECT (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may_replicate,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       current_setting('max_replication_slots')::int AS most, (SELECT count(*) FROM pg_replication_slots) AS used
"""
_ORPHANS = """
SELECT slot_name::text AS name,
       (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - restart_lsn)::bigint
       AS held
  FROM pg_replication_slots WHERE NOT active AND restart_lsn IS NOT NULL
"""
_POSITION = """
SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END
        - '0/0'::pg_lsn)::bigint AS position,
       (SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()) AS rollbacks,
       (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables
         WHERE relid = ANY (%s)) AS changes,
       (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user AND datname = current_database()
           AND application_name LIKE 'Debezium%%' AND application_name <> 'Debezium Streaming'
           AND state IN ('active', 'idle in transaction')) AS snapshots
"""


class DatabaseError(StreamopsError):
    """The database could not be asked; ``details`` holds ``kind``: what the obstacle is."""


class Postgres:
    """One read-only session."""

    def __init__(self, settings: PostgresSettings) -> None:
        try:
            self._session = psycopg2.connect(**_parameters(settings))
            self._session.autocommit = True
        except psycopg2.Error as error:
            raise _explained(error) from error

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def catalogue(self, publication: str) -> dict[str, Any]:
        """Server, tables, and what is published."""
        found: dict[str, Any] = self._rows(_SERVER)[0]
        found["tables"] = self._rows(_TABLES)
        known = self._rows(_PUBLICATION, publication)
        tables = [row["name"] for row in self._rows(_PUBLISHED, publication)]
        found["publication"] = {
            "exists": bool(known),
            "rewrites": bool(known and known[0]["rewrites"]),
            "tables": tables,
        }
        return found

    def position(self, slot: str, tables: Sequence[int]) -> dict[str, Any]:
        """How far the log is, how often the tables changed, and the state of the slot (None when there is none)."""
        found: dict[str, Any] = self._rows(_POSITION, list(tables))[0]
        found["slot"] = next(iter(self._rows(_SLOT, slot)), None)
        return found

    def readiness(self) -> dict[str, Any]:
        """What the role may, how many slots there are, and what those keep that nobody reads."""
        found: dict[str, Any] = self._rows(_READINESS)[0]
        orphans = {row["name"]: row["held"] for row in self._rows(_ORPHANS)}
        slots = {"most": found["most"], "used": found["used"]}
        rights = {right: bool(found[right]) for right in ("may_replicate", "superuser", "may_create")}
        return {**rights, "slots": slots, "orphans": orphans}

    def holds_rows(self, tables: Iterable[str]) -> Optional[bool]:
        """Whether one of the tables (schema.table) has a row; None when none could be read."""
        seen = [self._holds_rows(*table.split(".", 1)) for table in tables]
        return None if all(answer is None for answer in seen) else any(seen)

    def _holds_rows(self, schema: str, table: str) -> Optional[bool]:
        query = psycopg2.sql.SQL("SELECT EXISTS (SELECT FROM {}) AS found").format(
            psycopg2.sql.Identifier(schema, table)
        )
        try:
            return bool(self._rows(query)[0]["found"])
        except DatabaseError:
            return None

    def _rows(self, query: Any, *values: Any) -> list[dict[str, Any]]:
        try:
            with self._session.cursor() as cursor:
                cursor.execute(query, values)
                names = [column.name for column in cursor.description]
                return [dict(zip(names, row)) for row in cursor.fetchall()]
        except psycopg2.Error as error:
            raise _explained(error) from error


def _parameters(settings: PostgresSettings) -> Mapping[str, Any]:
    """The settings of the connector in the words of libpq."""
    files = {"sslrootcert": "database.sslrootcert", "sslcert": "database.sslcert", "sslkey": "database.sslkey"}
    return {
        "host": settings.get("database.hostname"),
        "port": settings.get("database.port", "5432"),
        "dbname": settings.get("database.dbname"),
        "user": settings.get("database.user"),
        "password": settings.get("database.password"),
        "sslmode": settings.get("database.sslmode", "prefer"),
        "connect_timeout": _SECONDS,
        "application_name": "streamops.kafka",
        "options": _OPTIONS,
        **{name: settings.get(key) for name, key in files.items() if settings.get(key)},
    }


def _explained(error: Exception) -> DatabaseError:
    """The first line of what the server or libpq said."""
    text = " ".join(str(error).strip().splitlines()[:1]) or type(error).__name__
    kind = next((name for name, pattern in _KINDS if pattern.search(text)), "")
    if not kind:
        kind = "unreachable" if isinstance(error, psycopg2.OperationalError) else "query"
    return DatabaseError(text, {"kind": kind})
