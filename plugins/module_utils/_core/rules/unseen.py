# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What could not be looked at, and why: neither a finding nor a pass.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import MissingLibraryError, StreamopsError

__all__ = ["not_allowed", "silent", "unseen"]

# A right, a login, a path, a file or a library is missing; whatever else there is did not answer.
_KINDS = ("closed", "library", "login", "not_permitted", "reference", "tls", "unresolved")
_STATUSES = (401, 403)


def unseen(subject: str, problem: StreamopsError) -> dict[str, str]:
    """What is told of a look that ended in an error."""
    details = problem.details
    refused = details.get("kind") in _KINDS or details.get("status") in _STATUSES
    told = outcome.NOT_PERMITTED if refused or isinstance(problem, MissingLibraryError) else outcome.NOT_RUN
    return {"subject": subject, "outcome": told, "reason": problem.message}


def not_allowed(subject: str, reason: str) -> dict[str, str]:
    """What is told of a look that the operator of a cluster does not allow."""
    return {"subject": subject, "outcome": outcome.NOT_PERMITTED, "reason": reason}


def silent(host: str, result: Mapping[str, Any]) -> dict[str, str]:
    """What is told of a host that brought no result."""
    reason = " ".join(str(result.get("msg") or "it was not looked at").split())
    return {"subject": host, "outcome": outcome.NOT_RUN, "reason": reason}
