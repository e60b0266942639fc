# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a request to a cluster takes from here, and the settings of its brokers.

Private to streamops.kafka.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane

try:
    import confluent_kafka.admin as kafka_admin
except ImportError:
    kafka_admin = None

__all__ = ["broker_settings", "round_trips"]

REQUESTS = 5
_BROKERS = 3


def round_trips(planes: Mapping[str, DataPlane], clock: Callable[[], float] = time.monotonic) -> dict[str, float]:
    """Median milliseconds of a few requests for metadata, one after another on a connection that was used before.

    The broker's work and the size of the answer are part of it: an upper bound of what the network takes.
    """
    with ThreadPoolExecutor(max(len(planes), 1)) as pool:
        asked = {side: pool.submit(_round_trip, plane, clock) for side, plane in planes.items()}
        return {side: future.result() for side, future in asked.items()}


def _round_trip(plane: DataPlane, clock: Callable[[], float]) -> float:
    taken = []
    plane.brokers()
    for dummy in range(REQUESTS):
        begun = clock()
        plane.brokers()
        taken.append((clock() - begun) * 1000)
    return round(statistics.median(taken), 2)


def broker_settings(plane: DataPlane) -> dict[str, str]:
    """Settings of the brokers; of some that differ, the smallest number counts."""
    kind = kafka_admin.ConfigResource.Type.BROKER
    found: dict[str, str] = {}
    # The client takes one broker a request.
    for broker in plane.broker_ids()[:_BROKERS]:
        resource = kafka_admin.ConfigResource(kind, str(broker))
        for key, value in plane.ask("read the brokers' configs", _described(resource, plane.timeout)).items():
            found[key] = min(found.get(key, value), value, key=_number)
    return found


def _described(resource: Any, seconds: float) -> Callable[[Any], dict[str, str]]:
    def ask(admin: Any) -> dict[str, str]:
        (future,) = admin.describe_configs([resource], request_timeout=seconds).values()
        return {key: str(entry.value) for key, entry in future.result(seconds + 1).items()}

    return ask


def _number(value: str) -> float:
    """-1 stands for what the kernel allows."""
    return float(value) if value.isdigit() else float("inf")
