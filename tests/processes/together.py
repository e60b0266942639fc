# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two clusters of one broker each in a single Java process, as Kafka's own integration tests run theirs."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Mapping

from ansible_collections.streamops.kafka.tests.conformance.classfile import Method, class_file
from ansible_collections.streamops.kafka.tests.processes.broker import BOOT, Broker
from ansible_collections.streamops.kafka.tests.processes.process import Process, wait_for
from ansible_collections.streamops.kafka.tests.processes.programs import java

__all__ = ["start_together"]

_CLASS = "io/streamops/tests/Brokers"
_SERVER, _CONFIG, _COMMON = "kafka/server/KafkaRaftServer", "kafka/server/KafkaConfig", "org/apache/kafka/common/utils/"


def _start(key: str) -> list[tuple]:
    """Start a broker whose properties file is named by a system property."""
    return [
        ("new", _SERVER),
        ("dup",),
        ("new", _CONFIG),
        ("dup",),
        ("ldc", key),
        ("invokestatic", "java/lang/System", "getProperty", "(Ljava/lang/String;)Ljava/lang/String;"),
        ("invokestatic", f"{_COMMON}Utils", "loadProps", "(Ljava/lang/String;)Ljava/util/Properties;"),
        ("invokespecial", _CONFIG, "<init>", "(Ljava/util/Map;)V"),
        ("getstatic", f"{_COMMON}Time", "SYSTEM", f"L{_COMMON}Time;"),
        ("invokespecial", _SERVER, "<init>", f"(L{_CONFIG};L{_COMMON}Time;)V"),
        ("invokevirtual", _SERVER, "startup", "()V"),
    ]


def start_together(brokers: Mapping[str, Broker]) -> None:
    """Start brokers that were never started in one process, which ends with any of them."""
    first = next(iter(brokers.values()))
    jar = first.folder / "brokers.jar"
    jar.parent.mkdir(parents=True, exist_ok=True)
    code = [step for alias in brokers for step in _start(f"broker.{alias}")]
    main = Method("main", "([Ljava/lang/String;)V", [*code, ("return",)], slots=8, static=True)
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr(f"{_CLASS}.class", class_file(_CLASS, "java/lang/Object", [main]))
    files = {alias: broker.prepare() for alias, broker in brokers.items()}
    name = "-".join(brokers)
    named = " ".join(f"-Dbroker.{alias}={path}" for alias, path in files.items())
    environment = java(first.programs, first.folder, name, "-Xmx384m")
    environment["CLASSPATH"] = str(jar)
    environment["KAFKA_OPTS"] = named
    environment["KAFKA_LOG4J_OPTS"] = f"-Dlog4j2.configurationFile={first.programs.home}/config/log4j2.yaml"
    command = [str(first.programs.home / "bin" / "kafka-run-class.sh"), "-name", name, _CLASS.replace("/", ".")]
    log = _log(first.folder, name)
    process = Process(name, command, environment, log)
    for broker in brokers.values():
        broker.runs_in(process)
    wait_for("all brokers of the process", lambda: _started(process) == len(brokers), BOOT)


def _started(process: Process) -> int:
    process.check()
    return process.text().count("Kafka Server started")


def _log(folder: Path, name: str) -> Path:
    (folder / "logs" / name).mkdir(parents=True, exist_ok=True)
    return folder / "logs" / f"{name}.log"
