# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of MirrorMaker and Connect, as they stood in the topics of Kafka 4.3.1."""

from __future__ import annotations

import json
import struct

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core import mirror_codec as codec

METADATA = (
    b"\x00\x02\x00\x07NOTUSED\x00\x00\x00\x00\x00\x00\x00\x0b\x00\x00\x00\xc2\x00\x02\x00\x00\x007"
    b"primary->secondary-89b20e33-f38e-46f1-8783-4ebe4680694d\x00\x07NOTUSED\x00\x00\x00\x00\x00\x00\x00\x06"
    b"\x00\x00\x00\x03\x00\x15MirrorSourceConnector\x00\x00\x00\x01\xff\xff\xff\xff\x00\x18MirrorHeartbeatConnector"
    b"\x00\x00\x00\x02\xff\xff\xff\xff\x00\x00\x00\x00\x00\x19MirrorCheckpointConnector\x00\x00\x00\x01\xff\xff\xff\xff"
    b"\x00\x00\x00\x00\x00\x00\x00\x00"
)


def text(value: str) -> bytes:
    return struct.pack(">h", len(value)) + value.encode()


def tasks(**owned) -> bytes:
    data = struct.pack(">i", len(owned))
    for name, numbers in owned.items():
        data += text(name) + struct.pack(f">i{len(numbers)}i", len(numbers), *numbers)
    return data


def assignment(version=2, revoked=None, **owned) -> bytes:
    data = struct.pack(">hh", version, 0) + text("leader") + text("NOTUSED") + struct.pack(">q", 1) + tasks(**owned)
    return data + (tasks(**(revoked or {})) + struct.pack(">i", 0) if version else b"")


def metadata(version=2, **owned) -> bytes:
    nested = assignment(version, **owned) if owned else b""
    return struct.pack(">h", version) + text("NOTUSED") + struct.pack(">qi", 1, len(nested) or -1) + nested


def test_statuses():
    trace = "org.A: outer\n\tat x.y(Z.java:1)\nCaused by: org.B: not authorized\n\tat x.y(Z.java:1)\n"
    table = {
        b"status-task-MirrorSourceConnector-1": json.dumps(
            {"state": "FAILED", "trace": trace, "worker_id": "w", "generation": 5}
        ).encode(),
        b"status-connector-MirrorSourceConnector": b'{"state":"RUNNING","trace":null,"worker_id":"w"}',
        b"status-task-MirrorSourceConnector-0": b'{"state":"RUNNING","trace":null,"worker_id":"w"}',
        b"status-topic-a.t:connector-MirrorSourceConnector": b'{"topic":{}}',
        b"status-connector-broken": b"not json",
        b"status-connector-list": b"[]",
        b"status-connector-gone": None,
        b"other": b"{}",
    }
    found = codec.statuses(table)
    assert [(item["connector"], item["task"], item["state"], item["cause"]) for item in found] == [
        ("MirrorSourceConnector", None, "RUNNING", ""),
        ("MirrorSourceConnector", 0, "RUNNING", ""),
        ("MirrorSourceConnector", 1, "FAILED", "org.B: not authorized"),
    ]


def test_running_configs():
    def task(assigned):
        properties = {"task.assigned.partitions": assigned} if assigned else {}
        return json.dumps({"properties": properties}).encode()

    table = {
        b"connector-MirrorSourceConnector": b'{"properties":{"tasks.max":"2"}}',
        b"connector-MirrorCheckpointConnector": b'{"properties":null}',
        b"commit-MirrorSourceConnector": b'{"tasks":2}',
        b"commit-Removed": b'{"tasks":2}',
        b"task-MirrorSourceConnector-0": task("pgapp.public-orders-1,plain-0"),
        b"task-MirrorSourceConnector-1": task(""),
        b"task-MirrorSourceConnector-2": task("left-behind-0"),
        b"task-Removed-0": task("left-behind-0"),
        b"session-key": b"{}",
    }
    assert codec.running_configs(table) == {
        "MirrorSourceConnector": {
            "config": {"tasks.max": "2"},
            "tasks": 2,
            "assigned": [("pgapp.public-orders", 1), ("plain", 0)],
            "owners": {("pgapp.public-orders", 1): 0, ("plain", 0): 0},
            "groups": [],
        },
        "MirrorCheckpointConnector": {"config": {}, "tasks": 0, "assigned": [], "owners": {}, "groups": []},
    }


def test_positions():
    table = {
        b'["MirrorSourceConnector",{"cluster":"a","partition":2,"topic":"t"}]': b'{"offset":839}',
        b'["MirrorSourceConnector",{"cluster":"c","partition":2,"topic":"t"}]': b'{"offset":1}',
        b'["MirrorSourceConnector",{"cluster":"a","partition":3,"topic":"t"}]': None,
        b'["MirrorCheckpointConnector",{"partition":0,"topic":"a.t","group":"g"}]': b'{"offset":0}',
        b'["MirrorSourceConnector",{"cluster":"a"}]': b'{"offset":1}',
        b"nonsense": b"{}",
        b"3": b"{}",
    }
    assert codec.positions(table, "a") == {("t", 2): 839}


def test_offset_syncs():
    table = {
        text("t") + struct.pack(">i", 1): struct.pack(">qq", 303, 290),
        text("gone") + struct.pack(">i", 1): None,
        b"\x00\x09short": struct.pack(">qq", 1, 1),
        b"\xff\xff": b"",
        b"": b"",
    }
    assert codec.offset_syncs(table) == {("t", 1): (303, 290)}


def test_checkpoints():
    key = b"\x00\norders-app\x00\x1bprimary.pgapp.public.orders\x00\x00\x00\x02"
    value = b"\x00\x00\x00\x00\x00\x00\x00\x00\x01\xf4\x00\x00\x00\x00\x00\x00\x01\x95\x00\x00"
    table = {key: value, text("g") + text("t"): value, key[:-1] + b"\x01": None, b"\x00\x01\xff": value}
    assert codec.checkpoints(table) == {("orders-app", "primary.pgapp.public.orders", 2): (500, 405)}


@pytest.mark.parametrize(
    ("value", "stamp"),
    [(b"\x00\x00\x00\x00\x01\xa2\x08\x99\xf9\xe9", 0x1A20899F9E9), (b"\x00", None), (None, None)],
)
def test_heartbeats(value, stamp):
    assert codec.heartbeat_time(value) == stamp


def test_a_member_brings_what_it_had():
    assert codec.owned_tasks(METADATA, b"") == {
        ("MirrorSourceConnector", -1),
        ("MirrorHeartbeatConnector", -1),
        ("MirrorHeartbeatConnector", 0),
        ("MirrorCheckpointConnector", -1),
    }


@pytest.mark.parametrize(
    ("brought", "assigned", "owned"),
    [
        (metadata(), assignment(S=[0, 1]), {("S", 0), ("S", 1)}),
        (metadata(S=[0]), assignment(S=[1]), {("S", 0), ("S", 1)}),
        (metadata(S=[0, 1]), assignment(revoked={"S": [1]}), {("S", 0)}),
        (metadata(version=0), assignment(version=0, S=[3]), {("S", 3)}),
        (b"\x00", b"", None),
        (metadata(), b"\x00\x02\x00", None),
        (metadata(), assignment(S=[0])[:-14], None),
    ],
)
def test_owned_tasks(brought, assigned, owned):
    assert codec.owned_tasks(brought, assigned) == owned


def test_a_null_list_of_tasks_is_none():
    data = struct.pack(">hh", 1, 0) + text("l") + text("u") + struct.pack(">qii", 1, -1, -1)
    assert codec.owned_tasks(metadata(), data) == set()


def test_groups_given_to_tasks():
    tasks = [(0, {"task.assigned.groups": "app,other"}), (1, {"task.assigned.groups": "third"}), (2, {})]
    assert codec.assignments(tasks) == {"tasks": 3, "assigned": [], "owners": {}, "groups": ["app", "other", "third"]}
