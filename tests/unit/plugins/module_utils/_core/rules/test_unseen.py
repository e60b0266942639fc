# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What could not be looked at: for want of a right, or of an answer."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    DataPlaneError,
    InputError,
    MissingLibraryError,
    UnreachableError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.unseen import not_allowed, unseen


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (ApiError("no", {"status": 401}), "not_permitted"),
        (ApiError("no", {"status": 403}), "not_permitted"),
        (ApiError("no", {"status": 500}), "not_run"),
        (UnreachableError("no"), "not_run"),
        (DataPlaneError("no", {"kind": "not_permitted"}), "not_permitted"),
        (DataPlaneError("no", {"kind": "login"}), "not_permitted"),
        (DataPlaneError("no", {"kind": "unreachable"}), "not_run"),
        (DataPlaneError("no", {"kind": "refused"}), "not_run"),
        (DataPlaneError("no", {"kind": "closed"}), "not_permitted"),
        (InputError("no", {"kind": "reference"}), "not_permitted"),
        (MissingLibraryError("no", {"library": "x"}), "not_permitted"),
    ],
)
def test_a_missing_right_is_told_from_a_missing_answer(problem, outcome):
    assert unseen("a", problem) == {"subject": "a", "outcome": outcome, "reason": "no"}


def test_what_an_operator_does_not_allow():
    assert not_allowed("a", "why") == {"subject": "a", "outcome": "not_permitted", "reason": "why"}
