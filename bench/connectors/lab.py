# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The broker and the one worker of a run: the cluster of the conformance tests, with fewer workers."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from typing import Iterator

from bench.program import ROOT

sys.path.insert(0, str(ROOT / "tests" / "conformance"))

from cluster import Cluster, Process, Worker, free_ports, unpack, wait_for

__all__ = ["Lab", "a_lab", "a_stub"]

CACHE = ROOT / ".cache" / "bench"
BUNDLE = ROOT / ".cache" / "conformance" / "bundle"
FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"


class Lab(Cluster):
    """One broker, one worker with memory for hundreds of connectors."""

    def start(self) -> None:
        """Boot the broker, then the worker."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("logs", "files"):
            (self.folder / name).mkdir(parents=True)
        (self.files / "empty").touch()
        self.start_broker("main")
        (port,) = free_ports(1)
        self.workers.append(Worker(1, port, self._worker_process(1, port)))
        self._wait_for_workers()

    @property
    def url(self) -> str:
        """The worker's address."""
        return self.workers[0].url

    def config(self, name: str) -> dict[str, str]:
        """A source on a file without a line."""
        return {
            "connector.class": FILE_SOURCE,
            "tasks.max": "1",
            "file": str(self.files / "empty"),
            "topic": name,
            "name": name,
        }

    def configs(self, count: int) -> dict[str, dict[str, str]]:
        """So many of them."""
        return {name: self.config(name) for name in (f"bench-{number:03d}" for number in range(count))}

    def _environment(self, name: str, heap: str) -> dict[str, str]:
        return super()._environment(name, "-Xmx1g" if name.startswith("worker") else heap)


@contextmanager
def a_lab() -> Iterator[Lab]:
    """A cluster that is gone at the end."""
    lab = Lab(unpack(BUNDLE, CACHE), CACHE / "run")
    try:
        lab.start()
        yield lab
    finally:
        lab.close()


@contextmanager
def a_stub() -> Iterator[str]:
    """The address of a stub without connectors, in a process of its own."""
    (port,) = free_ports(1)
    CACHE.mkdir(parents=True, exist_ok=True)
    log = CACHE / "stub.log"
    log.unlink(missing_ok=True)
    process = Process("stub", [sys.executable, "-m", "bench.connectors.stub", str(port)], {}, log)
    try:
        worker = Worker(1, port, process)
        wait_for("the stub", worker.up)
        yield worker.url
    finally:
        process.kill()
