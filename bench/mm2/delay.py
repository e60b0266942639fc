# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delay for packets of the loopback, in a network namespace of its own.

Netfilter hands every packet that came from a chosen port to a queue, and this program gives it back some time later:
``python -m bench.mm2.delay QUEUE MILLISECONDS``. It needs no kernel module beyond the queue itself, and no library.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import subprocess
import sys
import time
from collections import deque
from typing import Iterator, Optional

__all__ = ["INSIDE", "connect_seconds", "enter_namespace", "rule"]

QUEUE = 7
INSIDE = "BENCH_MM2_NAMESPACE"
_NETLINK_NETFILTER = 12
_SUBSYSTEM = 3
_PACKET, _CONFIG, _VERDICTS = _SUBSYSTEM << 8, _SUBSYSTEM << 8 | 2, _SUBSYSTEM << 8 | 3
_ERROR = 2
_BIND, _COPY_META, _ACCEPT = 1, 1, 1
# Attributes of a configuration and of a packet.
_COMMAND, _PARAMETERS, _LENGTH, _MASK, _FLAGS = 1, 2, 3, 4, 5
_PACKET_HEADER, _VERDICT_HEADER = 1, 2
_OPEN_WHEN_FULL, _WHOLE_SEGMENTS = 1, 4


def enter_namespace(module: str, arguments: list[str]) -> None:
    """Run the program again in a network namespace that has nothing but a loopback."""
    command = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    inner = 'ip link set lo up && exec "$@"'
    os.environ[INSIDE] = "1"
    os.execvp("unshare", [*command, "sh", "-c", inner, "sh", sys.executable, "-m", module, *arguments])


def rule(port: int, on: bool) -> None:
    """Have what comes from this port pass through the queue, or no longer."""
    match = ["PREROUTING", "-p", "tcp", "--sport", str(port)]
    target = ["-j", "NFQUEUE", "--queue-num", str(QUEUE), "--queue-bypass"]
    subprocess.run(["iptables", "-w", "-t", "mangle", "-A" if on else "-D", *match, *target], check=True)


def connect_seconds(port: int, times: int = 9) -> float:
    """The median time of connecting to a port, which is one round trip."""
    taken = []
    for dummy in range(times):
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            taken.append(time.perf_counter() - began)
    return sorted(taken)[times // 2]


def _attribute(kind: int, data: bytes) -> bytes:
    size = 4 + len(data)
    return struct.pack("=HH", size, kind) + data + bytes(-size % 4)


def _message(kind: int, queue: int, attributes: bytes) -> bytes:
    body = struct.pack("=BBH", 0, 0, socket.htons(queue)) + attributes
    return struct.pack("=IHHII", 16 + len(body), kind, 1, 0, 0) + body


def _open(queue: int) -> socket.socket:
    channel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_NETFILTER)
    channel.bind((0, 0))
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    flags = struct.pack(">I", _OPEN_WHEN_FULL | _WHOLE_SEGMENTS)
    for attributes in (
        _attribute(_COMMAND, struct.pack(">BBH", _BIND, 0, 0)),
        _attribute(_PARAMETERS, struct.pack(">IB", 0, _COPY_META)),
        _attribute(_LENGTH, struct.pack(">I", 65536)),
        _attribute(_FLAGS, flags) + _attribute(_MASK, flags),
    ):
        channel.send(_message(_CONFIG, queue, attributes))
    return channel


def _packets(data: bytes) -> Iterator[int]:
    """Ids of the packets in what the kernel sent."""
    at = 0
    while at + 16 <= len(data):
        size, kind = struct.unpack_from("=IH", data, at)
        if kind == _ERROR and struct.unpack_from("=i", data, at + 16)[0]:
            raise OSError(-struct.unpack_from("=i", data, at + 16)[0], "the kernel refused a message to the queue")
        if kind == _PACKET:
            yield _packet_id(data, at + 20, at + size)
        at += (size + 3) & ~3


def _packet_id(data: bytes, at: int, end: int) -> int:
    while at + 4 <= end:
        size, kind = struct.unpack_from("=HH", data, at)
        if kind & 0x7FFF == _PACKET_HEADER:
            return int(struct.unpack_from(">I", data, at + 4)[0])
        at += (size + 3) & ~3
    raise ValueError("a packet without an id")


def _arrivals(channel: socket.socket, wait: Optional[float]) -> Iterator[int]:
    if select.select([channel], [], [], wait)[0]:
        try:
            yield from _packets(channel.recv(1 << 16))
        except OSError as error:
            if error.errno != 105:  # the kernel let some pass, because we were slow
                raise


def hold(queue: int, seconds: float) -> None:
    """Give every packet back after ``seconds``, in the order of their coming; for ever."""
    channel = _open(queue)
    waiting: deque[tuple[float, int]] = deque()
    while True:
        now, due = time.monotonic(), None
        while waiting and waiting[0][0] <= now:
            due = waiting.popleft()[1]
        if due is not None:
            # One verdict for every packet up to this one.
            header = _attribute(_VERDICT_HEADER, struct.pack(">II", _ACCEPT, due))
            channel.send(_message(_VERDICTS, queue, header))
        wait = waiting[0][0] - time.monotonic() if waiting else None
        for number in _arrivals(channel, None if wait is None else max(0.0, wait)):
            waiting.append((time.monotonic() + seconds, number))


if __name__ == "__main__":
    hold(int(sys.argv[1]), float(sys.argv[2]) / 1000)
