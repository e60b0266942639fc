# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Properties, secrets and topics of a Connect worker."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_worker import (
    internal_topics,
    worker_properties,
    worker_secrets,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

KAFKA = {
    "primary": {"bootstrap_servers": "k1:9092", "replication_factor": 1},
    "big": {"bootstrap_servers": ["b1:9092", "b2:9092"]},
    "secure": {
        "bootstrap_servers": "s1:9093",
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "PLAIN",
        "ca_path": "/etc/ca.pem",
        "credentials": "connect",
        "client_cert": "/tls/c.pem",
        "client_key": "/tls/k.pem",
        "extra": {"client.dns.lookup": "use_all_dns_ips"},
    },
}
CREDENTIALS = {"connect": {"sasl_username": "u", "sasl_password": "hidden-1", "client_key_password": "hidden-2"}}
LOGIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="hidden-1";'
SECRETS = "/etc/kafka-connect/secrets"
PROVIDERS = "org.apache.kafka.common.config.provider."


def properties(kafka="primary", name="orders", **options):
    clusters = {name: {"kafka": kafka, **options}}
    return worker_properties(clusters, name, KAFKA, CREDENTIALS, "worker-1", ["/p"])


def test_a_plain_worker_key_by_key():
    assert properties() == {
        "bootstrap.servers": "k1:9092",
        "group.id": "connect-orders",
        "config.storage.topic": "connect-orders-configs",
        "config.storage.replication.factor": "1",
        "offset.storage.topic": "connect-orders-offsets",
        "offset.storage.replication.factor": "1",
        "status.storage.topic": "connect-orders-status",
        "status.storage.replication.factor": "1",
        "key.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "plugin.path": "/p",
        "plugin.discovery": "service_load",
        "connector.client.config.override.policy": "None",
        "listeners": "http://0.0.0.0:8083",
        "rest.advertised.host.name": "worker-1",
        "rest.advertised.port": "8083",
        "config.providers": "dir,env,file",
        "config.providers.dir.class": PROVIDERS + "DirectoryConfigProvider",
        "config.providers.dir.param.allowed.paths": SECRETS,
        "config.providers.env.class": PROVIDERS + "EnvVarConfigProvider",
        "config.providers.env.param.allowlist.pattern": "^CONNECT_SECRET_.*",
        "config.providers.file.class": PROVIDERS + "FileConfigProvider",
        "config.providers.file.param.allowed.paths": SECRETS,
    }


def test_three_copies_unless_the_cluster_says_otherwise():
    found = properties("big")
    assert {found[f"{kind}.storage.replication.factor"] for kind in ("config", "offset", "status")} == {"3"}
    assert found["bootstrap.servers"] == "b1:9092,b2:9092"


def test_what_is_best_left_to_kafka_is_left_out():
    left = {"offset.flush.interval.ms", "scheduled.rebalance.max.delay.ms", "client.id", "topic.creation.enable"}
    assert left & set(properties()) == set()


def test_the_clients_of_connectors_need_security_again():
    found = properties("secure")
    reference = "${file:" + SECRETS + "/worker.properties:sasl.jaas.config}"
    for prefix in ("", "producer.", "consumer.", "admin."):
        assert found[prefix + "security.protocol"] == "SASL_SSL"
        assert found[prefix + "sasl.mechanism"] == "PLAIN"
        assert found[prefix + "sasl.jaas.config"] == reference
        assert found[prefix + "ssl.truststore.location"] == "/etc/ca.pem"
        assert found[prefix + "client.dns.lookup"] == "use_all_dns_ips"
    assert not {"producer.bootstrap.servers", "consumer.bootstrap.servers", "admin.bootstrap.servers"} & set(found)


def test_no_secret_in_the_properties():
    assert not [value for value in properties("secure").values() if "hidden" in value]


def test_the_secrets_are_what_the_properties_refer_to():
    clusters = {"orders": {"kafka": "secure"}}
    secrets = worker_secrets(clusters, "orders", KAFKA, CREDENTIALS)
    assert secrets == {"sasl.jaas.config": LOGIN, "ssl.key.password": "hidden-2"}
    referred = {value for value in properties("secure").values() if value.startswith("${file:")}
    assert referred == {"${file:" + f"{SECRETS}/worker.properties:{key}" + "}" for key in secrets}


def test_no_secrets_on_a_plain_cluster():
    assert worker_secrets({"orders": {"kafka": "primary"}}, "orders", KAFKA) == {}


def test_the_folder_of_certificates_may_be_read():
    assert properties("secure")["config.providers.dir.param.allowed.paths"] == f"{SECRETS},/tls"


def test_other_places_for_secrets():
    found = worker_properties(
        {"o": {"kafka": "secure"}}, "o", KAFKA, CREDENTIALS, "w", secrets_file="/s/w", secrets_folder="/s"
    )
    assert found["sasl.jaas.config"] == "${file:/s/w:sasl.jaas.config}"
    assert found["config.providers.file.param.allowed.paths"] == "/s"


def test_no_plugins_no_path():
    found = worker_properties({"o": {"kafka": "primary"}}, "o", KAFKA, None, "w")
    assert "plugin.path" not in found


def test_the_users_settings_win():
    config = {
        "listeners": "https://0.0.0.0:9443",
        "value.converter.schemas.enable": False,
        "task.shutdown.graceful.timeout.ms": 30000,
        "plugin.discovery": "hybrid_warn",
        "rest.advertised.port": None,
    }
    found = properties(port=9000, group_id="mine", config=config)
    assert found["listeners"] == "https://0.0.0.0:9443"
    assert found["value.converter.schemas.enable"] == "false"
    assert found["task.shutdown.graceful.timeout.ms"] == "30000"
    assert found["plugin.discovery"] == "hybrid_warn"
    assert found["group.id"] == "mine"
    assert "rest.advertised.port" not in found


def test_a_principal_of_its_own():
    credentials = {**CREDENTIALS, "own": {"sasl_username": "own", "sasl_password": "hidden-3"}}
    clusters = {"orders": {"kafka": "secure", "credentials": "own"}}
    assert 'username="own"' in worker_secrets(clusters, "orders", KAFKA, credentials)["sasl.jaas.config"]


OVERRIDES = "connector.client.config.override."


def policy(config=None, kafka_version="4.3.1", flows=(), **options):
    clusters = {"orders": {"kafka": "primary", "config": config or {}, **options}}
    found = worker_properties(clusters, "orders", KAFKA, CREDENTIALS, "w", kafka_version=kafka_version, flows=flows)
    return {key[len(OVERRIDES) :]: value for key, value in found.items() if key.startswith(OVERRIDES)}


CONNECTORS = [
    {"name": "a", "config": {"producer.override.linger.ms": 5, "topics": "x"}},
    {"name": "b", "config": {"consumer.override.max.poll.records": 5, "admin.override.client.id": "b"}},
    {"name": "c", "state": "absent"},
]


def test_only_what_connectors_override_may_be_overridden():
    listed = {"policy": "Allowlist", "allowlist": "client.id,linger.ms,max.poll.records"}
    assert policy(connectors=CONNECTORS) == listed
    assert policy(overrides=["acks"]) == {"policy": "Allowlist", "allowlist": "acks"}


def test_before_4_2_it_is_all_or_nothing():
    assert policy(connectors=CONNECTORS, kafka_version="4.1.2") == {"policy": "All"}
    assert policy(kafka_version="4.1.2") == {"policy": "None"}


def test_the_users_policy_is_left_alone():
    assert policy({OVERRIDES + "policy": "Principal"}, connectors=CONNECTORS) == {"policy": "Principal"}


def flow(**options):
    return {"source": "big", "target": "primary", "mode": "connect", "heartbeats": False, **options}


def test_the_flows_of_a_cluster_may_override_what_they_need():
    flows = [flow(config={"producer.override.linger.ms": 100})]
    assert policy(flows=flows) == {"policy": "Allowlist", "allowlist": "linger.ms"}
    assert policy(flows=[flow(heartbeats=True)]) == {"policy": "Allowlist", "allowlist": "bootstrap.servers"}


@pytest.mark.parametrize("other", [{"mode": "dedicated"}, {"connect_cluster": "x"}, {"state": "absent"}])
def test_other_flows_do_not_count(other):
    assert policy(flows=[flow(heartbeats=True, **other)]) == {"policy": "None"}


def test_another_port():
    assert properties(port=9000)["listeners"] == "http://0.0.0.0:9000"
    assert properties(port=9000)["rest.advertised.port"] == "9000"


def test_every_value_is_a_text():
    found = properties("secure", config={"a": 1, "b": True, "c": ["x", "y"]})
    assert all(isinstance(value, str) for value in found.values())


def topics(kafka="big", **config):
    return internal_topics({"orders": {"kafka": kafka, "config": config}}, "orders", KAFKA)


def test_topics():
    safe = {"cleanup.policy": "compact", "min.insync.replicas": "2"}
    assert topics() == [
        {"name": "connect-orders-configs", "partitions": 1, "replication_factor": 3, "config": safe},
        {"name": "connect-orders-offsets", "partitions": 25, "replication_factor": 3, "config": safe},
        {"name": "connect-orders-status", "partitions": 5, "replication_factor": 3, "config": safe},
    ]


def test_topics_of_a_single_broker():
    assert {topic["replication_factor"] for topic in topics("primary")} == {1}
    assert topics("primary")[0]["config"] == {"cleanup.policy": "compact"}


def test_topics_follow_the_users_settings():
    found = topics(
        **{
            "config.storage.topic": "my-configs",
            "offset.storage.partitions": 50,
            "status.storage.partitions": 10,
            "status.storage.replication.factor": 2,
        }
    )
    assert [(topic["name"], topic["partitions"], topic["replication_factor"]) for topic in found] == [
        ("my-configs", 1, 3),
        ("connect-orders-offsets", 50, 3),
        ("connect-orders-status", 10, 2),
    ]


def test_topics_and_properties_agree():
    clusters = {"orders": {"kafka": "big"}}
    found = worker_properties(clusters, "orders", KAFKA, None, "w")
    for kind, topic in zip(("config", "offset", "status"), internal_topics(clusters, "orders", KAFKA)):
        assert found[f"{kind}.storage.topic"] == topic["name"]
        assert found[f"{kind}.storage.replication.factor"] == str(topic["replication_factor"])


def test_topics_without_settings_of_the_user():
    assert len(internal_topics({"orders": {"kafka": "big"}}, "orders", KAFKA)) == 3


def test_https_of_a_worker():
    found = properties(rest={"scheme": "https", "credentials": "admin"})
    assert found["listeners"] == "https://0.0.0.0:8083"
    assert found["listeners.https.ssl.keystore.location"] == "/etc/streamops/tls/keystore.jks"
    assert found["rest.extension.classes"].endswith(".BasicAuthSecurityRestExtension")


@pytest.mark.parametrize("call", [worker_secrets, internal_topics])
def test_rules_are_held_everywhere(call):
    clusters = {"a": {"kafka": "primary", "group_id": "g"}, "b": {"kafka": "primary", "group_id": "g"}}
    with pytest.raises(InputError, match="a and b share group_id 'g'"):
        call(clusters, "a", KAFKA)


def test_unknown_cluster():
    with pytest.raises(InputError, match="connect_clusters has no entry 'x'"):
        worker_properties({}, "x", KAFKA, None, "w")
