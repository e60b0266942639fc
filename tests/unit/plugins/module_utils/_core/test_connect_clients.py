# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logins of connectors and flows: overrides, clients of flows and the file that they refer to."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_clients import (
    client_secrets,
    connectors_of,
    flows_with_clients,
    logins,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_worker import worker_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import flow_connectors
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import kafka_cluster

SASL = {"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512", "ca_path": "/etc/streamops/tls/ca.pem"}
KAFKA = {
    "primary": {"bootstrap_servers": "p:9092", "credentials": "operator", **SASL},
    "secondary": {"bootstrap_servers": "s:9092", "credentials": "operator", **SASL},
    "plain": {"bootstrap_servers": "l:9092"},
    "mutual": {"bootstrap_servers": "m:9093", "security_protocol": "SSL", "credentials": "files"},
}
CREDENTIALS = {
    **{
        name: {"sasl_username": name, "sasl_password": f"hidden-{name}"}
        for name in ("operator", "worker", "sink", "mm2-source", "mm2-target")
    },
    "files": {"client_cert": "/w/c.pem"},
    "file": {"client_cert": "/s/c.pem"},
    "other": {"client_cert": "/other/c.pem", "client_key": "/other/k.pem"},
    "pair": {"client_cert": "/tls/c.pem", "client_key": "/tls/k.pem", "client_key_password": "hidden-key"},
}
FILE = "/etc/kafka-connect/secrets/clients.properties"
SINK = {"name": "sink", "credentials": "sink", "config": {"topics": "t"}}
OTHERS = [{"name": "plain", "config": {"topics": "x"}}, {"name": "gone", "state": "absent", "credentials": "nobody"}]
FLOW = {"source": "primary", "target": "secondary", "mode": "connect"}


def clusters(*connectors, kafka="primary", **options):
    return {"orders": {"kafka": kafka, "credentials": "worker", "connectors": list(connectors), **options}}


def jaas(name):
    return (
        f'org.apache.kafka.common.security.scram.ScramLoginModule required username="{name}" password="hidden-{name}";'
    )


def test_a_connector_with_a_login_of_its_own():
    found = connectors_of(clusters(SINK, *OTHERS), "orders", KAFKA, CREDENTIALS)
    reference = "${file:" + FILE + ":primary.sink.sasl.jaas.config}"
    overrides = {f"{kind}.override.sasl.jaas.config": reference for kind in ("producer", "consumer", "admin")}
    assert found == [
        {"name": "sink", "config": {**overrides, "topics": "t"}},
        OTHERS[0],
        {"name": "gone", "state": "absent"},
    ]


def test_the_config_of_the_connector_wins():
    config = {"consumer.override.sasl.jaas.config": "${file:/x:y}"}
    found = connectors_of(clusters({**SINK, "config": config}), "orders", KAFKA, CREDENTIALS, "/s")
    assert found[0]["config"]["consumer.override.sasl.jaas.config"] == "${file:/x:y}"
    assert found[0]["config"]["producer.override.sasl.jaas.config"].startswith("${file:/s/clients.properties:")


def test_the_login_of_the_worker_needs_no_overrides():
    found = connectors_of(clusters({"name": "a", "credentials": "worker"}), "orders", KAFKA, CREDENTIALS)
    assert found == [{"name": "a", "config": {}}]


def test_no_connectors():
    assert connectors_of({"orders": {"kafka": "plain", "connectors": None}}, "orders", KAFKA) == []


def test_workers_of_somebody_else_may_have_a_kafka_that_nobody_knows():
    assert connectors_of({"theirs": {"urls": ["u"], "connectors": [{"name": "a"}]}}, "theirs", {}) == [{"name": "a"}]


def test_where_no_file_can_be_written_a_login_is_refused():
    with pytest.raises(
        InputError, match=r"connect_clusters\.orders: connector sink has credentials, but the workers at urls"
    ):
        connectors_of(clusters(SINK, urls=["https://c:8083"]), "orders", KAFKA, CREDENTIALS)


def test_the_file_holds_what_connectors_and_flows_refer_to():
    flow = {**FLOW, "source": "secondary", "target": "primary", "source_credentials": "mm2-source"}
    assert client_secrets(clusters(SINK, *OTHERS), "orders", KAFKA, CREDENTIALS, [flow]) == {
        "primary.sink.sasl.jaas.config": jaas("sink"),
        "secondary.mm2-source.sasl.jaas.config": jaas("mm2-source"),
        "primary.operator.sasl.jaas.config": jaas("operator"),
    }


@pytest.mark.parametrize(
    "other",
    [{"mode": "dedicated"}, {"connect_cluster": "else"}, {"state": "absent"}, {"source": "plain", "target": "primary"}],
)
def test_flows_elsewhere_are_not_in_the_file(other):
    assert client_secrets(clusters(kafka="secondary"), "orders", KAFKA, CREDENTIALS, [{**FLOW, **other}]) == {}


def test_without_secrets_there_is_no_file():
    assert client_secrets({"orders": {"kafka": "plain"}}, "orders", KAFKA) == {}


def test_each_login_once():
    found = logins(clusters(SINK, {**SINK, "name": "b"}), "orders", KAFKA, CREDENTIALS)
    assert [login for login, dummy in found] == [("primary", "sink")]


def test_a_flow_gets_references_and_nothing_else():
    flow = {**FLOW, "source_credentials": "mm2-source"}
    found = flows_with_clients([flow], KAFKA, CREDENTIALS)[0]
    assert found["source_client"] == {
        "bootstrap.servers": "p:9092",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.jaas.config": "${file:" + FILE + ":primary.mm2-source.sasl.jaas.config}",
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": "/etc/streamops/tls/ca.pem",
    }
    assert found["target_client"]["sasl.jaas.config"] == "${file:" + FILE + ":secondary.operator.sasl.jaas.config}"


def test_connectors_of_a_flow_hold_references():
    flow = read_flow(flows_with_clients([FLOW], KAFKA, CREDENTIALS)[0])
    ends = (kafka_cluster(KAFKA, alias, CREDENTIALS) for alias in ("primary", "secondary"))
    configs = flow_connectors(flow, *ends)
    assert len(configs) == 3
    assert not [key for config in configs.values() for key, value in config.items() if "hidden" in value]
    secrets = client_secrets(clusters(kafka="secondary"), "orders", KAFKA, CREDENTIALS, [FLOW])
    referred = {
        value[len("${file:" + FILE + ":") : -1]
        for config in configs.values()
        for value in config.values()
        if value.startswith("${")
    }
    assert referred == set(secrets)


@pytest.mark.parametrize("flow", [{**FLOW, "mode": "dedicated"}, {**FLOW, "state": "absent"}])
def test_flows_that_stay_as_they_are(flow):
    assert flows_with_clients([flow], KAFKA, CREDENTIALS) == [flow]


def test_plain_clusters_need_no_clients():
    flow = {**FLOW, "source": "plain", "target": "plain"}
    assert flows_with_clients([flow], KAFKA, CREDENTIALS) == [flow]


def test_clients_that_are_given_stay():
    flow = {**FLOW, "source_client": {"a": "b"}}
    assert flows_with_clients([flow], KAFKA, CREDENTIALS)[0]["source_client"] == {"a": "b"}


@pytest.mark.parametrize(
    ("connect_clusters", "foreign"),
    [
        ({"a": {"kafka": "secondary", "urls": ["u"]}}, True),
        ({"a": {"kafka": "secondary"}, "b": {"kafka": "primary", "urls": ["u"]}}, False),
        ({"named": {"kafka": "secondary", "urls": ["u"]}}, True),
    ],
)
def test_flows_on_workers_of_somebody_else(connect_clusters, foreign):
    flow = {**FLOW, "connect_cluster": "named"} if "named" in connect_clusters else FLOW
    found = flows_with_clients([flow], KAFKA, CREDENTIALS, connect_clusters)[0]
    assert ("source_client" not in found) == foreign


def mutual(worker, connector):
    given = clusters({**SINK, "credentials": connector}, kafka="mutual")
    return {"orders": {**given["orders"], "credentials": worker}}


def test_certificates_in_two_files():
    config = connectors_of(mutual("other", "pair"), "orders", KAFKA, CREDENTIALS)[0]["config"]
    assert config["producer.override.ssl.keystore.key"] == "${dir:/tls:k.pem}"
    assert config["producer.override.ssl.key.password"] == "${file:" + FILE + ":mutual.pair.ssl.key.password}"


def test_certificates_in_one_file():
    config = connectors_of(mutual("files", "file"), "orders", KAFKA, CREDENTIALS)[0]["config"]
    assert config["admin.override.ssl.keystore.location"] == "/s/c.pem"


def test_certificates_given_in_two_ways_do_not_mix():
    with pytest.raises(InputError, match=r"that of connector sink are given in different ways"):
        connectors_of(mutual("files", "pair"), "orders", KAFKA, CREDENTIALS)


def test_the_worker_allows_what_these_logins_need():
    found = worker_properties(mutual("other", "pair"), "orders", KAFKA, CREDENTIALS, "w")
    assert found["config.providers.dir.param.allowed.paths"] == "/etc/kafka-connect/secrets,/other,/tls"
    assert found["connector.client.config.override.allowlist"] == (
        "ssl.key.password,ssl.keystore.certificate.chain,ssl.keystore.key"
    )
    flows = [{**FLOW, "source_credentials": "mm2-source"}]
    found = worker_properties(clusters(kafka="secondary"), "orders", KAFKA, CREDENTIALS, "w", flows=flows)
    assert found["connector.client.config.override.allowlist"] == (
        "bootstrap.servers,sasl.jaas.config,sasl.mechanism,security.protocol,ssl.truststore.location,ssl.truststore.type"
    )
