# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Connect REST API, one method per endpoint.

Private to streamops.kafka. A method returns the body of a good answer and raises ``ApiError`` for any other, with the
meaning of the answer in ``details["meaning"]``. Reads that met a passing obstacle (a rebalance, a worker that starts)
are repeated inside the deadline; writes are repeated by the executor, which can look whether they were carried out.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence
from urllib.parse import quote

from ansible_collections.streamops.kafka.plugins.module_utils._core import rest_rules
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    ConflictError,
    TransportError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline, pause
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Answer, Session

__all__ = ["Client"]

_REPEATED = (rest_rules.PASSING, rest_rules.STARTING)
_DOUBTS = 4
_LEAST = 3.0  # seconds that a request is given when the run is at its end


class Client:
    """Calls to one Connect cluster."""

    def __init__(self, session: Session, deadline: Deadline, url: Optional[str] = None) -> None:
        self.session = session
        self.deadline = deadline
        self._url = url

    def at(self, url: str, seconds: Optional[float] = None) -> Client:
        """The same calls to one worker; without fail-over, and with ``seconds`` also with a deadline of their own."""
        deadline = self.deadline if seconds is None else Deadline(self.deadline.clock, seconds)
        return Client(self.session, deadline, url)

    def root(self) -> dict[str, Any]:
        """Version and commit of the worker, and the id of its Kafka cluster."""
        return dict(self._get("/"))

    def names(self) -> list[str]:
        """All connectors, also those without a status."""
        return list(self._get("/connectors", list))

    def expanded(self, *parts: str) -> dict[str, Any]:
        """All connectors with ``info``, ``status`` or both; with ``status`` those without a record are left out."""
        path = "/connectors?" + "&".join(f"expand={part}" for part in parts)
        return {name: _shaped("GET", path, entry, dict) for name, entry in self._get(path).items()}

    def config(self, name: str) -> Optional[dict[str, Any]]:
        """The stored configuration, None when the connector does not exist."""
        return self._get_or_none(f"/connectors/{_quoted(name)}/config")

    def info(self, name: str) -> Optional[dict[str, Any]]:
        """Name, type and configuration, None when the connector does not exist."""
        return self._get_or_none(f"/connectors/{_quoted(name)}")

    def tasks(self, name: str) -> list[dict[str, Any]]:
        """Id and configuration of every task."""
        return list(self._get_or_none(f"/connectors/{_quoted(name)}/tasks", list) or ())

    def status(self, name: str) -> Optional[dict[str, Any]]:
        """State, type and tasks; None without a record of them, which does not mean that there is no connector."""
        return self._get_or_none(f"/connectors/{_quoted(name)}/status")

    def topics(self, name: str) -> list[str]:
        """The topics that the connector used so far."""
        answer = self._get(f"/connectors/{_quoted(name)}/topics")
        return sorted(answer.get(name, {}).get("topics", []))

    def offsets(self, name: str) -> list[dict[str, Any]]:
        """The offsets that are committed for the connector.

        Right after a reset a worker may list a partition with ``null``, the tombstone that forgets it: no offset.
        """
        listed = self._get(f"/connectors/{_quoted(name)}/offsets").get("offsets", [])
        return [entry for entry in listed if entry.get("offset") is not None]

    def alter_offsets(self, name: str, offsets: Sequence[Mapping[str, Any]]) -> str:
        """Store offsets of a stopped connector; what the worker says about it."""
        return _message(self.call("PATCH", f"/connectors/{_quoted(name)}/offsets", {"offsets": list(offsets)}))

    def reset_offsets(self, name: str) -> str:
        """Forget the offsets of a stopped connector; what the worker says about it."""
        return _message(self.call("DELETE", f"/connectors/{_quoted(name)}/offsets"))

    def loggers(self) -> dict[str, dict[str, Any]]:
        """The loggers of the worker that answers, each with ``level`` and ``last_modified``."""
        return dict(self._get("/admin/loggers"))

    def level(self, logger: str) -> Optional[str]:
        """The level that holds for a logger of the worker that answers, None when nothing has asked for it yet."""
        try:
            return str(self._get(f"/admin/loggers/{_quoted(logger)}")["level"])
        except ApiError as error:
            if error.details["status"] == 404 and error.details["message"].startswith("Logger "):
                return None
            raise

    def set_level(self, logger: str, level: str, scope: str) -> None:
        """Set a logger, and with it those below, on one worker or with scope ``cluster`` on all."""
        self.call("PUT", f"/admin/loggers/{_quoted(logger)}", {"level": level}, params={"scope": scope})

    def plugins(self, connectors_only: bool = True) -> list[dict[str, Any]]:
        """The connector plugins of the worker that answers, or all its plugins."""
        query = "" if connectors_only else "?connectorsOnly=false"
        return list(self._get(f"/connector-plugins{query}", list))

    def definitions(self, plugin: str) -> Optional[list[dict[str, Any]]]:
        """The keys of a plugin, None when the worker does not have it."""
        return self._get_or_none(f"/connector-plugins/{_quoted(plugin)}/config", list)

    def validate(self, plugin: str, config: Mapping[str, str]) -> dict[str, Any]:
        """Have a configuration checked; the plugin may log in to its system for that."""
        path = f"/connector-plugins/{_quoted(plugin)}/config/validate"
        return dict(_shaped("PUT", path, self._repeated("PUT", path, dict(config)), dict))

    def create(self, name: str, config: Mapping[str, str], initial_state: str) -> None:
        """Make a connector that begins paused or stopped; one that runs is made by ``put_config``."""
        body = {"name": name, "config": dict(config), "initial_state": initial_state.upper()}
        self.call("POST", "/connectors", body)

    def put_config(self, name: str, config: Mapping[str, str]) -> None:
        """Store a configuration; an identical one restarts the connector all the same."""
        self.call("PUT", f"/connectors/{_quoted(name)}/config", dict(config))

    def delete(self, name: str) -> None:
        """Remove a connector."""
        self.call("DELETE", f"/connectors/{_quoted(name)}")

    def move(self, name: str, verb: str) -> None:
        """Pause, resume or stop a connector."""
        self.call("PUT", f"/connectors/{_quoted(name)}/{verb}")

    def restart_failed(self, name: str) -> bool:
        """Restart what of the connector and its tasks is FAILED; whether there was anything to restart."""
        params = {"includeTasks": "true", "onlyFailed": "true"}
        return rest_rules.was_restarted(self.call("POST", f"/connectors/{_quoted(name)}/restart", params=params))

    def call(self, method: str, path: str, body: Any = None, params: Optional[Mapping[str, str]] = None) -> Any:
        """One request, no repetition; near the end of the run it is given less time."""
        answer = self._ask(method, path, body, params)
        if 200 <= answer.status < 300:
            return answer.data
        error = _error(method, path, answer)
        if error.details["meaning"] == rest_rules.STARTING or not answer.from_connect:
            self.session.leave(answer.url)
        raise error

    def _ask(self, method: str, path: str, body: Any, params: Optional[Mapping[str, str]]) -> Answer:
        limit = max(_LEAST, self.deadline.left)
        if self._url is not None:
            return self.session.request_at(self._url, method, path, body, params, limit)
        return self.session.request(method, path, body, params, path.endswith("/validate"), limit)

    def _get(self, path: str, kind: type = dict) -> Any:
        return _shaped("GET", path, self._repeated("GET", path), kind)

    def _get_or_none(self, path: str, kind: type = dict) -> Any:
        try:
            return self._get(path, kind)
        except ApiError as error:
            if error.details["status"] == 404:
                return None
            raise

    def _repeated(self, method: str, path: str, body: Any = None) -> Any:
        attempt = 0
        while True:
            try:
                return self.call(method, path, body)
            except ApiError as error:
                if not _may_repeat(error, attempt) or not self.deadline.sleep(pause(attempt)):
                    raise
                attempt += 1


def _shaped(method: str, path: str, data: Any, kind: type) -> Any:
    """The answer, which must be what Connect answers there."""
    if not isinstance(data, kind):
        cause = "this is no answer of Kafka Connect; correct connect_urls, or the proxy before it"
        raise TransportError(f"{method} {path}: {cause}", {"cause": cause})
    return data


def _message(answer: Any) -> str:
    return str(answer.get("message", "")) if isinstance(answer, dict) else ""


def _may_repeat(error: ApiError, attempt: int) -> bool:
    """A passing obstacle until the end of the run, a doubtful answer a few times."""
    meaning = error.details["meaning"]
    return meaning in _REPEATED or (meaning == rest_rules.AMBIGUOUS and attempt < _DOUBTS)


def _quoted(name: str) -> str:
    return quote(name, safe="")


def _error(method: str, path: str, answer: Answer) -> ApiError:
    message = rest_rules.error_message(answer.status, answer.data, answer.text)
    meaning = rest_rules.classify(answer.status, message, answer.from_connect)
    details = {"status": answer.status, "message": message, "meaning": meaning, "url": answer.url}
    kind = ConflictError if meaning == rest_rules.EXISTS else ApiError
    return kind(f"{method} {answer.url}{path} answered {answer.status}: {message}", details)
