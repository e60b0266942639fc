# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Kafka Connect cluster small enough for a test: the REST API, its states and its faults, in one process.

In a test::

    with StubConnect() as stub:
        stub.faults.append(Fault("PUT", "/connectors/a/config", status=409, message=REBALANCE))
        ... stub.url ...
        assert stub.writes("a") == ["PUT config"]

As a program ``python stub_connect.py PORT LOGFILE`` serves until it is terminated and appends one line of JSON for each
write: ``{"connector": ..., "write": ..., "port": ...}``.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Optional
from urllib.parse import parse_qs, unquote, urlsplit

FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector"
POSTGRES = "io.debezium.connector.postgresql.PostgresConnector"
REBALANCE = "Cannot complete request because of a conflicting operation (e.g. worker rebalance)"
PLUGINS = {
    FILE_SOURCE: {"type": "source", "keys": {"file": "STRING", "topic": "STRING", "batch.size": "INT"}},
    FILE_SINK: {"type": "sink", "keys": {"file": "STRING", "topics": "LIST"}},
    POSTGRES: {
        "type": "source",
        "keys": {
            "database.hostname": "STRING",
            "database.port": "INT",
            "database.user": "STRING",
            "database.password": "PASSWORD",
            "odd.cipher": "PASSWORD",
            "topic.prefix": "STRING",
        },
    },
}
CONVERTER = "org.apache.kafka.connect.json.JsonConverter"
LEVELS = ("OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL")
NOT_STOPPED = (
    "Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified "
    "connector by issuing a 'PUT' request to the '/connectors/{name}/stop' endpoint"
)
ALTERED = "The offsets for this connector have been altered successfully"
RESET = "The offsets for this connector have been reset successfully"
COMMON_KEYS = {"name": "STRING", "connector.class": "STRING", "tasks.max": "INT", "key.converter": "CLASS"}


@dataclass
class Fault:
    """What to answer instead of the truth, ``times`` times; ``carried_out`` does the work all the same.

    ``trickle`` sends a byte each so many seconds, ``start_up`` the 404 of a worker whose resources are not there yet,
    ``port`` restricts the fault to one worker.
    """

    method: str
    path: str
    status: int = 500
    message: str = ""
    times: int = 1
    carried_out: bool = False
    cut: bool = False
    delay: float = 0.0
    html: bool = False
    trickle: float = 0.0
    start_up: bool = False
    port: int = 0


@dataclass
class Stub:
    """One connector."""

    config: dict[str, str]
    target: str = "RUNNING"
    tasks: int = 1
    failures: dict[int, str] = field(default_factory=dict)
    state: str = ""
    worker_id: str = ""
    offsets: list[Any] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    has_status: bool = True


class StubConnect:
    """A cluster behind one or several ports; all of them share the connectors."""

    def __init__(self, ports: tuple[int, ...] = (0,), log: Optional[str] = None) -> None:
        self.connectors: dict[str, Stub] = {}
        self.plugins = {name: dict(plugin) for name, plugin in PLUGINS.items()}
        self.faults: list[Fault] = []
        self.invalid: dict[str, list[tuple[str, str]]] = {}
        self.resolved: dict[str, str] = {}
        self.failing: dict[str, str] = {}
        self.fails: Callable[[dict[str, str]], bool] = lambda config: True
        self.health = 200
        self.any_class = False
        self.versions: dict[int, str] = {}
        self.levels: dict[int, dict[str, str]] = {}
        self.tell_cluster_scope = True
        self.headers: list[dict[str, str]] = []
        self.requests: list[str] = []
        self.log: list[tuple[str, str]] = []
        self._logfile = log
        self._lock = threading.RLock()
        self.servers = [self._server(port) for port in ports]

    def _server(self, port: int) -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        server.daemon_threads = True
        server.stub = self  # type: Any
        server.open = set()  # type: Any
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return server

    def __enter__(self) -> StubConnect:
        return self

    def __exit__(self, *exc: object) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()

    def kill(self, number: int) -> None:
        """Take a worker away in the middle of whatever it does."""
        server = self.servers[number]
        server.shutdown()
        server.server_close()
        for connection in list(server.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{server.server_address[1]}" for server in self.servers]

    @property
    def url(self) -> str:
        return self.urls[0]

    @property
    def worker_id(self) -> str:
        return self.url.removeprefix("http://")

    def add(self, name: str, config: Optional[dict[str, str]] = None, **kind: Any) -> Stub:
        """Put a connector there without a request."""
        full = {"name": name, "connector.class": FILE_SOURCE, "tasks.max": "1", **(config or {})}
        self.connectors[name] = Stub(full, **kind)
        return self.connectors[name]

    def writes(self, name: str) -> list[str]:
        """The writes to one connector, in their order."""
        return [write for connector, write in self.log if connector == name]

    def written(self) -> Counter[str]:
        """How many writes each connector had."""
        return Counter(connector for connector, dummy in self.log)

    def note(self, name: str, write: str, port: int) -> None:
        self.log.append((name, write))
        if self._logfile:
            with open(self._logfile, "a", encoding="utf-8") as stream:
                stream.write(json.dumps({"connector": name, "write": write, "port": port}) + "\n")

    def fault_for(self, method: str, path: str, port: int) -> Optional[Fault]:
        with self._lock:
            for fault in self.faults:
                here = fault.port in (0, port) and fault.times > 0
                if here and fault.method == method and re.fullmatch(fault.path, path):
                    fault.times -= 1
                    return fault
        return None

    # -- answers: (status, body) --------------------------------------------------------------------------------------

    def answer(self, method: str, target: str, body: Any, port: int) -> tuple[int, Any]:
        split = urlsplit(target)
        parts = [unquote(part) for part in split.path.strip("/").split("/")]
        query = parse_qs(split.query)
        with self._lock:
            if parts[0] == "connectors":
                return self._connectors(method, parts[1:], query, body, port)
            if parts[0] == "connector-plugins":
                return self._plugins(method, parts[1:], body, query)
            if parts[:2] == ["admin", "loggers"]:
                return self._loggers(method, parts[2:], query, body, port)
            if parts[0] == "health":
                return self.health, {
                    "status": "healthy" if self.health == 200 else "starting",
                    "message": "of the stub",
                }
            return 200, {"version": self.versions.get(port, "4.3.1"), "commit": "0", "kafka_cluster_id": "stub"}

    def _connectors(
        self, method: str, parts: list[str], query: dict[str, list[str]], body: Any, port: int
    ) -> tuple[int, Any]:
        if not parts:
            if method == "POST":
                return self._create(body, port)
            return 200, self._expanded(query["expand"]) if "expand" in query else list(self.connectors)
        name, rest = parts[0], parts[1:]
        if method == "PUT" and rest == ["config"]:
            return self._put(name, body, port)
        connector = self.connectors.get(name)
        if connector is None:
            return _error(404, f"Connector {name} not found")
        if method == "GET":
            return self._read(name, connector, rest)
        if rest == ["offsets"]:
            return self._offsets(method, name, connector, body, port)
        return self._change(method, name, connector, rest, port)

    def _read(self, name: str, connector: Stub, rest: list[str]) -> tuple[int, Any]:
        if rest == ["config"]:
            return 200, connector.config
        if rest == ["topics"]:
            return 200, {name: {"topics": connector.topics}}
        if rest == ["offsets"]:
            return 200, {"offsets": connector.offsets}
        if rest == ["status"] and not connector.has_status:
            return _error(404, f"No status found for connector {name}")
        return 200, self._status(name, connector)

    def _change(self, method: str, name: str, connector: Stub, rest: list[str], port: int) -> tuple[int, Any]:
        verb = rest[0] if rest else "delete"
        self.note(name, verb, port)
        if method == "DELETE":
            del self.connectors[name]
            return 204, None
        if verb == "restart":
            answer = _restarting(self._status(name, connector))
            connector.failures.clear()
            connector.state = ""
            return 202, answer
        connector.target = {"pause": "PAUSED", "resume": "RUNNING", "stop": "STOPPED"}[verb]
        connector.failures = self._failures(name, connector.config) if verb == "resume" else {}
        return (204 if verb == "stop" else 202), None

    def _offsets(self, method: str, name: str, connector: Stub, body: Any, port: int) -> tuple[int, Any]:
        if connector.target != "STOPPED":
            return _error(400, NOT_STOPPED.format(name=name))
        if method == "DELETE":
            self.note(name, "DELETE offsets", port)
            connector.offsets = []
            return 200, {"message": RESET}
        if not (body or {}).get("offsets"):
            return _error(400, "Partitions / offsets need to be provided for an alter offsets request")
        self.note(name, "PATCH offsets", port)
        for entry in body["offsets"]:
            connector.offsets = [item for item in connector.offsets if item["partition"] != entry["partition"]]
            if entry["offset"] is not None:
                connector.offsets.append(entry)
        return 200, {"message": ALTERED}

    def levels_of(self, port: int) -> dict[str, str]:
        """The loggers of one worker that have a level of their own."""
        return self.levels.setdefault(port, {"root": "INFO", "org.reflections": "ERROR"})

    def _loggers(
        self, method: str, parts: list[str], query: dict[str, list[str]], body: Any, port: int
    ) -> tuple[int, Any]:
        levels = self.levels_of(port)
        if method == "GET" and not parts:
            return 200, {name: {"level": level, "last_modified": None} for name, level in levels.items()}
        if method == "GET":
            shown = {"level": levels.get(parts[0]), "last_modified": None}
            return (200, shown) if parts[0] in levels else _error(404, f"Logger {parts[0]} not found.")
        level = str(body.get("level")).upper()
        if level not in LEVELS:
            return _error(404, f"invalid log level '{level}'.")
        cluster = query.get("scope") == ["cluster"]
        self.note(parts[0], f"PUT level {level}" + (" scope=cluster" if cluster else ""), port)
        ports = [server.server_address[1] for server in self.servers] if cluster else [port]
        changed = [self._set_level(each, parts[0], level) for each in ports if self.tell_cluster_scope or not cluster]
        return (204, None) if cluster else (200, changed[0])

    def _set_level(self, port: int, logger: str, level: str) -> list[str]:
        """As Connect does: every logger whose name begins with the text is set with it, with root all of them."""
        levels = self.levels_of(port)
        hit = [name for name in levels if logger == "root" or name.startswith(logger)]
        levels.update(dict.fromkeys([*hit, logger], level))
        return sorted({*hit, logger})

    def _create(self, body: dict[str, Any], port: int) -> tuple[int, Any]:
        name = body["name"].strip()
        if name in self.connectors:
            return _error(409, f"Connector {name} already exists")
        status, answer = self._put(name, body["config"], port, "POST create")
        if status < 300:
            self.connectors[name].target = body.get("initial_state", "RUNNING")
        return status, answer

    def _put(self, name: str, config: dict[str, Any], port: int, write: str = "PUT config") -> tuple[int, Any]:
        errors = self._errors(name, config)
        if errors:
            return _error(400, f"Connector configuration is invalid and contains the following {len(errors)} error(s):")
        self.note(name, write, port)
        stored = {**{key: str(value) for key, value in config.items()}, "name": name}
        created = name not in self.connectors
        if created:
            self.connectors[name] = Stub(stored, tasks=int(stored.get("tasks.max", 1)))
        self.connectors[name].config = stored
        self.connectors[name].failures = self._failures(name, stored)
        return (201 if created else 200), {"name": name, "config": stored, "tasks": []}

    def _failures(self, name: str, config: dict[str, str]) -> dict[int, str]:
        """What fails when the connector starts with the configuration."""
        return {0: self.failing[name]} if name in self.failing and self.fails(config) else {}

    def _plugins(self, method: str, parts: list[str], body: Any, query: dict[str, list[str]]) -> tuple[int, Any]:
        if not parts:
            listed = [{"class": name, "type": plugin["type"], "version": "1"} for name, plugin in self.plugins.items()]
            if query.get("connectorsOnly") == ["false"]:
                listed.append({"class": CONVERTER, "type": "converter"})
            return 200, listed
        plugin = self.plugins.get(parts[0], {"type": "source", "keys": {}} if self.any_class else None)
        if plugin is None:
            return _error(404, f"Unknown plugin {parts[0]}.")
        keys = {**COMMON_KEYS, **plugin["keys"]}
        if method == "GET":
            return 200, [{"name": key, "type": kind} for key, kind in keys.items()]
        errors = self._errors(body.get("name", ""), body)
        configs = [
            {
                "definition": {"name": key, "type": kind},
                "value": {
                    "name": key,
                    "value": self.resolved.get(key, body.get(key)),
                    "errors": [text for wrong, text in errors if wrong == key],
                },
            }
            for key, kind in keys.items()
        ]
        return 200, {"name": parts[0], "error_count": len(errors), "groups": [], "configs": configs}

    def _errors(self, name: str, config: dict[str, Any]) -> list[tuple[str, str]]:
        errors = list(self.invalid.get(name, []))
        if not str(config.get("tasks.max", "1")).isdigit():
            errors.append(
                ("tasks.max", f"Invalid value {config['tasks.max']} for configuration tasks.max: Not a number")
            )
        return errors

    def _expanded(self, parts: list[str]) -> dict[str, Any]:
        shown = {}
        for name, connector in self.connectors.items():
            if "status" in parts and not connector.has_status:
                continue
            shown[name] = {}
            if "status" in parts:
                shown[name]["status"] = self._status(name, connector)
            if "info" in parts:
                shown[name]["info"] = {
                    "name": name,
                    "config": connector.config,
                    "tasks": [],
                    "type": self._type(connector),
                }
        return shown

    def _type(self, connector: Stub) -> str:
        return str(self.plugins.get(connector.config.get("connector.class", ""), {}).get("type", "unknown"))

    def _status(self, name: str, connector: Stub) -> dict[str, Any]:
        worker = connector.worker_id or self.worker_id
        state = connector.state or connector.target
        own = {"state": "FAILED" if -1 in connector.failures else state, "worker_id": worker}
        if -1 in connector.failures:
            own["trace"] = connector.failures[-1]
        tasks = []
        for number in range(0 if connector.target == "STOPPED" else connector.tasks):
            task = {"id": number, "state": state, "worker_id": worker}
            if number in connector.failures:
                task.update(state="FAILED", trace=connector.failures[number])
            tasks.append(task)
        return {"name": name, "connector": own, "tasks": tasks, "type": self._type(connector)}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            super().handle()

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def _serve(self) -> None:
        stub: StubConnect = self.server.stub
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length) if length else b""
        if len(raw) < length:
            self.close_connection = True
            return None
        path = urlsplit(self.path).path
        stub.requests.append(f"{self.command} {self.path}")
        stub.headers.append(dict(self.headers))
        port = self.server.server_address[1]
        fault = stub.fault_for(self.command, path, port)
        if fault is None or fault.carried_out:
            status, body = stub.answer(self.command, self.path, json.loads(raw) if raw else None, port)
        if fault is None:
            return self._send(status, b"" if body is None else json.dumps(body).encode(), "application/json")
        return self._misbehave(fault, path)

    def _misbehave(self, fault: Fault, path: str) -> None:
        if fault.delay:
            time.sleep(fault.delay)
        if fault.cut:
            self._cut()
            return None
        if fault.trickle:
            return self._trickle(fault.trickle)
        if fault.start_up:
            page = {"url": path, "status": "404", "message": "Not Found", "servlet": "-"}
            return self._send(404, json.dumps(page).encode(), "application/json")
        if fault.html:
            text = f"<html><head><title>{fault.status} {fault.message}</title></head></html>".encode()
            return self._send(fault.status, text, "text/html")
        return self._send(fault.status, json.dumps(_error(fault.status, fault.message)[1]).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        """Promise more than is sent, then hang up."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"half": ')
        self.close_connection = True

    def _trickle(self, seconds: float) -> None:
        """An answer that is always under way; ends when the client hangs up or nobody can wait any longer."""
        self.close_connection = True
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000:
            time.sleep(seconds)
            try:
                self.wfile.write(bytes([byte]))
            except OSError:
                return

    def log_message(self, *args: Any) -> None:
        """The stub keeps its own record."""


for method in ("GET", "PUT", "PATCH", "POST", "DELETE"):
    setattr(_Handler, f"do_{method}", _Handler._serve)


def _restarting(status: dict[str, Any]) -> dict[str, Any]:
    """The plan of a restart of what is FAILED, in the form of a status."""
    for entry in (status["connector"], *status["tasks"]):
        if entry["state"] == "FAILED":
            entry.update(state="RESTARTING", trace="")
    return status


def _error(status: int, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"error_code": status, "message": message}


def main() -> None:
    """Serve until terminated, with a healthy worker that knows every class."""
    StubConnect((int(sys.argv[1]),), sys.argv[2]).any_class = True
    threading.Event().wait()


if __name__ == "__main__":
    main()
