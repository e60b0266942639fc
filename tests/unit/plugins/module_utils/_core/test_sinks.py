# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sinks: their settings, and how far their group is."""

from __future__ import annotations

import struct

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.sinks import (
    SinkSettings,
    assigned_partitions,
    dead_letter,
    partition_rows,
    settle_rows,
)


def test_defaults_and_overrides():
    plain = SinkSettings("s", {"topics": "a, b,"})
    assert (plain.group, plain.isolation, plain.elsewhere, plain.from_now_on) == (
        "connect-s",
        "read_uncommitted",
        "",
        False,
    )
    assert plain.named == ["a", "b"]
    over = SinkSettings(
        "s",
        {
            "consumer.override.group.id": "g",
            "consumer.override.isolation.level": "READ_COMMITTED",
            "consumer.override.bootstrap.servers": "k:1",
            "consumer.override.auto.offset.reset": "latest",
        },
    )
    assert (over.group, over.isolation, over.elsewhere, over.from_now_on) == ("g", "read_committed", "k:1", True)


@pytest.mark.parametrize(
    ("config", "topics"),
    [
        ({"topics": "x,a"}, ["x", "a"]),
        ({"topics.regex": "a.*"}, ["a", "ab"]),
        ({"topics.regex": "[a-z&&[^b]]+"}, ["done"]),
        ({"topics.regex": "(broken"}, ["done"]),
    ],
)
def test_topics(config, topics):
    assert SinkSettings("s", config).topics(["b", "ab", "a"], ["done", "done"]) == topics


def test_rows_are_settled_against_the_first_ends():
    rows = partition_rows({("t", 0): 2, ("t", 1): 0}, {("t", 1): 5, ("t", 0): 9}, {("t", 0): 4})
    assert [(row["partition"], row["goal"], row["first"]) for row in rows] == [(0, 9, 4), (1, 5, None)]
    assert settle_rows(rows, {("t", 0): 20}, {("t", 0): 7}, False) == 2 + 5
    assert (rows[0]["end"], rows[0]["position"], rows[1]["end"], rows[1]["position"]) == (20, 7, 5, None)
    assert settle_rows(rows, {}, {("t", 0): 12}, True) == 0


def assignment(**topics):
    data = struct.pack(">hi", 1, len(topics))
    for topic, numbers in topics.items():
        data += (
            struct.pack(">h", len(topic)) + topic.encode() + struct.pack(f">i{len(numbers)}i", len(numbers), *numbers)
        )
    return data + struct.pack(">i", -1)


def test_assignments():
    assert assigned_partitions(assignment(t=[0, 2], u=[1])) == [("t", 0), ("t", 2), ("u", 1)]
    assert assigned_partitions(assignment()) == []
    assert assigned_partitions(b"") == []
    assert assigned_partitions(b"\x00\x01\x00\x00\x00\x01\x00") is None


def header(name, text):
    return (f"__connect.errors.{name}", text.encode())


def test_dead_letters_tell_the_cause_and_never_the_record():
    found = dead_letter(
        [
            header("stage", "VALUE_CONVERTER"),
            header("topic", "t"),
            header("exception.class.name", "x.DataException"),
            header("exception.message", "bad 'very secret' at (id)=(5) password=abc \"more\"\nDetail: secret"),
            header("exception.stacktrace", "long"),
            ("other", None),
        ]
    )
    assert found == {
        "stage": "VALUE_CONVERTER",
        "exception": "x.DataException",
        "message": "bad ... at (id)=... password=******** ...",
        "topic": "t",
    }
    assert len(dead_letter([header("exception.message", "x" * 900)])["message"]) == 200
    assert dead_letter([]) == {}
