# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inventory says about lines that no check proves."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_basis import Inventory, basis_of

FLOW = {"source": "a", "target": "b"}


def basis(kind, key, clusters=None, connectors=(), flows=(FLOW,), kafka="a"):
    found = basis_of(kind, key, Inventory(clusters or {}, {"c": {"kafka": kafka, "connectors": connectors}}, flows))
    return found and (found.outcome, found.reason)


def test_schema_registry():
    assert basis("connect", "connect_schema", {"a": {}})[0] == "not_configured"
    outcome, reason = basis("connect", "connect_schema", {"a": {"schema_registry": {"url": "http://sr"}}})
    assert outcome == "not_run"
    assert "for a," in reason


@pytest.mark.parametrize("protocol", [None, "PLAINTEXT", "plaintext"])
def test_plaintext_is_not_security(protocol):
    clusters = {"a": {"security_protocol": protocol}, "b": {"security_protocol": "SSL"}}
    assert basis("mm2", "mm2_clusters", clusters) == ("not_configured", "security_protocol is PLAINTEXT for a")


def test_an_alias_that_is_not_there_is_not_secure():
    assert basis("mm2", "mm2_clusters")[0] == "not_configured"


def test_secured_clusters_hold_nothing_back():
    clusters = {"a": {"security_protocol": "SASL_SSL"}, "b": {"security_protocol": "SSL"}}
    assert basis("mm2", "mm2_clusters", clusters) is None


def test_security_is_one_half_of_a_line_and_metrics_the_other():
    outcome, reason = basis("connect", "connect_security", {"a": {"security_protocol": "SASL_SSL"}})
    assert outcome == "not_configured"
    assert reason == "no metrics are set up for c; nothing is said against its security"


def test_strategy():
    assert basis("mm2", "mm2_strategy")[0] == "not_configured"
    outcome, reason = basis("mm2", "mm2_strategy", flows=[{**FLOW, "sync_topic_acls": True}])
    assert outcome == "not_run"
    assert "a->b" in reason


@pytest.mark.parametrize("key", ["connect_worker", "connect_plugins", "connect_connector", "connect_dlq"])
def test_lines_with_checks_have_no_basis(key):
    assert basis("connect", key) is None
    assert basis("mm2", "mm2_lag") is None


def test_nothing_in_the_inventory():
    empty = Inventory({}, {}, ())
    assert basis_of("connect", "connect_worker", empty).reason == "connect_clusters is empty"
    assert basis_of("mm2", "mm2_topics", empty).reason == "mm2_flows is empty"
