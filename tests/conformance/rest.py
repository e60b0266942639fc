# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another client of the same cluster: it prepares cases, and says what the cluster really holds."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Mapping, Optional
from urllib.parse import quote

import requests
from cluster import Cluster, wait_for

FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector"


class Rest:
    """Plain requests to the leader."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def call(self, method: str, path: str, body: Any = None, url: Optional[str] = None) -> requests.Response:
        """One request; a rebalance that is in the way is waited for."""
        end = time.monotonic() + 30
        while True:
            answer = requests.request(method, (url or self.cluster.leader.url) + path, json=body, timeout=100)
            passing = answer.status_code == 409 and "already exists" not in answer.text
            if not passing or time.monotonic() > end:
                return answer
            time.sleep(0.2)

    def good(self, method: str, path: str, body: Any = None) -> Any:
        """The body of an answer that must be good."""
        answer = self.call(method, path, body)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def create(self, configs: Mapping[str, Mapping[str, Any]]) -> None:
        """Make connectors, all at once."""
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda name: self.good("PUT", f"/connectors/{quote(name)}/config", configs[name]), configs))

    def delete(self, *names: str) -> None:
        """Remove connectors, all at once."""
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda name: self.call("DELETE", f"/connectors/{quote(name)}"), names))

    def names(self) -> list[str]:
        """All connectors."""
        return list(self.good("GET", "/connectors"))

    def status(self, name: str) -> dict[str, Any]:
        """The states of connector and tasks, empty without a status."""
        answer = self.call("GET", f"/connectors/{quote(name)}/status")
        return dict(answer.json()) if answer.ok else {}

    def states(self, name: str) -> tuple[str, list[str]]:
        """The connector's state and those of its tasks."""
        status = self.status(name)
        return status.get("connector", {}).get("state", ""), [task["state"] for task in status.get("tasks", ())]

    def wait_states(self, name: str, connector: str, tasks: list[str], seconds: float = 30.0) -> None:
        """Wait until the states are these."""
        wait_for(
            f"{name} {connector} {tasks} (is {self.states(name)})",
            lambda: self.states(name) == (connector, tasks),
            seconds,
        )

    def starts(self, name: str) -> dict[str, int]:
        """How often the workers started the connector and its tasks, from their logs, by whomever it was asked."""
        texts = {worker.number: worker.process.text() for worker in self.cluster.workers}
        found = {"connector": _starts(texts, f"Creating connector {name} of type")}
        for number in range(4):
            found[str(number)] = _starts(texts, f"Creating task {name}-{number} ")
        return found


def _starts(texts: Mapping[int, str], sentence: str) -> int:
    """Starts without moves: a worker that takes a task over from another evens out the load, in any rebalance.

    The leader does so when it likes (KIP-415), also while somebody changes another connector. What is restarted by
    request or for a new configuration starts again on the worker that it was on.
    """
    lines = sorted(
        (line[:25], number) for number, text in texts.items() for line in text.splitlines() if sentence in line
    )
    places = [number for dummy, number in lines]
    return len(places) - sum(place != other for place, other in zip(places, places[1:]))
