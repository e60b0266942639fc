# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A3: restarts. The module makes one kind (all that is FAILED, tasks included); the other kinds are made by another
client, and the module must see what came of them, write nothing, and then cure what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import pytest
from cluster import Cluster, wait_for
from plugins_jar import PACKAGE
from rest import Rest

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

Module = Callable[..., Ran]
ROLES = ("follower", "leader")


@dataclass(frozen=True)
class Restart:
    """What is broken, the kind of restart, and which parts it starts anew."""

    broken: tuple[str, ...]
    only_failed: bool
    include_tasks: bool
    started: tuple[str, ...]
    tasks: int = 2

    @property
    def ours(self) -> bool:
        return self.only_failed and self.include_tasks

    @property
    def left(self) -> tuple[str, ...]:
        return tuple(part for part in self.broken if part not in self.started)


TASKS = ("0", "1")
THREE = ("0", "1", "2")
RESTARTS = {
    "running-connector": Restart((), False, False, ("connector",)),
    "running-all": Restart((), False, True, ("connector", *TASKS)),
    "running-failed-connector": Restart((), True, False, ()),
    "running-failed-all": Restart((), True, True, ()),
    "failed-connector": Restart(("connector",), False, False, ("connector",)),
    "failed-connector-all": Restart(("connector",), False, True, ("connector",)),
    "failed-connector-failed-all": Restart(("connector",), True, True, ("connector",)),
    "failed-tasks-connector": Restart(TASKS, False, False, ("connector",)),
    "failed-tasks-failed-all": Restart(TASKS, True, True, TASKS),
    "failed-tasks-failed-connector": Restart(TASKS, True, False, ()),
    "failed-tasks-all": Restart(TASKS, False, True, ("connector", *TASKS)),
    "failed-one-failed-all": Restart(("1",), True, True, ("1",)),
    "spread-connector": Restart((), False, False, ("connector",), 3),
    "spread-all": Restart((), False, True, ("connector", *THREE), 3),
}
UNKNOWN = ("", "?onlyFailed=false&includeTasks=false", "?onlyFailed=true&includeTasks=true")


def name_of(case: str, via: str) -> str:
    return f"a3-{case}-{via}"


def gate(cluster: Cluster, name: str, part: str) -> Path:
    return cluster.files / f"{name}.gate.{part}"


def config_of(cluster: Cluster, name: str, restart: Restart) -> dict[str, Any]:
    return {
        "connector.class": f"{PACKAGE}GatedSourceConnector",
        "tasks.max": restart.tasks,
        "topic": "a3",
        "throughput": 1,
        "gate.prefix": f"{cluster.files}/{name}.gate.",
    }


def states_of(restart: Restart, failed: tuple[str, ...]) -> tuple[str, list[str]]:
    if "connector" in failed:
        return "FAILED", []
    return "RUNNING", ["FAILED" if str(task) in failed else "RUNNING" for task in range(restart.tasks)]


@pytest.fixture(scope="module")
def gated(cluster: Cluster, rest: Rest) -> Any:
    """All connectors at once, each broken as its case wants it."""
    wanted = {name_of(case, via): restart for case, restart in RESTARTS.items() for via in ROLES}
    for name, restart in wanted.items():
        for part in {"connector", *THREE} - set(restart.broken):
            gate(cluster, name, part).touch()
    rest.create({name: config_of(cluster, name, restart) for name, restart in wanted.items()})
    for name, restart in wanted.items():
        rest.wait_states(name, *states_of(restart, restart.broken))
    yield
    rest.delete(*wanted)


def started(rest: Rest, name: str, before: dict[str, int]) -> set[str]:
    return {part for part, count in rest.starts(name).items() if count > before[part]}


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.case(f"A3.{case}"), id=case) for case in RESTARTS]
)
def test_restart(module: Module, cluster: Cluster, rest: Rest, gated: None, via: str, case: str) -> None:
    restart, name = RESTARTS[case], name_of(case, via)
    before = rest.starts(name)
    for part in restart.broken:
        gate(cluster, name, part).touch()
    if restart.ours:
        ran = module("kafka_connector", name=name, restart="failed", tasks_min=restart.tasks)
        assert (ran.code, ran.result["changed"]) == (0, bool(restart.broken)), ran.everything
        assert set(restart.started) <= started(rest, name, before)
        assert "connector" in restart.started or "connector" not in started(rest, name, before)
    else:
        flags = f"onlyFailed={str(restart.only_failed).lower()}&includeTasks={str(restart.include_tasks).lower()}"
        answer = rest.call("POST", f"/connectors/{name}/restart?{flags}", url=getattr(cluster, via).url)
        assert answer.status_code in (202, 204), answer.text
        wait_for("what is restarted", lambda: set(restart.started) <= started(rest, name, before))
        see(module, cluster, rest, restart, name)
    assert rest.states(name) == states_of(restart, ())
    again = rest.starts(name)
    ran = module("kafka_connector", name=name, restart="failed", config=config_of(cluster, name, restart))
    assert (ran.code, ran.result["changed"]) == (0, False), ran.everything
    assert rest.starts(name) == again


def see(module: Module, cluster: Cluster, rest: Rest, restart: Restart, name: str) -> None:
    """The module tells what the other client's restart left, writes nothing, and cures that when it is asked to."""
    rest.wait_states(name, *states_of(restart, restart.left))
    counts = rest.starts(name)
    ran = module("kafka_connector", name=name, config=config_of(cluster, name, restart), tasks_min=restart.tasks)
    assert ran.result.get("changed", False) is False, ran.everything
    assert (ran.code != 0) is bool(restart.left), ran.everything
    if restart.left:
        assert f"task {restart.left[0]} is FAILED" in ran.message and "gate" in ran.message
        assert rest.starts(name) == counts
        ran = module("kafka_connector", name=name, restart="failed", tasks_min=restart.tasks)
        assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
        assert set(restart.left) <= started(rest, name, counts)


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(UNKNOWN[:1], marks=pytest.mark.case("A3.unknown"), id="unknown"),
        pytest.param(UNKNOWN[1:], marks=pytest.mark.case("A3.unknown-flags"), id="unknown-flags"),
    ],
)
def test_unknown(module: Module, cluster: Cluster, rest: Rest, via: str, flags: tuple[str, ...]) -> None:
    for text in flags:
        answer = rest.call("POST", f"/connectors/a3-nobody/restart{text}", url=getattr(cluster, via).url)
        assert answer.status_code == 404
    ran = module("kafka_connector", name="a3-nobody", restart="failed")
    assert ran.code != 0 and "a3-nobody" in ran.message and "does not exist" in ran.message
