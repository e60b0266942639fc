# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is a secret in clear, and what only looks like one."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.plain_secrets import (
    plain_secret_findings,
    plain_secret_keys,
)

FILE = "${file:/s/db.properties:password}"
LOGIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password='


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("database.password", "hidden-1"),
        ("connection.passwd", "hidden-1"),
        ("value.converter.client.secret", "hidden-1"),
        ("odd.cipher", "hidden-1"),
        ("producer.override.sasl.jaas.config", LOGIN + '"hidden-1";'),
        ("x.ssl.keystore.key", "-----BEGIN PRIVATE KEY-----"),
        ("connection.url", "jdbc:postgresql://h/app?user=u&password=hidden-1"),
        ("mongodb.connection.uri", "mongodb://u:hidden-1@h"),
    ],
)
def test_secrets(key, value):
    assert plain_secret_keys({key: value, "tasks.max": "1"}, ["odd.cipher"]) == [key]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("database.password", FILE),
        ("database.password", ""),
        ("connection.url", "jdbc:postgresql://h/app?user=u&password=" + FILE),
        ("producer.override.sasl.jaas.config", LOGIN + f'"{FILE}";'),
        ("producer.override.sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;"),
        ("value.converter.basic.auth.credentials.source", "USER_INFO"),
        ("transforms.tokens.type", "com.example.Tokenize"),
        ("x.ssl.truststore.certificates", "-----BEGIN CERTIFICATE-----"),
    ],
)
def test_no_secrets(key, value):
    assert plain_secret_keys({key: value}, ["x.ssl.truststore.certificates"]) == []


def test_findings_say_what_to_do_and_not_the_secret():
    config = {
        "database.password": "hidden-1",
        "connection.url": "jdbc:x://u:hidden-1@h/app",
        "odd.cipher": "hidden-1",
        "admin.override.sasl.jaas.config": LOGIN + '"a;hidden-1";',
    }
    findings = plain_secret_findings("cdc", config, ["odd.cipher"])
    assert [(finding.key, finding.value) for finding in findings] == [
        ("admin.override.sasl.jaas.config", "********"),
        ("connection.url", "jdbc:x://u:********@h/app"),
        ("database.password", "********"),
        ("odd.cipher", "********"),
    ]
    sentences = [finding.sentence() for finding in findings]
    assert all("allow_plain_secrets" in sentence and "hidden" not in sentence for sentence in sentences)
