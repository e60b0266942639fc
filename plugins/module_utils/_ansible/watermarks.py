# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of a Kafka cluster that checks of connectors need, taken from the data plane.

Private to streamops.kafka. Built when the first check needs it, so that other tasks need no Kafka client.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Callable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import data_plane
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._core.sinks import Partition
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.reader import READ_COMMITTED
from ansible_collections.streamops.kafka.plugins.module_utils._rest.sinks import Brokers

__all__ = ["watermarks_of"]

_STABLE = "Stable"
_NO_LOGIN = "give its login on Kafka, as login, for its rights to be asked"


class _Plane:
    """Begin and end of the partitions of a topic, as a consumer sees them that reads what is committed."""

    def __init__(self, plane: DataPlane, logins: Mapping[str, Mapping[str, Any]]) -> None:
        self._plane = plane
        self._logins = logins
        self._partitions = plane.partitions()

    def login(self) -> Mapping[str, Any]:
        """How the brokers are asked: alias, protocol, what one logs in by, whether their names are verified."""
        cluster = self._plane.cluster
        return {
            "alias": cluster.alias,
            "security_protocol": cluster.security_protocol,
            "login": cluster.sasl_mechanism or ("certificate" if cluster.client_cert else ""),
            "names_verified": cluster.extra.get("ssl.endpoint.identification.algorithm", "https") != "",
        }

    def watermarks(self, topic: str) -> Mapping[int, tuple[int, int]]:
        """First and next offset of each partition; empty when the topic does not exist."""
        partitions = [(topic, number) for number in range(self._count(topic))]
        begins = self._plane.begin_offsets(partitions)
        ends = self._plane.end_offsets(partitions, READ_COMMITTED)
        return {number: (begins[topic, number], ends[topic, number]) for dummy, number in partitions}

    def _count(self, topic: str) -> int:
        """A topic that was not there when the look began may have been made meanwhile."""
        if topic not in self._partitions:
            self._partitions = self._plane.partitions()
        return self._partitions.get(topic, 0)

    def partitions(self) -> Mapping[str, int]:
        """Every topic, with its number of partitions."""
        return self._partitions

    def begins(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """First offsets."""
        return self._plane.begin_offsets(partitions)

    def ends(self, partitions: Sequence[Partition], isolation: str) -> Mapping[Partition, int]:
        """Ends at an isolation level."""
        return self._plane.end_offsets(partitions, isolation)

    def committed(self, group: str) -> Mapping[Partition, int]:
        """Offsets that a group committed."""
        return self._plane.committed([group]).get(group, {})

    def owners(self, group: str) -> Sequence[tuple[str, bytes]]:
        """Client id and assignment of each member of a group; none while they are being handed out."""
        state, members = self._plane.members(group)
        return [(member["client_id"], member["assignment"]) for member in members] if state == _STABLE else []

    def any_record(self, start: Mapping[Partition, int], isolation: str) -> bool:
        """Whether a record stands at these offsets or behind them."""
        with self._plane.reader(start, isolation) as reader:
            return next(reader.until_end(self._plane.timeout), None) is not None

    def last_headers(self, topic: str) -> Optional[Sequence[tuple[str, Optional[bytes]]]]:
        """Headers of the newest record of a topic, None when it has none."""
        ends = {(topic, part): last for part, (first, last) in self.watermarks(topic).items() if last > first}
        start = {place: last - 1 for place, last in ends.items()}
        if not start:
            return None
        with self._plane.reader(start, READ_COMMITTED) as reader:
            records: list[Any] = list(reader.until_end(self._plane.timeout, ends))
        return max(records, key=lambda record: record.timestamp).headers if records else None

    def may_write(self, connector: str, topic: str) -> tuple[Optional[bool], str]:
        """Whether the clients of a connector may write a topic, None where it cannot be known, and why not."""
        login = self._logins.get(connector)
        if login is None and self._plane.cluster.security_protocol != "PLAINTEXT":
            return None, _NO_LOGIN
        plane = data_plane(login) if login else self._plane  # without logins all are the same one
        try:
            operations = plane.operations(topic)
        except DataPlaneError as error:
            return (None if error.details.get("kind") == "unreachable" else False), error.message
        user = plane.cluster.sasl_username or ("its certificate" if plane.cluster.client_cert else "everybody")
        return "WRITE" in operations, f"the brokers allow {user} {', '.join(sorted(operations))} on it; add write"


def watermarks_of(
    options: Optional[Mapping[str, Any]], logins: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> Optional[Callable[[], Brokers]]:
    """What builds the data plane of a cluster option; None when there is no cluster. ``logins`` are the connectors'."""
    return (lambda: _Plane(data_plane(options), logins)) if options else None
