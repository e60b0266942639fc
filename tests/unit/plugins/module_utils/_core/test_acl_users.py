# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_users import (
    ScramUser,
    plan_users,
    wanted_users,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

APP = {"name": "app", "password": "geheim-1"}


def plan(found=None, update="on_create", accepted=None, **changes):
    (change,) = plan_users(wanted_users([{**APP, **changes}]), found or {}, update, accepted or {})
    return change


THERE = {"app": {"SCRAM-SHA-512": 4096}}
KEY = ("app", "SCRAM-SHA-512")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "made"),
        ({"found": {"app": {"SCRAM-SHA-256": 4096}}}, "made"),
        ({"found": THERE}, ""),
        ({"found": THERE, "iterations": 8192}, "iterations 4096 -> 8192"),
        ({"found": THERE, "update": "always"}, "password set without looking"),
        ({"found": THERE, "update": "when_refused", "accepted": {KEY: False}}, "the password was refused"),
        ({"found": THERE, "update": "when_refused"}, "the password was refused"),
        ({"found": THERE, "update": "when_refused", "accepted": {KEY: True}}, ""),
        ({"state": "absent"}, ""),
        ({"found": THERE, "state": "absent"}, "removed"),
    ],
)
def test_the_step_for_a_user(options, reason):
    change = plan(**options)
    assert (change.reason, change.changed) == (reason, bool(reason))


def test_results_hold_no_password():
    shown = {"name": "app", "mechanism": "SCRAM-SHA-512", "state": "present", "changed": True, "reason": "made"}
    assert plan().result() == shown
    assert "reason" not in plan(found=THERE).result()
    assert "geheim" not in repr(ScramUser.from_options(APP))


@pytest.mark.parametrize(
    ("users", "words"),
    [
        ([{"password": "x"}], "an entry has no name"),
        ([{"name": "app"}], "User app: password is missing"),
        ([{**APP, "iterations": 100}], "from 4096 to 16384"),
        ([APP, APP], "stands in users twice with SCRAM-SHA-512"),
    ],
)
def test_what_cannot_be_meant_is_refused(users, words):
    with pytest.raises(InputError, match=words):
        wanted_users(users)


def test_a_user_may_have_both_mechanisms():
    assert len(wanted_users([APP, {**APP, "mechanism": "SCRAM-SHA-256"}])) == 2
