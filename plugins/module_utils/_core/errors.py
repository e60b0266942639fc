# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of the collection: one base class, one subclass per cause.

Private to streamops.kafka. An error carries a sentence for people and ``details`` for programs; neither may
hold a secret. Only the glue in ``_ansible`` turns one of these into a module failure.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional

__all__ = [
    "ApiError",
    "ConflictError",
    "DataPlaneError",
    "InputError",
    "MissingLibraryError",
    "StreamopsError",
    "TransportError",
    "UnreachableError",
]


class StreamopsError(Exception):
    """Base of all errors that are raised on purpose."""

    def __init__(self, message: str, details: Optional[Mapping[str, Any]] = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, Any] = dict(details or {})


class InputError(StreamopsError):
    """What the user asked for cannot be meant; raised before anything is touched."""


class TransportError(StreamopsError):
    """No answer: connection refused or cut, TLS refused, time-out of one request."""


class UnreachableError(TransportError):
    """Nothing answers at any of the addresses given: not installed yet, stopped, or a wrong address."""


class MissingLibraryError(StreamopsError):
    """A Python library that the work needs is not there; ``details`` holds ``library``."""


class ApiError(StreamopsError):
    """The server answered with an error status; ``details`` holds ``status`` and ``message``."""


class ConflictError(ApiError):
    """The server answered 409 and it is not a passing rebalance."""


class DataPlaneError(StreamopsError):
    """A Kafka client call failed: broker unreachable, not authorised, unknown topic."""
