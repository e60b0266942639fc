# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which connectors are looked at for a while, for what, and for how long.

Private to streamops.kafka. All looks of a run share one stretch of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.database_evidence import rivals_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import (
    heartbeat_seconds,
    is_debezium_postgres,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock
from ansible_collections.streamops.kafka.plugins.module_utils._rest.databases import DatabaseObserver, Databases
from ansible_collections.streamops.kafka.plugins.module_utils._rest.observe import (
    Observer,
    ProgressObserver,
    observe,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.sinks import (
    Brokers,
    DlqObserver,
    SinkObserver,
    add_capacity,
)

__all__ = ["Looks", "wanted"]

_OBSERVE = 10.0
_OBSERVE_DLQ = 5.0
_FLUSH = 60.0
# What a commit takes beside its interval.
_GRACE = 5.0
# Heartbeats that come less often are not waited for.
_SLOWEST_BEAT = 30.0


@dataclass(frozen=True)
class Looks:
    """The looks of one run."""

    client: Client
    clock: Clock
    plane: Optional[Brokers]
    databases: Optional[Databases]
    specs: Sequence[CheckSpec]
    configs: Mapping[str, Mapping[str, str]]

    def look_at(self, items: Sequence[dict[str, Any]]) -> None:
        """Add to each connector what its checks are about."""
        observers = [observer for item in items for observer in self._observers(item, self._config(item))]
        observe(self.clock, observers)

    def _config(self, item: Mapping[str, Any]) -> Mapping[str, str]:
        return self.configs.get(item["name"], {})

    def _observers(self, item: dict[str, Any], config: Mapping[str, str]) -> Iterator[Observer]:
        if self._about(item, "capacity"):
            add_capacity(self.plane, item, config)
        if self._about(item, "dlq"):
            seconds = self._longest(item, "dlq", "observe", _OBSERVE_DLQ)
            yield DlqObserver(self.plane, item, config, seconds)
        if item["expected_state"] != "running":
            return
        if item["type"] == "sink":
            yield from self._of_sink(item, config)
        else:
            yield from self._of_source(item, config)

    def _of_sink(self, item: dict[str, Any], config: Mapping[str, str]) -> Iterator[Observer]:
        if self.plane is not None and self._about(item, "sink"):
            seconds = self._longest(item, "sink_lag", "flush_interval", _FLUSH) + _GRACE
            limits = self._options(item, "sink_lag", "max_records")
            yield SinkObserver(self.plane, item, config, min(limits, default=0), seconds)

    def _of_source(self, item: dict[str, Any], config: Mapping[str, str]) -> Iterator[Observer]:
        database = self._about(item, "database")
        if self._about(item, "progress"):
            beat = heartbeat_seconds(config)
            default = max(_OBSERVE, 2 * beat + 1 if beat <= _SLOWEST_BEAT else 0)
            seconds = self._longest(item, "source_progress", "observe", default)
            yield ProgressObserver(self.client, self.plane, item, config, seconds)
        elif database:
            seconds = self._longest(item, "source_database", "observe", _OBSERVE)
            yield ProgressObserver(self.client, self.plane, item, config, seconds)
        if database:
            yield from self._of_database(item, config)

    def _of_database(self, item: dict[str, Any], config: Mapping[str, str]) -> Iterator[Observer]:
        if self.databases is None or not is_debezium_postgres(config):
            kind = config.get("connector.class") or "its class"
            reason = f"{kind} is not Debezium's connector for PostgreSQL: no other is understood"
            item["database"] = {"outcome": outcome.NOT_APPLICABLE, "reason": reason}
            return
        seconds = self._longest(item, "source_database", "observe", _OBSERVE)
        limits = self._options(item, "source_database", "max_lag_bytes")
        rivals = rivals_of(item["name"], config, self.configs)
        known = self.plane.partitions() if self.plane is not None else None
        yield DatabaseObserver(self.databases, item, config, rivals, known, seconds, min(limits, default=None))

    def _about(self, item: Mapping[str, Any], part: str) -> bool:
        return wanted([spec for spec in self.specs if spec.subject in ("", item["name"])], (part,))

    def _options(self, item: Mapping[str, Any], name: str, key: str) -> list[Any]:
        own = [spec for spec in self.specs if spec.name == name and spec.subject in ("", item["name"])]
        return [spec.options[key] for spec in own if key in spec.options]

    def _longest(self, item: Mapping[str, Any], name: str, key: str, default: float) -> float:
        return float(max(self._options(item, name, key), default=default))


def wanted(specs: Sequence[CheckSpec], parts: Sequence[str]) -> bool:
    """Whether a check is about one of these parts of the evidence, by its name or in its query."""
    return any(part in (spec.query or spec.name) for spec in specs for part in parts)
