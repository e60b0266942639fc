# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers of a Connect cluster say about a mirror flow, in the shape of the flow's evidence.

Private to streamops.kafka. A worker that answers ``/health`` with 200 is a live node and runs the tasks that name it.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_codec import assignments
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import mask_config

__all__ = ["rest_life", "rest_positions", "rest_running", "with_configs"]


def rest_life(evidence: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Group, statuses and connectors; ``kinds`` has the kind of each of the flow's connectors by name."""
    found = {kinds[item["name"]]: item for item in evidence["connectors"] if item["state"] != "UNKNOWN"}
    statuses = [
        {
            "connector": kind,
            "task": None if entry is item else entry["id"],
            "state": entry["state"],
            "worker_id": entry["worker_id"],
            "cause": entry.get("cause", ""),
        }
        for kind, item in sorted(found.items())
        for entry in (item, *item["tasks"])
    ]
    members = [_member(worker, statuses) for worker in evidence["workers"] if worker["live"]]
    return {
        "group": {
            "id": "the Connect workers",
            "state": "Stable",
            "members": members,
            "hint": "no worker of connect_urls answers /health with 200; start the workers",
        },
        "statuses": statuses,
        "connectors": [
            {"name": kind, "tasks": len(item["tasks"]), "config": {}} for kind, item in sorted(found.items())
        ],
    }


def _member(worker: Mapping[str, Any], statuses: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    tasks = [
        f"{status['connector']}-{status['task']}"
        for status in statuses
        if status["task"] is not None and status["worker_id"] == worker["worker_id"]
    ]
    return {"client_id": worker["worker_id"], "host": worker["url"], "tasks": tasks}


def with_configs(life: Mapping[str, Any], running: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The same with the configuration of each connector, secrets masked."""
    rows = [
        {**row, "config": mask_config(running.get(row["name"], {}).get("config", {}))} for row in life["connectors"]
    ]
    return {**life, "connectors": rows}


def rest_running(
    configs: Mapping[str, Mapping[str, str]], tasks: Mapping[str, Iterable[Mapping[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """The running connectors by kind, in the shape of those that dedicated processes write down."""
    return {
        kind: {"config": dict(config), **assignments([(entry["id"]["task"], entry["config"]) for entry in tasks[kind]])}
        for kind, config in configs.items()
    }


def rest_positions(offsets: Iterable[Mapping[str, Any]], source: str) -> dict[tuple[str, int], int]:
    """Offset of the last copied record of each source partition."""
    found = {}
    for entry in offsets:
        place, position = entry.get("partition") or {}, entry.get("offset") or {}
        if place.get("cluster") == source and "offset" in position:
            found[(str(place["topic"]), int(place["partition"]))] = int(position["offset"])
    return found
