# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One report out of the answers of several workers."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Entry, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.worker_report import (
    connector_summary,
    disagreements,
    merged_plugins,
)


def worker(url, version="4.3.1", cluster="k"):
    return {"url": url, "version": version, "kafka_cluster_id": cluster}


def test_plugins_with_the_workers_that_have_them():
    both, old, new = (
        {"class": "b.B", "type": "sink"},
        {"class": "a.A", "version": "1"},
        {"class": "a.A", "version": "2"},
    )
    assert merged_plugins({"u": [both, old], "v": [new, both], "w": []}) == [
        {"class": "a.A", "type": "", "version": "1", "workers": ["u"], "everywhere": False},
        {"class": "a.A", "type": "", "version": "2", "workers": ["v"], "everywhere": False},
        {"class": "b.B", "type": "sink", "version": "", "workers": ["u", "v"], "everywhere": False},
    ]
    assert merged_plugins({"u": [both], "v": [both]})[0]["everywhere"] is True
    assert merged_plugins({}) == []


def test_connectors_by_state():
    running, failed = Entry(0, "RUNNING"), Entry(1, "FAILED")
    found = [
        Found("a", type="source", connector=Entry(-1, "RUNNING"), tasks=(running, failed)),
        Found("b", type="sink", connector=Entry(-1, "RUNNING"), tasks=(running,)),
        Found("c", type="source"),
    ]
    assert connector_summary(found) == {
        "count": 3,
        "types": {"sink": 1, "source": 2},
        "states": {"RUNNING": 2, "UNKNOWN": 1},
        "task_states": {"FAILED": 1, "RUNNING": 2},
    }
    assert connector_summary([]) == {"count": 0, "types": {}, "states": {}, "task_states": {}}


def test_workers_that_agree():
    assert disagreements([worker("u"), worker("v"), worker("down", None, None)]) == []


def test_workers_that_do_not():
    assert disagreements([worker("u"), worker("v", "4.2.1", "other")]) == [
        "The workers are not of one Kafka cluster: u (k), v (other); correct connect_urls.",
        "The workers run different versions of Kafka: u (4.3.1), v (4.2.1); end the upgrade, or expect differences "
        "between them.",
    ]
