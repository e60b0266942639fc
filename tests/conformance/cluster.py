# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Connect cluster on the loopback: one KRaft broker and three workers, plain processes of this machine.

The programs come out of the archive that the playbook ``bundle`` made. Everything lives below one folder; every process
is ended by its own handle, and by the kernel should the test run die first.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Mapping, Optional

from plugins_jar import write_jars

from ansible_collections.streamops.kafka.tests.processes.broker import BOOT, Broker
from ansible_collections.streamops.kafka.tests.processes.process import Process, free_ports, wait_for
from ansible_collections.streamops.kafka.tests.processes.programs import (
    Programs,
    java,
    read_bundle,
    start_java,
    unpack_kafka,
    unpacked,
)
from ansible_collections.streamops.kafka.tests.processes.worker import Worker, worker_settings

__all__ = ["GROUP", "Cluster", "Process", "Programs", "Worker", "free_ports", "unpack", "wait_for"]

GROUP = "connect-conformance"  # the group of a sink that is called conformance
WORKERS = 3
_PROVIDER = "org.apache.kafka.common.config.provider.FileConfigProvider"


def unpack(bundle: Path, cache: Path) -> Programs:
    """Unpack what the playbook wrote; an archive that is unpacked already is left alone."""
    kafka, made = unpack_kafka(bundle, cache), read_bundle(bundle)
    folders = {
        name: unpacked(plugin["archive"], plugin["checksum"], cache) for name, plugin in made["connect_plugins"].items()
    }
    plugin_path = cache / "plugins"
    shutil.rmtree(plugin_path, ignore_errors=True)
    shutil.copytree(folders["connect-file"], plugin_path / "connect-file")
    (plugin_path / "conformance").mkdir()
    converters = cache / "converters.jar"
    write_jars(plugin_path / "conformance" / "connectors.jar", converters)
    jars = [*sorted(folders["connect-test-plugins"].rglob("*.jar")), converters]
    return replace(kafka, plugin_path=plugin_path, class_path=":".join(map(str, jars)))


@dataclass
class Cluster:
    """Broker and workers; ``start`` boots them, ``close`` ends them."""

    programs: Programs
    folder: Path
    workers: list[Worker] = field(default_factory=list)
    away: list[Worker] = field(default_factory=list)
    brokers: dict[str, Process] = field(default_factory=dict)
    bootstrap: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Boot the broker, then all workers together."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("logs", "files", "secrets"):
            (self.folder / name).mkdir(parents=True)
        self.start_broker("main")
        for number, port in enumerate(free_ports(WORKERS), 1):
            self.workers.append(Worker(number, port, self._worker_process(number, port)))
        self._wait_for_workers()

    def close(self) -> None:
        """End what runs."""
        for process in [worker.process for worker in self.workers] + list(self.brokers.values()):
            process.kill()

    @property
    def files(self) -> Path:
        """A folder for what connectors read and write."""
        return self.folder / "files"

    @property
    def leader(self) -> Worker:
        """The worker that writes for all."""
        newest = max(worker.generation for worker in self.workers)
        return next(worker for worker in self.workers if worker.url == newest[1])

    @property
    def follower(self) -> Worker:
        """A worker that has to forward."""
        return next(worker for worker in self.workers if worker is not self.leader)

    def restart_workers(self, **settings: str) -> None:
        """Stop all workers, then start them again, with further settings."""
        for worker in self.workers:
            worker.process.ask()
        for worker in self.workers:
            worker.process.end()
        self.workers, self.away = self.workers + self.away, []
        for worker in self.workers:
            worker.process.log.rename(worker.process.log.with_suffix(f".{time.monotonic_ns()}"))
            worker.process = self._worker_process(worker.number, worker.port, settings)
        self._wait_for_workers()

    def other_broker(self) -> str:
        """A second Kafka cluster in the place of a worker, so that there are never more than four programs."""
        worker = self.follower
        worker.process.end()
        self.workers.remove(worker)
        self.away.append(worker)
        wait_for("the others in one group", self._one_group, BOOT)
        return self.start_broker("other")

    def end_other_broker(self) -> None:
        """End the second Kafka cluster; the worker returns with the next restart of all."""
        self.brokers.pop("other").kill()

    def start_broker(self, name: str) -> str:
        """Format and start a broker; its address."""
        broker = Broker(self.programs, self.folder, f"broker-{name}")
        broker.start()
        self.brokers[name], self.bootstrap[name] = broker.process, broker.bootstrap
        return broker.bootstrap

    def _worker_process(self, number: int, port: int, settings: Optional[Mapping[str, str]] = None) -> Process:
        values = {
            **worker_settings(self.programs, self.bootstrap["main"], GROUP, port),
            "config.providers": "file",
            "config.providers.file.class": _PROVIDER,
            **(settings or {}),
        }
        name = f"worker-{number}"
        environment = self._environment(name, "-Xmx256m")
        return start_java(self.programs, self.folder, name, "connect-distributed.sh", values, environment)

    def _environment(self, name: str, heap: str) -> dict[str, str]:
        return java(self.programs, self.folder, name, heap)

    def _wait_for_workers(self) -> None:
        for worker in self.workers:
            wait_for(f"worker {worker.number}", worker.up, BOOT)
        wait_for("all workers in one group", self._one_group, BOOT)

    def _one_group(self) -> bool:
        """Whether all that run are in the same generation, under a leader that runs."""
        seen = {worker.generation for worker in self.workers}
        return len(seen) == 1 and seen.pop()[1] in {worker.url for worker in self.workers}
