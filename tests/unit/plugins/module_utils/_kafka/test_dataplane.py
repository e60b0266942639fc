# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data plane against a cluster in memory."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError, Uuid
from fake_kafka import FakeAdmin, FakeCluster, kafka_error

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    DataPlaneError,
    StreamopsError,
    UnreachableError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import TopicSpec, TopicState, plan_topics
from ansible_collections.streamops.kafka.plugins.module_utils._kafka import topic_admin
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.client import client_version
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.readers import count_records, prints
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.topics import apply_plan


@pytest.fixture
def cluster():
    found = FakeCluster("a", brokers=2)
    found.topic("t", 2, **{"retention.ms": "5"})
    return found


def test_topics(cluster):
    plane = cluster.plane()
    assert plane.brokers() == 2
    assert plane.partitions() == {"t": 2}
    config = {"cleanup.policy": "delete", "retention.ms": "5"}
    assert plane.topics(["t", "other"]) == {"t": TopicState("t", 2, 2, config)}
    assert plane.topics(["other"]) == {}


def test_a_plan_is_validated_without_a_trace_and_then_carried_out(cluster):
    specs = [
        TopicSpec("new", 3),
        TopicSpec("t", 4, config={"retention.ms": "6"}),
        TopicSpec("absent", state="absent"),
    ]
    changes = plan_topics(specs, cluster.plane().topics(["t"]), 2)
    apply_plan(cluster.plane(), changes, validate_only=True)
    writes = [call for call in cluster.calls if call[0] in ("create", "grow", "alter", "delete")]
    assert writes == [
        ("create", (True, ["new"])),
        ("grow", (True, {"t": 4})),
        ("alter", (True, {"t": {"retention.ms": "6"}})),
    ]
    apply_plan(cluster.plane(), changes, validate_only=False)
    assert cluster.plane().partitions()["new"] == 3


def test_removal(cluster):
    changes = plan_topics([TopicSpec("t", state="absent")], cluster.plane().topics(["t"]), 2)
    apply_plan(cluster.plane(), changes, validate_only=True)
    assert "t" in cluster.log
    apply_plan(cluster.plane(), changes, validate_only=False)
    assert "t" not in cluster.log


def test_a_refused_change_names_cluster_and_topic(cluster):
    cluster.errors["altered"] = kafka_error(KafkaError.INVALID_CONFIG, "Not a number")
    with pytest.raises(DataPlaneError, match="Kafka cluster 'a' at a:9092 could not alter topic t: Not a number"):
        cluster.plane().alter_configs({"t": {"retention.ms": "x"}})


def test_offsets_are_asked_at_an_isolation_level(cluster):
    cluster.put("t", b"k", b"v", 1)
    plane = cluster.plane()
    assert plane.end_offsets([("t", 0), ("t", 1)], "read_uncommitted") == {("t", 0): 0, ("t", 1): 1}
    assert plane.end_offsets([("t", 1)], "read_committed") == {("t", 1): 1}
    assert plane.begin_offsets([("t", 1)]) == {("t", 1): 0}
    assert plane.begin_offsets([]) == {}
    levels = [value for name, value in cluster.calls if name == "list_offsets"]
    assert levels == ["READ_UNCOMMITTED", "READ_COMMITTED", "READ_COMMITTED"]


def test_a_compacted_topic_as_it_stands(cluster):
    for key, value in ((b"a", b"1"), (b"b", b"1"), (b"a", b"2"), (b"b", None), (None, b"x")):
        cluster.put("t", key, value)
    assert cluster.plane().table("t") == {b"a": b"2", b"": b"x"}
    assert cluster.plane().table("other") == {}
    assert cluster.isolations == {"read_committed"}


def test_ranges(cluster):
    for number in range(5):
        cluster.put("t", None, str(number).encode())
    plane = cluster.plane()
    found = prints(plane, {("t", 0): (1, 4), ("t", 1): (0, 0)}, "read_uncommitted", frozenset())
    assert [item.offset for item in found[("t", 0)]] == [1, 2, 3]
    assert found[("t", 1)] == []
    assert count_records(plane, {("t", 0): (3, 9)}, "read_uncommitted") == {("t", 0): 2}


def test_groups(cluster):
    cluster.committed = {"g": {("t", 0): 5, ("t", 1): -1001}}
    cluster.members = {"a-mm2": [(b"m", b"s")], "a-mm2-other": []}
    plane = cluster.plane()
    assert plane.groups() == ["g"]
    assert plane.committed(["g"]) == {"g": {("t", 0): 5}}
    state, members = plane.members("a-mm2")
    assert (state, members[0]["metadata"]) == ("Stable", b"m")
    assert plane.members("gone") == ("", [])


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (KafkaError._TRANSPORT, "unreachable", "did not answer within 2 s: start its brokers"),
        (KafkaError._TIMED_OUT, "unreachable", "did not answer"),
        (KafkaError._AUTHENTICATION, "login", "refused the login"),
        (KafkaError.SASL_AUTHENTICATION_FAILED, "login", r"correct its sasl_\* options"),
        (KafkaError.CLUSTER_AUTHORIZATION_FAILED, "not_permitted", "does not allow this user to read metadata"),
        (KafkaError.INVALID_REQUEST, "refused", "could not read metadata"),
    ],
)
def test_errors_are_one_sentence(cluster, code, kind, words):
    cluster.errors["list_topics"] = kafka_error(code, "why")
    with pytest.raises(StreamopsError, match=words) as caught:
        cluster.plane().brokers()
    assert caught.value.details["kind"] == kind
    assert caught.value.details["cluster"] == "a"
    assert "\n" not in caught.value.message


def test_an_unreachable_cluster_is_known_as_such_on_both_sides(cluster):
    cluster.errors["list_topics"] = kafka_error(KafkaError._TRANSPORT)
    with pytest.raises(UnreachableError) as caught:
        cluster.plane().brokers()
    assert isinstance(caught.value, DataPlaneError)


def test_the_cause_of_a_failed_connection_is_told(cluster):
    plane = cluster.plane()
    settings = plane._causes.settings()
    for text in ("a:9092/bootstrap: Connect to ipv4#x failed: Connection refused (after 0ms in state CONNECT)",):
        settings["error_cb"](KafkaError(KafkaError._TRANSPORT, text))
    settings["error_cb"](KafkaError(KafkaError._ALL_BROKERS_DOWN, "1/1 brokers are down"))
    cluster.errors["list_topics"] = kafka_error(KafkaError._TRANSPORT, "x")
    with pytest.raises(UnreachableError, match=r"\(Connect to ipv4#x failed: Connection refused\)"):
        plane.brokers()


def test_a_refused_login_is_told_even_when_the_call_only_timed_out(cluster):
    plane = cluster.plane()
    plane._causes.settings()["error_cb"](KafkaError(KafkaError._AUTHENTICATION, "bad password"))
    cluster.errors["list_topics"] = kafka_error(KafkaError._TRANSPORT, "x")
    with pytest.raises(DataPlaneError, match=r"refused the login \(bad password\)"):
        plane.brokers()


def test_a_partition_that_cannot_be_read_to_its_end(cluster):
    cluster.errors["stuck"] = Exception()
    with pytest.raises(DataPlaneError, match=r"t-0, t-1 could not be read to the end within 0.1 s"):
        cluster.plane(timeout=0.1).table("t")


def test_a_partition_that_may_not_be_read(cluster):
    cluster.errors["read"] = kafka_error(KafkaError.TOPIC_AUTHORIZATION_FAILED, "no")
    with pytest.raises(DataPlaneError, match="does not allow this user to read t"):
        cluster.plane().table("t")


def test_passing_errors_of_a_connection_are_waited_out(cluster):
    cluster.put("t", b"k", b"v")
    cluster.errors["read"] = kafka_error(KafkaError._TRANSPORT)
    assert cluster.plane().table("t") == {b"k": b"v"}


def test_the_client_here_is_new_enough():
    assert client_version() >= (2, 3)


def test_ids_of_the_cluster_and_of_its_topics(cluster):
    plane = cluster.plane()
    assert plane.overview() == ({"t": 2}, {"cluster_id": "id-of-a", "brokers": 2})
    cluster.id = None
    assert plane.overview()[1]["cluster_id"] == ""
    first = plane.topic_ids(["t"])
    assert list(first) == ["t"]
    cluster.topic("t")
    assert plane.topic_ids(["t"]) != first
    cluster.ids["t"] = Uuid(0, 0)
    assert plane.topic_ids(["t"]) == {}


def test_nobody_is_asked_for_the_ids_of_no_topics(cluster):
    assert cluster.plane().topic_ids([]) == {}
    assert "describe_topics" not in dict(cluster.calls)


def test_a_library_that_cannot_tell_ids_of_topics(cluster, monkeypatch):
    monkeypatch.delattr(FakeAdmin, "describe_topics")
    with pytest.raises(DataPlaneError, match="install version 2") as caught:
        cluster.plane().topic_ids(["t"])
    assert caught.value.details["kind"] == "not_permitted"


def test_the_election_of_a_leader_is_waited_out(cluster, monkeypatch):
    cluster.errors["list_offsets"] = kafka_error(KafkaError.LEADER_NOT_AVAILABLE)
    monkeypatch.setattr(topic_admin.time, "sleep", lambda seconds: cluster.errors.pop("list_offsets"))
    assert cluster.plane().end_offsets([("t", 0)], "read_committed") == {("t", 0): 0}


def test_an_election_that_does_not_end(cluster):
    cluster.errors["list_offsets"] = kafka_error(KafkaError.LEADER_NOT_AVAILABLE)
    with pytest.raises(DataPlaneError, match="could not read offsets"):
        cluster.plane(timeout=0.1).end_offsets([("t", 0)], "read_committed")


def test_what_this_user_may_do_with_a_topic(cluster):
    cluster.topic("t")
    assert cluster.plane().operations("t") == {"WRITE"}
    cluster.errors["describe_topics"] = kafka_error(KafkaError.TOPIC_AUTHORIZATION_FAILED)
    with pytest.raises(DataPlaneError, match="does not allow this user to describe topic t") as caught:
        cluster.plane().operations("t")
    assert caught.value.details["kind"] == "not_permitted"


def test_a_right_on_the_cluster_is_asked_for(cluster):
    cluster.plane().need_on_cluster("DESCRIBE", "read the ACLs")
    with pytest.raises(
        DataPlaneError, match="does not allow this user to change the SCRAM users: give it alter"
    ) as caught:
        cluster.plane().need_on_cluster("ALTER", "change the SCRAM users")
    assert caught.value.details["kind"] == "not_permitted"
