# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why there was no answer, in words for people.

Private to streamops.kafka. What matters beside the words is whether a worker may have received the request.
"""

from __future__ import annotations

from typing import Optional

from ansible_collections.streamops.kafka.plugins.module_utils._rest.bounded import OverdueError

try:
    import requests
except ImportError:
    HAS_REQUESTS = False
else:
    HAS_REQUESTS = True

__all__ = ["CONNECT_TIMEOUT", "HAS_REQUESTS", "cause_of"]

CONNECT_TIMEOUT = 10.0


def cause_of(error: Exception, timeout: float) -> tuple[str, bool]:
    """The cause in a few words, and whether the request may have arrived."""
    if isinstance(error, OverdueError):
        return f"no whole answer within {timeout:g} s", True
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return f"no connection within {min(CONNECT_TIMEOUT, timeout):g} s", False
    if isinstance(error, requests.exceptions.ReadTimeout):
        return f"no answer within {timeout:g} s", True
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy does not connect (proxy_url)", False
    if isinstance(error, requests.exceptions.SSLError):
        return f"TLS failed, see ca_path, client_cert and validate_certs ({_innermost(error)})", False
    if isinstance(error, requests.exceptions.ConnectionError) and "NewConnectionError" in repr(error):
        return _innermost(error), False
    return f"the connection was cut ({_innermost(error)})", True


def _innermost(error: BaseException) -> str:
    """The words of the operating system, from below the layers that wrapped them."""
    seen: Optional[BaseException] = error
    words = type(error).__name__
    while seen is not None:
        if isinstance(seen, OSError) and seen.strerror:
            words = seen.strerror
        reason = getattr(seen, "reason", None)
        inner = [
            item for item in (reason, *seen.args, seen.__cause__, seen.__context__) if isinstance(item, BaseException)
        ]
        seen = inner[0] if inner else None
    return words
