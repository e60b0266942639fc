# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a worker is live: the answer of /health (KIP-1017), or that there was none.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Session

__all__ = ["worker_health"]


def worker_health(session: Session, url: str) -> dict[str, Any]:
    """``live``, ``status`` and ``message`` of one worker; a status of 0 means that nothing answered."""
    try:
        answer = session.request_at(url, "GET", "/health")
    except TransportError as error:
        return {"live": False, "status": 0, "message": error.details["cause"]}
    body = answer.data if isinstance(answer.data, dict) else {}
    message = str(body.get("message") or body.get("status") or f"/health answered {answer.status}")
    return {"live": answer.status == 200, "status": answer.status, "message": message}
