# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_units import access_units

SECURE = {"security_protocol": "SASL_SSL"}
NEEDED = {"users": [{"name": "a"}], "acls": [{"principal": "User:a"}]}
PING = {"ping": "pong"}


def unit(cluster, hosts=None, needed=None):
    hosts = hosts or {}
    hostvars = {name: {"kafka_cluster": "a", **variables} for name, variables in hosts.items()}
    (found,) = access_units({"a": needed or NEEDED}, {"a": cluster}, {"broker": list(hosts)}, hostvars, "ping", "m")
    return found


def test_the_first_broker_that_answers_acts():
    found = unit(SECURE, {"k1": {"ping": {"unreachable": True}}, "k2": {"ping": PING}, "k3": {"ping": PING}})
    assert found == {"alias": "a", "elected": "k2", "via": "broker", "users": True, "acls": True, "reason": ""}


def test_brokers_of_another_cluster_do_not_count():
    assert unit(SECURE, {"k1": {"kafka_cluster": "b", "ping": PING}})["via"] == "shown"


@pytest.mark.parametrize(
    ("cluster", "via", "users", "acls", "words"),
    [
        ({**SECURE, "admin": "root"}, "admin", True, True, ""),
        (SECURE, "shown", False, False, "kafka_clusters.a.admin"),
        ({}, "shown", False, False, "PLAINTEXT"),
        ({**SECURE, "kind": "aiven", "admin": "root"}, "admin", False, False, "Aiven"),
        ({**SECURE, "kind": "msk", "admin": "root"}, "admin", False, True, "AWS Secrets Manager"),
    ],
)
def test_clusters_of_others(cluster, via, users, acls, words):
    found = unit(cluster)
    assert (found["via"], found["users"], found["acls"]) == (via, users, acls)
    assert found["elected"] == "m"
    assert words in found["reason"]


def test_brokers_without_encryption_have_no_users():
    assert unit({}, {"k1": {"ping": PING}})["via"] == "shown"


def test_nothing_is_made_of_nothing():
    found = unit({**SECURE, "admin": "root"}, needed={"users": [], "acls": []})
    assert (found["users"], found["acls"]) == (False, False)
