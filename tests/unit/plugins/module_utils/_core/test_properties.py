# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that java.util.Properties reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import (
    parse_properties,
    property_text,
    render_properties,
)

HEX = 16
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


def unescaped(text: str) -> str:
    units, at = [], 0
    while at < len(text):
        if text[at] != "\\":
            units.append(text[at])
            at += 1
        elif text[at + 1] == "u":
            units.append(chr(int(text[at + 2 : at + 6], HEX)))
            at += 6
        else:
            units.append(CONTROLS.get(text[at + 1], text[at + 1]))
            at += 2
    return "".join(units).encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")


def loaded(text: str) -> dict[str, str]:
    """What Java's Properties.load makes of a text."""
    found = {}
    for line in text.encode("latin-1").decode("latin-1").split("\n"):
        if not line or line[0] in "#!":
            continue
        at = 0
        while line[at] not in " =:":
            at += 2 if line[at] == "\\" else 1
        rest = line[at:].lstrip(" \t\f")
        found[unescaped(line[:at])] = unescaped(rest[1:].lstrip(" \t\f") if rest[:1] in ("=", ":") else rest)
    return found


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_java_reads_back_what_was_written(properties):
    assert loaded(render_properties(properties)) == properties


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_the_text_is_printable_ascii(properties):
    assert all(" " <= char <= "~" or char == "\n" for char in render_properties(properties))


def test_lines_are_sorted_by_key():
    assert render_properties({"b": 1, "a.b": 2, "a": 3}) == "a=3\na.b=2\nb=1\n"


def test_nothing_from_nothing():
    assert render_properties({}) == ""


def test_keys_without_a_value_are_left_out():
    assert render_properties({"a": None, "b": ""}) == "b=\n"


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("topics", "pgapp\\..*", "topics=pgapp\\\\..*"),
        ("primary->secondary.enabled", True, "primary->secondary.enabled=true"),
        ("a b", "x", "a\\ b=x"),
        ("a:b=c", "x", "a\\:b\\=c=x"),
        ("#a", "x", "\\#a=x"),
        ("a", "#x", "a=#x"),
        ("a", "  x ", "a=\\ \\ x "),
        ("a", "x=y", "a=x=y"),
        ("a", "ü", "a=\\u00FC"),
        ("a", "😀", "a=\\uD83D\\uDE00"),
        ("a", "x\ny\t", "a=x\\ny\\t"),
        ("a", "x\x00", "a=x\\u0000"),
        ("listeners", ["http://a", "http://b"], "listeners=http://a,http://b"),
    ],
)
def test_escapes(key, value, line):
    assert render_properties({key: value}) == line + "\n"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "true"), (False, "false"), (3, "3"), (1.5, "1.5"), ("x", "x"), (["a", True, 1], "a,true,1"), ((), "")],
)
def test_values_as_kafka_spells_them(value, expected):
    assert property_text(value) == expected


def test_a_mapping_is_no_value():
    with pytest.raises(InputError, match=r"cannot hold a mapping \(keys x, y\)"):
        property_text({"y": 1, "x": 2})


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_what_is_rendered_is_read_back(properties):
    assert parse_properties(render_properties(properties)) == properties


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("# a=1\n  ! b=2\n\n \t\f\n", {}),
        ("a=1\r\nb:2\rc 3\nd", {"a": "1", "b": "2", "c": "3", "d": ""}),
        ("  a \t=  x y  ", {"a": "x y  "}),
        ("a==b", {"a": "=b"}),
        ("a=1\na=2", {"a": "2"}),
        ("a\\=b\\:c\\ d=e", {"a=b:c d": "e"}),
        ("a = x,\\\n    y,\\\n  # no comment", {"a": "x,y,# no comment"}),
        ("a=x\\\\\nb=1", {"a": "x\\", "b": "1"}),
        ("a=x\\", {"a": "x"}),
        ("a=\\u00e4\\n\\q\\ud83d\\ude00", {"a": "\u00e4\nq\U0001f600"}),
        ("A->B.topics = .*", {"A->B.topics": ".*"}),
        ("\\", {}),
    ],
)
def test_the_grammar_of_java(text, expected):
    assert parse_properties(text) == expected
