# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of YAML become the strings that Connect stores."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import (
    check_name,
    check_names,
    normalize_config,
    normalize_value,
    stored_config,
    target_config,
)

SCALARS = st.one_of(
    st.none(), st.text(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)
)
CONFIGS = st.dictionaries(st.text(min_size=1).filter(lambda key: key != "name"), SCALARS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "1"),
        (1.0, "1.0"),
        (0.25, "0.25"),
        (-3, "-3"),
        (10**20, "100000000000000000000"),
        (True, "true"),
        (False, "false"),
        ("true", "true"),
        ("True", "True"),
        ("", ""),
        (" a ", " a "),
        ("${file:/x:y}", "${file:/x:y}"),
        (None, None),
    ],
)
def test_scalars(value, expected):
    assert normalize_value(value, "a") == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["a", "b"], "is a list"),
        (("a",), "is a list"),
        ({"a": 1}, "is a dictionary"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (datetime.date(2026, 1, 1), "of type date"),
        (b"a", "of type bytes"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_way_out(value, words):
    with pytest.raises(InputError, match=r"^key x ") as caught:
        normalize_value(value, "key x")
    assert words in caught.value.message
    assert "write" in caught.value.message


def test_all_bad_values_are_in_one_report():
    with pytest.raises(InputError) as caught:
        normalize_config("c", {"a": [1], "b": 1, "c": {}, "name": "d"})
    assert "Connector c: config key a is a list" in caught.value.message
    assert "Connector c: config key c is a dictionary" in caught.value.message
    assert "config key name says 'd'" in caught.value.message
    assert "key b" not in caught.value.message
    assert caught.value.details == {"connector": "c"}


@pytest.mark.parametrize("name", [None, "c"])
def test_the_own_name_may_be_repeated(name):
    assert normalize_config("c", {"name": name}) == {"name": name}


@given(CONFIGS)
def test_normalising_twice_is_normalising_once(config):
    once = normalize_config("c", config)
    assert normalize_config("c", once) == once
    assert all(value is None or isinstance(value, str) for value in once.values())


@given(CONFIGS)
def test_what_the_server_would_make_of_json_is_the_same(config):
    """Connect's mapper keeps the text of a number or boolean in the JSON that it was sent."""
    sent = {key: value for key, value in json.loads(json.dumps(config)).items() if value is not None}
    server = {key: value if isinstance(value, str) else json.dumps(value) for key, value in sent.items()}
    normal = {key: value for key, value in normalize_config("c", config).items() if value is not None}
    assert normal == server


def test_null_entries_of_the_server_are_dropped():
    assert stored_config({"a": None, "b": "x", "c": 1, "d": True}) == {"b": "x", "c": "1", "d": "true"}


@pytest.mark.parametrize(
    ("wanted", "current", "merged", "expected"),
    [
        ({"a": "1"}, None, False, {"a": "1"}),
        ({"a": "1"}, {"b": "2"}, False, {"a": "1"}),
        ({"a": "1"}, {"b": "2"}, True, {"a": "1", "b": "2"}),
        ({"a": "1"}, {"a": "2"}, True, {"a": "1"}),
        ({"a": None}, {"a": "2", "b": "3"}, True, {"b": "3"}),
        ({"a": None}, {"a": "2"}, False, {}),
        ({}, {"name": "other", "a": "1"}, True, {"a": "1"}),
        ({"a": "1"}, None, True, {"a": "1"}),
        ({"name": None}, None, False, {}),
    ],
)
def test_the_configuration_to_store(wanted, current, merged, expected):
    assert target_config("c", wanted, current, merged) == {**expected, "name": "c"}


@pytest.mark.parametrize("name", ["a", "a b", "a..b", "ä:;?#+&=", "a" * 300])
def test_names_that_are_fine(name):
    assert check_name(name) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "needs a name"),
        (" a", "blanks"),
        ("a\t", "blanks"),
        ("a\nb", "control"),
        ("a\x7fb", "control"),
        ("a/b", "address"),
        ("a%", "address"),
        ("a\\b", "address"),
        ("..", "address"),
        (".", "address"),
    ],
)
def test_names_that_are_not(name, words):
    assert words in check_name(name)


def test_names_once_each():
    check_names(["a", "b"])
    check_names([])
    with pytest.raises(InputError) as caught:
        check_names(["a", "b", "a", " c"])
    assert "Connector a is listed more than once" in caught.value.message
    assert "blanks" in caught.value.message
    assert "Connector b" not in caught.value.message
    assert caught.value.details == {"names": ["a"]}
