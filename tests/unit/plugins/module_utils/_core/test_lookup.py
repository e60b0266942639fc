# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the inventory's dictionaries."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import (
    cluster_options,
    entry,
    flow_clusters,
    jvm_options,
    kafka_cluster,
    replication_factor,
    valid_replication_factor,
)

CLUSTERS = {
    "primary": {
        "kind": "self",
        "bootstrap_servers": ["k1:9092", "k2:9092"],
        "replication_factor": 1,
        "canary": True,
        "schema_registry": "http://x",
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "PLAIN",
        "credentials": "app",
        "ca_path": None,
    },
    "secondary": {"bootstrap_servers": "k3:9092"},
}
CREDENTIALS = {"app": {"sasl_username": "u", "sasl_password": "p"}}


def test_an_entry():
    assert entry(CLUSTERS, "secondary", "kafka_clusters") == {"bootstrap_servers": "k3:9092"}


@pytest.mark.parametrize(("mapping", "known"), [(CLUSTERS, "primary, secondary"), ({}, "none")])
def test_no_such_entry(mapping, known):
    with pytest.raises(InputError, match=rf"kafka_clusters has no entry 'x' \(known: {known}\)") as caught:
        entry(mapping, "x", "kafka_clusters")
    assert caught.value.details == {"variable": "kafka_clusters", "name": "x"}


def test_an_entry_is_a_dictionary():
    with pytest.raises(InputError, match=r"kafka_clusters\.x must be a dictionary"):
        entry({"x": "k1:9092"}, "x", "kafka_clusters")


def test_inventory_keys_are_dropped_and_credentials_merged():
    assert cluster_options(CLUSTERS, "primary", CREDENTIALS) == {
        "alias": "primary",
        "bootstrap_servers": "k1:9092,k2:9092",
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "PLAIN",
        "sasl_username": "u",
        "sasl_password": "p",
    }


def test_no_credentials_needed():
    assert cluster_options(CLUSTERS, "secondary") == {"alias": "secondary", "bootstrap_servers": "k3:9092"}


def test_missing_credentials():
    with pytest.raises(InputError, match=r"kafka_credentials has no entry 'app' \(known: none\)"):
        cluster_options(CLUSTERS, "primary")


def test_the_same_value_twice_is_no_conflict():
    credentials = {"app": {**CREDENTIALS["app"], "sasl_mechanism": "PLAIN"}}
    assert cluster_options(CLUSTERS, "primary", credentials)["sasl_mechanism"] == "PLAIN"


def test_two_values_are_one():
    credentials = {"app": {"sasl_mechanism": "SCRAM-SHA-512"}}
    with pytest.raises(InputError, match=r"kafka_clusters.primary and kafka_credentials.app both set sasl_mechanism"):
        cluster_options(CLUSTERS, "primary", credentials)


def test_the_value():
    cluster = kafka_cluster(CLUSTERS, "primary", CREDENTIALS)
    assert isinstance(cluster, KafkaCluster)
    assert (cluster.alias, cluster.sasl_username) == ("primary", "u")


def test_another_login():
    credentials = {**CREDENTIALS, "own": {"sasl_username": "o", "sasl_password": "q", "principal": "User:o"}}
    found = cluster_options(CLUSTERS, "primary", credentials, "own")
    assert (found["sasl_username"], found["sasl_password"]) == ("o", "q")
    assert "principal" not in found
    assert kafka_cluster(CLUSTERS, "primary", credentials, "own").sasl_username == "o"


def test_what_only_the_inventory_needs_is_dropped():
    clusters = {"x": {"bootstrap_servers": "k:1", "users": ["a"], "acls": [], "admin": "b", "kind": "msk"}}
    assert cluster_options(clusters, "x") == {"alias": "x", "bootstrap_servers": "k:1"}


def test_a_null_in_the_credentials_is_nothing():
    assert "ca_path" not in cluster_options(CLUSTERS, "primary", {"app": {"sasl_username": "u", "ca_path": None}})


def test_the_jvm_is_told_which_addresses_may_be_asked_for_tokens():
    token, keys = ({f"sasl.oauthbearer.{what}.endpoint.url": f"https://idp/{what}"} for what in ("token", "jwks"))
    clusters = {"a": {"extra": token}, "b": {"extra": {**token, **keys}}, "c": {"extra": None}, "d": {}}
    option = "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="
    assert jvm_options(clusters, ["a", "b", "c", "d"]) == option + "https://idp/token,https://idp/jwks"
    assert jvm_options(clusters, ["c", "d"]) == jvm_options(clusters, []) == ""


def test_copies():
    assert replication_factor(CLUSTERS, "primary") == 1
    assert replication_factor(CLUSTERS, "secondary") == 3


@pytest.mark.parametrize("value", [1, 3, "3", -1, "-1", 32767])
def test_copies_that_can_be(value):
    assert valid_replication_factor(value)
    assert replication_factor({"x": {"replication_factor": value}}, "x") == int(value)


@pytest.mark.parametrize("value", [0, -2, 32768, "x", "", None, True, 1.5, "--1"])
def test_copies_that_cannot_be(value):
    assert not valid_replication_factor(value)
    with pytest.raises(InputError, match=r"kafka_clusters.x.replication_factor is .*give a number from 1 to 32767"):
        replication_factor({"x": {"replication_factor": value}}, "x")


def test_the_clusters_of_flows_each_once_and_no_other():
    there, back = {"source": "primary", "target": "secondary"}, {"source": "secondary", "target": "primary"}
    clusters = {**CLUSTERS, "third": {"credentials": "unknown"}}
    found = flow_clusters(clusters, [there, back], CREDENTIALS)
    assert found == [cluster_options(CLUSTERS, alias, CREDENTIALS) for alias in ("primary", "secondary")]
    assert flow_clusters(clusters, []) == []
    with pytest.raises(InputError, match="no entry 'nowhere'"):
        flow_clusters(clusters, [{"source": "primary", "target": "nowhere"}], CREDENTIALS)
