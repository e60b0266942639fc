# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``kafka_acl`` and ``kafka_scram_user`` against real brokers."""

from __future__ import annotations

from typing import Any

import pytest
from world import World

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

ACL = {"principal": "User:app", "resource_type": "topic", "name": "orders", "operation": "read"}
WRITE = {**ACL, "operation": "write", "pattern": "prefixed", "moment": "steady", "for": "the application"}
CLUSTER = {"principal": "User:app", "resource_type": "cluster", "operation": "describe"}
IDS = {**ACL, "resource_type": "transactional_id", "operation": "write"}
GROUP = {**ACL, "resource_type": "group", "host": "127.0.0.1", "permission": "deny"}


@pytest.fixture(scope="module")
def cluster(world: World) -> dict[str, Any]:
    return world.admin("a")


def acls(cluster: dict[str, Any], *wanted: dict[str, Any], check: bool = False, **options: Any) -> Ran:
    return run_module("kafka_acl", {"kafka": cluster, "acls": list(wanted), **options}, check, True)


def user(world: World, check: bool = False, **changes: Any) -> Ran:
    login = {**world.admin("a"), "sasl_mechanism": "SCRAM-SHA-512"}
    given = {"name": "app", "password": "secret-1", **changes}
    options = {"update_password": "when_refused", "login": login, "users": [given]}
    return run_module("kafka_scram_user", {"kafka": world.admin("a"), **options}, check, True)


def test_acls_are_made_once(cluster):
    wanted = (ACL, WRITE, CLUSTER, IDS, GROUP)
    predicted = acls(cluster, *wanted, check=True)
    made = acls(cluster, *wanted)
    assert predicted.result["created"] == made.result["created"]
    assert len(made.result["created"]) == 5
    assert "+User:app" in "".join("+" + line for line in made.result["diff"][0]["after"].splitlines())
    again = acls(cluster, *wanted)
    assert (again.result["changed"], again.result["unchanged"], again.result.get("diff")) == (False, 5, None)


def test_acls_are_removed_and_others_are_left_alone(cluster):
    gone = acls(cluster, {**ACL, "state": "absent"})
    assert [acl["operation"] for acl in gone.result["deleted"]] == ["read"]
    assert not acls(cluster, {**ACL, "state": "absent"}).result["changed"]
    assert not acls(cluster, WRITE).result["changed"]


def test_purge(cluster):
    acls(cluster, {**ACL, "principal": "User:other"})
    limited = acls(cluster, WRITE, purge="all", purge_limit=1)
    assert limited.code == 1
    assert "Nothing was changed" in limited.message
    mine = acls(cluster, WRITE, purge="principals")
    assert {acl["resource_type"] for acl in mine.result["deleted"]} == {"cluster", "transactional_id", "group"}
    every = acls(cluster, WRITE, purge="all")
    assert [acl["principal"] for acl in every.result["deleted"]] == ["User:other"]


def test_a_user_is_made_once_and_a_changed_password_is_set(world):
    assert user(world, check=True).result["users"][0]["reason"] == "made"
    made = user(world)
    assert made.result["users"][0]["reason"] == "made", made.everything
    assert not user(world).result["changed"]
    other = user(world, password="secret-2", check=True)
    assert other.result["users"][0]["reason"] == "the password was refused"
    assert user(world, password="secret-2").result["changed"]
    assert not user(world, password="secret-2").result["changed"]
    assert user(world, password="secret-2", iterations=8192).result["users"][0]["reason"] == "iterations 4096 -> 8192"
    assert "secret-2" not in other.everything


def test_a_user_is_removed(world):
    assert user(world, state="absent").result["users"][0]["reason"] == "removed"
    assert not user(world, state="absent").result["changed"]


def test_who_may_not_is_told_so(world):
    user(world, name="nobody")
    weak = {
        **world.admin("a"),
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_username": "nobody",
        "sasl_password": "secret-1",
    }
    refused = acls(weak, ACL)
    assert refused.code == 1
    assert "does not allow this user to read the ACLs" in refused.message
    users = run_module("kafka_scram_user", {"kafka": weak, "users": [{"name": "app", "password": "secret-3"}]})
    assert users.code == 1
    assert "does not allow this user to read the SCRAM users" in users.message
    assert "secret-3" not in users.everything


def test_a_wrong_password_is_told_so(cluster):
    wrong = acls({**cluster, "sasl_password": "wrong-1"}, ACL)
    assert "refused the login" in wrong.message
    assert "wrong-1" not in wrong.everything


def test_the_administrator_may_be_a_login_that_is_refused_nowhere(world):
    """Users are tried where they log in, not where they are made."""
    login = {**world.admin("a"), "sasl_mechanism": "SCRAM-SHA-512"}
    options = {"update_password": "when_refused", "login": {**login, "bootstrap_servers": "127.0.0.1:9"}}
    given = [{"name": "nobody", "password": "secret-1"}]
    ran = run_module("kafka_scram_user", {"kafka": world.admin("a"), "users": given, **options})
    assert ran.code == 1
    assert "127.0.0.1:9 did not answer" in ran.message
