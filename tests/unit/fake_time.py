# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time that passes only when somebody sleeps."""

from __future__ import annotations

from typing import Callable, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock


class FakeClock(Clock):
    """A clock for tests; ``on_sleep`` is told the time, so that the world can change with it."""

    def __init__(self, on_sleep: Optional[Callable[[float], None]] = None) -> None:
        self.time = 1000.0
        self.slept: list[float] = []
        self.on_sleep = on_sleep

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.slept.append(seconds)
        if self.on_sleep:
            self.on_sleep(self.time - 1000.0)
