# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Connect cluster on the loopback: one KRaft broker and three workers, plain processes of this machine.

The programs come out of the archive that the playbook ``bundle`` made. Everything lives below one folder; every process
is ended by its own handle, and by the kernel should the test run die first.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tarfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Optional

import requests
import yaml
from plugins_jar import write_jars

HOST = "127.0.0.1"
GROUP = "connect-conformance"  # the group of a sink that is called conformance
WORKERS = 3
_BOOT = 90.0
_JOINED = re.compile(r"Joined group at generation (\d+).*leaderUrl='([^']*)'")
_PROVIDER = "org.apache.kafka.common.config.provider.FileConfigProvider"


@dataclass(frozen=True)
class Programs:
    """What was unpacked: Kafka, the folder of plugins, the jars for the workers' class path."""

    version: str
    home: Path
    plugin_path: Path
    class_path: str


def unpack(bundle: Path, cache: Path) -> Programs:
    """Unpack what the playbook wrote; an archive that is unpacked already is left alone."""
    made = yaml.safe_load((bundle / "vars.yml").read_text(encoding="utf-8"))
    home = _unpacked(made["kafka_archive"], made["kafka_archive_checksum"], cache)
    folders = {
        name: _unpacked(plugin["archive"], plugin["checksum"], cache)
        for name, plugin in made["connect_plugins"].items()
    }
    plugin_path = cache / "plugins"
    shutil.rmtree(plugin_path, ignore_errors=True)
    shutil.copytree(folders["connect-file"], plugin_path / "connect-file")
    (plugin_path / "conformance").mkdir()
    converters = cache / "converters.jar"
    write_jars(plugin_path / "conformance" / "connectors.jar", converters)
    jars = [*sorted(folders["connect-test-plugins"].rglob("*.jar")), converters]
    return Programs(str(made["kafka_version"]), home, plugin_path, ":".join(map(str, jars)))


def _unpacked(archive: str, checksum: str, cache: Path) -> Path:
    target = cache / checksum.partition(":")[2][:16]
    if not target.is_dir():
        part = target.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        with tarfile.open(archive) as packed:
            packed.extractall(part, filter="data")
        part.rename(target)
    (folder,) = target.iterdir()
    return folder


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nothing listens on."""
    sockets = [socket.socket() for dummy in range(count)]
    for item in sockets:
        item.bind((HOST, 0))
    ports = [item.getsockname()[1] for item in sockets]
    for item in sockets:
        item.close()
    return ports


def wait_for(what: str, true: Callable[[], Any], seconds: float = 30.0, every: float = 0.1) -> Any:
    """The first value of ``true`` that counts as true."""
    end = time.monotonic() + seconds
    while True:
        value = true()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds:g} s")
        time.sleep(every)


class Process:
    """One Java program with its log."""

    def __init__(self, name: str, command: Iterable[str], environment: Mapping[str, str], log: Path) -> None:
        self.name, self.log = name, log
        with log.open("ab") as stream:
            self._popen = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
            )

    def check(self) -> None:
        """Fail with the end of the log when the program ended by itself."""
        if self._popen.poll() is not None:
            raise AssertionError(f"{self.name} ended with {self._popen.returncode}:\n{self.text()[-3000:]}")

    def text(self) -> str:
        """The log so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ask(self, number: int = signal.SIGTERM) -> None:
        """Send a signal."""
        if self._popen.poll() is None:
            self._popen.send_signal(number)

    def end(self, seconds: float = 20.0) -> None:
        """Have the program stop; kill it when it does not."""
        self.ask()
        try:
            self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()

    def kill(self) -> None:
        """End the program at once."""
        self._popen.kill()
        self._popen.wait()


@dataclass
class Worker:
    """One Connect worker."""

    number: int
    port: int
    process: Process

    @property
    def url(self) -> str:
        """The address of its REST API."""
        return f"http://{HOST}:{self.port}"

    @property
    def generation(self) -> tuple[int, str]:
        """The last group generation that it joined, and the leader's address."""
        joined = _JOINED.findall(self.process.text())
        return (int(joined[-1][0]), joined[-1][1].rstrip("/")) if joined else (0, "")

    def up(self) -> bool:
        """Whether it answers."""
        self.process.check()
        try:
            return requests.get(f"{self.url}/connectors", timeout=10).status_code == 200
        except requests.RequestException:
            return False


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
        wait_for("the others in one group", self._one_group, _BOOT)
        return self.start_broker("other")

    def end_other_broker(self) -> None:
        """End the second Kafka cluster; the worker returns with the next restart of all."""
        self.brokers.pop("other").kill()

    def start_broker(self, name: str) -> str:
        """Format and start a broker that is its own controller; its address."""
        port, controller = free_ports(2)
        settings = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{HOST}:{controller}",
            "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": str(self.folder / f"broker-{name}"),
            "num.partitions": "1",
            "offsets.topic.num.partitions": "3",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.num.partitions": "3",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
        }
        properties = self._properties(f"broker-{name}", settings)
        tool = self.programs.home / "bin" / "kafka-storage.sh"
        identity = "conformanceconformanceAA"[:22]
        subprocess.run(
            [str(tool), "format", "-t", identity, "-c", str(properties)],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **self._environment("format", "-Xmx128m")},
        )
        process = self._process(f"broker-{name}", "kafka-server-start.sh", properties, "-Xmx256m")
        self.brokers[name], self.bootstrap[name] = process, f"{HOST}:{port}"
        wait_for(f"broker {name}", lambda: self._listens(process, port), _BOOT)
        return self.bootstrap[name]

    def _listens(self, process: Process, port: int) -> bool:
        process.check()
        if "Kafka Server started" not in process.text():
            return False
        with socket.socket() as probe:
            return probe.connect_ex((HOST, port)) == 0

    def _worker_process(self, number: int, port: int, settings: Optional[Mapping[str, str]] = None) -> Process:
        values = {
            "bootstrap.servers": self.bootstrap["main"],
            "group.id": GROUP,
            "listeners": f"http://{HOST}:{port}",
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            "offset.flush.interval.ms": "1000",
            "scheduled.rebalance.max.delay.ms": "500",
            "task.shutdown.graceful.timeout.ms": "1000",
            "plugin.path": str(self.programs.plugin_path),
            "plugin.discovery": "service_load",
            "connector.client.config.override.policy": "All",
            "config.providers": "file",
            "config.providers.file.class": _PROVIDER,
            "offset.storage.partitions": "3",
            "status.storage.partitions": "1",
        }
        for kind in ("config", "offset", "status"):
            values[f"{kind}.storage.topic"] = f"{GROUP}-{kind}"
            values[f"{kind}.storage.replication.factor"] = "1"
        name = f"worker-{number}"
        properties = self._properties(name, {**values, **(settings or {})})
        return self._process(name, "connect-distributed.sh", properties, "-Xmx256m")

    def _process(self, name: str, launcher: str, properties: Path, heap: str) -> Process:
        command = [str(self.programs.home / "bin" / launcher), str(properties)]
        return Process(name, command, self._environment(name, heap), self.folder / "logs" / f"{name}.log")

    def _environment(self, name: str, heap: str) -> dict[str, str]:
        return {
            "KAFKA_HEAP_OPTS": heap,
            "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.awt.headless=true",
            "KAFKA_JMX_OPTS": "-Dstreamops=conformance",
            "EXTRA_ARGS": f"-name {name}",
            "LOG_DIR": str(self.folder / "logs"),
            "CLASSPATH": self.programs.class_path,
        }

    def _properties(self, name: str, settings: Mapping[str, str]) -> Path:
        path = self.folder / f"{name}.properties"
        path.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="utf-8")
        return path

    def _wait_for_workers(self) -> None:
        for worker in self.workers:
            wait_for(f"worker {worker.number}", worker.up, _BOOT)
        wait_for("all workers in one group", self._one_group, _BOOT)

    def _one_group(self) -> bool:
        """Whether all that run are in the same generation, under a leader that runs."""
        seen = {worker.generation for worker in self.workers}
        return len(seen) == 1 and seen.pop()[1] in {worker.url for worker in self.workers}
