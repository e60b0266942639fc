# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A healthy flow as evidence, for tests to spoil."""

from __future__ import annotations

import copy
from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import check_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

CONNECTORS = {"MirrorSourceConnector": 2, "MirrorCheckpointConnector": 1, "MirrorHeartbeatConnector": 1}


def view(given=(), **options) -> MirrorView:
    flow = {"source": "a", "target": "b", "mode": "dedicated", "topics": ["t.*"], **options}
    return MirrorView(read_flow(flow), frozenset(given))


def status(connector, task, state="RUNNING", cause=""):
    return {"connector": connector, "task": task, "state": state, "worker_id": "w", "cause": cause}


def partition(number=0, topic="t", **values):
    base: dict[str, Any] = {
        "topic": topic,
        "partition": number,
        "target_topic": f"a.{topic}",
        "begin": 0,
        "end": 100,
        "first": {"position": 99},
        "last": {"position": 99},
        "lag_first": 0,
        "lag": 0,
        "seconds": 3.0,
        "reached_after": 0.0,
        "left": None,
        "unread": "",
        "moved": False,
        "advanced": False,
        "reached": True,
        "recreated": False,
        "shrinking": False,
        "standing": None,
        "gap": 0,
        "cut": False,
        "held_back": 0,
    }
    return {**base, **values}


def behind(number=0, **values):
    base = {"reached": False, "reached_after": None, "lag": 40, "lag_first": 40, "standing": 3.0}
    if values.get("moved"):
        base["standing"] = None
    return partition(number, **{**base, **values})


def topic(name="t", **values):
    return {
        "topic": name,
        "target_topic": f"a.{name}",
        "partitions": 2,
        "target_partitions": 2,
        "assigned": True,
        "known_for": 0.0,
        "grown_for": None,
        **values,
    }


def same(number=0, **values):
    base = {"topic": "t", "partition": number, "compared_by": "sequence", "whole": False}
    counts = {"compared": 50, "missing": 0, "repeated": 0, "unknown": 0, "overlap": True, "same": True}
    return {**base, **counts, **values}


def evidence(**values) -> dict[str, Any]:
    cluster = {"bootstrap_servers": "x:9092", "reachable": True, "error": "", "brokers": 3}
    tasks = [f"{name}-{task}" for name, count in CONNECTORS.items() for task in range(count)]
    statuses = [status(name, None) for name in CONNECTORS]
    statuses += [status(name, task) for name, count in CONNECTORS.items() for task in range(count)]
    document: dict[str, Any] = {
        "schema_version": 1,
        "clusters": {
            "source": {"alias": "a", "cluster_id": "A", **cluster},
            "target": {"alias": "b", "cluster_id": "B", **cluster},
        },
        "history": {"time": "yesterday", "age": 90.0, "file": "/h/a-b.json"},
        "problem": "",
        "internal_topics": {"config": True, "status": True, "offset": True},
        "group": {
            "id": "a-mm2",
            "state": "Stable",
            "members": [{"client_id": "a->b", "host": "/h", "tasks": tasks}],
            "hint": "start it",
        },
        "statuses": statuses,
        "connectors": [{"name": name, "tasks": count, "config": {}} for name, count in CONNECTORS.items()],
        "waiting": {},
        "observation": {"seconds": 3.0, "offset_flush_interval": 60.0},
        "heartbeats": {
            "topic": "a.heartbeats",
            "on_source": True,
            "on_target": True,
            "assigned": True,
            "advances": 3,
            "interval": 1,
            "delay_ms": 0,
        },
        "topics": [topic()],
        "partitions": [partition(0), partition(1)],
        "groups": [
            {
                "group": "g",
                "topic": "t",
                "partition": 0,
                "committed": 5,
                "checkpoint": 5,
                "reached": True,
                "known_for": 0.0,
            }
        ],
        "identity": {"source": "A", "target": "B", "worker": None, "looped": []},
        "topic_ids": {
            "source": {"t": "1"},
            "target": {"a.t": "2"},
            "changed": {"source": [], "target": []},
            "compared": 2,
        },
        "gaps": {"rows": [], "compared": 2},
        "open_transactions": {"rows": [], "longest": 900.0},
        "same_records": [same(0), same(1)],
        "latency": {"records": 9, "p50_ms": 8.0, "max_ms": 20.0, "heartbeats": {"records": 3}, "error": ""},
        "group_offsets": [
            {
                "group": "g",
                "topic": "a.t",
                "partition": 0,
                "committed": 5,
                "end": 9,
                "translated": 5,
                "waits": None,
                "follows": True,
                "active": False,
                "active_on_source": False,
            }
        ],
        "source_loss": {
            "rows": [{"group": "g", "lost": 0, "reread": 1, "seconds": 0.0, "committed": 5, "resumes_at": 4}],
            "not_copied": 0,
        },
        "key_overlap": [
            {"topic": "t", "peer_topic": "b.t", "records": 9, "own_keys": 4, "peer_keys": 5, "both": 0},
        ],
        "throughput": {
            "round_trip_ms": {"source": 80.0, "target": 0.5},
            "seconds": 3.0,
            "records": 300,
            "written": 300,
            "backlog": 0,
            "records_per_s": 100.0,
            "record_bytes": 100,
            "bytes_per_s": 10000,
            "partitions": 6,
            "tasks": 1,
            "limits": [
                {
                    "limit": "receive.buffer.bytes of the consumer",
                    "window": 65536,
                    "times": 1,
                    "round_trip_ms": 80.0,
                    "bytes_per_s": 819200,
                    "fix": "set it to -1, or raise tasks_max up to 6",
                }
            ],
            "profile": {"profile": "auto", "round_trip_ms": 80, "partitions": 6, "record_bytes": 100},
        },
        "canary": {
            "wanted": True,
            "topic": "streamops.canary.a.b",
            "copy": "a.streamops.canary.a.b",
            "taken_up": True,
            "selected": True,
            "partitions": [{"partition": 0, "task": 0, "ms": 9.0}, {"partition": 1, "task": 1, "ms": 20.0}],
            "round_trip_ms": {"source": 80.1, "target": 0.4},
            "age": 0.0,
            "seconds": 3.0,
        },
    }
    document = copy.deepcopy(document)
    for name, value in values.items():
        document[name] = {**document.get(name, {}), **value} if isinstance(value, dict) else value
    return document


def check(name, document, flow_view=None, **options):
    """The result of one named check."""
    (result,) = check_flow([CheckSpec(name, options=options)], document, flow_view or view())
    return result


def verdict(name, document, flow_view=None, **options):
    """Outcome and reason of one named check."""
    result = check(name, document, flow_view, **options)
    return result.outcome, result.reason
