# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``mm2.properties``: every key where MirrorMaker reads it."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import (
    dedicated_properties,
    dedicated_secrets,
)

CLUSTERS = {
    "primary": {
        "bootstrap_servers": ["p1:9092", "p2:9092"],
        "replication_factor": 1,
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "PLAIN",
        "credentials": "mm2",
        "client_cert": "/tls/c.pem",
        "client_key": "/tls/k.pem",
    },
    "secondary": {"bootstrap_servers": "s:9092", "extra": {"client.dns.lookup": "use_all_dns_ips"}},
    "third": {"bootstrap_servers": "t:9092", "replication_factor": 2},
}
CREDENTIALS = {"mm2": {"sasl_username": "u", "sasl_password": "hidden-1"}}
ONE_WAY = [{"source": "primary", "target": "secondary", "mode": "dedicated", "topics": ["pgapp[.].*"]}]
FILE = "/etc/kafka-mirrormaker/x/secrets.properties"
# What the worker of MirrorMaker takes from the top level; every other worker setting there is silently ignored.
HONOURED = (
    "offset.storage",
    "config.storage",
    "status.storage",
    "key.converter",
    "value.converter",
    "header.converter",
)


def properties(entries=None, targets=("secondary",), **options):
    entries = ONE_WAY if entries is None else entries
    options.setdefault("secrets_file", FILE)
    return dedicated_properties(inventory_flows(entries, CLUSTERS), CLUSTERS, CREDENTIALS, targets, **options)


def both_ways(**options):
    return [
        {"source": "secondary", "target": "third", "mode": "dedicated", **options},
        {"source": "third", "target": "secondary", "mode": "dedicated", **options},
    ]


def under(found, prefix):
    return {key[len(prefix) :]: value for key, value in found.items() if key.startswith(prefix)}


def test_top_level():
    assert {key: value for key, value in properties().items() if not key.startswith(tuple(CLUSTERS))} == {
        "clusters": "primary, secondary",
        "emit.heartbeats.enabled": "false",
        "plugin.discovery": "service_load",
        "config.providers": "dir,file",
        "config.providers.dir.class": "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
        "config.providers.dir.param.allowed.paths": "/tls",
        "config.providers.file.class": "org.apache.kafka.common.config.provider.FileConfigProvider",
        "config.providers.file.param.allowed.paths": FILE,
    }


def test_clusters():
    assert under(properties(), "primary.") == {
        "bootstrap.servers": "p1:9092,p2:9092",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "sasl.jaas.config": "${file:" + FILE + ":primary.sasl.jaas.config}",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.certificate.chain": "${dir:/tls:c.pem}",
        "ssl.keystore.key": "${dir:/tls:k.pem}",
        "config.storage.replication.factor": "1",
        "offset.storage.replication.factor": "1",
        "status.storage.replication.factor": "1",
        "plugin.discovery": "service_load",
    }
    assert under(properties(), "secondary.") == {
        "bootstrap.servers": "s:9092",
        "client.dns.lookup": "use_all_dns_ips",
        "producer.client.dns.lookup": "use_all_dns_ips",
        "consumer.client.dns.lookup": "use_all_dns_ips",
        "admin.client.dns.lookup": "use_all_dns_ips",
        "config.storage.replication.factor": "3",
        "offset.storage.replication.factor": "3",
        "status.storage.replication.factor": "3",
        "offset.flush.interval.ms": "60000",
        "plugin.discovery": "service_load",
    }


def test_the_pair_that_copies():
    pair = under(properties(), "primary->secondary.")
    assert pair["enabled"] == "true"
    assert pair["topics"] == "pgapp[.].*"
    assert pair["replication.factor"] == "3"
    assert pair["offset-syncs.topic.replication.factor"] == "1"
    assert pair["checkpoints.topic.replication.factor"] == "3"
    assert pair["emit.heartbeats.enabled"] == "false"
    assert pair["heartbeats.topic.replication.factor"] == "3"


def test_the_pair_that_only_writes_heartbeats():
    assert under(properties(), "secondary->primary.") == {
        "enabled": "false",
        "emit.heartbeats.enabled": "true",
        "emit.heartbeats.interval.seconds": "1",
        "heartbeats.topic.replication.factor": "1",
    }


def test_both_ways():
    found = properties(both_ways(heartbeats_interval=2), ["secondary", "third"])
    for pair, factor in (("secondary->third.", "2"), ("third->secondary.", "3")):
        assert found[pair + "enabled"] == "true"
        assert found[pair + "emit.heartbeats.enabled"] == "true"
        assert found[pair + "emit.heartbeats.interval.seconds"] == "2"
        assert found[pair + "heartbeats.topic.replication.factor"] == factor
    assert "config.providers" not in found


def test_two_instances_never_run_the_same_pair():
    one, other = properties(both_ways(), ["third"]), properties(both_ways(), ["secondary"])
    assert "third->secondary.enabled" not in one
    assert "secondary->third.enabled" not in other


@pytest.mark.parametrize(("nodes", "expected"), [(1, None), (2, "true"), (3, "true")])
def test_nodes_talk_to_each_other(nodes, expected):
    found = properties(nodes=nodes, rest_host="n1", rest_port=8090)
    assert found.get("dedicated.mode.enable.internal.rest") == expected
    assert found.get("listeners") == (expected and "http://0.0.0.0:8090")
    assert found.get("rest.advertised.host.name") == (expected and "n1")
    assert found.get("rest.advertised.port") == (expected and "8090")


def test_a_host_name_of_java_s_choice():
    assert "rest.advertised.host.name" not in properties(nodes=2)


def test_exactly_once():
    found = properties([{**ONE_WAY[0], "exactly_once": True}])
    assert found["secondary.exactly.once.source.support"] == "enabled"
    assert found["primary->secondary.source.consumer.isolation.level"] == "read_committed"
    assert found["dedicated.mode.enable.internal.rest"] == "true"
    assert "primary.exactly.once.source.support" not in found


def test_exactly_once_in_two_steps():
    entries = [{**ONE_WAY[0], "exactly_once": True}]
    preparing, enabled = properties(entries, exactly_once="preparing"), properties(entries)
    assert {key for key in enabled if enabled[key] != preparing.get(key)} == {"secondary.exactly.once.source.support"}
    assert preparing["secondary.exactly.once.source.support"] == "preparing"
    assert set(preparing) == set(enabled)
    assert properties(exactly_once="preparing") == properties()


def test_no_other_step_of_exactly_once():
    with pytest.raises(InputError, match="exactly_once is 'disabled'; give preparing or enabled"):
        properties(exactly_once="disabled")


def test_offset_flush_is_the_targets():
    found = properties([{**ONE_WAY[0], "offset_flush_interval": 5}])
    assert {key: value for key, value in found.items() if "flush" in key} == {
        "secondary.offset.flush.interval.ms": "5000"
    }


@pytest.mark.parametrize("entries", [ONE_WAY, [*ONE_WAY, {**ONE_WAY[0], "source": "third"}]])
def test_keys_that_are_never_right(entries):
    found = properties(entries, nodes=2)
    names = [key.split(".", 1)[1] for key in found if key.startswith(tuple(f"{alias}." for alias in CLUSTERS))]
    never = {"group.id", "client.id", "config.storage.topic", "offset.storage.topic", "status.storage.topic", "enable"}
    assert never & set(names) == set()
    assert not [key for key in found if key.endswith((".enable", ".emit.heartbeats"))]
    assert not [key for key in found if key.startswith(HONOURED)]


def test_no_secret_in_the_properties_and_all_of_them_in_the_file():
    flows = inventory_flows(ONE_WAY, CLUSTERS)
    secrets = dedicated_secrets(flows, CLUSTERS, CREDENTIALS, ["secondary"])
    assert list(secrets) == ["primary.sasl.jaas.config"]
    assert 'password="hidden-1"' in secrets["primary.sasl.jaas.config"]
    assert not [value for value in properties().values() if "hidden" in value]


def test_secrets_need_a_file():
    with pytest.raises(InputError, match=r"primary\.sasl\.jaas\.config is a secret .* give secrets_file"):
        properties(secrets_file="")


def test_an_alias_that_is_nowhere():
    flows = inventory_flows(ONE_WAY, CLUSTERS)
    with pytest.raises(InputError, match="kafka_clusters has no entry 'primary'"):
        dedicated_properties(flows, {}, None, ["secondary"])


LOGINS = {
    "mm2": {"sasl_username": "u", "sasl_password": "hidden-1"},
    "own": {"sasl_username": "own", "sasl_password": "hidden-2"},
    "cert": {"client_key_password": "hidden-3"},
}


def secrets_as(*entries, targets=("secondary",)):
    return dedicated_secrets(inventory_flows(entries, CLUSTERS), CLUSTERS, LOGINS, targets)


def test_a_flow_logs_in_as_it_says():
    found = secrets_as({**ONE_WAY[0], "source_credentials": "own"})
    assert list(found) == ["primary.sasl.jaas.config"]
    assert 'username="own"' in found["primary.sasl.jaas.config"]


def test_the_flow_back_logs_in_the_same_way():
    back = {"source": "secondary", "target": "primary", "mode": "dedicated", "target_credentials": "own"}
    there = {**ONE_WAY[0], "source_credentials": "own"}
    assert 'username="own"' in secrets_as(there, back, targets=("primary", "secondary"))["primary.sasl.jaas.config"]


def test_flows_of_one_instance_agree_about_who_they_are():
    other = {"source": "primary", "target": "third", "mode": "dedicated"}
    with pytest.raises(InputError, match=r"log in to primary in different ways \(primary->third as mm2, .* as own\)"):
        secrets_as({**ONE_WAY[0], "source_credentials": "own"}, other, targets=("secondary", "third"))
    assert secrets_as({**ONE_WAY[0], "source_credentials": "mm2"}, other, targets=("secondary", "third"))
