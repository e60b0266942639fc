# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renderings from the plain data of an inventory, expanded or not."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import expand_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_renderings import (
    internal_topics,
    properties,
    secrets,
)

CLUSTERS = {
    "a": {
        "bootstrap_servers": "a:9092",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "credentials": "c",
    },
    "b": {"bootstrap_servers": "b:9092"},
}
CREDENTIALS = {"c": {"sasl_username": "u", "sasl_password": "p"}}
FLOWS = [{"source": "a", "target": "b", "mode": "dedicated"}]


@pytest.mark.parametrize("flows", [FLOWS, expand_flows(FLOWS, CLUSTERS)], ids=["as written", "expanded"])
def test_all_three(flows):
    found = properties(flows, CLUSTERS, CREDENTIALS, ["b"], 2, "/s", "n1", 9000)
    assert found["listeners"] == "http://0.0.0.0:9000"
    assert found["a.sasl.jaas.config"] == "${file:/s:a.sasl.jaas.config}"
    assert list(secrets(flows, CLUSTERS, CREDENTIALS, ["b"])) == ["a.sasl.jaas.config"]
    assert len(internal_topics(flows, CLUSTERS)) == len(internal_topics(flows, CLUSTERS, ["b"])) == 10


def test_rules_are_held():
    with pytest.raises(InputError, match="mm2_flows cannot be used"):
        properties([*FLOWS, *FLOWS], CLUSTERS, CREDENTIALS, ["b"], secrets_file="/s")


def test_targets_are_needed():
    with pytest.raises(InputError, match="no enabled flow of mode dedicated writes to any target"):
        secrets(FLOWS, CLUSTERS, CREDENTIALS)
