# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and sets loggers of workers, one worker after another or all at once through the config topic.

Private to streamops.kafka. Setting a level twice does no harm, so a lost answer is read back and sent again.
"""

from __future__ import annotations

from typing import Mapping, NoReturn, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    StreamopsError,
    TransportError,
    UnreachableError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.log_levels import (
    WorkerLevels,
    differing,
    plan_levels,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.certain import write_surely
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import pause
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import in_parallel

__all__ = ["Loggers"]

_NOT_HERE = (
    "has no loggers to read or set at this address: its admin.listeners is empty or names another address, which then "
    "belongs into connect_urls"
)
_NOT_SETTABLE = "refuses every level: its logging library is not one that Connect can control, see its first log lines"


class Loggers:
    """The wanted loggers of the workers that are listed."""

    def __init__(self, client: Client, wanted: Mapping[str, str]) -> None:
        self._client = client
        self._wanted = wanted

    def look(self) -> list[WorkerLevels]:
        """What every listed worker has and needs; one that does not answer ends the run before anything is set."""
        urls = self._client.session.urls
        answers = list(zip(urls, in_parallel(self._try_read, urls)))
        silent = {url: cause for url, (dummy, cause) in answers if cause}
        if silent:
            told = ", ".join(f"{url} ({cause})" for url, cause in silent.items())
            message = f"No answer from {told}: nothing was set; start the workers or take them out of connect_urls."
            kind = UnreachableError if len(silent) == len(urls) else TransportError
            raise kind(message, {"urls": silent})
        return [WorkerLevels(url, levels, plan_levels(self._wanted, levels)) for url, (levels, dummy) in answers]

    def read(self, url: str) -> dict[str, Optional[str]]:
        """The wanted loggers of one worker as they are."""
        worker = self._client.at(url)
        try:
            return {name: worker.level(name) for name in self._wanted}
        except ApiError as error:
            _explain(error)

    def set_one_by_one(self, workers: Sequence[WorkerLevels]) -> None:
        """Set what each worker needs, in its order; a failure says which workers were set before it."""
        done: list[str] = []
        for worker in workers:
            try:
                for name, level in worker.writes.items():
                    self._set(self._client.at(worker.url), "worker", name, level, [worker.url])
            except StreamopsError as error:
                before = f" Set before that: {', '.join(done)}." if done else ""
                raise type(error)(f"{error.message}{before}", {**error.details, "done": done}) from error
            done.extend([worker.url] if worker.writes else [])

    def set_everywhere(self, workers: Sequence[WorkerLevels]) -> None:
        """Set on the whole cluster what any of the workers needs, and what that covers again."""
        needed = {name for worker in workers for name in worker.writes}
        settled = {name: level for name, level in self._wanted.items() if name not in needed}
        for name, level in plan_levels(self._wanted, settled).items():
            self._set(self._client, "cluster", name, level, [worker.url for worker in workers])

    def settle(self, workers: Sequence[WorkerLevels]) -> dict[str, dict[str, Optional[str]]]:
        """What the workers have once all of them have what is wanted, or at the end of the run."""
        attempt = 0
        while True:
            seen = {worker.url: self.read(worker.url) for worker in workers}
            settled = not any(differing(self._wanted, levels) for levels in seen.values())
            if settled or not self._client.deadline.sleep(pause(attempt)):
                return seen
            attempt += 1

    def _set(self, client: Client, scope: str, name: str, level: str, urls: Sequence[str]) -> None:
        try:
            write_surely(
                self._client.deadline,
                lambda: client.set_level(name, level, scope),
                lambda: all(self._client.at(url).level(name) == level for url in urls),
            )
        except ApiError as error:
            _explain(error)

    def _try_read(self, url: str) -> tuple[dict[str, Optional[str]], str]:
        """The levels, or why the worker does not answer."""
        try:
            return self.read(url), ""
        except TransportError as error:
            return {}, str(error.details["cause"])


def _explain(error: ApiError) -> NoReturn:
    if error.details["status"] == 404:
        words = _NOT_SETTABLE if "level" in error.details["message"] else _NOT_HERE
        raise ApiError(f"The worker {error.details['url']} {words}.", error.details) from error
    raise error
