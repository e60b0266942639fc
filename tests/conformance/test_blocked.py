# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A13: connectors that block in one method of their life. The module ends in its own time and says what it waited for;
meanwhile other connectors are served.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Iterator

import pytest
from cluster import Cluster
from plugins_jar import BLOCKED_FOR, PACKAGE
from rest import FILE_SOURCE, Rest

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

METHODS = ("Validate", "Config", "Initialize", "Start", "Stop")
# A worker that blocks in a validation does not answer in time; one that blocks later takes the connector first.
SHORT, LONG = {"timeout": 3, "wait_timeout": 6}, {"timeout": 15, "wait_timeout": 10}


@dataclass(frozen=True)
class Timed:
    """A run, and its seconds."""

    ran: Ran
    seconds: float


@dataclass(frozen=True)
class Meanwhile:
    """The run of each blocked connector, and of a healthy one that was made while all of them were blocked."""

    blocked: dict[str, Timed]
    free: Timed


def timed(options: dict[str, Any]) -> Timed:
    began = time.monotonic()
    ran = run_module("kafka_connector", options)
    return Timed(ran, time.monotonic() - began)


def name_of(method: str, via: str) -> str:
    return f"a13-{method.lower()}-{via}"


@pytest.fixture(scope="module", params=["follower", "leader"])
def meanwhile(request: pytest.FixtureRequest, cluster: Cluster, rest: Rest) -> Iterator[Meanwhile]:
    via = str(request.param)
    common = {"connect_urls": [getattr(cluster, via).url], "stable_for": 0}
    wanted: dict[str, dict[str, Any]] = {}
    for method in METHODS:
        config = {"connector.class": f"{PACKAGE}BlockedIn{method}", "tasks.max": 1}
        limits = SHORT if method in ("Validate", "Config") else LONG
        wanted[method] = {**common, **limits, "name": name_of(method, via), "config": config}
    stop = wanted["Stop"]
    rest.create({stop["name"]: stop["config"]})
    rest.wait_states(stop["name"], "RUNNING", ["RUNNING"])
    wanted["Stop"] = {**common, **LONG, "name": stop["name"], "state": "absent"}
    config = {"connector.class": FILE_SOURCE, "topic": "a13", "file": "/dev/null"}
    with ThreadPoolExecutor(len(METHODS)) as pool:
        runs = {method: pool.submit(timed, options) for method, options in wanted.items()}
        time.sleep(2)
        free = timed({**common, "name": f"a13-free-{via}", "config": config})
        yield Meanwhile({method: run.result() for method, run in runs.items()}, free)
    rest.delete(f"a13-free-{via}", *(name_of(method, via) for method in METHODS))


@pytest.mark.parametrize(
    ("method", "told"),
    [
        pytest.param(method, told, marks=pytest.mark.case(f"A13.{method.lower()}"), id=method.lower())
        for method, told in {
            "Validate": "within 3 s",
            "Config": "within 3 s",
            "Initialize": "wait_timeout",
            "Start": "wait_timeout",
        }.items()
    ],
)
def test_a_blocked_connector_does_not_block_the_module(meanwhile: Meanwhile, method: str, told: str) -> None:
    run = meanwhile.blocked[method]
    assert run.ran.code != 0 and told in run.ran.message, run.ran.everything
    assert run.seconds < BLOCKED_FOR - 5


@pytest.mark.case("A13.stop")
def test_one_that_blocks_when_it_is_stopped_can_be_deleted(meanwhile: Meanwhile) -> None:
    run = meanwhile.blocked["Stop"]
    assert (run.ran.code, run.ran.result["changed"]) == (0, True), run.ran.everything
    assert run.seconds < BLOCKED_FOR - 5


@pytest.mark.case("A13.others")
def test_other_connectors_are_served_meanwhile(meanwhile: Meanwhile) -> None:
    assert (meanwhile.free.ran.code, meanwhile.free.ran.result["changed"]) == (0, True), meanwhile.free.ran.everything
    assert meanwhile.free.seconds < BLOCKED_FOR - 5
