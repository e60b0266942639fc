# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one wait: stable, patient where patience helps, at once where it does not."""

from __future__ import annotations

import pytest
from fake_time import FakeClock
from stub_connect import Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, read_found
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import make_plan
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session
from ansible_collections.streamops.kafka.plugins.module_utils._rest.wait import Waiter

TRACE = "X: outer\n\tat a\nCaused by: Y: inner\n\tat b"


class World:
    """A cluster in which things happen at given times."""

    def __init__(self, stub, limit=300.0, stable_for=3.0):
        self.stub = stub
        self.clock = FakeClock(self._tick)
        self.events = []
        self.limit = limit
        self.stable_for = stable_for

    def at(self, seconds, event):
        self.events.append((seconds, event))

    def _tick(self, now):
        for item in [item for item in self.events if item[0] <= now]:
            self.events.remove(item)
            item[1]()

    def plan(self, *desired):
        client = Client(Session(Connection((self.stub.url,))), Deadline(self.clock, 1000))
        found = {name: read_found(name, entry) for name, entry in client.expanded("info", "status").items()}
        return make_plan(desired, found).changes

    def wait(self, changes, rebalance_delay=300.0):
        client = Client(Session(Connection((self.stub.url,))), Deadline(self.clock, 0))
        waiter = Waiter(client, Deadline(self.clock, self.limit), self.stable_for, rebalance_delay)
        return waiter.run(changes)

    @property
    def elapsed(self):
        return self.clock.time - 1000.0


@pytest.fixture
def world(stub):
    return World(stub)


def test_nothing_to_wait_for(world):
    assert world.wait([]) == {}
    assert world.stub.requests == []


def test_ready_means_for_some_time_without_a_break(world):
    connector = world.stub.add("c")
    changes = world.plan(Desired("c", run_state="running"))
    world.at(1, lambda: setattr(connector, "state", "RESTARTING"))
    world.at(4, lambda: setattr(connector, "state", ""))
    assert world.wait(changes) == {}
    assert 7.0 <= world.elapsed < 10.0


@pytest.mark.parametrize(("seconds", "looks"), [(0.3, 4), (1.0, 7), (4.0, 12), (60.0, 42)])
def test_the_end_is_seen_soon_with_few_looks(stub, seconds, looks):
    """Also where nothing has to be stable, so that a big cluster is not asked ten times a second for minutes."""
    world = World(stub, stable_for=0)
    connector = stub.add("c", state="UNASSIGNED")
    changes = world.plan(Desired("c", run_state="running"))
    world.at(seconds, lambda: setattr(connector, "state", ""))
    stub.requests.clear()
    assert world.wait(changes) == {}
    assert seconds <= world.elapsed <= seconds * 1.3 + 0.1
    assert len(stub.requests) <= looks


def test_ready_from_the_beginning_takes_just_as_long_as_it_must(world):
    world.stub.add("c")
    assert world.wait(world.plan(Desired("c", run_state="running"))) == {}
    assert 3.0 <= world.elapsed < 3.2


def test_all_are_ready_together(world):
    """One that was ready and is moved by a rebalance while another comes up is waited for again."""
    first = world.stub.add("a")
    second = world.stub.add("b", state="UNASSIGNED")
    changes = world.plan(Desired("a", run_state="running"), Desired("b", run_state="running"))
    world.at(10, lambda: (setattr(second, "state", ""), setattr(first, "state", "UNASSIGNED")))
    world.at(15, lambda: setattr(first, "state", ""))
    assert world.wait(changes) == {}
    assert 18 <= world.elapsed < 21


def test_one_that_is_never_stable_does_not_blame_the_others(stub):
    world = World(stub, limit=20)
    stub.add("a")
    flapping = stub.add("b")
    changes = world.plan(Desired("a", run_state="running"), Desired("b", run_state="running"))
    for second in range(1, 20, 2):
        world.at(second, lambda: setattr(flapping, "state", "RESTARTING"))
        world.at(second + 1, lambda: setattr(flapping, "state", ""))
    assert list(world.wait(changes)) == ["b"]


def test_ready_too_late_is_told(stub):
    world = World(stub, limit=2)
    stub.add("c")
    problems = world.wait(world.plan(Desired("c", run_state="running")))
    assert problems == {"c": "it was ready for less than 3 s (waited 2 s, see wait_timeout)"}


def test_a_failure_ends_the_wait_at_once_with_its_root_cause(world):
    connector = world.stub.add("c")
    changes = world.plan(Desired("c", run_state="running"))
    connector.failures[0] = TRACE
    assert world.wait(changes) == {"c": f"task 0 is FAILED on worker {world.stub.worker_id}: Y: inner"}
    assert world.elapsed == 0


def test_a_failure_does_not_end_the_wait_for_the_others(world):
    world.stub.add("a", failures={0: TRACE})
    late = world.stub.add("b", state="UNASSIGNED")
    changes = world.plan(Desired("a", run_state="running"), Desired("b", run_state="running"))
    world.at(100, lambda: setattr(late, "state", ""))
    assert list(world.wait(changes)) == ["a"]
    assert world.elapsed > 100


def test_unassigned_is_patience_and_the_message_says_why_and_until_when(world):
    world.stub.add("c", state="UNASSIGNED")
    problem = world.wait(world.plan(Desired("c", run_state="running")))["c"]
    assert "UNASSIGNED: a rebalance is under way" in problem
    assert "scheduled.rebalance.max.delay.ms" in problem
    assert problem.endswith("that ends only after wait_timeout, in 60 s (waited 300 s, see wait_timeout)")
    assert world.elapsed == 300


def test_unassigned_for_longer_than_a_rebalance_takes_is_a_failure_at_once(world):
    world.stub.add("c", state="UNASSIGNED")
    problem = world.wait(world.plan(Desired("c", run_state="running")), 30.0)["c"]
    assert "UNASSIGNED for 9" in problem
    assert "longer than rebalance_delay (30 s) and 60 s: no worker takes it over" in problem
    assert 90 <= world.elapsed < 95


def test_patience_begins_again_after_every_break(world):
    connector = world.stub.add("c", state="UNASSIGNED")
    changes = world.plan(Desired("c", run_state="running"))
    world.at(60, lambda: setattr(connector, "state", "RESTARTING"))
    world.at(70, lambda: setattr(connector, "state", "UNASSIGNED"))
    world.at(150, lambda: setattr(connector, "state", ""))
    assert world.wait(changes, 30.0) == {}


def test_the_failure_of_before_may_still_show_for_a_while(world):
    connector = world.stub.add("c", failures={0: TRACE})
    changes = world.plan(Desired("c", restart="failed"))
    world.at(5, connector.failures.clear)
    assert world.wait(changes) == {}


def test_but_not_for_ever(world):
    world.stub.add("c", failures={0: TRACE})
    assert "Y: inner" in world.wait(world.plan(Desired("c", restart="failed")))["c"]
    assert 20 <= world.elapsed < 25


@pytest.mark.parametrize(("tasks", "tasks_min", "good"), [(0, 1, False), (0, 0, True), (1, 2, False), (2, 2, True)])
def test_enough_tasks(stub, tasks, tasks_min, good):
    world = World(stub, limit=30)
    stub.add("c", tasks=tasks)
    problems = world.wait(world.plan(Desired("c", run_state="running", tasks_min=tasks_min)))
    assert (problems == {}) is good
    assert good or f"it has {tasks} tasks, expected at least {tasks_min}" in problems["c"]


def test_a_connector_without_a_status_is_waited_for(world):
    connector = world.stub.add("c", has_status=False)
    changes = make_plan([Desired("c", config={})], {}).changes
    world.at(10, lambda: setattr(connector, "has_status", True))
    assert world.wait(changes) == {}
    assert 13 <= world.elapsed < 16


def test_a_deleted_connector_is_gone_when_it_is_in_no_list(world):
    connector = world.stub.add("c")
    changes = world.plan(Desired("c", "absent"))
    world.at(1, lambda: setattr(connector, "has_status", False))
    world.at(5, lambda: world.stub.connectors.pop("c"))
    assert world.wait(changes) == {}
    assert 5 <= world.elapsed < 8


def test_workers_that_do_not_answer_for_a_moment_are_no_failure(world):
    world.stub.add("c")
    changes = world.plan(Desired("c", run_state="running"))
    world.stub.faults.append(Fault("GET", "/connectors", 500, "no", times=5))
    assert world.wait(changes) == {}


def test_workers_that_never_answer_are(stub):
    world = World(stub, limit=10)
    stub.add("c")
    changes = world.plan(Desired("c", run_state="running"))
    stub.faults.append(Fault("GET", "/connectors", 500, "no", times=500))
    assert world.wait(changes) == {"c": "no worker answered (waited 10 s, see wait_timeout)"}


def test_one_request_a_round_for_all(world):
    for number in range(20):
        world.stub.add(f"c{number}")
    changes = world.plan(*(Desired(f"c{number}", run_state="running") for number in range(20)))
    world.stub.requests.clear()
    assert world.wait(changes) == {}
    assert set(world.stub.requests) == {"GET /connectors?expand=status"}
    assert len(world.stub.requests) < 12


@pytest.mark.parametrize(("target", "run_state"), [("PAUSED", "paused"), ("STOPPED", "stopped")])
def test_rest_is_waited_for_as_well(world, target, run_state):
    connector = world.stub.add("c")
    changes = world.plan(Desired("c", run_state=run_state))
    world.at(4, lambda: setattr(connector, "target", target))
    assert world.wait(changes) == {}
    assert world.elapsed >= 7
