"""Hold every packet of netfilter queues for a time:  nfq_delay.py QUEUE=MILLISECONDS [QUEUE=MILLISECONDS ...]

Latency between regions where the kernel has no `tc netem`. No library is needed. Runs in the network namespace whose
packets it holds, and works on what arrives: a packet that is held on its way out counts against its sender's queue,
which would throttle it. A packet passes at once while this does not run, when the rule says --queue-bypass.
"""

from __future__ import annotations

import collections
import select
import socket
import struct
import sys
import time

NETLINK_NETFILTER, QUEUE_SUBSYSTEM = 12, 3
PACKET, CONFIG, VERDICT_BATCH = 0, 2, 3
HEADER = struct.Struct("=IHHII")  # length, type, flags, sequence, port
FAMILY = struct.Struct("=BBH")  # family, version, queue in network order
# Configuration attributes of a queue, and of a verdict.
COMMAND, PARAMETERS, LENGTH, MASK, FLAGS = 1, 2, 3, 4, 5
BIND, COPY_META = 1, 1
FAIL_OPEN, KEEP_SEGMENTS = 1, 4
VERDICT, ACCEPT = 2, 1


def attribute(kind: int, data: bytes) -> bytes:
    length = 4 + len(data)
    return struct.pack("=HH", length, kind) + data + bytes(-length % 4)


def message(kind: int, queue: int, *attributes: bytes) -> bytes:
    body = FAMILY.pack(0, 0, socket.htons(queue)) + b"".join(attributes)
    return HEADER.pack(HEADER.size + len(body), QUEUE_SUBSYSTEM << 8 | kind, 1, 0, 0) + body


def bound(queues: list[int]) -> socket.socket:
    """A socket that is handed the numbers of the packets of these queues, never their contents."""
    link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    link.bind((0, 0))
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    flags = struct.pack(">I", FAIL_OPEN | KEEP_SEGMENTS)
    for queue in queues:
        link.send(message(CONFIG, queue, attribute(COMMAND, struct.pack(">BBH", BIND, 0, 0))))
        link.send(message(CONFIG, queue, attribute(PARAMETERS, struct.pack(">IB", 0, COPY_META))))
        link.send(message(CONFIG, queue, attribute(LENGTH, struct.pack(">I", 65536))))
        link.send(message(CONFIG, queue, attribute(FLAGS, flags), attribute(MASK, flags)))
    link.setblocking(False)
    return link


def packets(data: bytes):
    """(queue, packet number) of each packet in what the kernel sent."""
    place = 0
    while place + HEADER.size <= len(data):
        length, kind, *_others = HEADER.unpack_from(data, place)
        if kind == QUEUE_SUBSYSTEM << 8 | PACKET:
            queue = socket.ntohs(FAMILY.unpack_from(data, place + HEADER.size)[2])
            # The first attribute is the packet's header, which begins with its number.
            yield queue, struct.unpack_from(">I", data, place + HEADER.size + FAMILY.size + 4)[0]
        elif kind == 2 and struct.unpack_from("=i", data, place + HEADER.size)[0]:
            sys.exit(f"netlink error {struct.unpack_from('=i', data, place + HEADER.size)[0]}")
        place += (length + 3) & ~3


def received(link: socket.socket):
    for _count in range(256):
        try:
            yield from packets(link.recv(65536))
        except OSError:  # nothing more, or more than the buffer holds: then packets pass
            return


def main(delays: dict[int, float]) -> None:
    link, waiting = bound(list(delays)), {queue: collections.deque() for queue in delays}
    while True:
        now, next_due = time.monotonic(), []
        for queue, held in waiting.items():
            last = None
            while held and held[0][0] <= now:
                last = held.popleft()[1]
            if last is not None:  # every number up to this one
                link.send(message(VERDICT_BATCH, queue, attribute(VERDICT, struct.pack(">II", ACCEPT, last))))
            if held:
                next_due.append(held[0][0])
        pause = max(0.0, min(next_due) - time.monotonic()) if next_due else None
        if select.select([link], [], [], pause)[0]:
            now = time.monotonic()
            for queue, number in received(link):
                waiting[queue].append((now + delays[queue], number))


if __name__ == "__main__":
    main({int(queue): float(delay) / 1000 for queue, delay in (item.split("=") for item in sys.argv[1:])})
