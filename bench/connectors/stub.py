# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stub of the unit tests as a program: ``python -m bench.connectors.stub PORT``, until it is ended.

Its plugin has as many keys as Debezium's, and the configurations as many as one of Debezium with transformations: time
and memory of a client depend on both.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tests" / "unit"))

from stub_connect import POSTGRES, StubConnect

__all__ = ["config", "main"]

_DECLARED = 130


def config(name: str) -> dict[str, str]:
    """A configuration of 30 keys: declared ones, and those that Connect takes without a declaration."""
    return {
        "connector.class": POSTGRES,
        "tasks.max": "1",
        "name": name,
        "database.hostname": "postgres.example.org",
        "database.port": "5432",
        "database.user": "replicator",
        "database.password": "${file:/etc/kafka-connect/secrets.properties:postgres.password}",
        "topic.prefix": f"primary.{name}",
        **{f"declared.key.number.{number}": f"value {number} of {name}" for number in range(10)},
        **{f"transforms.route{number}.type": "org.apache.kafka.connect.transforms.RegexRouter" for number in range(4)},
        **{f"transforms.route{number}.regex": f"(.*){name}(.*)" for number in range(4)},
        **{f"transforms.route{number}.replacement": f"$1{name}$2" for number in range(4)},
    }


def main() -> None:
    """Serve."""
    stub = StubConnect((int(sys.argv[1]),))
    keys = {f"declared.key.number.{number}": "STRING" for number in range(_DECLARED)}
    stub.plugins[POSTGRES] = {"type": "source", "keys": {**stub.plugins[POSTGRES]["keys"], **keys}}
    threading.Event().wait()


if __name__ == "__main__":
    main()
