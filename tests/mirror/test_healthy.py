# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Healthy is healthy: no check fails on flows that are well. HEALTHY_RUNS is the number of runs of the module."""

from __future__ import annotations

import os
from typing import Any, Callable, Iterator

import pytest
from healthy import SKEW, Healthy
from regions import Regions

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

RUNS = int(os.environ.get("HEALTHY_RUNS", "6"))
DISTURBANCES = ("backlog", "roll", "idle")
FLOWS = 3
Judged = tuple[str, str, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def healthy(regions: Regions, module: Callable[..., Ran]) -> Iterator[Healthy]:
    """All conditions at once."""
    made = Healthy(regions, module)
    try:
        made.start()
        yield made
    finally:
        made.end()


def judged(healthy: Healthy, number: int) -> dict[str, Ran]:
    """One round: nothing special, a backlog, or a node that is away and back in the next one."""
    disturbance, node = DISTURBANCES[number % len(DISTURBANCES)], number % 2
    if disturbance == "backlog":
        return healthy.judge_backlog()
    if disturbance == "idle":
        return healthy.judge()
    healthy.stop_node(node)
    found = healthy.judge()
    healthy.start_node(node)
    return found


@pytest.fixture(scope="module")
def rounds(healthy: Healthy) -> list[Judged]:
    """Disturbance, flow and checks of every run."""
    found = []
    for number in range(-(-RUNS // FLOWS)):
        for name, ran in judged(healthy, number).items():
            assert "checks" in ran.result, ran.everything
            checks = {check["name"]: check for check in ran.result["checks"]}
            found.append((DISTURBANCES[number % len(DISTURBANCES)], name, checks))
    return found


def test_no_check_fails_on_what_is_well(rounds: list[Judged]):
    false = [
        f"{disturbance}, {flow}, {name}: {check['reason']}"
        for disturbance, flow, checks in rounds
        for name, check in checks.items()
        if check["outcome"] == "failed"
    ]
    assert false == []
    assert len(rounds) >= RUNS


def test_what_is_well_is_proven_and_not_only_unknown(rounds: list[Judged]):
    """Of the first round, before anything was disturbed."""
    for dummy, flow, checks in rounds[:FLOWS]:
        names = ("liveness", "tasks", "partitions", "heartbeats", "config_in_effect", "latency")
        assert {name: checks[name]["outcome"] for name in names} == dict.fromkeys(names, "passed"), flow


def test_a_fresh_topic_is_caught_up_with(rounds: list[Judged]):
    first = next(checks for dummy, flow, checks in rounds if flow == "skewed")
    assert first["topics"]["outcome"] == "catching_up"
    assert "well.fresh has no copy on west yet" in first["topics"]["reason"]


def test_clocks_that_differ(healthy: Healthy, rounds: list[Judged]):
    """The one region really is ahead, and neither as the source nor as the target does it change a verdict."""
    assert abs(healthy.skew - SKEW) < 30
    for flow in ("skewed", "once"):
        outcomes = {checks["latency"]["outcome"] for dummy, name, checks in rounds if name == flow}
        assert "passed" in outcomes
        assert "failed" not in outcomes
