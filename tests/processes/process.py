# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of this machine that tests start: free ports, waiting, and a process that does not outlive the test run."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping

__all__ = ["HOST", "Process", "free_ports", "wait_for"]

HOST = "127.0.0.1"
# Below the ports that a kernel gives to outgoing connections: one of those could take a port before its program does.
_PORTS = range(12000, 32000)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nothing listens on, not the ones that others choose at the same time."""
    sockets: list[socket.socket] = []
    while len(sockets) < count:
        item = socket.socket()
        try:
            item.bind((HOST, random.choice(_PORTS)))
        except OSError:
            item.close()
        else:
            sockets.append(item)
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
    """One program with its log."""

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

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._popen.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._popen.poll() is None

    def check(self) -> None:
        """Fail with the end of the log when the program ended by itself."""
        if not self.running:
            raise AssertionError(f"{self.name} ended with {self._popen.returncode}:\n{self.text()[-3000:]}")

    def text(self) -> str:
        """The log so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ask(self, number: int = signal.SIGTERM) -> None:
        """Send a signal."""
        if self.running:
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
