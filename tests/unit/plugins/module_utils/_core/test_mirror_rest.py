# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers say about a flow."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_rest import (
    rest_life,
    rest_positions,
    rest_running,
    with_configs,
)

KINDS = {
    "a.b.MirrorSourceConnector": "MirrorSourceConnector",
    "a.b.MirrorHeartbeatConnector": "MirrorHeartbeatConnector",
}


def item(name, state="RUNNING", tasks=()):
    entries = [
        {"id": number, "state": task, "worker_id": worker, "cause": "why" if task == "FAILED" else ""}
        for number, (task, worker) in enumerate(tasks)
    ]
    return {"name": name, "state": state, "worker_id": "w1:8083", "tasks": entries}


def test_life():
    workers = [
        {"url": "http://w1:8083", "worker_id": "w1:8083", "live": True},
        {"url": "http://w2:8083", "worker_id": "w2:8083", "live": False},
    ]
    connectors = [
        item("a.b.MirrorSourceConnector", tasks=[("RUNNING", "w1:8083"), ("FAILED", "w2:8083")]),
        item("a.b.MirrorHeartbeatConnector", state="UNKNOWN"),
    ]
    life = rest_life({"workers": workers, "connectors": connectors}, KINDS)
    assert life["group"]["members"] == [
        {"client_id": "w1:8083", "host": "http://w1:8083", "tasks": ["MirrorSourceConnector-0"]}
    ]
    assert [(entry["task"], entry["state"], entry["worker_id"], entry["cause"]) for entry in life["statuses"]] == [
        (None, "RUNNING", "w1:8083", ""),
        (0, "RUNNING", "w1:8083", ""),
        (1, "FAILED", "w2:8083", "why"),
    ]
    assert life["connectors"] == [{"name": "MirrorSourceConnector", "tasks": 2, "config": {}}]


def test_nobody_answers():
    life = rest_life({"workers": [], "connectors": []}, KINDS)
    assert life["group"]["members"] == []
    assert "no worker of connect_urls answers" in life["group"]["hint"]


def test_positions():
    offsets = [
        {"partition": {"cluster": "a", "topic": "t", "partition": 1}, "offset": {"offset": 41}},
        {"partition": {"cluster": "c", "topic": "t", "partition": 1}, "offset": {"offset": 1}},
        {"partition": {"cluster": "a", "topic": "t", "partition": 2}, "offset": None},
        {},
    ]
    assert rest_positions(offsets, "a") == {("t", 1): 41}


def test_running_connectors():
    config = {"topics": "t", "sasl.jaas.config": "geheim"}
    tasks = [{"id": {"connector": "x", "task": 1}, "config": {"task.assigned.partitions": "t-0"}}]
    running = rest_running({"MirrorSourceConnector": config}, {"MirrorSourceConnector": tasks})
    given = {"assigned": [("t", 0)], "owners": {("t", 0): 1}, "groups": []}
    assert running == {"MirrorSourceConnector": {"config": config, "tasks": 1, **given}}
    life = {"group": {}, "connectors": [{"name": "MirrorSourceConnector", "tasks": 1, "config": {}}]}
    shown = with_configs(life, running)["connectors"]
    assert shown == [
        {"name": "MirrorSourceConnector", "tasks": 1, "config": {"topics": "t", "sasl.jaas.config": "********"}}
    ]
    assert with_configs(life, {})["connectors"] == life["connectors"]
