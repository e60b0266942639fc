# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadlines and pauses."""

from __future__ import annotations

import pytest
from fake_time import FakeClock

from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock, Deadline, pause


def test_a_deadline_ends():
    clock = FakeClock()
    deadline = Deadline(clock, 10)
    assert deadline.sleep(4)
    assert deadline.left == 6
    assert deadline.sleep(100)
    assert (deadline.left, deadline.sleep(1)) == (0, False)
    assert clock.slept == [4, 6]


@pytest.mark.parametrize(
    ("attempt", "draw", "expected"),
    [(0, 0.0, 0.125), (0, 1.0, 0.25), (1, 1.0, 0.5), (4, 1.0, 4.0), (9, 1.0, 5.0), (99, 0.0, 2.5)],
)
def test_pauses_double_up_to_a_bound(attempt, draw, expected):
    assert pause(attempt, lambda: draw) == expected


def test_pauses_are_spread():
    assert len({pause(5) for dummy in range(20)}) > 1


def test_the_clock_of_this_machine():
    clock = Clock()
    before = clock.now()
    clock.sleep(0.01)
    assert clock.now() - before >= 0.009
