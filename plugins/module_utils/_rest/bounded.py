# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call that takes no longer than it may.

Private to streamops.kafka. The limits of an HTTP library hold for each read: an answer of which a byte comes now and
then, or a name server that is silent, could hold a run for ever.
"""

from __future__ import annotations

import queue
import threading
from types import TracebackType
from typing import Callable, Generic, Optional, TypeVar

__all__ = ["OverdueError", "bounded"]

_Value = TypeVar("_Value")


class OverdueError(Exception):
    """The call did not end in time; it goes on where nobody waits for it."""


class _End(Generic[_Value]):
    """Takes the value or the error of a call from one thread to another."""

    def __init__(self) -> None:
        self._ends: queue.SimpleQueue[Optional[BaseException]] = queue.SimpleQueue()
        self.values: list[_Value] = []

    def __enter__(self) -> _End[_Value]:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> bool:
        self._ends.put(error)
        return True

    def value(self, seconds: float) -> _Value:
        """The value, once it is there."""
        try:
            error = self._ends.get(timeout=seconds)
        except queue.Empty as late:
            raise OverdueError from late
        if error is not None:
            raise error
        return self.values[0]


def bounded(call: Callable[[], _Value], seconds: float) -> _Value:
    """Make the call in a thread of its own, which does not keep the process from ending."""
    end: _End[_Value] = _End()

    def work() -> None:
        with end:
            end.values.append(call())

    threading.Thread(target=work, daemon=True).start()
    return end.value(seconds)
