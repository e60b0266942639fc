# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gathers the evidence that checks of connectors are decided on.

Private to streamops.kafka. Only what the checks need is asked for, all of it in this run. The answers of the data
plane come through an object with ``watermarks(topic)``, so that this file knows nothing of a Kafka client.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional, Sequence
from urllib.parse import urlsplit

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Expected, Found, read_found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    DataPlaneError,
    MissingLibraryError,
    TransportError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock
from ansible_collections.streamops.kafka.plugins.module_utils._rest.databases import Databases
from ansible_collections.streamops.kafka.plugins.module_utils._rest.health import worker_health
from ansible_collections.streamops.kafka.plugins.module_utils._rest.looks import Looks, wanted
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import in_parallel
from ansible_collections.streamops.kafka.plugins.module_utils._rest.security import add_security
from ansible_collections.streamops.kafka.plugins.module_utils._rest.sinks import Brokers

__all__ = ["SCHEMA_VERSION", "Gatherer"]

SCHEMA_VERSION = 1
# The parts that are asked of the workers, and those that need the brokers as well.
_OF_SOURCES = ("topics", "progress", "database")
_OF_BROKERS = (*_OF_SOURCES, "sink", "dlq", "capacity", "kafka_secured")
# MirrorMaker's connector for consumer groups has no task while there is no group.
_IDLE_CLASS = "MirrorCheckpointConnector"


@dataclass(frozen=True)
class Gatherer:
    """Asks the workers, the brokers where ``plane`` is given, and databases where ``databases`` opens them."""

    client: Client
    clock: Clock
    plane: Optional[Callable[[], Brokers]] = None
    databases: Optional[Databases] = None

    def gather(
        self, specs: Sequence[CheckSpec], targets: Mapping[str, Expected], classes: Sequence[str]
    ) -> dict[str, Any]:
        """The evidence; without targets about every connector of the cluster."""
        workers = self._workers([(url, True) for url in self.client.session.urls])
        found = {name: read_found(name, entry) for name, entry in self._expanded().items()}
        expected = dict(targets) or {name: _as_found(item) for name, item in found.items()}
        connectors = [_item(name, want, found.get(name, Found(name))) for name, want in expected.items()]
        workers += self._workers(self._unlisted(connectors, workers))
        if wanted(specs, ("plugins",)):
            self._add_plugins(workers)
        evidence: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "workers": workers,
            "classes": sorted({*classes, *self._classes(found, expected)}),
            "connectors": connectors,
            "topics": {},
            "data_plane": {"outcome": outcome.NOT_CONFIGURED, "reason": "the option kafka is not given"},
        }
        add_security(self.client, specs, evidence, found)
        self._add_data(specs, evidence, {name: item.config for name, item in found.items()})
        return evidence

    def _expanded(self) -> dict[str, Any]:
        try:
            return self.client.expanded("info", "status")
        except TransportError:
            return {}

    def _workers(self, urls: Sequence[tuple[str, bool]]) -> list[dict[str, Any]]:
        return in_parallel(lambda item: self._worker(*item), urls)

    def _worker(self, url: str, listed: bool) -> dict[str, Any]:
        worker = {"url": url, "worker_id": urlsplit(url).netloc, "listed": listed}
        return {**worker, **worker_health(self.client.session, url)}

    def _unlisted(
        self, connectors: Sequence[Mapping[str, Any]], workers: Sequence[Mapping[str, Any]]
    ) -> list[tuple[str, bool]]:
        """Workers that states name although no address of theirs was given."""
        known = {worker["worker_id"] for worker in workers}
        named = {entry["worker_id"] for item in connectors for entry in (item, *item["tasks"])} - known - {""}
        scheme = urlsplit(self.client.session.urls[0]).scheme
        return [(f"{scheme}://{worker}", False) for worker in sorted(named)]

    def _add_plugins(self, workers: Sequence[dict[str, Any]]) -> None:
        for worker in workers:
            if worker["live"]:
                try:
                    answer = self.client.session.request_at(worker["url"], "GET", "/connector-plugins")
                except TransportError:
                    continue
                if answer.status == 200:
                    worker["plugins"] = sorted({str(plugin["class"]) for plugin in answer.data})

    @staticmethod
    def _classes(found: Mapping[str, Found], expected: Mapping[str, Expected]) -> set[str]:
        configs = [found[name].config for name in expected if name in found]
        return {config["connector.class"] for config in configs if "connector.class" in config}

    def _add_data(
        self, specs: Sequence[CheckSpec], evidence: dict[str, Any], configs: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Topics, offsets, records and what moves, as far as a check is about them."""
        judged = [item for item in evidence["connectors"] if item["expected_state"] != "gone"]
        if wanted(specs, _OF_SOURCES):
            for item in judged:
                self._add_topics(item)
        plane = self._plane(specs, evidence) if wanted(specs, _OF_BROKERS) else None
        if plane is not None and wanted(specs, ("topics", "progress")):
            named = {str(topic) for spec in specs for topic in spec.options.get("topics", ())}
            for topic in sorted(named.union(*(item["topics"] or () for item in judged))):
                evidence["topics"][topic] = records_of(plane, topic)
        if wanted(specs, ("offsets",)):
            for item in judged:
                item["offsets"] = self._offsets(item["name"])
        Looks(self.client, self.clock, plane, self.databases, specs, configs).look_at(judged)

    def _plane(self, specs: Sequence[CheckSpec], evidence: dict[str, Any]) -> Optional[Brokers]:
        if self.plane is None:
            return None
        try:
            plane = self.plane()
        except (DataPlaneError, MissingLibraryError) as error:
            evidence["data_plane"] = {"outcome": outcome.NOT_PERMITTED, "reason": error.message}
            return None
        evidence["data_plane"] = {"outcome": "", "reason": ""}
        if wanted(specs, ("kafka_secured",)):
            evidence["kafka_login"] = plane.login()
        return plane

    def _add_topics(self, item: dict[str, Any]) -> None:
        item["topics"] = None
        try:
            item["topics"] = self.client.topics(item["name"])
        except (ApiError, TransportError) as error:
            item["topics_error"] = error.message

    def _offsets(self, name: str) -> Optional[list[dict[str, Any]]]:
        try:
            return self.client.offsets(name)
        except (ApiError, TransportError):
            return None


def records_of(plane: Brokers, topic: str) -> dict[str, Any]:
    """The offsets of a topic, or why they could not be read."""
    try:
        marks = plane.watermarks(topic)
    except DataPlaneError as error:
        return {"exists": None, "error": error.message, "partitions": {}, "records": None}
    partitions = {str(number): {"begin": begin, "end": end} for number, (begin, end) in sorted(marks.items())}
    return {
        "exists": bool(marks),
        "partitions": partitions,
        "records": sum(end - begin for begin, end in marks.values()),
    }


def _as_found(found: Found) -> Expected:
    """What may be expected of a connector that nobody has described."""
    idle = found.config.get("connector.class", "").rsplit(".", 1)[-1] == _IDLE_CLASS
    return Expected(found.target, 0 if idle else 1)


def _item(name: str, expected: Expected, found: Found) -> dict[str, Any]:
    own = found.connector.as_dict() if found.connector else {"state": "UNKNOWN", "worker_id": ""}
    own.pop("id", None)
    return {
        "name": name,
        "type": found.type,
        **own,
        "tasks": [task.as_dict() for task in found.tasks],
        "expected_state": expected.run_state,
        "tasks_min": expected.tasks_min,
    }
