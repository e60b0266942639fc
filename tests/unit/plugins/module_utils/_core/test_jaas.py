# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quoting for Java's StreamTokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.jaas import LOGIN_MODULES, jaas_config, quote

OCTAL = 8


def tokenised(text: str) -> str:
    """What Java's StreamTokenizer reads from a quoted string."""
    assert text[0] == text[-1] == '"'
    assert "\n" not in text
    result, rest = [], text[1:-1]
    while rest:
        if rest[0] != "\\":
            assert rest[0] != '"', "the string would end here"
            result.append(rest[0])
            rest = rest[1:]
        elif rest[1].isdigit():
            result.append(chr(int(rest[1:4], OCTAL)))
            rest = rest[4:]
        else:
            result.append(rest[1])
            rest = rest[2:]
    return "".join(result)


@given(st.text())
def test_java_reads_back_what_was_quoted(value):
    assert tokenised(quote(value)) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", '"plain"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("two\nlines", '"two\\012lines"'),
        ("a; b=c", '"a; b=c"'),
        ("", '""'),
    ],
)
def test_quoting(value, expected):
    assert quote(value) == expected


def test_a_whole_value():
    assert jaas_config("PLAIN", "u", "p") == (
        'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p";'
    )


@pytest.mark.parametrize("mechanism", sorted(LOGIN_MODULES))
def test_every_known_mechanism(mechanism):
    value = jaas_config(mechanism, "user-1", "secret-1")
    assert value.startswith("org.apache.kafka.common.security.")
    assert value.endswith(";")
    assert '"user-1"' in value
    assert '"secret-1"' in value


def test_further_options_are_sorted():
    value = jaas_config("OAUTHBEARER", "id", "s", {"scope": "x y", "extension_a": 1})
    assert value.endswith('clientId="id" clientSecret="s" extension_a="1" scope="x y";')


def test_unknown_mechanism():
    with pytest.raises(InputError, match=r"'GSSAPI'.*known: OAUTHBEARER, PLAIN, .*give 'sasl.jaas.config' in 'extra'"):
        jaas_config("GSSAPI", "u", "p")
