# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy in front of a worker that keeps a list of what it was asked."""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Callable, Optional
from urllib.parse import urlsplit


class Counter:
    """Passes everything on; used where requests are counted, never where time is taken."""

    def __init__(self, url: str) -> None:
        self.requests: list[str] = []
        seen, host = self.requests, urlsplit(url).netloc

        class Handler(BaseHTTPRequestHandler):
            def __getattr__(self, name: str) -> Callable[[], None]:
                """The same for every method."""
                if not name.startswith("do_"):
                    raise AttributeError(name)
                return self._pass_on

            def _pass_on(self) -> None:
                seen.append(f"{self.command} {self.path}")
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                worker = http.client.HTTPConnection(host, timeout=100)
                worker.request(self.command, self.path, body, {"Content-Type": "application/json"})
                answer = worker.getresponse()
                content = answer.read()
                worker.close()
                self.send_response(answer.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                """Only the list is kept."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the proxy listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def writes(self) -> list[str]:
        """What was not a question; a validation is one."""
        return [line for line in self.requests if not line.startswith("GET ") and not line.endswith("/validate")]

    def __enter__(self) -> Counter:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
