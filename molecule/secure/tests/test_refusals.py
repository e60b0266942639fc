"""Whoever is not known is refused, and told something that helps."""

from __future__ import annotations

import shlex

TRUST = {"ssl_truststore_type": "PEM", "ssl_truststore_location": "/etc/streamops/tls/ca.pem"}
OWN = {"ssl_keystore_type": "PEM", "ssl_keystore_location": "/etc/streamops/tls/keystore.pem"}
QUICK = {"request_timeout_ms": "8000", "default_api_timeout_ms": "10000"}
STRANGER = """
set -e
cd /tmp && [ -f stranger.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
  -keyout stranger.key -out stranger.pem -subj /CN=stranger -days 2 2> /dev/null
"""


def login(user, password):
    module = "org.apache.kafka.common.security.plain.PlainLoginModule"
    jaas = f'{module} required username="{user}" password="{password}";'
    return {"sasl_mechanism": "PLAIN", "sasl_jaas_config": jaas}


def test_the_right_client_gets_in(client, secret):
    code, text = client("near", security_protocol="SSL", **TRUST, **OWN)
    assert code == 0, text
    code, text = client("far", security_protocol="SASL_SSL", **TRUST, **login("operator", secret("far-operator")))
    assert code == 0, text


def test_a_plain_text_client_is_refused(client):
    for cluster in ("near", "far"):
        assert client(cluster, security_protocol="PLAINTEXT", **QUICK)[0] != 0


def test_a_client_without_a_certificate_is_refused(client):
    code, text = client("near", security_protocol="SSL", **TRUST, **QUICK)
    assert code != 0 and "SSL" in text, text


def test_a_wrong_password_is_refused_by_name(client):
    code, text = client("far", security_protocol="SASL_SSL", **TRUST, **login("operator", "wrong"))
    assert code != 0 and "Authentication failed" in text, text


def test_a_wrong_authority_is_refused_by_the_client(client, hosts, secret):
    hosts["worker-1"].check_output(f"sh -c {shlex.quote(STRANGER)}")
    wrong = {"ssl_truststore_type": "PEM", "ssl_truststore_location": "/tmp/stranger.pem"}
    right = login("operator", secret("far-operator"))
    code, text = client("far", security_protocol="SASL_SSL", **wrong, **right, **QUICK)
    assert code != 0 and "SSL" in text, text


def test_rest_asks_for_everything(rest, hosts):
    hosts["worker-1"].check_output(f"sh -c {shlex.quote(STRANGER)}")
    assert rest()[0] == 200
    assert rest(password="wrong")[0] == 401
    assert rest(password="")[0] == 401
    assert rest(certificate=False)[0] == 0
    assert "CERTIFICATE_VERIFY_FAILED" in rest(ca="/tmp/stranger.pem")[1]
    assert rest(scheme="http")[0] in (0, 400)


def test_file_connectors_are_not_offered(rest):
    status, text = rest("/connector-plugins")
    assert status == 200 and "FileStream" not in text
