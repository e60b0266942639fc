# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes that may be repeated: what is sent again, what is looked at, and for how long."""

from __future__ import annotations

import pytest
from fake_time import FakeClock

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._core.rest_rules import classify
from ansible_collections.streamops.kafka.plugins.module_utils._rest.certain import write_surely
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline


def refused(status, message="no"):
    return ApiError(message, {"status": status, "message": message, "meaning": classify(status, message, True)})


CUT = TransportError("cut", {"sent": True, "cause": "cut"})
BUSY = refused(409, "rebalance")
SLOW = refused(500, "Request timed out")
TOPIC = refused(500, "Failed to write to config topic; the request can be safely retried")


def write(answers, done=lambda: False, seconds=100):
    """The outcome, how often it was sent, and how long it took."""
    clock = FakeClock()
    left = list(answers)

    def send():
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    try:
        outcome = write_surely(Deadline(clock, seconds), send, done)
    except (ApiError, TransportError) as error:
        outcome = error
    return outcome, len(answers) - len(left), clock.time - 1000.0


def test_accepted_at_once():
    assert write(["yes"]) == ("yes", 1, 0.0)


def test_obstacles_that_pass():
    outcome, sent, dummy = write([BUSY, refused(503), "yes"])
    assert (outcome, sent) == ("yes", 3)


def test_an_obstacle_that_does_not_pass():
    assert write([BUSY] * 99, seconds=5)[::2] == (BUSY, 5.0)


@pytest.mark.parametrize("status", [400, 404])
def test_a_refusal_is_final(status):
    error = refused(status)
    assert write([error, "yes"]) == (error, 1, 0.0)


@pytest.mark.parametrize("error", [CUT, SLOW, TOPIC, refused(500, "other")])
def test_done_although_the_answer_was_bad(error):
    assert write([error], done=lambda: True) == (None, 1, 0.0)


def test_an_error_of_the_server_is_looked_at_once():
    error = refused(500, "other")
    assert write([error, "yes"]) == (error, 1, 0.0)


@pytest.mark.parametrize(("error", "least", "most"), [(CUT, 15, 21), (SLOW, 15, 21), (TOPIC, 1, 3)])
def test_what_may_still_be_carried_out_is_given_time_then_sent_again(error, least, most):
    outcome, sent, took = write([error, "yes"])
    assert (outcome, sent) == ("yes", 2)
    assert least <= took <= most


def test_not_more_often_than_four_times():
    assert write([SLOW] * 9, seconds=1000)[:2] == (SLOW, 4)


def test_not_beyond_the_end_of_the_run():
    assert write([SLOW] * 9, seconds=3) == (SLOW, 1, 3.0)


def test_a_look_that_fails_is_no_answer():
    def look():
        raise CUT

    assert write([TOPIC, "yes"], done=look)[:2] == ("yes", 2)
