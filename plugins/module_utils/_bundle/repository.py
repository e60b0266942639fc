# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Maven repository as something to read files from: addresses, credentials, trust, proxies.

Private to streamops.kafka. Proxies come from the environment (``http_proxy``, ``https_proxy``, ``no_proxy``).
Credentials go to the repository's own host only, never along with a redirect, and never into an error text.
"""

from __future__ import annotations

import base64
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError

__all__ = ["Repository", "open_repository"]


@dataclass(frozen=True)
class Repository:
    """Where to read from, and how."""

    url: str
    authorization: str
    opener: urllib.request.OpenerDirector
    timeout: float = 30.0

    def address(self, path: str) -> str:
        """The address of a file below the root, free of credentials."""
        return f"{self.url}/{urllib.parse.quote(path)}"

    def read(self, path: str, offset: int = 0) -> Any:
        """An open response with the file's bytes, from ``offset`` on when the server can do that (status 206)."""
        request = urllib.request.Request(self.address(path), headers={"User-Agent": "streamops.kafka"})
        if self.authorization:
            request.add_unredirected_header("Authorization", self.authorization)
        if offset:
            request.add_header("Range", f"bytes={offset}-")
        return self.opener.open(request, timeout=self.timeout)


def open_repository(
    url: str, username: str = "", password: str = "", ca_path: str = "", timeout: float = 30.0
) -> Repository:
    """A repository from its options; ``url`` is http, https, file or a folder."""
    if url.startswith(("/", "~", ".")):
        url = "file://" + urllib.parse.quote(os.path.abspath(os.path.expanduser(url)))
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https", "file") or (parts.scheme != "file" and not parts.hostname):
        raise BundleError("maven_repository_url must be an http(s) or file address, or a folder of the control node.")
    if "@" in parts.netloc:
        username, password = username or _unquote(parts.username), password or _unquote(parts.password)
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    try:
        context = ssl.create_default_context(cafile=os.path.expanduser(ca_path) if ca_path else None)
    except (OSError, ssl.SSLError) as error:
        raise BundleError(f"ca_path {ca_path} cannot be read as PEM certificates ({error}); correct it.") from error
    authorization = ""
    if username:
        authorization = "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode("ascii")
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))
    return Repository(urllib.parse.urlunsplit(parts).rstrip("/"), authorization, opener, timeout)


def _unquote(text: Optional[str]) -> str:
    return urllib.parse.unquote(text or "")
