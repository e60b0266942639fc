# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Connect worker."""

from __future__ import annotations

import re
from dataclasses import dataclass

import requests

from ansible_collections.streamops.kafka.tests.processes.process import HOST, Process
from ansible_collections.streamops.kafka.tests.processes.programs import Programs

__all__ = ["Worker", "worker_settings"]

_JOINED = re.compile(r"Joined group at generation (\d+).*leaderUrl='([^']*)'")


@dataclass
class Worker:
    """One Connect worker."""

    number: int
    port: int
    process: Process

    @property
    def url(self) -> str:
        """The address of its REST API."""
        return f"http://{HOST}:{self.port}"

    @property
    def generation(self) -> tuple[int, str]:
        """The last group generation that it joined, and the leader's address."""
        joined = _JOINED.findall(self.process.text())
        return (int(joined[-1][0]), joined[-1][1].rstrip("/")) if joined else (0, "")

    def up(self) -> bool:
        """Whether it answers."""
        self.process.check()
        try:
            return requests.get(f"{self.url}/connectors", timeout=10).status_code == 200
        except requests.RequestException:
            return False


def worker_settings(programs: Programs, bootstrap: str, group: str, port: int) -> dict[str, str]:
    """What every worker of these tests is started with: short intervals, internal topics with one replica."""
    values = {
        "bootstrap.servers": bootstrap,
        "group.id": group,
        "listeners": f"http://{HOST}:{port}",
        "key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": "org.apache.kafka.connect.storage.StringConverter",
        "offset.flush.interval.ms": "1000",
        "scheduled.rebalance.max.delay.ms": "500",
        "task.shutdown.graceful.timeout.ms": "1000",
        "plugin.discovery": "service_load",
        "connector.client.config.override.policy": "All",
        "offset.storage.partitions": "3",
        "status.storage.partitions": "1",
    }
    if programs.plugin_path:
        values["plugin.path"] = str(programs.plugin_path)
    for kind in ("config", "offset", "status"):
        values[f"{kind}.storage.topic"] = f"{group}-{kind}"
        values[f"{kind}.storage.replication.factor"] = "1"
    return values
