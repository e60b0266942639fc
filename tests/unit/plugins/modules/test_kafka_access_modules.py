# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contracts of ``kafka_acl`` and ``kafka_scram_user`` where no cluster is needed: refusals, bare hosts, secrets."""

from __future__ import annotations

import pytest
from run_module import run_module

SECRET = "geheim-4711"
NOBODY = {"alias": "a", "bootstrap_servers": "127.0.0.1:9"}
LOGIN = {
    **NOBODY,
    "security_protocol": "SASL_PLAINTEXT",
    "sasl_mechanism": "PLAIN",
    "sasl_username": "u",
    "sasl_password": SECRET,
}
ACL = {"principal": "User:app", "resource_type": "topic", "name": "t", "operation": "read"}
USER = {"name": "app", "password": SECRET + "-app"}


def acl(check=False, **options):
    return run_module("kafka_acl", {"kafka": LOGIN, "acls": [ACL], **options}, check)


def user(check=False, **options):
    return run_module("kafka_scram_user", {"kafka": LOGIN, "users": [USER], **options}, check)


@pytest.mark.parametrize("run", [acl, user])
def test_a_bare_host_is_no_failure_in_check_mode_and_shows_no_secret(run):
    ran = run(check=True)
    assert ran.code == 0, ran.everything
    assert "cannot be predicted before the installation" in ran.message
    assert SECRET not in ran.everything


@pytest.mark.parametrize(
    ("ran", "words"),
    [
        (lambda: acl(acls=[{**ACL, "principal": "app"}]), "write User:app"),
        (lambda: acl(acls=[ACL, {**ACL, "state": "absent"}]), "as present and as absent"),
        (lambda: user(users=[{"name": "app"}]), "User app: password is missing"),
        (lambda: user(users=[{**USER, "iterations": 1}]), "from 4096 to 16384"),
        (lambda: user(update_password="when_refused"), "login"),
        (lambda: user(update_password="when_refused", login={"alias": "a"}), "bootstrap_servers is missing"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything(ran, words):
    found = ran()
    assert found.code == 1
    assert words in found.message
    assert SECRET not in found.everything
