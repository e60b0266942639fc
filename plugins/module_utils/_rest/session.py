# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One HTTP session over the workers of a Connect cluster.

Private to streamops.kafka. The addresses are tried in order; one that answers is kept. An error status is a value here,
only a missing answer is an exception. The environment is not trusted: a netrc file could replace the Authorization
header.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, replace
from typing import Any, Mapping, Optional
from urllib.parse import urlsplit

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    InputError,
    TransportError,
    UnreachableError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.bounded import OverdueError, bounded
from ansible_collections.streamops.kafka.plugins.module_utils._rest.causes import CONNECT_TIMEOUT, cause_of

try:
    import requests
    from requests.adapters import HTTPAdapter
except ImportError:
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True

__all__ = ["HAS_REQUESTS", "Answer", "Connection", "Session"]

_POOL = 16
_HALF = "the connection was cut (half an answer)"
_GRACE = 0.5  # so that the library's own limits, which say more, come first


@dataclass(frozen=True)
class Connection:
    """How the workers are reached, as the options say."""

    urls: tuple[str, ...]
    timeout: float = 30.0
    validate_certs: bool = True
    ca_path: Optional[str] = None
    client_cert: Optional[str] = None
    client_key: Optional[str] = None
    username: Optional[str] = None
    password: Optional[str] = None
    token: Optional[str] = None
    proxy_url: Optional[str] = None

    def __post_init__(self) -> None:
        if not self.urls:
            raise InputError("connect_urls is empty: give the address of at least one Connect worker.")
        for url in self.urls:
            parts = urlsplit(url)
            if "@" in parts.netloc:
                raise InputError("connect_urls holds a login: give it as url_username and url_password instead.")
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise InputError(f"connect_urls: {url!r} is not an address such as http://worker-1:8083.")


@dataclass(frozen=True)
class Answer:
    """An answer of a worker, or of a proxy in front of it."""

    status: int
    data: Any
    text: str
    url: str

    @property
    def from_connect(self) -> bool:
        """Whether an error body has the form that Connect gives it."""
        return isinstance(self.data, dict) and "error_code" in self.data


class Session:
    """Requests with fail-over; safe for several threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._urls = [url.rstrip("/") for url in connection.urls]
        self._current = 0
        self._lock = threading.Lock()
        self._http = _http_session(connection)

    @property
    def urls(self) -> list[str]:
        """The addresses in the user's order."""
        return list(self._urls)

    @property
    def manner(self) -> dict[str, Any]:
        """How the workers are asked, without any secret: the scheme, whether they are verified, what one logs in by."""
        given = self._connection
        login = "token" if given.token else "password" if given.username else ""
        return {
            "scheme": "https" if all(url.startswith("https:") for url in self._urls) else "http",
            "verified": given.validate_certs,
            "login": login or ("certificate" if given.client_cert else ""),
        }

    def anonymous(self) -> Session:
        """The same workers, asked by nobody in particular."""
        nobody = replace(self._connection, client_cert=None, client_key=None, username=None, password=None, token=None)
        return Session(nobody)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: Optional[Mapping[str, str]] = None,
        repeatable: bool = False,
        limit: float = math.inf,
    ) -> Answer:
        """Ask the first worker that answers; a write that may have been received is not sent to a second one."""
        causes: dict[str, str] = {}
        start = self._current
        for step in range(len(self._urls)):
            url = self._urls[(start + step) % len(self._urls)]
            try:
                return self.request_at(url, method, path, body, params, limit)
            except TransportError as error:
                self.leave(url)
                if error.details["sent"] and method != "GET" and not repeatable:
                    raise
                causes[url] = error.details["cause"]
        raise _unreachable(causes)

    def request_at(
        self,
        url: str,
        method: str,
        path: str,
        body: Any = None,
        params: Optional[Mapping[str, str]] = None,
        limit: float = math.inf,
    ) -> Answer:
        """Ask one worker; ``sent`` in the details of the error tells whether it may have received the request."""
        seconds = min(self._connection.timeout, limit)

        def ask() -> requests.Response:
            within = (min(CONNECT_TIMEOUT, seconds), seconds)
            return self._http.request(
                method, url + path, json=body, params=params, timeout=within, allow_redirects=False
            )

        try:
            answer = bounded(ask, seconds + _GRACE)
        except (OverdueError, requests.exceptions.RequestException) as error:
            cause, sent = cause_of(error, seconds)
            details = {"url": url, "cause": cause, "sent": sent}
            raise TransportError(f"{method} {url}{path}: {cause}", details) from error
        return _read(answer, method, url)

    def leave(self, url: str) -> None:
        """Go on with the next worker, unless another thread already did."""
        with self._lock:
            if self._urls[self._current] == url:
                self._current = (self._current + 1) % len(self._urls)


def _http_session(connection: Connection) -> requests.Session:
    http = requests.Session()
    http.trust_env = False
    http.headers.update({"Accept": "application/json"})
    if connection.token:
        http.headers["Authorization"] = f"Bearer {connection.token}"
    if connection.username:
        http.auth = (_utf8(connection.username), _utf8(connection.password or ""))
    http.verify = (connection.ca_path or True) if connection.validate_certs else False
    if connection.client_cert:
        http.cert = (connection.client_cert, connection.client_key) if connection.client_key else connection.client_cert
    if connection.proxy_url:
        http.proxies = {"http": connection.proxy_url, "https": connection.proxy_url}
    for scheme in ("http://", "https://"):
        http.mount(scheme, HTTPAdapter(pool_maxsize=_POOL, max_retries=0))
    return http


def _utf8(text: str) -> str:
    """The text in such a form that the library, which writes Latin-1, puts UTF-8 on the wire."""
    return text.encode().decode("latin-1")


def _read(answer: requests.Response, method: str, url: str) -> Answer:
    answer.encoding = "utf-8"
    text = answer.text
    if len(answer.content) < _promised(answer):
        raise TransportError(f"{method} {url}: {_HALF}", {"url": url, "cause": _HALF, "sent": True})
    if not text:
        return Answer(answer.status_code, None, "", url)
    try:
        data = answer.json()
    except ValueError as error:
        if answer.status_code < 400:
            details = {"url": url, "cause": "the answer is not JSON: no Connect worker listens there", "sent": True}
            raise TransportError(f"{method} {url}: the answer is not JSON", details) from error
        data = None
    return Answer(answer.status_code, data, text, url)


def _promised(answer: requests.Response) -> int:
    """The length that the answer claims; older versions of the library do not look whether all of it came."""
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdigit() and not answer.headers.get("Content-Encoding") else 0


def _unreachable(causes: Mapping[str, str]) -> UnreachableError:
    seen = ", ".join(f"{url} ({cause})" for url, cause in causes.items())
    return UnreachableError(
        f"No Connect worker answers at {seen}: start the workers or correct connect_urls.", {"urls": dict(causes)}
    )
