# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A6: connectors that begin paused or stopped, then are deleted. A5, first half: stop, mend, resume."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from cluster import Cluster
from plugins_jar import PACKAGE
from rest import FILE_SINK, FILE_SOURCE, Rest

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

Module = Callable[..., Ran]
SHAPES = {
    "source": {"connector.class": FILE_SOURCE, "tasks.max": 1, "topic": "a6", "file": "/dev/null"},
    "sink": {"connector.class": FILE_SINK, "tasks.max": 1, "topics": "a6", "file": "/dev/null"},
}
STATES = {"paused": ("PAUSED", []), "stopped": ("STOPPED", [])}  # one that never ran has no tasks


@pytest.mark.parametrize(
    ("shape", "state"),
    [
        pytest.param(shape, state, marks=pytest.mark.case(f"A6.{shape}-{state}"), id=f"{shape}-{state}")
        for shape in SHAPES
        for state in STATES
    ],
)
def test_initial_state_then_delete(module: Module, rest: Rest, via: str, shape: str, state: str) -> None:
    options: dict[str, Any] = {"name": f"a6-{shape}-{state}-{via}", "config": SHAPES[shape], "run_state": state}
    ran = module("kafka_connector", **options)
    assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
    assert rest.states(options["name"]) == STATES[state]
    assert not any(count for part, count in rest.starts(options["name"]).items() if part != "connector")
    again = module("kafka_connector", **options)
    assert (again.code, again.result["changed"]) == (0, False), again.everything
    gone = module("kafka_connector", name=options["name"], state="absent")
    assert (gone.code, gone.result["changed"]) == (0, True), gone.everything
    assert options["name"] not in rest.names()


@pytest.mark.case("A6.paused-then-runs")
def test_paused_then_runs(module: Module, rest: Rest, via: str) -> None:
    name = f"a6-then-{via}"
    for state, states in (("paused", STATES["paused"]), ("running", ("RUNNING", ["RUNNING"]))):
        ran = module("kafka_connector", name=name, config=SHAPES["source"], run_state=state)
        assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
        assert rest.states(name) == states
    rest.delete(name)


@pytest.mark.case("A5.stop-mend-resume")
def test_stop_mend_resume(module: Module, cluster: Cluster, rest: Rest, via: str) -> None:
    """A connector that cannot start is stopped, gets a configuration that works, and resumes."""
    name = f"a5-mend-{via}"
    for part in ("connector", "0"):
        (cluster.files / f"{name}.{part}").touch()
    broken = {
        "connector.class": f"{PACKAGE}GatedSourceConnector",
        "tasks.max": 1,
        "topic": "a5",
        "throughput": 1,
        "gate.prefix": f"{cluster.files}/nowhere/",
    }
    mended = {**broken, "gate.prefix": f"{cluster.files}/{name}."}
    failed = module("kafka_connector", name=name, config=broken)
    assert failed.code != 0 and "the connector is FAILED" in failed.message and "nowhere" in failed.message
    steps = [
        ({"run_state": "stopped"}, ("STOPPED", [])),
        ({"config": mended}, ("STOPPED", [])),
        ({"run_state": "running"}, ("RUNNING", ["RUNNING"])),
    ]
    for options, states in steps:
        ran = module("kafka_connector", name=name, **options)
        assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
        assert rest.states(name) == states
    rest.delete(name)
