# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the database that a source reads.

Private to streamops.kafka. The database is behind an object that was made with the connector's own settings, so that
this file knows nothing of a database client, and of no secret.
"""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional, Protocol, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.database_checks import slot_is_settled
from ansible_collections.streamops.kafka.plugins.module_utils._core.database_evidence import (
    add_position,
    captured_tables,
    catalogue_view,
    obstacle,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import PostgresSettings
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError

__all__ = ["DatabaseObserver", "Databases", "SourceDatabase"]

_PROBED = 5


class SourceDatabase(Protocol):
    """One read-only session with the login of a connector."""

    def catalogue(self, publication: str) -> dict[str, Any]:
        """Server, tables, and what is published."""

    def position(self, slot: str, tables: Sequence[int]) -> dict[str, Any]:
        """How far the log is, how often the tables changed, and the state of the slot."""

    def holds_rows(self, tables: Sequence[str]) -> Optional[bool]:
        """Whether one of the tables has a row."""

    def close(self) -> None:
        """End the session."""


Databases = Callable[[Mapping[str, str]], SourceDatabase]


class DatabaseObserver:
    """Adds ``database``: what a connector captures, whether it may, and who reads its slot."""

    def __init__(
        self,
        databases: Databases,
        item: dict[str, Any],
        config: Mapping[str, str],
        rivals: Sequence[str],
        known_topics: Optional[Mapping[str, int]],
        seconds: float,
        limit: Any = None,
    ) -> None:
        self.seconds = seconds
        self._databases = databases
        self._item = item
        self._settings = PostgresSettings(config)
        self._rivals = list(rivals)
        self._topics = known_topics
        self._limit = limit
        self._session: Optional[SourceDatabase] = None
        self._tables: list[int] = []
        self._first: dict[str, Any] = {}
        self._moved_at: Optional[float] = None

    def look(self, elapsed: float) -> bool:
        """Ask once more; the session lives as long as there is something to wait for."""
        try:
            if self._session is None:
                self._session = self._databases(self._settings.config)
                self._begin(self._session)
            done = self._compare(self._session, elapsed) or elapsed >= self.seconds
        except StreamopsError as error:
            self._item["database"] = obstacle(self._settings.address, error.details.get("kind", ""), error.message)
            done = True
        if done and self._session is not None:
            self._session.close()
        return done

    def _begin(self, session: SourceDatabase) -> None:
        catalogue = session.catalogue(self._settings.publication)
        captured = captured_tables(self._settings, catalogue)
        view = catalogue_view(self._settings, catalogue)
        readable = [table["name"] for table in captured if table["select"] and table["usage"]]
        view["rows"] = session.holds_rows(readable[:_PROBED]) if readable else None
        view["rivals"] = self._rivals
        view["topics_missing"] = self._missing(view["sample"])
        self._tables = [table["oid"] for table in captured]
        self._item["database"] = view
        self._first = session.position(self._settings.slot, self._tables)

    def _missing(self, tables: Sequence[str]) -> list[str]:
        """Topics that nobody has made and that Connect is not told to make."""
        settings, known = self._settings, self._topics
        if known is None or settings.renames_topics or settings.makes_topics:
            return []
        return [settings.topic(table) for table in tables if settings.topic(table) not in known]

    def _compare(self, session: SourceDatabase, elapsed: float) -> bool:
        last = session.position(self._settings.slot, self._tables)
        if self._moved_at is None and last["changes"] != self._first["changes"]:
            self._moved_at = elapsed
        add_position(self._item["database"], self._first, last, elapsed, self._moved_at)
        return slot_is_settled(self._item, self._limit)
