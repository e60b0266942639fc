# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Maven repository on the loopback that can misbehave on purpose."""

from __future__ import annotations

import hashlib
import http.server
import threading
import time
from collections.abc import Iterator
from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.lock import Artifact


class Store:
    """What the server serves, how it misbehaves, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.files: dict[str, bytes] = {}
        self.statuses: dict[str, list[int]] = {}
        self.cut: dict[str, list[int]] = {}
        self.redirect: dict[str, str] = {}
        self.delay: dict[str, float] = {}
        self.ranges = True
        self.authorization = ""
        self.requests: list[tuple[str, dict[str, str]]] = []

    def add(self, name: str, content: bytes, **fields: Any) -> Artifact:
        """Serve ``content`` as an artifact and return what a lock says about it."""
        digest = hashlib.sha256(content).hexdigest()
        artifact = Artifact("org.example", name, "1.0", digest, len(content), **fields)
        self.files["/" + artifact.path] = content
        return artifact

    def asked(self, artifact: Artifact) -> list[dict[str, str]]:
        """The headers of every request for an artifact."""
        return [headers for path, headers in self.requests if path.endswith(artifact.path)]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from a store; also as a proxy, whose requests hold a whole address."""

    store: Store

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        store = self.store
        path = "/" + self.path.split("://", 1)[-1].split("/", 1)[-1]
        store.requests.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        time.sleep(store.delay.get(path, 0))
        status = self.status(store, path)
        if status != 200:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", store.redirect[path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.serve(store, path)

    def status(self, store: Store, path: str) -> int:
        """What to answer with."""
        if store.authorization and self.headers.get("Authorization") != store.authorization:
            return 401
        if store.statuses.get(path):
            return store.statuses[path].pop(0)
        if path in store.redirect:
            return 302
        return 200 if path in store.files else 404

    def serve(self, store: Store, path: str) -> None:
        """Send the file, from an offset when asked, and less than promised when told."""
        content, asked = store.files[path], self.headers.get("Range")
        if asked and store.ranges:
            offset = int(asked.removeprefix("bytes=").rstrip("-"))
            if offset >= len(content):
                self.send_response(416)
                self.end_headers()
                return
            content = content[offset:]
            self.send_response(206)
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        cuts = store.cut.get(path)
        self.wfile.write(content[: cuts.pop(0)] if cuts else content)


def serve(store: Store) -> Iterator[Store]:
    """Run a server for a store."""
    handler = type("Bound", (Handler,), {"store": store})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        store.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield store
        server.shutdown()
