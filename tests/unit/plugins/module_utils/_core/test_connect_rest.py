# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The REST interface of a Connect cluster, from the worker's side and from the modules'."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rest import (
    rest_findings,
    rest_jaas,
    rest_options,
    rest_properties,
    rest_scheme,
    rest_users,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

CREDENTIALS = {"admin": {"url_username": "ada", "url_password": "hidden-1"}, "half": {"url_username": "ada"}}
TLS = "/etc/streamops/tls"


def test_plain():
    assert rest_properties({}, "w1") == {
        "listeners": "http://0.0.0.0:8083",
        "rest.advertised.host.name": "w1",
        "rest.advertised.port": "8083",
    }


def test_https_key_by_key():
    cluster = {"port": 8443, "rest": {"scheme": "https", "host": "10.0.0.1", "client_auth": "required"}}
    assert rest_properties(cluster, "w1", "/tls") == {
        "listeners": "https://10.0.0.1:8443",
        "rest.advertised.host.name": "w1",
        "rest.advertised.port": "8443",
        "rest.advertised.listener": "https",
        "listeners.https.ssl.client.auth": "required",
        "listeners.https.ssl.keystore.type": "JKS",
        "listeners.https.ssl.keystore.location": "/tls/keystore.jks",
        "listeners.https.ssl.keystore.password": "",
        "listeners.https.ssl.truststore.type": "JKS",
        "listeners.https.ssl.truststore.location": "/tls/truststore.jks",
    }


def test_without_client_authentication():
    assert rest_properties({"rest": {"scheme": "https"}}, "w1")["listeners.https.ssl.client.auth"] == "none"


def test_basic_authentication():
    found = rest_properties({"rest": {"credentials": "admin"}}, "w1")
    extension = "org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension"
    assert found["rest.extension.classes"] == extension


@pytest.mark.parametrize(
    ("cluster", "scheme"),
    [
        ({}, "http"),
        ({"rest": None, "config": None}, "http"),
        ({"rest": {"scheme": "https"}}, "https"),
        ({"config": {"listeners": "HTTPS://:8443"}}, "https"),
        ({"config": {"listeners": ["http://:8083"]}, "rest": {"scheme": "https"}}, "http"),
    ],
)
def test_scheme(cluster, scheme):
    assert rest_scheme(cluster) == scheme


def options(credentials=None, **rest):
    return rest_options({"orders": {"rest": rest}}, "orders", CREDENTIALS if credentials is None else credentials)


def test_modules_over_http():
    assert options() == {}
    assert rest_options({"orders": {}}, "orders") == {}


def test_modules_over_https():
    assert options(scheme="https") == {"ca_path": f"{TLS}/ca.pem"}
    assert options(scheme="https", validate_certs=False)["validate_certs"] is False


def test_modules_show_a_certificate_where_one_is_wanted():
    wanted = {"ca_path": f"{TLS}/ca.pem", "client_cert": f"{TLS}/keystore.pem"}
    assert options(scheme="https", client_auth="required") == wanted


def test_files_of_ones_own():
    given = {"ca_path": "/a.pem", "client_cert": "/c.pem", "client_key": "/k.pem"}
    assert options(scheme="https", client_auth="required", **given) == given


def test_modules_log_in():
    assert options(credentials=CREDENTIALS) == {}
    clusters = {"orders": {"rest": {"credentials": "admin"}}}
    assert rest_options(clusters, "orders", CREDENTIALS) == CREDENTIALS["admin"]


@pytest.mark.parametrize(
    ("name", "credentials", "sentence"),
    [
        ("admin", None, r"connect_credentials has no entry 'admin'"),
        ("half", CREDENTIALS, r"connect_credentials\.half has no url_password, which connect_clusters\.orders\.rest"),
    ],
)
def test_a_login_that_is_not_there(name, credentials, sentence):
    with pytest.raises(InputError, match=sentence):
        rest_options({"orders": {"rest": {"credentials": name}}}, "orders", credentials)


def test_users_of_the_worker():
    assert rest_users({"orders": {"rest": {"credentials": "admin"}}}, "orders", CREDENTIALS) == {"ada": "hidden-1"}
    assert rest_users({"orders": {}}, "orders") == {}


def test_login_module_of_the_worker():
    assert rest_jaas("/etc/s/rest.properties") == (
        "KafkaConnect {\n"
        "    org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule required"
        ' file="/etc/s/rest.properties";\n'
        "};\n"
    )


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("https", "orders has a rest that is no dictionary; give scheme, host"),
        ({"tls": True}, r"orders has rest\.tls, which is not known; give scheme, host"),
        ({"scheme": "ftp"}, r"orders has rest\.scheme: 'ftp'; give http or https"),
        ({"scheme": "https", "client_auth": True}, r"orders has rest\.client_auth: True; give none or required"),
        ({"client_auth": "required"}, r"client_auth: required without rest\.scheme: https"),
    ],
)
def test_what_cannot_be_meant(rest, sentence):
    with pytest.raises(InputError, match=sentence):
        refuse(rest)


def refuse(rest):
    found = list(rest_findings("orders", {"rest": rest}))
    assert len(found) == 1
    raise InputError(found[0])


@pytest.mark.parametrize("rest", [None, {}, {"scheme": "https", "client_auth": "required", "host": "::1"}])
def test_what_can_be_meant(rest):
    assert list(rest_findings("orders", {"rest": rest})) == []
