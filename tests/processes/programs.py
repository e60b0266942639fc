# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kafka's programs, out of the archives that the playbook ``bundle`` made."""

from __future__ import annotations

import fcntl
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional

import yaml

from ansible_collections.streamops.kafka.tests.processes.process import Process

__all__ = ["Programs", "java", "read_bundle", "start_java", "unpack_kafka", "unpacked"]


@dataclass(frozen=True)
class Programs:
    """What was unpacked: Kafka, the folder of plugins, further jars for the class path."""

    version: str
    home: Path
    plugin_path: Optional[Path] = None
    class_path: str = ""


def read_bundle(bundle: Path) -> dict[str, Any]:
    """The variables that the playbook wrote beside its archives."""
    made: dict[str, Any] = yaml.safe_load((bundle / "vars.yml").read_text(encoding="utf-8"))
    return made


def unpack_kafka(bundle: Path, cache: Path) -> Programs:
    """Kafka alone."""
    made = read_bundle(bundle)
    home = unpacked(made["kafka_archive"], made["kafka_archive_checksum"], cache)
    return Programs(str(made["kafka_version"]), home)


def unpacked(archive: str, checksum: str, cache: Path) -> Path:
    """The folder inside an archive, which is unpacked once, whoever asks at the same time."""
    target = cache / checksum.partition(":")[2][:16]
    cache.mkdir(parents=True, exist_ok=True)
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.is_dir():
            part = target.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            shutil.unpack_archive(archive, part)
            part.rename(target)
    (folder,) = target.iterdir()
    return folder


def java(programs: Programs, folder: Path, name: str, heap: str) -> dict[str, str]:
    """The environment of a launcher: a small Java that starts fast."""
    return {
        "KAFKA_HEAP_OPTS": heap,
        "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.awt.headless=true",
        "KAFKA_JMX_OPTS": "-Dstreamops=tests",
        "EXTRA_ARGS": f"-name {name}",
        "LOG_DIR": str(folder / "logs" / name),
        "CLASSPATH": programs.class_path,
    }


def start_java(
    programs: Programs,
    folder: Path,
    name: str,
    launcher: str,
    settings: Mapping[str, str],
    environment: Mapping[str, str],
) -> Process:
    """Write ``name``.properties and start a launcher of Kafka with it."""
    (folder / "logs" / name).mkdir(parents=True, exist_ok=True)
    properties = folder / f"{name}.properties"
    properties.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="utf-8")
    command = [str(programs.home / "bin" / launcher), str(properties)]
    return Process(name, command, environment, folder / "logs" / f"{name}.log")
