# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the configuration of a Debezium connector for PostgreSQL means: its defaults, and which tables it captures.

Private to streamops.kafka.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import compile_java

__all__ = ["POSTGRES_CLASSES", "PostgresSettings", "heartbeat_seconds", "heartbeat_topic", "is_debezium_postgres"]

POSTGRES_CLASSES = ("io.debezium.connector.postgresql.PostgresConnector", "PostgresConnector")
# Snapshot modes that copy no rows, and the one that never streams.
_WITHOUT_ROWS = frozenset({"never", "no_data", "schema_only", "recovery"})
_ONLY_SNAPSHOT = frozenset({"initial_only"})
_PLAIN = re.compile(r"[^\\^$*+?()\[\]{}|]+")
_UNSAFE = re.compile(r"[^a-zA-Z0-9._\-]")


def is_debezium_postgres(config: Mapping[str, str]) -> bool:
    """Whether the connector is the one that is understood here."""
    return config.get("connector.class", "").strip() in POSTGRES_CLASSES


def heartbeat_seconds(config: Mapping[str, str]) -> float:
    """How often a Debezium connector gives a sign of life; 0 when it gives none."""
    text = config.get("heartbeat.interval.ms", "0").strip()
    return int(text) / 1000.0 if text.isdigit() else 0.0


def heartbeat_topic(config: Mapping[str, str]) -> str:
    """Where the signs of life go."""
    prefix = config.get("topic.heartbeat.prefix") or config.get("heartbeat.topics.prefix") or "__debezium-heartbeat"
    return f"{prefix}.{config.get('topic.prefix', '')}"


@dataclass(frozen=True)
class PostgresSettings:
    """A configuration whose references were replaced by their values."""

    config: Mapping[str, str]

    def get(self, key: str, default: str = "") -> str:
        """A value, or what Debezium takes without one."""
        return self.config.get(key, "").strip() or default

    @property
    def address(self) -> str:
        """Host, port and database as one text."""
        return f"{self.get('database.hostname')}:{self.get('database.port', '5432')}/{self.get('database.dbname')}"

    @property
    def slot(self) -> str:
        """Name of the replication slot."""
        return self.get("slot.name", "debezium")

    @property
    def publication(self) -> str:
        """Name of the publication; none is used by other decoders than pgoutput."""
        used = self.get("plugin.name", "decoderbufs") == "pgoutput"
        return self.get("publication.name", "dbz_publication") if used else ""

    @property
    def copies_rows(self) -> bool:
        """Whether rows that were there before are read."""
        return self.get("snapshot.mode", "initial") not in _WITHOUT_ROWS

    @property
    def streams(self) -> bool:
        """Whether changes are read at all."""
        return self.get("snapshot.mode", "initial") not in _ONLY_SNAPSHOT

    @property
    def drops_records(self) -> bool:
        """Whether the connector itself is told to leave changes out, so that their absence proves nothing."""
        kinds = [value for key, value in self.config.items() if key.startswith("transforms.") and key.endswith(".type")]
        return bool(self.get("skipped.operations")) or any("Filter" in kind.rsplit(".", 1)[-1] for kind in kinds)

    @property
    def renames_topics(self) -> bool:
        """Whether topics may be named otherwise than prefix.schema.table."""
        return bool(self.get("transforms") or self.get("topic.naming.strategy") or self.get("topic.delimiter"))

    @property
    def makes_topics(self) -> bool:
        """Whether Connect is told how to make the topics."""
        return bool(self.get("topic.creation.default.replication.factor"))

    def topic(self, table: str) -> str:
        """The topic of a table, given as schema.table."""
        return _UNSAFE.sub("_", f"{self.get('topic.prefix')}.{table}")

    @cached_property
    def _filters(self) -> dict[str, list[tuple[str, Optional[re.Pattern[str]]]]]:
        kinds = ("table.include.list", "table.exclude.list", "schema.include.list", "schema.exclude.list")
        return {kind: [(entry, _compiled(entry)) for entry in _entries(self.get(kind))] for kind in kinds}

    def captured(self, tables: Iterable[str]) -> list[str]:
        """Those of the tables (schema.table) that the connector reads."""
        return [table for table in tables if self._captures(table)]

    def _captures(self, table: str) -> bool:
        schema = table.split(".", 1)[0]
        return self._passes("schema", schema) and self._passes("table", table)

    def _passes(self, kind: str, name: str) -> bool:
        included, excluded = self._filters[f"{kind}.include.list"], self._filters[f"{kind}.exclude.list"]
        if included:
            return any(_matches(pattern, name) for dummy, pattern in included)
        return not any(_matches(pattern, name) for dummy, pattern in excluded)

    def unmatched(self, tables: Iterable[str]) -> list[str]:
        """Entries of table.include.list that no table stands behind."""
        there = list(tables)
        return [
            entry
            for entry, pattern in self._filters["table.include.list"]
            if pattern is not None and not any(_matches(pattern, table) for table in there)
        ]

    @staticmethod
    def is_plain(entry: str) -> bool:
        """Whether an entry is the name of a table and no pattern."""
        return _PLAIN.fullmatch(entry) is not None


def _entries(text: str) -> list[str]:
    """A comma ends an entry unless a backslash stands before it."""
    parts = re.split(r"(?<!\\),", text)
    return [part.strip().replace("\\,", ",") for part in parts if part.strip()]


def _compiled(entry: str) -> Optional[re.Pattern[str]]:
    """Debezium compares whole names and does not look at the case; None where only Java can tell."""
    try:
        pattern = compile_java(entry)
    except ValueError:
        return None
    return None if pattern is None else re.compile(pattern.pattern, re.IGNORECASE)


def _matches(pattern: Optional[re.Pattern[str]], name: str) -> bool:
    return pattern is not None and pattern.fullmatch(name) is not None
