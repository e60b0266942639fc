# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that MirrorMaker and Connect keep in Kafka, decoded.

Private to streamops.kafka. Formats: Connect's status, config and offset topics (JSON), the offset-syncs, checkpoints
and heartbeats of MirrorMaker (binary), and the group protocol of Connect (binary). What cannot be read is left out.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Iterable, Mapping, NamedTuple, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.stack_trace import root_cause

__all__ = [
    "Checkpoint",
    "assignments",
    "checkpoints",
    "heartbeat_time",
    "offset_syncs",
    "owned_tasks",
    "positions",
    "running_configs",
    "statuses",
]

Table = Mapping[bytes, Optional[bytes]]


class Checkpoint(NamedTuple):
    """A group's offset on the source and its translation on the target."""

    upstream: int
    downstream: int


def statuses(table: Table) -> list[dict[str, Any]]:
    """States of connectors (task None) and tasks out of the status topic, in their order."""
    found = []
    for key, status in _json_values(table, "status-"):
        kind, dummy, name = key.partition("-")
        if kind not in ("connector", "task"):
            continue
        connector, task = (name, None) if kind == "connector" else _split_number(name)
        cause = root_cause(status.get("trace") or "")
        state, worker = str(status.get("state", "")), str(status.get("worker_id", ""))
        found.append({"connector": connector, "task": task, "state": state, "worker_id": worker, "cause": cause})
    return sorted(found, key=lambda item: (item["connector"], -1 if item["task"] is None else item["task"]))


def running_configs(table: Table) -> dict[str, dict[str, Any]]:
    """Out of the config topic, per connector: its configuration, number of tasks, and what was given to tasks."""
    configs = {key: value.get("properties") or {} for key, value in _json_values(table, "connector-")}
    counts = {key: int(value.get("tasks", 0)) for key, value in _json_values(table, "commit-")}
    given: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for key, value in _json_values(table, "task-"):
        connector, number = _split_number(key)
        if number < counts.get(connector, 0):
            given.setdefault(connector, []).append((number, value.get("properties") or {}))
    return {
        name: {"config": config, **assignments(given.get(name, ())), "tasks": counts.get(name, 0)}
        for name, config in configs.items()
    }


def assignments(tasks: Iterable[tuple[int, Mapping[str, Any]]]) -> dict[str, Any]:
    """What tasks were given by their connector: partitions, which task has which, and consumer groups."""
    found: dict[str, Any] = {"tasks": 0, "assigned": [], "owners": {}, "groups": []}
    for number, config in tasks:
        places = [_split_number(part) for part in _split(config.get("task.assigned.partitions"))]
        found["tasks"] += 1
        found["assigned"].extend(places)
        found["owners"].update(dict.fromkeys(places, number))
        found["groups"].extend(_split(config.get("task.assigned.groups")))
    return found


def _split(text: Any) -> list[str]:
    return [part for part in str(text or "").split(",") if part]


def positions(table: Table, source: str) -> dict[tuple[str, int], int]:
    """Offset of the last copied record of each source partition."""
    found = {}
    for key, value in table.items():
        try:
            connector, partition = json.loads(key)
            if connector == "MirrorSourceConnector" and partition.get("cluster") == source and value is not None:
                found[(str(partition["topic"]), int(partition["partition"]))] = int(json.loads(value)["offset"])
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def offset_syncs(table: Table) -> dict[tuple[str, int], tuple[int, int]]:
    """Newest pair (offset on the source, offset on the target) of each source partition."""
    found = {}
    for key, value in table.items():
        try:
            topic, rest = _string(key)
            (partition,) = struct.unpack(">i", rest)
            upstream, downstream = struct.unpack(">qq", value or b"")
        except (struct.error, UnicodeDecodeError):
            continue
        found[(topic, partition)] = (upstream, downstream)
    return found


def checkpoints(table: Table) -> dict[tuple[str, str, int], Checkpoint]:
    """Newest checkpoint per (group, topic on the target, partition)."""
    found = {}
    for key, value in table.items():
        try:
            group, rest = _string(key)
            topic, rest = _string(rest)
            (partition,) = struct.unpack(">i", rest)
            dummy, upstream, downstream = struct.unpack_from(">hqq", value or b"")
        except (struct.error, UnicodeDecodeError):
            continue
        found[(group, topic, partition)] = Checkpoint(upstream, downstream)
    return found


def heartbeat_time(value: Optional[bytes]) -> Optional[int]:
    """Time stamp (ms) inside a heartbeat."""
    try:
        dummy, stamp = struct.unpack(">hq", value or b"")
    except struct.error:
        return None
    return int(stamp)


def owned_tasks(metadata: bytes, assignment: bytes) -> Optional[set[tuple[str, int]]]:
    """What a member of a Connect group runs (task -1 is the connector itself); None when it cannot be read.

    Incremental protocols assign only what is new: the member brought the rest along when it joined.
    """
    try:
        assigned, revoked = _assignment(assignment) if assignment else (set(), set())
        return (_brought(metadata) | assigned) - revoked
    except (struct.error, UnicodeDecodeError):
        return None


def _brought(metadata: bytes) -> set[tuple[str, int]]:
    (version,) = struct.unpack_from(">h", metadata)
    dummy, rest = _string(metadata[2:])
    if version == 0:
        return set()
    (size,) = struct.unpack_from(">i", rest, 8)
    return _assignment(rest[12 : 12 + size])[0] if size > 0 else set()


def _assignment(data: bytes) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    (version,) = struct.unpack_from(">h", data)
    dummy, rest = _string(data[4:])
    dummy, rest = _string(rest)
    assigned, rest = _tasks(rest[8:])
    return assigned, _tasks(rest)[0] if version > 0 else set()


def _tasks(data: bytes) -> tuple[set[tuple[str, int]], bytes]:
    (count,) = struct.unpack_from(">i", data)
    data = data[4:]
    found: set[tuple[str, int]] = set()
    for dummy in range(max(count, 0)):
        connector, data = _string(data)
        (size,) = struct.unpack_from(">i", data)
        found.update((connector, number) for number in struct.unpack_from(f">{size}i", data, 4))
        data = data[4 + 4 * size :]
    return found, data


def _string(data: bytes) -> tuple[str, bytes]:
    (size,) = struct.unpack_from(">h", data)
    if size < 0 or len(data) < 2 + size:
        raise struct.error("text is cut")
    return data[2 : 2 + size].decode("utf-8"), data[2 + size :]


def _split_number(text: str) -> tuple[str, int]:
    name, dummy, number = text.rpartition("-")
    return name, int(number) if number.isdigit() else 0


def _json_values(table: Table, prefix: str) -> Iterable[tuple[str, dict[str, Any]]]:
    for key, value in table.items():
        text = key.decode("utf-8", "replace")
        if value is None or not text.startswith(prefix):
            continue
        try:
            data = json.loads(value)
        except ValueError:
            continue
        if isinstance(data, dict):
            yield text[len(prefix) :], data
