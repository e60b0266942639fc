# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors on their way out of a filter."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ConflictError, InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter


class OuterError(Exception):
    """Stands for the error type of a template engine."""


def doubled(value: int, times: int = 2) -> int:
    """Multiply."""
    if value < 0:
        raise InputError("value is negative; give another", {"option": "value"})
    if value == 0:
        raise ConflictError("in use")
    if value > 9:
        raise ValueError("a defect of ours")
    return value * times


FILTER = as_filter(doubled, OuterError)


def test_results_pass():
    assert FILTER(2) == 4
    assert FILTER(2, times=3) == 6


def test_our_errors_change_their_type_and_keep_their_sentence():
    with pytest.raises(OuterError, match=r"^value is negative; give another$") as caught:
        FILTER(-1)
    assert isinstance(caught.value.__cause__, InputError)


def test_every_kind_of_ours():
    with pytest.raises(OuterError, match="in use"):
        FILTER(0)


def test_defects_stay_visible():
    with pytest.raises(ValueError, match="a defect of ours"):
        FILTER(10)


def test_the_function_keeps_its_name_and_its_page():
    assert (FILTER.__name__, FILTER.__doc__) == ("doubled", "Multiply.")
