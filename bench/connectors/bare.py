# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The raw limit: the fewest requests that do the same work, eight in flight over one session, nothing else.

It keeps the one promise that costs a round trip: nothing is written before everything is validated. Its time has no
start of an interpreter in it.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Iterable, Mapping

import requests

IN_FLIGHT = 8
_EVERY = 0.1  # shorter than what the module waits between two looks
_PATIENCE = 120.0


class Bare:
    """Requests to one worker."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=IN_FLIGHT))

    def create(self, configs: Mapping[str, Mapping[str, str]]) -> float:
        """Validate all, write all, look until all run."""
        began = time.perf_counter()
        self._all(configs, lambda name: self._valid(configs[name]))
        self._all(configs, lambda name: self._put(name, configs[name]))
        self._until(lambda: self._running(configs))
        return time.perf_counter() - began

    def change(self, name: str, config: Mapping[str, str]) -> float:
        """Write one, look until it runs."""
        began = time.perf_counter()
        self._put(name, config)
        self._until(lambda: self._running([name]))
        return time.perf_counter() - began

    def read(self) -> float:
        """Read everything, once."""
        began = time.perf_counter()
        self._call("GET", "/connectors?expand=info&expand=status")
        return time.perf_counter() - began

    def clear(self) -> None:
        """Delete all and let the cluster come to rest; all at once would leave it busy for the next run."""
        self._all(self._call("GET", "/connectors"), lambda name: self._call("DELETE", f"/connectors/{name}"))
        self._until(lambda: not self._call("GET", "/connectors") and not self._statuses())
        time.sleep(1.0)

    def _valid(self, config: Mapping[str, str]) -> None:
        answer = self._call("PUT", f"/connector-plugins/{config['connector.class']}/config/validate", config)
        if answer["error_count"]:
            raise RuntimeError(f"not valid: {config}")

    def _put(self, name: str, config: Mapping[str, str]) -> None:
        self._call("PUT", f"/connectors/{name}/config", config)

    def _statuses(self) -> Mapping[str, Any]:
        return dict(self._call("GET", "/connectors?expand=status"))

    def _running(self, names: Iterable[str]) -> bool:
        seen = self._statuses()
        return all(name in seen and _runs(seen[name]["status"]) for name in names)

    def _all(self, names: Iterable[str], call: Callable[[str], object]) -> None:
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            list(pool.map(call, names))

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not true():
            if time.monotonic() > end:
                raise RuntimeError("the worker does not get there")
            time.sleep(_EVERY)

    def _call(self, method: str, path: str, body: object = None) -> Any:
        answer = self._http.request(method, self._url + path, json=body, timeout=100)
        answer.raise_for_status()
        return answer.json() if answer.content else None


def _runs(status: Mapping[str, Any]) -> bool:
    states = [status["connector"]["state"], *(task["state"] for task in status["tasks"])]
    return len(states) > 1 and set(states) == {"RUNNING"}
