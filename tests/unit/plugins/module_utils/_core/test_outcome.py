# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outcomes of checks, and which of them end a task."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core import errors
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import (
    OUTCOMES,
    CheckResult,
    blocking,
    count_outcomes,
)

ALL = [CheckResult(outcome, outcome, "why") for outcome in OUTCOMES]


def test_only_known_outcomes():
    with pytest.raises(ValueError, match="unknown outcome 'ok'"):
        CheckResult("a", "ok", "")


def test_as_json():
    assert CheckResult("a", "passed", "why", 1, [2], "c").as_dict() == {
        "name": "a",
        "outcome": "passed",
        "reason": "why",
        "expected": 1,
        "observed": [2],
        "subject": "c",
    }


def test_every_kind_is_counted():
    counts = count_outcomes([*ALL, CheckResult("x", "passed", "")])
    assert list(counts) == list(OUTCOMES)
    assert counts["passed"] == 2
    assert counts["not_run"] == 1
    assert set(count_outcomes([]).values()) == {0}


@pytest.mark.parametrize(
    ("strict", "ending"), [(False, ["failed"]), (True, ["failed", "inconclusive", "not_permitted", "not_run"])]
)
def test_what_ends_a_task(strict, ending):
    assert [result.outcome for result in blocking(ALL, strict)] == ending


def test_errors_carry_a_sentence_and_data():
    error = errors.ApiError("It said no.", {"status": 400})
    assert (str(error), error.message, error.details) == ("It said no.", "It said no.", {"status": 400})
    assert errors.InputError("x").details == {}


def test_every_error_is_one_of_ours():
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), errors.StreamopsError)
    assert issubclass(errors.UnreachableError, errors.TransportError)
    assert issubclass(errors.ConflictError, errors.ApiError)
