# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the connection, and their documentation."""

from __future__ import annotations

import pytest
import yaml

from ansible_collections.streamops.kafka.plugins.doc_fragments.connect import ModuleDocFragment
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import (
    connect_spec,
    connection,
    waiting,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

PARAMS = {name: option.get("default") for name, option in connect_spec().items()}
OPTIONS = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]


def test_the_fragment_documents_exactly_these_options():
    spec = connect_spec()
    assert set(OPTIONS) == set(spec)
    for name, option in OPTIONS.items():
        for key in ("type", "elements", "default"):
            assert option.get(key) == spec[name].get(key), (name, key)
        assert option.get("required", False) == spec[name].get("required", False), name


def test_every_fall_back_is_documented():
    for name, option in connect_spec().items():
        variables = option["fallback"][1] if "fallback" in option else []
        assert all(f"E({variable})" in " ".join(OPTIONS[name]["description"]) for variable in variables)


def test_the_addresses_may_be_left_out_where_the_module_says_so():
    assert connect_spec()["connect_urls"]["required"] is True
    assert connect_spec(required=False)["connect_urls"]["required"] is False


def test_secrets_are_secret_and_paths_are_not():
    hidden = {name for name, option in connect_spec().items() if option.get("no_log")}
    assert hidden == {"url_password", "token"}


def test_the_connection():
    made = connection({**PARAMS, "connect_urls": ["http://w:1"], "url_username": "u", "url_password": "p"})
    assert (made.urls, made.username, made.password, made.timeout) == (("http://w:1",), "u", "p", 30.0)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"connect_urls": None}, "connect_urls is empty"),
        ({"timeout": 0.0}, "timeout is 0"),
        ({"token": "t", "url_username": "u"}, "token and url_username"),
    ],
)
def test_what_cannot_be_meant(params, words):
    with pytest.raises(InputError, match=words):
        connection({**PARAMS, "connect_urls": ["http://w:1"], **params})


def test_the_deadline():
    assert waiting(PARAMS) == 300.0
    with pytest.raises(InputError, match="wait_timeout is -1"):
        waiting({"wait_timeout": -1.0})
