"""The REST interface of the lab's workers, asked from here: encrypted, verified, with the operator's password.

The password is in no command line, and the certificate is checked for the worker's name although its address is called.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import pathlib
import socket
import ssl

STATE = pathlib.Path(os.environ["LAB_STATE"])
PORT = 8083


class Worker(http.client.HTTPSConnection):
    """One connection to a worker by its name."""

    def __init__(self, name: str, address: str) -> None:
        self._address = address
        self._tls = ssl.create_default_context(cafile=str(STATE / "authority" / "ca.pem"))
        super().__init__(name, PORT, context=self._tls, timeout=30)

    def connect(self) -> None:
        """To the lab's address of that name."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def operator() -> dict[str, str]:
    """The header that logs in."""
    password = (STATE / "secrets" / "connect-rest").read_text(encoding="utf-8").split()[0]
    return {"Authorization": "Basic " + base64.b64encode(f"operator:{password}".encode()).decode()}


def ask(worker: Worker, path: str, method: str = "GET", body: object = None, headers: dict[str, str] | None = None):
    """Status of the answer, and its document where it is one: a refusal is a line of text."""
    sent = {"Content-Type": "application/json", **(operator() if headers is None else headers)}
    worker.request(method, path, None if body is None else json.dumps(body), sent)
    answer = worker.getresponse()
    text = answer.read().decode()
    worker.close()
    return answer.status, json.loads(text) if text.startswith(("{", "[", '"')) else text
