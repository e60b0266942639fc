# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""References to config providers, and the files behind them."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import render_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.references import (
    Reference,
    parse_properties,
    resolve,
)


def test_references_are_replaced_wherever_they_stand():
    asked = []

    def lookup(reference):
        asked.append(reference)
        return f"<{reference.key}>"

    config = {"a": "${file:/x/y.properties:k}", "b": "u=${env:NAME};p=${dir:/d:f}", "c": "plain ${not}"}
    values, secrets = resolve(config, lookup)
    assert values == {"a": "<k>", "b": "u=<NAME>;p=<f>", "c": "plain ${not}"}
    assert secrets == {"<k>", "<NAME>", "<f>"}
    assert asked[:2] == [
        Reference("${file:/x/y.properties:k}", "file", "/x/y.properties", "k"),
        Reference("${env:NAME}", "env", "", "NAME"),
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("a=1\nb: 2\nc 3\n", {"a": "1", "b": "2", "c": "3"}),
        ("# no\n! no\n\n  a = 1", {"a": "1"}),
        ("a=1\\\n   2\nb=3", {"a": "12", "b": "3"}),
        ("a=1\\\\\nb=2", {"a": "1\\", "b": "2"}),
        ("a\\=b=c=d", {"a=b": "c=d"}),
        ("a=\\u00e9\\t\\x", {"a": "\u00e9\tx"}),
        ("a=end\\", {"a": "end"}),
        ("a", {"a": ""}),
    ],
)
def test_properties(text, pairs):
    assert parse_properties(text) == pairs


def test_what_is_written_is_read():
    pairs = {"password": "p\\w:=#! \u20ac\n", "key with blank": " x"}
    assert parse_properties(render_properties(pairs)) == pairs
