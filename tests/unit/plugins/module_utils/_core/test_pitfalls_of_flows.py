# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pitfalls of docs/pitfalls.md that are met before a flow runs, and have no test elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mirror_case import evidence, verdict, view

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import parse_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import dedicated_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import flow_settings

PLUGINS = Path(__file__).resolve().parents[5] / "plugins"
CLUSTERS = {alias: {"bootstrap_servers": f"{alias}:9092"} for alias in ("a", "b")}
ENDS = {"source": "a", "target": "b", "mode": "dedicated"}


def test_what_is_left_out_does_not_depend_on_the_version():
    (flow,) = inventory_flows([ENDS], CLUSTERS)
    excluded = flow_settings(flow)["topics.exclude"]
    assert excluded == r"mm2.*\.internal,.*\.replica,__.*,connect-.*-(configs|offsets|status)"
    rendered = dedicated_properties([flow], CLUSTERS, None, ["b"])
    assert rendered["a->b.topics.exclude"] == excluded


@pytest.mark.parametrize(
    "topic", ["connect-orders-configs", "connect-orders-offsets", "connect-orders-status", "mm2-configs.c.internal"]
)
def test_state_of_connect_clusters_is_not_copied(topic):
    assert view(topics=[".*"]).replicates(topic) is False


@pytest.mark.parametrize("topic", ["heartbeats", "c.heartbeats"])
def test_heartbeats_are_no_topic_of_the_flow(topic):
    for excluded in ([], ["heartbeats"]):
        assert view(topics=[".*"], topics_exclude=excluded).replicates(topic) is False


def test_a_checkpoint_connector_without_a_task():
    tasks = [{"name": "MirrorSourceConnector", "tasks": 2, "config": {}}]
    tasks.append({"name": "MirrorCheckpointConnector", "tasks": 0, "config": {}})
    late = {"group": "g", "topic": "t", "partition": 0, "committed": 5, "checkpoint": None, "reached": False}
    late["known_for"] = 700.0
    document = evidence(connectors=tasks, groups=[late], observation={"seconds": 126.0})
    outcome, reason = verdict("checkpoints", document)
    assert outcome == "failed"
    assert "g on t-0" in reason


def test_nothing_reads_mbeans():
    reading = re.compile(
        r"kafka\.connect(\.mirror)?:type|replication-latency-ms|record-age-ms|jolokia|/metrics\b", re.IGNORECASE
    )
    found = [str(path) for path in PLUGINS.rglob("*.py") if reading.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("option", ["topics", "topics_exclude", "groups", "groups_exclude"])
@pytest.mark.parametrize(("entries", "problem"), [(["x", ""], "is empty"), (["x", "y", "x"], "twice")])
def test_lists_that_kafka_would_refuse(option, entries, problem):
    flow, problems = parse_flow({**ENDS, option: entries})
    assert flow is None
    assert problem in problems[0]
