# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is secret, and that it shows nowhere."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import (
    MASK,
    is_reference,
    is_secret_key,
    mask_config,
    mask_pair,
    mask_value,
    scrub,
    scrub_text,
    secret_values,
)

SECRETS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=6, max_size=20).map("S3cr".__add__)


@pytest.mark.parametrize(
    "value", ["${file:/a/b.properties:key}", "${env:X}", "${dir:/a:b}", " ${file:/a:b} ", "${vault:a/b:c}"]
)
def test_references(value):
    assert is_reference(value)


@pytest.mark.parametrize("value", [None, "", "x", "${a}", "a${file:/a:b}", "${file:/a:b}x", "${file:/a:b}${file:/a:c}"])
def test_no_references(value):
    assert not is_reference(value)


@pytest.mark.parametrize(
    "key",
    [
        "database.password",
        "connection.passwd",
        "ssl.key.password",
        "ssl.keystore.key",
        "producer.override.sasl.jaas.config",
        "value.converter.basic.auth.user.info",
        "aws.secret.access.key",
        "api.key",
        "apiKey",
        "some.Token",
        "azure.account_key",
        "credentials.json",
        "passphrase",
    ],
)
def test_names_that_give_a_secret_away(key):
    assert is_secret_key(key)


@pytest.mark.parametrize(
    "key", ["name", "tasks.max", "key.converter", "database.user", "database.hostname", "topics", "table.include.list"]
)
def test_names_that_do_not(key):
    assert not is_secret_key(key)


def test_the_plugin_and_the_user_name_others():
    assert is_secret_key("odd.cipher", ["odd.cipher"])
    assert not is_secret_key("odd.cipher", ["other"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("jdbc:postgresql://h/db?user=u&password=geheim", f"jdbc:postgresql://h/db?user=u&password={MASK}"),
        ("https://u:geheim@h/x", f"https://u:{MASK}@h/x"),
        ('x required username="u" password="geheim";', f'x required username="u" password="{MASK}";'),
        ("password=${file:/a:b};", "password=${file:/a:b};"),
        ("http://h:8083/x", "http://h:8083/x"),
        ("nothing here", "nothing here"),
        ("1", "1"),
    ],
)
def test_credentials_inside_a_value(value, expected):
    assert mask_value(value) == expected


def test_a_configuration_is_shown_sorted_with_its_secrets_hidden():
    config = {
        "tasks.max": "1",
        "database.password": "1",
        "a.password": "${file:/a:b}",
        "odd": "x",
        "u": "https://a:bc@h",
    }
    assert list(mask_config(config, ["odd"]).items()) == [
        ("a.password", "${file:/a:b}"),
        ("database.password", MASK),
        ("odd", MASK),
        ("tasks.max", "1"),
        ("u", f"https://a:{MASK}@h"),
    ]


def test_a_changed_secret_is_seen_as_a_change():
    old, new = mask_pair(
        {"p.password": "a", "q.password": "s", "x": "1"}, {"p.password": "b", "q.password": "s", "x": "2"}
    )
    assert old == {"p.password": f"{MASK} (before)", "q.password": MASK, "x": "1"}
    assert new == {"p.password": f"{MASK} (after)", "q.password": MASK, "x": "2"}


def test_a_secret_that_becomes_a_reference_needs_no_help():
    old, new = mask_pair({"p.password": "geheim"}, {"p.password": "${file:/a:b}", "z": "1"})
    assert old == {"p.password": MASK}
    assert new == {"p.password": "${file:/a:b}", "z": "1"}


def test_values_that_must_appear_nowhere():
    config = {
        "a.password": "geheim1",
        "b.password": "${file:/a:b}",
        "c.password": "1",
        "odd": "geheim2",
        "url": "jdbc:x://u:geheim3@h/?password=geheim4",
        "ref": "password=${file:/a:c}",
        "tasks.max": "1000",
    }
    assert secret_values(config, ["odd"]) == {"geheim1", "geheim2", "geheim3", "geheim4"}


def test_longer_secrets_are_replaced_first():
    assert scrub_text("abcd-ab", ["ab", "abcd"]) == f"{MASK}-{MASK}"


def test_scrub_keeps_the_shape():
    value = {"geheim": ["a geheim", {"b": "geheim"}, 1, None, True], "t": ("geheim",)}
    assert scrub(value, ["geheim"]) == {"geheim": [f"a {MASK}", {"b": MASK}, 1, None, True], "t": [MASK]}


@given(SECRETS, SECRETS)
def test_no_secret_in_any_rendering(one, two):
    assume(one not in two and two not in one)
    before = {
        "database.password": one,
        "odd.cipher": two,
        "connection.url": f"jdbc:x://h/?password={one}",
        "tasks.max": "1",
    }
    after = {"database.password": two, "odd.cipher": one, "connection.url": f"jdbc:x://u:{two}@h/", "tasks.max": "1"}
    shown = json.dumps([mask_pair(before, after, ["odd.cipher"]), mask_config(before, ["odd.cipher"])])
    assert one not in shown
    assert two not in shown
    assert secret_values({**before, **{f"x.{key}": value for key, value in after.items()}}, ["odd.cipher"]) >= {
        one,
        two,
    }
    assert '"tasks.max": "1"' in shown
