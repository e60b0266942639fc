# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time, as something that a test can replace, and the pauses between tries.

Private to streamops.kafka.
"""

from __future__ import annotations

import random
import time
from typing import Callable

__all__ = ["Clock", "Deadline", "pause"]

_FIRST = 0.25
_LONGEST = 5.0


class Clock:
    """The monotonic clock of this machine."""

    def now(self) -> float:
        """Seconds from an arbitrary start."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


class Deadline:
    """A point in time until which a run may try."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock = clock
        self.seconds = seconds
        self._end = clock.now() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self._end - self.clock.now())

    def sleep(self, seconds: float) -> bool:
        """Wait, not beyond the end; false when nothing is left."""
        if self.left <= 0:
            return False
        self.clock.sleep(min(seconds, self.left))
        return True


def pause(attempt: int, draw: Callable[[], float] = random.SystemRandom().random) -> float:
    """How long to wait before the next try: doubling, bounded, spread so that many clients do not march in step."""
    return float(min(_LONGEST, _FIRST * 2 ** min(attempt, 10))) * (0.5 + draw() / 2)
