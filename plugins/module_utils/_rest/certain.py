# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write that is sent until it is accepted, refused, or seen to be done.

Private to streamops.kafka. For writes that may be repeated without harm. Workers do not cancel a request whose answer
was lost or came too late, so what is there now is read before it is judged.
"""

from __future__ import annotations

from typing import Callable, Optional, TypeVar

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    StreamopsError,
    TransportError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rest_rules import (
    AMBIGUOUS,
    PASSING,
    STARTING,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline, pause

__all__ = ["write_surely"]

_SENDS = 4
_SETTLE = 15.0
_PAUSE = 1.0
_Answer = TypeVar("_Answer")


def write_surely(deadline: Deadline, send: Callable[[], _Answer], is_done: Callable[[], bool]) -> Optional[_Answer]:
    """What the worker answered, None when its answer was lost but the write took place."""
    sends = 0
    while True:
        sends += 1
        try:
            return _send(deadline, send)
        except (ApiError, TransportError) as error:
            if not _doubtful(error):
                raise
            if _seen(deadline, is_done, _patience(error)):
                return None
            if not _may_repeat(error) or sends == _SENDS or deadline.left <= 0:
                raise


def _send(deadline: Deadline, send: Callable[[], _Answer]) -> _Answer:
    """Send until no rebalance and no start of a worker is in the way."""
    attempt = 0
    while True:
        try:
            return send()
        except ApiError as error:
            if error.details["meaning"] not in (PASSING, STARTING) or not deadline.sleep(pause(attempt)):
                raise
        attempt += 1


def _seen(deadline: Deadline, is_done: Callable[[], bool], patience: float) -> bool:
    end = deadline.left - patience
    attempt = 0
    while not _looks_done(is_done):
        if deadline.left <= max(0.0, end) or not deadline.sleep(pause(attempt)):
            return False
        attempt += 1
    return True


def _looks_done(is_done: Callable[[], bool]) -> bool:
    try:
        return is_done()
    except StreamopsError:
        return False


def _doubtful(error: StreamopsError) -> bool:
    return isinstance(error, TransportError) or int(error.details["status"]) >= 500


def _patience(error: StreamopsError) -> float:
    """How long what was asked for may still come to be done."""
    if not _may_repeat(error):
        return 0.0
    return _PAUSE if "config topic" in str(error.details.get("message")) else _SETTLE


def _may_repeat(error: StreamopsError) -> bool:
    return isinstance(error, TransportError) or error.details["meaning"] == AMBIGUOUS
