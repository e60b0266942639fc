# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data written as YAML and read back."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.yaml_text import Reference, readable, yaml_text


class Loader(yaml.SafeLoader):
    """Reads what Ansible would read, ``!unsafe`` included."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))
TEXT = st.text(st.characters(exclude_categories=("Cs",)))
VALUE = st.recursive(
    st.one_of(TEXT, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(TEXT, VALUE, min_size=1, max_size=4))
def test_everything_is_read_back(value):
    assert yaml.load(yaml_text(value), Loader) == value


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("public.orders", "a: public.orders"),
        ("${file:/etc/x.properties:password}", "a: ${file:/etc/x.properties:password}"),
        ("pgapp\\..*", "a: 'pgapp\\..*'"),
        ("it's", "a: 'it''s'"),
        ("yes", "a: 'yes'"),
        ("1", "a: '1'"),
        ("", "a: ''"),
        ('x\ny"\u00e9\u0007\U0001f600', 'a: "x\\ny\\"\u00e9\\u0007\\U0001F600"'),
        ("${a}{{ b }}", "a: !unsafe '${a}{{ b }}'"),
        ("{% raw %}", "a: !unsafe '{% raw %}'"),
        (Reference("vault_x"), 'a: "{{ vault_x }}"'),
        (5432, "a: 5432"),
        (False, "a: false"),
        (None, "a: null"),
        ({}, "a: {}"),
        ([], "a: []"),
        (["b", {"c": 1, "d": [2]}], "a:\n  - b\n  - c: 1\n    d:\n      - 2"),
        ([[1, 2]], "a:\n  - - 1\n    - 2"),
    ],
)
def test_how_it_looks(value, line):
    assert yaml_text({"a": value}) == line + "\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-3", -3), ("007", "007"), ("1.0", "1.0"), ("true", True), ("True", "True"), ("", ""), ("-0", "-0")],
)
def test_numbers_and_booleans_that_mean_the_same(text, value):
    assert readable(text) == value and type(readable(text)) is type(value)
