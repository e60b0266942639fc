# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Least privilege as data: what an inventory needs, ACL by ACL."""

from __future__ import annotations

import json

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_access import (
    access_lines,
    kafka_access,
    scram_users,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

SECRET = "geheim-4711"
NAMES = ("operator", "app", "worker", "own", "reader", "writer", "admin")
CREDENTIALS = {name: {"sasl_username": name, "sasl_password": f"{SECRET}-{name}"} for name in NAMES}
SCRAM = {
    "bootstrap_servers": "h:1",
    "security_protocol": "SASL_SSL",
    "sasl_mechanism": "SCRAM-SHA-512",
    "credentials": "operator",
    "replication_factor": 1,
}
CLUSTERS = {"a": SCRAM, "b": {**SCRAM, "bootstrap_servers": "h:2"}}
FLOW = {
    "source": "a",
    "target": "b",
    "mode": "dedicated",
    "topics": ["shop[.].*", "stock"],
    "groups": ["app-.*"],
    "source_credentials": "reader",
    "target_credentials": "writer",
    "heartbeats": False,
    "checkpoints": False,
    "sync_topic_configs": False,
}
DEBEZIUM = {"connector.class": "io.debezium.connector.postgresql.PostgresConnector", "topic.prefix": "pg"}


def rights(principal, alias="a", clusters=None, connect=None, flows=None, credentials=None):
    """Rights of one principal as (moment, operation, resource, name) with a star behind a prefix."""
    found = kafka_access(clusters or CLUSTERS, connect, flows, credentials or CREDENTIALS)[alias]["acls"]
    return {
        (acl["moment"], acl["operation"], acl["resource_type"], acl["name"] + "*" * (acl["pattern"] == "prefixed"))
        for acl in found
        if acl["principal"] == f"User:{principal}"
    }


def connect(*connectors, **cluster):
    return {"orders": {"kafka": "a", "credentials": "worker", "connectors": list(connectors), **cluster}}


def connector(config, **entry):
    return {"name": "c", "credentials": "own", "config": config, **entry}


def own(connector_config, **cluster):
    return rights("own", connect=connect(connector(connector_config), **cluster))


def test_workers():
    assert rights("worker", connect=connect()) == {
        ("start", "read", "group", "connect-orders"),
        ("start", "read", "topic", "connect-orders-configs"),
        ("start", "write", "topic", "connect-orders-configs"),
        ("start", "read", "topic", "connect-orders-offsets"),
        ("steady", "write", "topic", "connect-orders-offsets"),
        ("start", "read", "topic", "connect-orders-status"),
        ("start", "write", "topic", "connect-orders-status"),
    }


def test_workers_with_names_of_their_own_and_exactly_once():
    config = {"config.storage.topic": "own-configs", "exactly.once.source.support": "enabled"}
    found = rights("worker", connect=connect(group_id="g", config=config))
    assert {
        ("start", "read", "group", "g"),
        ("start", "read", "topic", "own-configs"),
        ("exactly_once", "write", "transactional_id", "connect-cluster-g"),
    } <= found


@pytest.mark.parametrize(("support", "commits"), [("disabled", True), ("preparing", True), ("enabled", False)])
def test_with_exactly_once_it_is_the_tasks_who_write_offsets(support, commits):
    found = rights("worker", connect=connect(config={"exactly.once.source.support": support}))
    assert (("steady", "write", "topic", "connect-orders-offsets") in found) is commits


def test_a_connector_of_the_workers_has_their_principal():
    entry = {"name": "c", "config": {"topics": "t"}}
    assert ("steady", "read", "topic", "t") in rights("worker", connect=connect(entry))


def test_a_connector_that_goes_needs_nothing():
    assert rights("own", connect=connect(connector({"topics": "t"}, state="absent"))) == set()


def test_a_sink():
    config = {"topics": "t, u", "errors.deadletterqueue.topic.name": "dead"}
    assert own(config) == {
        ("start", "read", "group", "connect-c"),
        ("steady", "read", "topic", "t"),
        ("steady", "read", "topic", "u"),
        ("offset_reset", "delete", "group", "connect-c"),
        ("dlq", "write", "topic", "dead"),
        ("dlq_new", "create", "topic", "dead"),
    }


def test_a_sink_with_a_pattern_and_a_group_of_its_own():
    found = own({"topics.regex": "shop[.].*|stock", "consumer.override.group.id": "mine"})
    assert found == {
        ("start", "read", "group", "mine"),
        ("offset_reset", "delete", "group", "mine"),
        ("steady", "read", "topic", "shop.*"),
        ("steady", "read", "topic", "stock"),
    }


def test_debezium():
    config = {**DEBEZIUM, "heartbeat.interval.ms": 1000, "topic.creation.default.partitions": 1}
    assert own(config) == {
        (moment, operation, "topic", name)
        for moment, operation in (("steady", "write"), ("new_topic", "create"))
        for name in ("pg.*", "__debezium-heartbeat.pg")
    }
    assert own(DEBEZIUM) == {("steady", "write", "topic", "pg.*")}


def test_a_source_with_a_schema_history():
    found = own({**DEBEZIUM, "schema.history.internal.kafka.topic": "history"})
    assert {("start", operation, "topic", "history") for operation in ("read", "write", "create")} <= found
    assert ("start", "describe_configs", "topic", "history") in found


@pytest.mark.parametrize(
    ("config", "name"),
    [({"topic": "lines"}, "lines"), ({"kafka.topic": "k"}, "k"), ({"topic.prefix": "jdbc-"}, "jdbc-*")],
)
def test_other_sources(config, name):
    assert own({"connector.class": "x.Source", **config}) == {("steady", "write", "topic", name)}


def test_a_source_with_exactly_once():
    found = own({"topic": "t"}, config={"exactly.once.source.support": "enabled"})
    assert found == {
        ("steady", "write", "topic", "t"),
        ("exactly_once", "write", "transactional_id", "connect-orders-c-*"),
        ("exactly_once", "read", "topic", "connect-orders-offsets"),
        ("exactly_once", "write", "topic", "connect-orders-offsets"),
    }


def test_a_source_that_keeps_its_offsets_itself():
    found = own({"topic": "t", "offsets.storage.topic": "mine"})
    assert {("start", operation, "topic", "mine") for operation in ("read", "write", "create")} <= found


def test_what_cannot_be_computed_is_said():
    connectors = [
        {"name": "odd", "config": {"connector.class": "x.Odd"}},
        {"name": "none", "config": None},
        {"name": "m", "config": {"connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector"}},
    ]
    notes = kafka_access(CLUSTERS, connect(*connectors), [], CREDENTIALS)["a"]["notes"]
    assert len(notes) == 3
    assert "(x.Odd)" in notes[0] and "kafka_clusters.a.acls" in notes[0]
    assert "(none is given)" in notes[1]
    assert "describe it in mm2_flows" in notes[2]


def test_a_flow_that_only_copies():
    assert rights("reader", flows=[FLOW]) == {
        ("steady", "read", "topic", "shop.*"),
        ("steady", "read", "topic", "stock"),
        ("new_topic", "describe_configs", "topic", "shop.*"),
        ("new_topic", "describe_configs", "topic", "stock"),
        ("steady", "write", "topic", "mm2-offset-syncs.b.internal"),
    }
    assert rights("writer", "b", flows=[FLOW]) == {
        ("start", "read", "group", "a-mm2"),
        ("start", "read", "topic", "mm2-configs.a.internal"),
        ("start", "write", "topic", "mm2-configs.a.internal"),
        ("start", "read", "topic", "mm2-offsets.a.internal"),
        ("steady", "write", "topic", "mm2-offsets.a.internal"),
        ("start", "read", "topic", "mm2-status.a.internal"),
        ("start", "write", "topic", "mm2-status.a.internal"),
        *((moment, operation, "topic", name) for moment, operation in COPYING for name in ("a.shop.*", "a.stock")),
    }


COPYING = (("steady", "write"), ("new_topic", "create"), ("new_partitions", "alter"))


def more(principal, alias, **options):
    """What options of a flow add to its rights."""
    return rights(principal, alias, flows=[{**FLOW, **options}]) - rights(principal, alias, flows=[FLOW])


def test_checkpoints():
    assert more("reader", "a", checkpoints=True) == {
        ("checkpoints", "describe", "group", "app-*"),
        ("checkpoints", "read", "topic", "mm2-offset-syncs.b.internal"),
    }
    assert more("writer", "b", checkpoints=True) == {
        ("checkpoints", "write", "topic", "a.checkpoints.internal"),
        ("restart", "read", "topic", "a.checkpoints.internal"),
    }
    assert more("writer", "b", checkpoints=True, sync_group_offsets=True) >= {
        ("sync_groups", "read", "group", "app-*"),
        ("sync_groups", "read", "topic", "a.shop.*"),
        ("sync_groups", "read", "topic", "a.stock"),
    }


def test_heartbeats_make_the_source_a_target():
    found = more("reader", "a", heartbeats=True)
    assert {
        ("steady", "read", "topic", "heartbeats"),
        ("steady", "write", "topic", "heartbeats"),
        ("new_topic", "describe_configs", "topic", "heartbeats"),
        ("start", "read", "group", "b-mm2"),
        ("steady", "write", "topic", "mm2-offsets.b.internal"),
    } <= found
    assert more("writer", "b", heartbeats=True) == {
        (moment, operation, "topic", "a.heartbeats") for moment, operation in COPYING
    }
    assert more("writer", "b", heartbeats=True, sync_topic_configs=True) >= {
        ("sync_configs", "alter_configs", "topic", "a.heartbeats")
    }


def test_configurations_and_acls_of_topics():
    assert more("writer", "b", sync_topic_configs=True) == {
        ("sync_configs", "alter_configs", "topic", name) for name in ("a.shop.*", "a.stock")
    }
    assert more("reader", "a", sync_topic_acls=True) == {("sync_acls", "describe", "cluster", "kafka-cluster")}
    assert more("writer", "b", sync_topic_acls=True) == {("sync_acls", "alter", "cluster", "kafka-cluster")}


def test_offset_syncs_on_the_target_or_nowhere():
    syncs = ("steady", "write", "topic", "mm2-offset-syncs.b.internal")
    there = {**FLOW, "offset_syncs_location": "target"}
    assert syncs in rights("reader", flows=[FLOW])
    assert syncs not in rights("reader", flows=[there])
    assert ("steady", "write", "topic", "mm2-offset-syncs.a.internal") in rights("writer", "b", flows=[there])
    without = {**FLOW, "config": {"emit.offset-syncs.enabled": "false"}}
    assert syncs not in rights("reader", flows=[without])


def test_exactly_once():
    assert more("writer", "b", exactly_once=True) == {
        ("exactly_once", "write", "transactional_id", "connect-cluster-a-mm2"),
        ("exactly_once", "write", "transactional_id", "a-mm2-*"),
    }


def test_names_of_other_policies():
    identity = rights("writer", "b", flows=[{**FLOW, "replication_policy": "identity"}])
    assert ("steady", "write", "topic", "shop.*") in identity
    custom = {**FLOW, "replication_policy": "com.example.Policy", "checkpoints": True}
    assert ("steady", "write", "topic", "*") in rights("writer", "b", flows=[custom])


def test_patterns_that_may_be_anything():
    assert ("steady", "read", "topic", "*") in rights("reader", flows=[{**FLOW, "topics": [".*"]}])
    assert ("steady", "write", "topic", "a.*") in rights("writer", "b", flows=[{**FLOW, "topics": [".*"]}])


def test_a_flow_that_is_off_needs_nothing():
    assert rights("reader", flows=[{**FLOW, "enabled": False}]) == set()


ON_CONNECT = {**FLOW, "mode": "connect", "connect_cluster": "mirrors", "checkpoints": True, "heartbeats": True}
MIRRORS = {"mirrors": {"kafka": "b", "credentials": "worker"}}


def test_on_a_connect_cluster_the_workers_write():
    workers = rights("worker", "b", connect=MIRRORS, flows=[ON_CONNECT])
    flow = rights("writer", "b", connect=MIRRORS, flows=[ON_CONNECT])
    assert {
        ("steady", "write", "topic", "a.stock"),
        ("steady", "write", "topic", "a.heartbeats"),
        ("checkpoints", "write", "topic", "a.checkpoints.internal"),
    } <= workers
    assert not {right for right in flow if right[1] == "write"}
    assert {("new_topic", "create", "topic", "a.stock"), ("restart", "read", "topic", "a.checkpoints.internal")} <= flow
    assert ("steady", "write", "topic", "heartbeats") in rights("reader", connect=MIRRORS, flows=[ON_CONNECT])


@pytest.mark.parametrize("heartbeats", [True, False])
def test_exactly_once_on_a_connect_cluster(heartbeats):
    connect_clusters = {"mirrors": {**MIRRORS["mirrors"], "config": {"exactly.once.source.support": "enabled"}}}
    flow = {**ON_CONNECT, "heartbeats": heartbeats}
    workers = rights("worker", "b", connect=connect_clusters, flows=[flow])
    ids = {name for dummy, dummy, kind, name in workers if kind == "transactional_id"}
    start = "connect-mirrors-a.b.Mirror"
    assert ids == {"connect-cluster-connect-mirrors", f"{start}SourceConnector-*", f"{start}CheckpointConnector-*"}
    assert ("exactly_once", "write", "topic", "connect-mirrors-offsets") in workers
    beats = {
        ("exactly_once", "write", "transactional_id", f"{start}HeartbeatConnector-*"),
        ("exactly_once", "read", "topic", "connect-mirrors-offsets"),
        ("exactly_once", "write", "topic", "connect-mirrors-offsets"),
        ("exactly_once", "create", "topic", "connect-mirrors-offsets"),
    }
    found = rights("reader", connect=connect_clusters, flows=[flow])
    assert (beats <= found) is heartbeats
    assert (beats & found == set()) is not heartbeats


def test_a_connect_cluster_that_nobody_describes():
    found = kafka_access(CLUSTERS, {}, [{**ON_CONNECT, "connect_cluster": "elsewhere"}], CREDENTIALS)["b"]
    assert "does not describe" in found["notes"][0]
    assert ("steady", "write", "topic", "a.stock") in rights("writer", "b", flows=[{**ON_CONNECT}])


def test_the_connect_cluster_of_a_flow_need_not_be_named():
    flow = {**ON_CONNECT, "connect_cluster": ""}
    assert ("steady", "write", "topic", "a.stock") in rights("worker", "b", connect=MIRRORS, flows=[flow])


def test_whoever_proves_reads_only_what_is_read_and_written():
    flow = {**FLOW, "canary": True}
    found = rights("operator", connect=connect(connector({"topics": "t"})), flows=[flow])
    assert {
        ("create", "create", "topic", "connect-orders-configs"),
        ("change", "alter_configs", "topic", "connect-orders-configs"),
        ("change", "alter", "topic", "connect-orders-configs"),
        ("create", "create", "topic", "streamops.canary.a.b"),
        ("canary", "write", "topic", "streamops.canary.a.b"),
        ("probe", "read", "topic", "t"),
        ("probe", "read", "topic", "shop.*"),
        ("probe", "describe", "topic", "*"),
        ("probe", "describe_configs", "topic", "*"),
        ("probe", "describe", "group", "*"),
        ("probe", "describe_configs", "cluster", "kafka-cluster"),
    } <= found
    assert not {right for right in found if right[1:] == ("read", "topic", "*")}


def test_a_cluster_where_nothing_runs_needs_nothing():
    assert rights("operator", "b", connect=connect()) == set()
    assert kafka_access(CLUSTERS, kafka_credentials=CREDENTIALS)["b"] == {
        "users": [{"name": "operator", "mechanism": "SCRAM-SHA-512", "credentials": "operator"}],
        "acls": [],
        "notes": [],
    }


def test_further_users_and_acls():
    given = {"principal": "User:app", "resource_type": "topic", "name": "orders", "operation": "write"}
    clusters = {"a": {**SCRAM, "users": ["app"], "acls": [given], "admin": "admin"}}
    found = kafka_access(clusters, {}, [], CREDENTIALS)["a"]
    assert [user["name"] for user in found["users"]] == ["app", "operator"]
    (acl,) = found["acls"]
    assert acl["for"] == "kafka_clusters.a.acls"


def test_the_administrator_makes_nobody_of_itself():
    clusters = {"a": {**SCRAM, "admin": "operator"}}
    assert kafka_access(clusters, {}, [], CREDENTIALS)["a"]["users"] == []


@pytest.mark.parametrize(
    "cluster",
    [
        {"bootstrap_servers": "h:1", "replication_factor": 1},
        {**SCRAM, "security_protocol": "PLAINTEXT"},
        {"bootstrap_servers": "h:1", "security_protocol": "SSL", "replication_factor": 1},
    ],
)
def test_nobody_gets_nothing(cluster):
    connect_clusters = {"orders": {"kafka": "a", "connectors": [{"name": "c", "config": {"topics": "t"}}]}}
    assert kafka_access({"a": cluster}, connect_clusters, [], CREDENTIALS)["a"]["acls"] == []


def test_certificates_have_the_principal_that_is_given():
    tls = {**SCRAM, "security_protocol": "SSL", "sasl_mechanism": None}
    named = {"operator": {"client_cert": "/c", "principal": "User:CN=op"}}
    found = kafka_access({"a": tls}, {"orders": {"kafka": "a"}}, [], named)["a"]
    assert {acl["principal"] for acl in found["acls"]} == {"User:CN=op"}
    assert found["users"] == []
    nameless = kafka_access({"a": tls}, {"orders": {"kafka": "a"}}, [], {"operator": {"client_cert": "/c"}})["a"]
    assert nameless["acls"] == []
    assert "kafka_credentials.operator says nothing about its principal" in nameless["notes"][0]


def test_a_bare_name_is_a_user():
    named = {"operator": {"sasl_username": "x", "principal": "other"}}
    assert rights("other", clusters={"a": SCRAM}, connect={"o": {"kafka": "a"}}, credentials=named)


def test_users_of_other_mechanisms_are_made_elsewhere():
    plain = {**SCRAM, "sasl_mechanism": "PLAIN"}
    assert kafka_access({"a": plain}, {}, [], CREDENTIALS)["a"]["users"] == []


def test_no_secret_is_in_it_and_the_order_is_stable():
    made = [kafka_access(CLUSTERS, connect(connector({"topics": "t"})), [FLOW], CREDENTIALS) for dummy in range(2)]
    text = json.dumps(made[0])
    assert SECRET not in text
    assert text == json.dumps(made[1])


def test_users_with_their_passwords():
    access = kafka_access(CLUSTERS, {}, [], CREDENTIALS)
    assert scram_users(access, "a", CREDENTIALS) == [
        {"name": "operator", "mechanism": "SCRAM-SHA-512", "password": f"{SECRET}-operator"}
    ]
    assert scram_users(access, "a", {"operator": {}})[0]["password"] == ""


def test_unknown_names_are_refused():
    with pytest.raises(InputError, match="kafka_credentials has no entry 'nobody'"):
        kafka_access({"a": {**SCRAM, "users": ["nobody"]}}, {}, [], CREDENTIALS)
    with pytest.raises(InputError, match=r"kafka_clusters\.a\.acls: an entry has no principal"):
        kafka_access({"a": {**SCRAM, "acls": [{}]}}, {}, [], CREDENTIALS)


def test_lines_for_people():
    given = {"principal": "User:app", "resource_type": "topic", "name": "orders", "operation": "write"}
    clusters = {"a": {**SCRAM, "acls": [given]}}
    config = {"orders": {"kafka": "a", "connectors": [{"name": "odd", "config": {"connector.class": "x.Odd"}}]}}
    lines = access_lines(kafka_access(clusters, config, [], CREDENTIALS), "a")
    assert lines[0] == "user operator (SCRAM-SHA-512, kafka_credentials.operator)"
    assert "User:app allow write topic orders  [given: kafka_clusters.a.acls]" in lines
    assert "User:operator allow read group connect-orders  [start: connect cluster orders]" in lines
    assert lines[-1].startswith("note: connector odd")
    empty = {"a": {"bootstrap_servers": "h:1"}}
    assert access_lines(kafka_access(empty), "a") == ["nothing: nobody logs in, or nothing runs on it"]
