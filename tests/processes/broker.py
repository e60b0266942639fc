# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A KRaft broker that is its own controller, a Kafka cluster for itself."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

from ansible_collections.streamops.kafka.tests.processes.process import HOST, Process, free_ports, wait_for
from ansible_collections.streamops.kafka.tests.processes.programs import Programs, java, start_java

__all__ = ["BOOT", "Broker"]

BOOT = 90.0
_PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule"
_AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer"


@dataclass
class Broker:
    """One broker. It keeps its port, its data and its cluster id over a restart.

    With ``users`` (name to password) clients must log in by SASL/PLAIN; with ``acls`` only the first user may do
    anything until ACLs say otherwise.
    """

    programs: Programs
    folder: Path
    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    users: Mapping[str, str] = field(default_factory=dict)
    acls: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.port, self._controller = free_ports(2)
        self.cluster_id = base64.urlsafe_b64encode(b"\x01" + uuid.uuid4().bytes[:15]).decode("ascii")[:22]
        self._process: Any = None
        self._began = 0

    @property
    def bootstrap(self) -> str:
        """Its address."""
        return f"{HOST}:{self.port}"

    @property
    def process(self) -> Process:
        """The process of the last start."""
        assert isinstance(self._process, Process), f"broker {self.name} was never started"
        return self._process

    def start(self, wait: bool = True) -> None:
        """Start it; the first time its folder is formatted."""
        environment = {**java(self.programs, self.folder, self.name, "-Xmx256m"), **self.environment}
        if self._process is None:
            self.prepare()
        elif self.process.running:
            raise AssertionError(f"broker {self.name} runs already")
        else:
            self._began = len(self.process.text())
        self.runs_in(
            start_java(
                self.programs, self.folder, self.name, "kafka-server-start.sh", self._all_settings(), environment
            )
        )
        if wait:
            self.wait()

    def runs_in(self, process: Process) -> None:
        """Take a process that was started elsewhere for its own."""
        self._process = process

    def wait(self) -> None:
        """Wait until it serves."""
        wait_for(f"broker {self.name}", self._serves, BOOT)

    def _serves(self) -> bool:
        self.process.check()
        if "Kafka Server started" not in self.process.text()[self._began :]:
            return False
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def prepare(self) -> Path:
        """Format its folder; its properties file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        properties = self.folder / f"{self.name}.format.properties"
        text = "".join(f"{key}={value}\n" for key, value in self._all_settings().items())
        properties.write_text(text, encoding="utf-8")
        tool = self.programs.home / "bin" / "kafka-storage.sh"
        subprocess.run(
            [str(tool), "format", "-t", self.cluster_id, "-c", str(properties)],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **java(self.programs, self.folder, f"{self.name}-format", "-Xmx128m")},
        )
        return properties

    def _all_settings(self) -> dict[str, str]:
        protocol = "SASL_PLAINTEXT" if self.users else "PLAINTEXT"
        settings = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{HOST}:{self._controller}",
            "listeners": f"CLIENTS://{HOST}:{self.port},CONTROLLER://{HOST}:{self._controller}",
            "listener.security.protocol.map": f"CLIENTS:{protocol},CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "CLIENTS",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": str(self.folder / self.name),
            "num.partitions": "1",
            "offsets.topic.num.partitions": "3",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.num.partitions": "3",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            # By default the cleaner takes half of a small heap.
            "log.cleaner.dedupe.buffer.size": str(8 << 20),
            "share.coordinator.state.topic.num.partitions": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "group.initial.rebalance.delay.ms": "0",
            **self._security(),
        }
        return {**settings, **self.settings}

    def _security(self) -> dict[str, str]:
        settings: dict[str, str] = {}
        if self.users:
            name, password = next(iter(self.users.items()))
            entries = "".join(f' user_{user}="{word}"' for user, word in self.users.items())
            settings["sasl.enabled.mechanisms"] = settings["sasl.mechanism.inter.broker.protocol"] = "PLAIN"
            settings["listener.name.clients.plain.sasl.jaas.config"] = (
                f'{_PLAIN} required username="{name}" password="{password}"{entries};'
            )
        if self.acls:
            # Between broker and controller, in one process, there is no login.
            settings["authorizer.class.name"] = _AUTHORIZER
            settings["super.users"] = f"User:{next(iter(self.users))};User:ANONYMOUS"
        return settings
