# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A restart of all workers: states outlast it (A5), levels of loggers do not (A12). After it the workers have
exactly-once support (A4).
"""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest
from cluster import Cluster, wait_for
from rest import FILE_SOURCE, Rest

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

Module = Callable[..., Ran]
ROLES = ("follower", "leader")
STATES = {"paused": ("PAUSED", ["PAUSED"]), "stopped": ("STOPPED", [])}
LOGGER = "org.apache.kafka.connect.a12.forgotten"


def name_of(case: str, via: str) -> str:
    return f"a5-{case}-{via}"


def config_of(cluster: Cluster, name: str) -> dict[str, Any]:
    path = cluster.files / name
    path.write_text("value\n" * 10, encoding="utf-8")
    return {"connector.class": FILE_SOURCE, "tasks.max": 1, "topic": "a5", "file": str(path)}


def positions(cluster: Cluster, name: str, position: int) -> list[dict[str, Any]]:
    return [{"partition": {"filename": str(cluster.files / name)}, "offset": {"position": position}}]


def stored(rest: Rest, name: str) -> Any:
    return rest.good("GET", f"/connectors/{name}/offsets")["offsets"]


@pytest.fixture(scope="module")
def restarted(cluster: Cluster, rest: Rest) -> Iterator[None]:
    """The cluster after a restart of all workers."""
    named = {name_of(state, via): state for state in STATES for via in ROLES}
    rest.create({name: config_of(cluster, name) for name in named})
    for name, state in named.items():
        rest.wait_states(name, "RUNNING", ["RUNNING"])
        rest.good("PUT", f"/connectors/{name}/{'pause' if state == 'paused' else 'stop'}")
    for name, state in named.items():
        rest.wait_states(name, *STATES[state])
    rest.good("PUT", f"/admin/loggers/{LOGGER}?scope=cluster", {"level": "TRACE"})
    cluster.restart_workers(**{"exactly.once.source.support": "enabled"})
    yield
    rest.delete(*named)


@pytest.mark.parametrize(
    "state",
    [pytest.param(state, marks=pytest.mark.case(f"A5.{state}-over-restart"), id=state) for state in STATES],
)
def test_the_state_outlasts_a_restart(
    module: Module, cluster: Cluster, rest: Rest, restarted: None, via: str, state: str
) -> None:
    name = name_of(state, via)
    rest.wait_states(name, *STATES[state])
    ran = module("kafka_connector", name=name, config=config_of(cluster, name), run_state=state)
    assert (ran.code, ran.result["changed"]) == (0, False), ran.everything
    resumed = module("kafka_connector", name=name, run_state="running")
    assert (resumed.code, resumed.result["changed"]) == (0, True), resumed.everything
    assert rest.states(name) == ("RUNNING", ["RUNNING"])


@pytest.mark.case("A12.forgotten")
def test_levels_end_with_the_worker(module: Module, rest: Rest, restarted: None) -> None:
    ran = module("kafka_connect_logger", loggers={LOGGER: "TRACE"}, check=True)
    assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
    assert ran.result["workers"][0]["before"] == {LOGGER: None}


@pytest.mark.parametrize(
    "verb",
    [pytest.param(verb, marks=pytest.mark.case(f"A4.{verb}-source-once"), id=verb) for verb in ("alter", "reset")],
)
def test_offsets_with_exactly_once_support(
    module: Module, cluster: Cluster, rest: Rest, restarted: None, via: str, verb: str
) -> None:
    name = f"a4-{verb}-source-once-{via}"
    made = module("kafka_connector", name=name, config=config_of(cluster, name))
    assert made.code == 0, made.everything
    wait_for("all lines read", lambda: stored(rest, name) == positions(cluster, name, 60))
    assert module("kafka_connector", name=name, run_state="stopped").code == 0
    wanted = {"offsets": positions(cluster, name, 30)} if verb == "alter" else {"state": "absent"}
    for changed in (True, False):
        ran = module("kafka_connector_offsets", name=name, **wanted)
        assert (ran.code, ran.result["changed"]) == (0, changed), ran.everything
        assert stored(rest, name) == wanted.get("offsets", [])
    assert module("kafka_connector", name=name, run_state="running").code == 0
    wait_for("all lines read again", lambda: stored(rest, name) == positions(cluster, name, 60))
    rest.delete(name)
