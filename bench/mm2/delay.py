# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delay for packets of the loopback, in a network namespace of its own.

Netfilter hands every packet that came from a chosen port to a queue, and a program gives it back some time later.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["INSIDE", "connect_seconds", "enter_namespace", "holding", "rule"]

INSIDE = "BENCH_MM2_NAMESPACE"
_QUEUE = 7
_PROGRAM = Path(__file__).resolve().parent.parent.parent / "molecule" / "shared" / "files" / "nfq_delay.py"


def holding(milliseconds: float) -> list[str]:
    """The command of the program that holds packets, the one of the labs."""
    return [sys.executable, str(_PROGRAM), f"{_QUEUE}={milliseconds:g}"]


def enter_namespace(module: str, arguments: list[str]) -> None:
    """Run the program again in a network namespace that has nothing but a loopback."""
    command = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    inner = 'ip link set lo up && exec "$@"'
    os.environ[INSIDE] = "1"
    os.execvp("unshare", [*command, "sh", "-c", inner, "sh", sys.executable, "-m", module, *arguments])


def rule(port: int, on: bool) -> None:
    """Have what comes from this port pass through the queue, or no longer."""
    match = ["PREROUTING", "-p", "tcp", "--sport", str(port)]
    target = ["-j", "NFQUEUE", "--queue-num", str(_QUEUE), "--queue-bypass"]
    subprocess.run(["iptables", "-w", "-t", "mangle", "-A" if on else "-D", *match, *target], check=True)


def connect_seconds(port: int, times: int = 9) -> float:
    """The median time of connecting to a port, which is one round trip."""
    taken = []
    for dummy in range(times):
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            taken.append(time.perf_counter() - began)
    return sorted(taken)[times // 2]
