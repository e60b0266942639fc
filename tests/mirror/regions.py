# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions on the loopback: Kafka clusters by alias, dedicated MirrorMaker nodes, Connect workers. Plain processes.

What MirrorMaker is given, and what is created before it starts, comes out of the collection's own functions, as the
role does it. Everything lives below one folder, and no process outlives the test run.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterable, Mapping, Optional, Sequence

import yaml
from traffic import Seen, Traffic

from ansible_collections.streamops.kafka.plugins.doc_fragments.flow import ModuleDocFragment
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import data_plane
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import expand_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_renderings import (
    internal_topics,
    properties,
    secrets,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import cluster_options
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import render_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import TopicSpec
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.tests.processes.broker import BOOT, Broker
from ansible_collections.streamops.kafka.tests.processes.process import HOST, Process, free_ports, wait_for
from ansible_collections.streamops.kafka.tests.processes.programs import Programs, java, start_java
from ansible_collections.streamops.kafka.tests.processes.together import start_together
from ansible_collections.streamops.kafka.tests.processes.worker import Worker, worker_settings

__all__ = ["SHORT", "Mirror", "Regions"]

# Short intervals, so that a test sees within seconds what takes minutes by default.
SHORT: Mapping[str, int] = {
    "refresh_topics_interval": 2,
    "refresh_groups_interval": 2,
    "heartbeats_interval": 1,
    "checkpoints_interval": 1,
    "offset_flush_interval": 1,
}
_CAP = 4  # Java programs that may run at once
_OPTIONS = {"mode", *yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]}
_BROKER = {"auto.create.topics.enable": "false"}


@dataclass
class Mirror:
    """The nodes of one dedicated instance."""

    name: str
    targets: Sequence[str]
    rest_ports: Sequence[int]
    processes: list[Process] = field(default_factory=list)

    def text(self) -> str:
        """The logs of all nodes."""
        return "".join(process.text() for process in self.processes)

    def kill(self, *numbers: int) -> None:
        """End nodes at once, all when no number (from 0) is given."""
        for number in numbers or range(len(self.processes)):
            self.processes[number].kill()

    def stop(self, *numbers: int) -> None:
        """Stop nodes in good order."""
        chosen = [self.processes[number] for number in numbers or range(len(self.processes))]
        for process in chosen:
            process.ask()
        for process in chosen:
            process.end(60)


class Regions:
    """Kafka clusters by alias, and what runs between them; never more than four Java programs at once."""

    def __init__(self, programs: Programs, folder: Path, environment: Optional[Mapping[str, str]] = None) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.programs, self.folder = programs, folder
        self.brokers: dict[str, Broker] = {}
        self.mirrors: dict[str, Mirror] = {}
        self.workers: dict[str, Worker] = {}
        self.clusters: dict[str, dict[str, Any]] = {}
        self.credentials: dict[str, dict[str, Any]] = {}
        self._environment = dict(environment or {})
        self._traffic: dict[str, Traffic] = {}
        self._groups = 0

    # Clusters

    def broker(
        self,
        alias: str,
        users: Optional[Mapping[str, str]] = None,
        acls: bool = False,
        environment: Optional[Mapping[str, str]] = None,
        **settings: str,
    ) -> str:
        """Start a cluster of one broker; its address. Settings are those of ``server.properties``.

        ``users`` (name to password) makes clients log in by SASL/PLAIN; the first may do anything, and with ``acls``
        the others only what ACLs allow them. Everything logs in as the first user until ``login`` says otherwise.
        """
        self._room_for(1)
        own = {**self._environment, **(environment or {})}
        broker = Broker(self.programs, self.folder, alias, {**_BROKER, **settings}, users or {}, acls, own)
        broker.start()
        return self._known(alias, broker, users)

    def pair(self, one: str, other: str) -> None:
        """Start two clusters in one process: half the programs, but they end together and cannot be restarted."""
        self._room_for(1)
        brokers = {alias: Broker(self.programs, self.folder, alias, _BROKER) for alias in (one, other)}
        start_together(brokers)
        for alias, broker in brokers.items():
            self._known(alias, broker, None)

    def also(self, alias: str, of: str) -> None:
        """Another name of a cluster, for a flow that must not share its internal topics with others."""
        self.brokers[alias], self.clusters[alias] = self.brokers[of], self.clusters[of]
        self._traffic[alias] = self._traffic[of]

    def named(self, alias: str, of: str, host: str, **options: Any) -> None:
        """Another alias with another address (a name of this machine), which an inventory takes for two clusters."""
        self.also(alias, of)
        servers = f"{host}:{self.brokers[of].port}"
        self.clusters[alias] = {**self.clusters[of], "bootstrap_servers": servers, **options}

    def _known(self, alias: str, broker: Broker, users: Optional[Mapping[str, str]]) -> str:
        self.brokers[alias] = broker
        self.clusters[alias] = {"bootstrap_servers": broker.bootstrap, "replication_factor": 1}
        if users:
            plain = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN", "credentials": alias}
            self.clusters[alias].update(plain)
            self.login(alias, *next(iter(users.items())))
        # Whoever writes records and topics for the tests stays the first user.
        self._traffic[alias] = Traffic(self.plane(alias).cluster.librdkafka())
        return broker.bootstrap

    def login(self, alias: str, user: str, password: str) -> None:
        """Who the mirrors, workers and modules started from now on log in as."""
        self.credentials[alias] = {"sasl_username": user, "sasl_password": password}

    def stop(self, alias: str) -> None:
        """Stop a broker in good order."""
        self.brokers[alias].process.end()

    def kill(self, alias: str) -> None:
        """End a broker at once."""
        self.brokers[alias].process.kill()

    def restart(self, alias: str) -> str:
        """Start a broker again on the same port and data; one that runs is stopped first."""
        self.stop(alias)
        self._room_for(1)
        self.brokers[alias].start()
        return self.brokers[alias].bootstrap

    def cluster(self, alias: str) -> dict[str, Any]:
        """A cluster as an option of a module."""
        return cluster_options(self.clusters, alias, self.credentials)

    def plane(self, alias: str) -> DataPlane:
        """The data plane of a cluster, for what ``traffic`` does not have."""
        return data_plane(self.cluster(alias))

    # Flows

    def flow(self, source: str, target: str, **options: Any) -> dict[str, Any]:
        """A flow as an inventory has it, with short intervals."""
        return {"source": source, "target": target, "mode": "dedicated", **SHORT, **options}

    def flow_options(
        self, flow: Mapping[str, Any], others: Iterable[Mapping[str, Any]] = (), **options: Any
    ) -> dict[str, Any]:
        """The options of ``mm2_flow`` for a flow of an inventory that holds ``others`` too, as playbooks give them."""
        expanded = expand_flows([flow, *others], self.clusters)[0]
        given = {name: value for name, value in expanded.items() if name in _OPTIONS}
        ends = {end: self.cluster(flow[end]) for end in ("source", "target")}
        urls = {"connect_urls": [self.workers[flow["target"]].url]} if flow["mode"] == "connect" else {}
        return {**given, **ends, **urls, **options}

    def mirror(
        self,
        name: str,
        flows: Sequence[Mapping[str, Any]],
        targets: Sequence[str],
        nodes: int = 1,
        extra: Optional[Mapping[str, str]] = None,
        **options: Any,
    ) -> Mirror:
        """Create the internal topics, render mm2.properties and start the nodes of the instance for ``targets``.

        ``options`` are further ones of the filter ``mm2_properties``; ``extra`` are lines put in by hand.
        """
        for topic in internal_topics(flows, self.clusters, targets):
            self._create(topic)
        mirror = Mirror(name, targets, free_ports(nodes))
        self.mirrors[name] = mirror
        for number in range(nodes):
            self.start_node(name, flows, number, extra=extra, **options)
        return mirror

    def start_node(
        self,
        name: str,
        flows: Sequence[Mapping[str, Any]],
        number: int = 0,
        extra: Optional[Mapping[str, str]] = None,
        **options: Any,
    ) -> Process:
        """Start one node (again) with the configuration of these flows, as a roll does."""
        self._room_for(1)
        mirror = self.mirrors[name]
        node = f"{name}-{number + 1}"
        secret_file = self.folder / f"{node}.secrets"
        own = secrets(flows, self.clusters, self.credentials, mirror.targets)
        secret_file.write_text(render_properties(own), encoding="utf-8")
        settings = properties(
            flows,
            self.clusters,
            self.credentials,
            mirror.targets,
            nodes=len(mirror.rest_ports),
            secrets_file=str(secret_file),
            rest_host=HOST,
            rest_port=mirror.rest_ports[number],
            **options,
        )
        # Escapes are the renderer's; start_java writes lines as they are.
        lines = render_properties({**settings, **(extra or {})}).splitlines()
        pairs = dict(line.split("=", 1) for line in lines)
        process = self._java(node, "connect-mirror-maker.sh", pairs)
        if number < len(mirror.processes):
            mirror.processes[number] = process
        else:
            mirror.processes.append(process)
        return process

    def worker(self, alias: str, **settings: str) -> Worker:
        """Start a Connect worker whose own Kafka is ``alias``, and wait until it answers."""
        self._room_for(1)
        self._groups += 1
        (port,) = free_ports(1)
        client = self.plane(alias).cluster.java_client()
        kinds = ("", "producer.", "consumer.", "admin.")
        values = {
            **worker_settings(self.programs, self.brokers[alias].bootstrap, f"connect-{alias}-{self._groups}", port),
            **{f"{kind}{key}": value for kind in kinds for key, value in client.items()},
            **settings,
        }
        process = self._java(f"connect-{alias}-{self._groups}", "connect-distributed.sh", values)
        worker = self.workers[alias] = Worker(self._groups, port, process)
        wait_for(f"the worker on {alias}", worker.up, BOOT)
        return worker

    # What applications do

    def traffic(self, alias: str) -> Traffic:
        """Topics, records and groups of a cluster."""
        return self._traffic[alias]

    def topic(self, alias: str, name: str, partitions: int = 1, **config: str) -> None:
        """Create a topic; ``__`` in a key stands for a dot."""
        self.traffic(alias).topic(name, partitions, **config)

    def produce(self, alias: str, topic: str, count: int = 0, **options: Any) -> list[bytes]:
        """Write numbered records, or ``values``; with ``partition`` into one partition."""
        return self.traffic(alias).produce(topic, count, **options)

    def consume_group(self, alias: str, group: str, topics: Iterable[str], count: int) -> list[Seen]:
        """Read so many records as a group, commit, leave."""
        return self.traffic(alias).consume_group(group, topics, count)

    def await_count(self, alias: str, topic: str, count: int, seconds: float = 60.0) -> None:
        """Wait until a topic has so many records."""
        wait_for(f"{count} records in {topic} on {alias}", lambda: self.traffic(alias).count(topic) >= count, seconds)

    # Processes

    def running(self) -> list[Process]:
        """The Java programs that run."""
        nodes = [process for mirror in self.mirrors.values() for process in mirror.processes]
        others = [item.process for item in [*self.brokers.values(), *self.workers.values()]]
        found = {process.pid: process for process in [*nodes, *others] if process.running}
        return list(found.values())

    def close(self) -> None:
        """End everything."""
        for process in self.running():
            process.kill()

    def _room_for(self, count: int) -> None:
        running = [process.name for process in self.running()]
        assert len(running) + count <= _CAP, f"too many programs at once: {running}"

    def _create(self, topic: Mapping[str, Any]) -> None:
        options = {key: value for key, value in topic.items() if key != "cluster"}
        if options["name"] not in self.traffic(topic["cluster"]).topics():
            self.plane(topic["cluster"]).create_topics([TopicSpec.from_options(options)])

    def _java(self, name: str, launcher: str, settings: Mapping[str, str]) -> Process:
        environment = {**java(self.programs, self.folder, name, "-Xmx256m"), **self._environment}
        return start_java(self.programs, self.folder, name, launcher, settings, environment)
