# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory as a value that rules look at: workers, connectors, mirror processes and flows.

Private to streamops.kafka. Workers and mirror processes are their rendered properties, wherever these came from: out of
the variables of the inventory, or out of files that somebody wrote by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_canonical import Canonical
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow

__all__ = ["Connector", "Mirror", "Process", "Site", "Worker"]

# Of a cluster that nobody has described.
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Process:
    """A JVM on a host: its properties, and what its unit adds."""

    subject: str
    host: str
    properties: Mapping[str, str]
    environment: Mapping[str, str] = field(default_factory=dict)
    version: tuple[int, ...] = ()
    written: bool = False

    def get(self, key: str, default: str = "") -> str:
        """A property without blanks around it."""
        return self.properties.get(key, default).strip()


@dataclass(frozen=True)
class Worker(Process):
    """One distributed worker; ``written`` where its file was written by hand."""

    cluster: str = ""
    peers: int = 1
    described: Mapping[str, Any] = field(default_factory=dict)
    brokers: int = 0

    @property
    def group(self) -> tuple[str, str]:
        """What makes workers one cluster: their brokers and their group."""
        return self.get("bootstrap.servers"), self.get("group.id")


@dataclass(frozen=True)
class Mirror(Process):
    """One process of a dedicated MirrorMaker."""

    keys: Canonical = field(default_factory=lambda: Canonical((), {}, {}, {}))
    nodes: int = 1

    def clients(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Each cluster with the properties that its clients are given."""
        for alias in self.keys.aliases:
            yield alias, self.keys.clusters[alias]


@dataclass(frozen=True)
class Connector:
    """One connector, and the properties of the workers that are to run it."""

    name: str
    config: Mapping[str, str]
    cluster: str = ""
    alias: str = ""
    worker: Mapping[str, str] = field(default_factory=dict)
    plugins: Sequence[str] = ()
    described: Mapping[str, Any] = field(default_factory=dict)
    namesake: bool = False

    @property
    def subject(self) -> str:
        """How the connector is called in a report; with its cluster where another has one of that name."""
        return f"connector {self.name} of {self.cluster}" if self.namesake else f"connector {self.name}"

    def get(self, key: str, default: str = "") -> str:
        """A value without blanks around it."""
        return self.config.get(key, default).strip()

    @property
    def plugin(self) -> str:
        """The class without its package."""
        return self.get("connector.class").rsplit(".", 1)[-1]

    @property
    def is_sink(self) -> bool:
        """Whether it reads topics, as far as its class and its keys tell."""
        return "Sink" in self.plugin or (not self.is_source and bool({"topics", "topics.regex"} & set(self.config)))

    @property
    def is_source(self) -> bool:
        """Whether it writes topics, as far as its class tells."""
        by_name = "Source" in self.plugin or self.plugin.startswith("Mirror")
        debezium = self.get("connector.class").startswith("io.debezium.connector.")
        return "Sink" not in self.plugin and (by_name or debezium or self.plugin == "PostgresConnector")

    @property
    def copies(self) -> int:
        """How many brokers the inventory gives to its Kafka cluster; 0 where it does not say."""
        known = self.described.get("brokers") or 0
        return known if isinstance(known, int) else 0


@dataclass(frozen=True)
class Site:
    """Everything that the rules may know."""

    kafka: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    connect: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    workers: Sequence[Worker] = ()
    connectors: Sequence[Connector] = ()
    mirrors: Sequence[Mirror] = ()
    flows: Sequence[Flow] = ()
    written_flows: Sequence[Flow] = ()
    refused: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_live: bool = False
    certificate_days: int = 30

    @property
    def processes(self) -> list[Process]:
        """Workers and mirror processes."""
        return [*self.workers, *self.mirrors]

    def clients(self) -> Iterator[tuple[Process, str, Mapping[str, str]]]:
        """The Kafka clients of every process that was written by hand: whose, the prefix of the keys, the keys."""
        for worker in self.workers:
            if worker.written:
                yield worker, "", worker.properties
        for mirror in self.mirrors:
            if mirror.written:
                for alias, keys in mirror.clients():
                    yield mirror, f"{alias}.", keys

    def asked(self, what: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """What was looked up on the host and answered: name and answer."""
        for name, found in (self.facts.get(what) or {}).items():
            if not found.get("problem"):
                yield name, found
