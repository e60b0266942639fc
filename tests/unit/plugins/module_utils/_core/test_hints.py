# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a message to what to do about it."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.hints import did_you_mean, fix_for, unknown_keys

LOGIN = {
    "database.user": "debezium",
    "database.password": "${file:/etc/s.properties:password}",
    "ssl.key.password": "x",
}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            "FATAL: password authentication failed for user",
            "correct database.password (${file:/etc/s.properties:password})",
        ),
        ("FATAL: password authentication failed for user", "or database.user"),
        ("Access denied for user 'x'@'y'", "correct database.password"),
        ("Connection to db:5433 refused. Check that the hostname and port are correct", "host and port keys"),
        ('FATAL: database "nodb" does not exist', "database name"),
        ("FATAL: no pg_hba.conf entry for host", "pg_hba.conf"),
        ("java.net.UnknownHostException: db", "host name"),
        ("Could not read properties from file /etc/x", "secrets file on every worker"),
        ("The 'topic.prefix' value is invalid: A value is required", "add the key"),
        ('Missing required configuration "name" which has no default value.', "add the key"),
        ("Class x.Y could not be found.", "install the plugin"),
    ],
)
def test_known_messages_have_a_fix(message, words):
    assert words in fix_for(message, LOGIN)


def test_keys_of_tls_are_not_the_login():
    assert "ssl.key.password" not in fix_for("password authentication failed", LOGIN)


def test_a_login_whose_keys_are_unknown():
    assert fix_for("password authentication failed", {"a": "1"}) == "correct the user name or the password"


def test_an_unknown_message_speaks_for_itself():
    assert fix_for("Invalid value x for configuration y", LOGIN) == ""


@pytest.mark.parametrize(
    ("word", "expected"),
    [("databse.hostname", "database.hostname"), ("tasks.maxx", "tasks.max"), ("entirely.different", ""), ("", "")],
)
def test_the_nearest_word(word, expected):
    assert did_you_mean(word, {"database.hostname", "tasks.max"}) == expected


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"file": "x"}, []),
        ({"flie": "x"}, ["Connector c: the plugin does not know the key flie: did you mean file?"]),
        (
            {"colour": "x"},
            ["Connector c: the plugin does not know the key colour; it is stored but may have no effect."],
        ),
        ({"transforms.a.type": "x"}, []),
        ({"producer.override.linger.ms": "5"}, []),
        ({"databse.hostname": "x"}, ["did you mean database.hostname?"]),
        ({"database.hostname": "x", "database.hostnam": "y"}, []),
        ({"zfile.that.is.new": "1", "flie": "x"}, ["did you mean file?", "zfile.that.is.new"]),
    ],
)
def test_unknown_keys(config, words):
    warnings = unknown_keys("c", config, ["file", "database.hostname", "tasks.max"])
    assert len(warnings) == len(words)
    assert all(word in warning for word, warning in zip(words, warnings))
