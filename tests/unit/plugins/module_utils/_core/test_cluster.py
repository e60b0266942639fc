# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster as data, in both spellings."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import (
    KafkaCluster,
    normalise_servers,
    secret_key,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

PLAIN = {"alias": "primary", "bootstrap_servers": "k1:9092"}
SASL = {
    **PLAIN,
    "security_protocol": "SASL_SSL",
    "sasl_mechanism": "SCRAM-SHA-512",
    "sasl_username": "mm2",
    "sasl_password": "pw-1",
}
SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required username="mm2" password="pw-1";'


def cluster(**options):
    return KafkaCluster.from_options({**PLAIN, **options})


def sasl(**options):
    return KafkaCluster.from_options({**SASL, **options})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a:1", "a:1"),
        (" a:1 , b:2 ", "a:1,b:2"),
        ("a:1,,b:2,", "a:1,b:2"),
        (["a:1", "b:2"], "a:1,b:2"),
        (("a:1", ""), "a:1"),
        ("", ""),
        (None, ""),
        ([], ""),
    ],
)
def test_servers_become_one_text(given, expected):
    assert normalise_servers(given) == expected


@pytest.mark.parametrize("server", ["k1:9092", "10.0.0.1:1", "[::1]:9092", "kafka-1.example.com:65535"])
def test_servers_that_can_be(server):
    assert cluster(bootstrap_servers=server).bootstrap_servers == server


@pytest.mark.parametrize(
    "server", ["k1", "k1:", ":9092", "k1:0", "k1:65536", "http://k1:9092", "k1:9092/x", "k 1:9092", "k1:x"]
)
def test_servers_that_cannot_be(server):
    with pytest.raises(InputError, match=r"Kafka cluster 'primary': bootstrap_servers holds .* not host:port"):
        cluster(bootstrap_servers=["ok:1", server])


@pytest.mark.parametrize(
    ("options", "option", "sentence"),
    [
        ({"bootstrap_servers": ""}, "bootstrap_servers", "is missing"),
        ({"bootstrap_servers": None}, "bootstrap_servers", "is missing"),
        ({"security_protocol": "TLS"}, "security_protocol", "must be one of PLAINTEXT, SSL"),
        ({"security_protocol": "SASL_SSL"}, "sasl_mechanism", "is missing; SASL_SSL needs one"),
        ({"sasl_username": "x"}, "security_protocol", "the sasl_\\* options would be ignored"),
        ({"sasl_password": "x"}, "security_protocol", "the sasl_\\* options would be ignored"),
        ({"sasl_mechanism": "PLAIN"}, "security_protocol", "the sasl_\\* options would be ignored"),
        ({**SASL, "sasl_username": None}, "sasl_username", "SASL_SSL with SCRAM-SHA-512 needs it"),
        ({**SASL, "sasl_password": ""}, "sasl_password", "SASL_SSL with SCRAM-SHA-512 needs it"),
        ({**SASL, "sasl_mechanism": "GSSAPI"}, "extra", "needs 'sasl.jaas.config' for sasl_mechanism GSSAPI"),
        ({"security_protocol": "SSL", "ca_path": "/ca", "ca_pem": "x"}, "ca_pem", "give one of them"),
        ({"security_protocol": "SSL", "client_key": "/k"}, "client_cert", "is missing although client_key is set"),
        ({"ca_path": "/ca"}, "security_protocol", "the certificate options would be ignored"),
        ({"ca_pem": "x"}, "security_protocol", "the certificate options would be ignored"),
        ({"client_cert": "/c"}, "security_protocol", "the certificate options would be ignored"),
        ({"user": "x"}, "user", "is not an option of a cluster"),
    ],
)
def test_what_cannot_be_meant(options, option, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        cluster(**options)
    assert caught.value.details == {"cluster": "primary", "option": option}
    assert caught.value.message.startswith("Kafka cluster 'primary': " + option)


def test_a_cluster_without_an_alias_is_named_by_its_kind():
    with pytest.raises(InputError, match=r"^Kafka cluster: bootstrap_servers is missing"):
        KafkaCluster.from_options({})


def test_no_secret_in_an_error():
    with pytest.raises(InputError) as caught:
        sasl(sasl_username="")
    assert "pw-1" not in str(caught.value)


def test_plaintext_is_the_servers_alone():
    plain = cluster(bootstrap_servers=["k1:9092", "k2:9092"], sasl_username=None, extra=None)
    assert plain.java_client() == {"bootstrap.servers": "k1:9092,k2:9092"}
    assert plain.librdkafka() == {"bootstrap.servers": "k1:9092,k2:9092"}
    assert plain.secrets() == ()
    assert plain.certificate_folders() == ()


def test_scram_over_tls():
    secure = sasl(ca_path="/etc/ca.pem")
    assert secure.java_client() == {
        "bootstrap.servers": "k1:9092",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.jaas.config": SCRAM,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": "/etc/ca.pem",
    }
    assert secure.librdkafka() == {
        "bootstrap.servers": "k1:9092",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "mm2",
        "sasl.password": "pw-1",
        "ssl.ca.location": "/etc/ca.pem",
    }
    assert secure.secrets() == (SCRAM, "pw-1")


def test_a_certificate_in_the_options():
    secure = cluster(security_protocol="SSL", ca_pem="-----BEGIN CERTIFICATE-----\nx")
    assert secure.java_client()["ssl.truststore.certificates"] == "-----BEGIN CERTIFICATE-----\nx"
    assert "ssl.truststore.location" not in secure.java_client()
    assert secure.librdkafka()["ssl.ca.pem"] == "-----BEGIN CERTIFICATE-----\nx"
    assert secure.secrets() == ()


def test_certificate_and_key_in_one_file():
    secure = cluster(security_protocol="SSL", client_cert="/tls/both.pem", client_key_password="kp")
    java = secure.java_client()
    assert java["ssl.keystore.type"] == "PEM"
    assert java["ssl.keystore.location"] == "/tls/both.pem"
    assert java["ssl.key.password"] == "kp"
    assert secure.certificate_folders() == ()
    assert secure.librdkafka() == {
        "bootstrap.servers": "k1:9092",
        "security.protocol": "SSL",
        "ssl.certificate.location": "/tls/both.pem",
        "ssl.key.location": "/tls/both.pem",
        "ssl.key.password": "kp",
    }
    assert secure.secrets() == ("kp",)


def test_certificate_and_key_in_two_files():
    secure = cluster(security_protocol="SSL", client_cert="/tls/a/c.pem", client_key="/tls/b/k.pem")
    java = secure.java_client()
    assert java["ssl.keystore.certificate.chain"] == "${dir:/tls/a:c.pem}"
    assert java["ssl.keystore.key"] == "${dir:/tls/b:k.pem}"
    assert "ssl.keystore.location" not in java
    assert "ssl.key.password" not in java
    assert secure.certificate_folders() == ("/tls/a", "/tls/b")
    assert secure.librdkafka()["ssl.key.location"] == "/tls/b/k.pem"


def test_a_key_password_without_a_certificate_is_not_handed_on():
    secure = cluster(security_protocol="SSL", client_key_password="kp")
    assert "ssl.key.password" not in secure.java_client()
    assert "ssl.key.password" not in secure.librdkafka()


def test_extra_wins_for_java():
    java = sasl(extra={"client.id": "x", "ssl.truststore.type": "JKS", "retries": 3, "flag": True, "none": None})
    client = java.java_client()
    assert client["ssl.truststore.type"] == "JKS"
    assert (client["client.id"], client["retries"], client["flag"], client["none"]) == ("x", "3", "true", "")


def test_librdkafka_takes_of_extra_what_it_knows():
    client = cluster(extra={"client.id": "x", "request.timeout.ms": 5000, "interceptor.classes": "y"}).librdkafka()
    assert client == {"bootstrap.servers": "k1:9092", "client.id": "x", "socket.timeout.ms": "5000"}


@pytest.mark.parametrize(
    ("protocol", "value", "expected"),
    [("SSL", "", "none"), ("SSL", "https", None), ("PLAINTEXT", "", None)],
)
def test_names_in_certificates_may_go_unchecked_only_where_there_are_any(protocol, value, expected):
    extra = {"ssl.endpoint.identification.algorithm": value}
    client = cluster(security_protocol=protocol, extra=extra).librdkafka()
    assert client.get("ssl.endpoint.identification.algorithm") == expected


def test_oauth_is_client_credentials():
    url = {"sasl.oauthbearer.token.endpoint.url": "https://idp/token"}
    client = sasl(sasl_mechanism="OAUTHBEARER", extra=url)
    assert 'clientId="mm2" clientSecret="pw-1"' in client.java_client()["sasl.jaas.config"]
    assert client.librdkafka() == {
        "bootstrap.servers": "k1:9092",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "OAUTHBEARER",
        "sasl.oauthbearer.method": "oidc",
        "sasl.oauthbearer.client.id": "mm2",
        "sasl.oauthbearer.client.secret": "pw-1",
        "sasl.oauthbearer.token.endpoint.url": "https://idp/token",
    }


def test_tokens_are_fetched_by_a_class_that_java_is_told():
    url = {"sasl.oauthbearer.token.endpoint.url": "https://idp/token", "sasl.oauthbearer.scope": "kafka"}
    client = sasl(sasl_mechanism="OAUTHBEARER", extra=url)
    handler = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler"
    assert client.java_client() == {
        "bootstrap.servers": "k1:9092",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "OAUTHBEARER",
        "sasl.jaas.config": "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
        'clientId="mm2" clientSecret="pw-1" scope="kafka";',
        "sasl.login.callback.handler.class": handler,
        **url,
    }
    assert client.secrets() == (client.java_client()["sasl.jaas.config"], "pw-1")
    own = sasl(sasl_mechanism="OAUTHBEARER", extra={**url, "sasl.login.callback.handler.class": "x.Y"})
    assert own.java_client()["sasl.login.callback.handler.class"] == "x.Y"
    assert "sasl.login.callback.handler.class" not in sasl(sasl_mechanism="OAUTHBEARER").java_client()


def test_amazon_msk_by_iam():
    msk = cluster(security_protocol="SASL_SSL", sasl_mechanism="AWS_MSK_IAM")
    assert msk.java_client() == {
        "bootstrap.servers": "k1:9092",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "AWS_MSK_IAM",
        "sasl.jaas.config": "software.amazon.msk.auth.iam.IAMLoginModule required;",
        "sasl.client.callback.handler.class": "software.amazon.msk.auth.iam.IAMClientCallbackHandler",
    }
    assert msk.secrets() == ()


def test_amazon_msk_in_a_role():
    role = "arn:aws:iam::1:role/connect"
    msk = cluster(security_protocol="SASL_SSL", sasl_mechanism="AWS_MSK_IAM", sasl_username=role)
    assert msk.java_client()["sasl.jaas.config"].endswith(f'IAMLoginModule required awsRoleArn="{role}";')


def test_our_own_clients_know_no_iam():
    with pytest.raises(InputError, match=r"cannot log in with AWS_MSK_IAM, .* give the cluster SCRAM credentials"):
        cluster(security_protocol="SASL_SSL", sasl_mechanism="AWS_MSK_IAM").librdkafka()


def test_a_login_of_ones_own():
    own = cluster(
        security_protocol="SASL_PLAINTEXT", sasl_mechanism="GSSAPI", extra={"sasl.jaas.config": "Krb5 required;"}
    )
    assert own.java_client()["sasl.jaas.config"] == "Krb5 required;"
    assert own.librdkafka() == {
        "bootstrap.servers": "k1:9092",
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "GSSAPI",
    }
    assert own.secrets() == ("Krb5 required;",)


def test_references_are_no_secrets():
    secret = "${file:/s.properties:pw}"
    assert sasl(sasl_password=secret, extra={"ssl.key.password": secret}).secrets() == ()


def test_a_key_given_as_text_is_a_secret():
    key = "-----BEGIN PRIVATE KEY-----\nabc"
    assert cluster(security_protocol="SSL", client_cert="/c", client_key=key).secrets() == (key,)


def test_secrets_come_longest_first_so_that_redaction_leaves_no_rest():
    found = sasl(sasl_password="abc", client_key_password="abcdef").secrets()
    assert list(found) == sorted(found, key=len, reverse=True)


def test_repr_shows_no_secret():
    shown = repr(sasl(ca_pem=None, client_key_password="kp-1", extra={"x.password": "ep-1"}))
    assert "mm2" in shown
    assert not any(secret in shown for secret in ("pw-1", "kp-1", "ep-1"))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("sasl.jaas.config", True),
        ("ssl.key.password", True),
        ("ssl.keystore.key", True),
        ("basic.auth.user.info.secret", True),
        ("sasl.oauthbearer.access.token", True),
        ("sasl.oauthbearer.token.endpoint.url", False),
        ("ssl.keystore.type", False),
        ("ssl.keystore.certificate.chain", False),
        ("bootstrap.servers", False),
    ],
)
def test_names_of_secrets(key, expected):
    assert secret_key(key) is expected
