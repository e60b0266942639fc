# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks without work."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.capacity_checks import capacity, tasks_max
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec

READABLE = {"outcome": "", "reason": ""}
POSTGRES = "io.debezium.connector.postgresql.PostgresConnector"


def item(most, made=1, kind="sink", name="x.Sink", state="running", **more):
    seen = {"tasks_max": most, "class": name, **more}
    return {
        "name": "c",
        "type": kind,
        "expected_state": state,
        "tasks": [{"id": i} for i in range(made)],
        "capacity": seen,
    }


@pytest.mark.parametrize(
    ("given", "outcome", "words"),
    [
        (item(4, kind="source", name=POSTGRES), "failed", "tasks.max is 4, but PostgresConnector makes one task only"),
        (item(1, kind="source", name=POSTGRES), "passed", "1 tasks of at most 1"),
        (item(4, 2, kind="source"), "passed", "2 tasks of at most 4"),
        (item(4, state="stopped"), "not_applicable", "stopped on purpose"),
        (item(4, error="no right"), "not_permitted", "no right"),
        (item(4, partitions={}, idle=None), "inconclusive", "none of its topics exists yet"),
        (item(4, 4, partitions={"t": 3}, idle=[3]), "failed", "can never have work (idle: task 3): set tasks.max to 3"),
        (item(4, 4, partitions={"t": 3}, idle=None), "failed", "1 tasks can never have work: set"),
        (item(4, 4, partitions={"t": 2, "u": 2}, idle=[2, 3]), "failed", "task 2, 3 of 4 has no partition although"),
        (item(3, 3, partitions={"t": 3}, idle=[]), "passed", "3 tasks of at most 3 for 3 partitions, each has work"),
        (item(3, 3, partitions={"t": 3}, idle=None), "passed", "enough for each"),
        ({**item(1, kind="source"), "capacity": None}, "passed", "1 tasks of at most 1"),
    ],
)  # fmt: skip
def test_capacity(given, outcome, words):
    result = capacity(CheckSpec("capacity"), given, {"data_plane": READABLE})
    assert (result.outcome, result.subject) == (outcome, "c")
    assert words in result.reason


def test_without_a_way_to_the_brokers():
    plane = {"outcome": "not_configured", "reason": "no kafka"}
    assert capacity(CheckSpec("capacity"), item(2), {"data_plane": plane}).outcome == "not_configured"


@pytest.mark.parametrize(("value", "number"), [("3", 3), ("${x:y}", 1)])
def test_tasks_max(value, number):
    assert tasks_max({"tasks.max": value}) == number
    assert tasks_max({}) == 1
