# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer of a validation becomes findings, without the secrets that it may hold."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK
from ansible_collections.streamops.kafka.plugins.module_utils._core.validation import (
    Definitions,
    Finding,
    Validated,
    read_definitions,
    read_validation,
    report,
    unknown_class,
)

PLUGINS = [
    {"class": "io.x.PostgresConnector", "type": "source"},
    {"class": "io.x.JdbcSink", "type": "sink"},
    {"class": "io.x.JsonConverter", "type": "converter"},
]


def item(name, value=None, *errors):
    return {"definition": {"name": name}, "value": {"name": name, "value": value, "errors": list(errors)}}


def test_password_types_are_read():
    answer = [{"name": "a", "type": "PASSWORD"}, {"name": "b", "type": "STRING"}, {"name": "c"}]
    assert read_definitions(answer) == Definitions(True, frozenset({"a"}))


def test_the_keys_to_hide():
    known = Definitions(True, frozenset({"a"}))
    assert known.secret_keys(["b"], {"x": "1"}) == {"a", "b"}


def test_of_a_plugin_that_nobody_knows_all_but_the_harmless_is_hidden():
    stored = {"name": "c", "connector.class": "x.Y", "tasks.max": "1", "odd": "geheim"}
    assert Definitions().secret_keys([], stored, {"other": "1"}) == {"odd", "other"}


def test_nothing_wrong():
    assert read_validation("c", {"a": "1"}, {"configs": [item("a", "1")]}, ()) == Validated()
    assert read_validation("c", {}, {}, ()) == Validated()
    assert read_validation("c", {}, {"configs": [{"definition": {}}]}, ()) == Validated()


def test_errors_become_findings_with_masked_values_and_a_fix():
    config = {"database.hostname": "db", "odd": "geheim", "database.user": "u", "database.password": "p"}
    answer = {
        "configs": [
            item("database.hostname", "db", "FATAL: password authentication failed"),
            item("odd", "geheim", "one", "two"),
            item("missing", None, "A value is required"),
            item("database.user"),
            item("database.password"),
        ]
    }
    validated = read_validation("c", config, answer, {"odd"})
    assert validated.findings == (
        Finding(
            "c",
            "database.hostname",
            "db",
            "FATAL: password authentication failed",
            "correct database.password or database.user",
        ),
        Finding("c", "odd", MASK, "one", ""),
        Finding("c", "odd", MASK, "two", ""),
        Finding("c", "missing", "", "A value is required", "add the key to config"),
    )
    assert validated.warnings == ()


def test_unknown_keys_are_warnings():
    validated = read_validation("c", {"fil": "x"}, {"configs": [item("file")]}, ())
    assert len(validated.warnings) == 1
    assert validated.findings == ()


def test_secrets_that_the_worker_resolved_are_kept_out_and_told():
    config = {"user": "${file:/a:b}", "pin": "${file:/a:c}", "ref": "${file:/a:d}", "plain": "x"}
    answer = {
        "configs": [
            item("user", "resolved-user", "Invalid value resolved-user for configuration user"),
            item("pin", "123"),
            item("ref", "${file:/a:d}"),
            item("plain", "default-value"),
            item("unasked", "default-value"),
            item("user", None),
        ]
    }
    validated = read_validation("c", config, answer, ())
    assert validated.secrets == {"resolved-user"}
    assert validated.findings[0].message == "Invalid value ${file:/a:b} for configuration user"
    assert validated.findings[0].value == "${file:/a:b}"


def test_a_resolved_secret_that_stands_only_inside_errors():
    config = {"size": "${file:/a:b}", "pin": "${file:/a:c}", "plain": "abc"}
    answer = {
        "configs": [
            item("size", None, "Invalid value s3cr3t for configuration size: Not a number", "no s3cr3t here"),
            item("pin", None, "Invalid value 12x for configuration pin: Not a number"),
            item("plain", None, "Invalid value abc for configuration plain: Not a number"),
        ]
    }
    validated = read_validation("c", config, answer, ())
    assert validated.secrets == {"s3cr3t"}
    assert [finding.message for finding in validated.findings] == [
        "Invalid value ${file:/a:b} for configuration size: Not a number",
        f"no {MASK} here",
        "Invalid value ${file:/a:c} for configuration pin: Not a number",
        "Invalid value abc for configuration plain: Not a number",
    ]


def test_one_report_for_one_error():
    error = report([Finding("c", "k", "v", "It is wrong.", "do right")])
    assert isinstance(error, InputError)
    assert error.message == "Connector c, key k (now v): It is wrong; do right. Nothing was changed."
    assert error.details["findings"] == [
        {"connector": "c", "key": "k", "value": "v", "message": "It is wrong.", "fix": "do right"}
    ]


def test_keys_that_nobody_knows_are_told_with_the_errors():
    error = report([Finding("c", "k", "", "one"), Finding("c", "l", "", "two")], ["Did you mean k?"])
    assert error.message == (
        "2 errors in 1 connector: Connector c, key k: one. Connector c, key l: two. Did you mean k? "
        "Nothing was changed."
    )


def test_errors_that_follow_from_others_are_not_told():
    answer = {
        "configs": [
            item("a", "x", "Invalid value x for a", "Invalid value null for a"),
            item("b", None, "Invalid value null"),
        ]
    }
    messages = [finding.message for finding in read_validation("c", {"a": "x", "b": ""}, answer, ()).findings]
    assert messages == ["Invalid value x for a", "Invalid value null"]


def test_one_report_for_many_errors():
    error = report([Finding("c", "k", "", "one"), Finding("d", "k", "", "two"), Finding("d", "k", "", "two")])
    assert error.message == (
        "3 errors in 2 connectors: Connector c, key k: one. Connector d, key k: two. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("wanted", "plugins", "words"),
    [
        ("io.x.PostgresConector", PLUGINS, "perhaps io.x.PostgresConnector is meant"),
        ("PostgresConector", PLUGINS, "perhaps io.x.PostgresConnector is meant"),
        ("io.y.Else", PLUGINS, "install the plugin on every worker"),
        ("io.y.Else", PLUGINS, "available: io.x.JdbcSink, io.x.PostgresConnector;"),
        ("io.y.Else", [], "available: none"),
    ],
)
def test_an_unknown_class_tells_what_there_is(wanted, plugins, words):
    assert words in unknown_class("c", wanted, plugins).sentence()
