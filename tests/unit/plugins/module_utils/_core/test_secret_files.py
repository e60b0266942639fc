# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets leave the properties and come back as references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.secret_files import (
    provider_properties,
    secret_values,
    with_references,
)

CLIENT = {
    "bootstrap.servers": "k1:9092",
    "sasl.jaas.config": "Login required;",
    "ssl.key.password": "${dir:/s:kp}",
    "ssl.keystore.password": "",
    "producer.password.file": "pw",
}
KEYS = st.sampled_from(["sasl.jaas.config", "ssl.key.password", "client.id", "bootstrap.servers"])
PLAIN = st.text(st.characters(codec="ascii", exclude_characters="$"), min_size=1)


def test_secrets_that_are_no_references_yet():
    assert secret_values(CLIENT) == {"sasl.jaas.config": "Login required;", "producer.password.file": "pw"}


def test_a_reference_inside_a_longer_value_counts():
    assert secret_values({"sasl.jaas.config": 'X required password="${file:/s:p}";'}) == {}


def test_references():
    assert with_references(CLIENT, "/etc/s", "primary.") == {
        "bootstrap.servers": "k1:9092",
        "sasl.jaas.config": "${file:/etc/s:primary.sasl.jaas.config}",
        "ssl.key.password": "${dir:/s:kp}",
        "ssl.keystore.password": "",
        "producer.password.file": "${file:/etc/s:primary.producer.password.file}",
    }


def test_no_secret_no_file_needed():
    assert with_references({"client.id": "x"}, "") == {"client.id": "x"}


def test_a_secret_without_a_file_is_refused():
    with pytest.raises(InputError, match=r"^p\.sasl\.jaas\.config is a secret .*give secrets_file") as caught:
        with_references({"sasl.jaas.config": "hidden-1"}, "", "p.")
    assert "hidden-1" not in str(caught.value)


@given(st.dictionaries(KEYS, PLAIN))
def test_what_is_rendered_and_what_is_filed_make_the_whole(properties):
    rendered, filed = with_references(properties, "/f", "a."), secret_values(properties)
    resolved = {key: filed.get(key, value) for key, value in rendered.items()}
    assert resolved == properties
    assert all(rendered[key] == "${file:/f:a." + key + "}" for key in filed)


def test_providers_are_held_to_their_limits():
    assert provider_properties({"file": ["/b", "/a", "/a"], "env": ["^X_.*"], "dir": ["/d"]}) == {
        "config.providers": "dir,env,file",
        "config.providers.dir.class": "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
        "config.providers.dir.param.allowed.paths": "/d",
        "config.providers.env.class": "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
        "config.providers.env.param.allowlist.pattern": "^X_.*",
        "config.providers.file.class": "org.apache.kafka.common.config.provider.FileConfigProvider",
        "config.providers.file.param.allowed.paths": "/a,/b",
    }


@pytest.mark.parametrize("limits", [{}, {"file": []}, {"file": [], "dir": []}, {"file": [""]}])
def test_a_provider_without_a_limit_is_not_declared(limits):
    assert provider_properties(limits) == {}
