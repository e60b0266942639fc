# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RUNNING, and nothing flows: each fault is made for real, and the module fails with its cause."""

from __future__ import annotations

from typing import Callable, Iterator

import pytest
from faults import Faults
from regions import Regions

from ansible_collections.streamops.kafka.tests.processes.process import wait_for
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

NAMES = ("tasks", "topics", "partitions", "lag_records", "lag_seconds", "same_records")
HISTORICAL = (*NAMES, "retention_gap", "recreated_topic")


def only(*names: str) -> dict[str, list[dict[str, str]]]:
    return {"checks": [{"name": name} for name in names]}


@pytest.fixture(scope="module")
def world(regions: Regions, module: Callable[..., Ran]) -> Iterator[Faults]:
    """One node with a flow for each fault; all of them judged at the same time."""
    made = Faults(regions, module)
    try:
        made.start()
        made.run({"before": made.options("data"), "six before": made.options("six")})
        made.make()
        wanted = {name: made.options(name) for name in made.flows if name != "data"}
        for topic in ("anew", "minisr", "remade", "truncated"):
            wanted[topic] = made.options("data", topic, **only(*HISTORICAL))
        wanted["deleted"] = made.options("slow", "deleted", **only(*NAMES))
        wanted["fewer"] = made.options("slow", "fewer", **only(*NAMES))
        wanted["told"] = made.options("policy", replication_policy="default")
        made.run({**wanted, **made.known_better()})
        made.mirror.kill()
        made.run({"killed": made.options("data")})
        wait_for("the group is empty", lambda: not regions.plane("west").members("east-mm2")[1])
        made.run({"dead": made.options("data")})
        yield made
    finally:
        made.end()


def proves(world: Faults, name: str, check: str, *words: str) -> None:
    """The module ends with an error, and this check with a reason that says why."""
    reason = world.failed(name).get(check, "")
    assert world.found[name].code == 1
    assert [word for word in words if word not in reason] == [], world.found[name].message


def running(world: Faults, name: str) -> bool:
    """Whether MirrorMaker itself sees nothing wrong."""
    return world.states(name) == {"RUNNING"}


def test_all_is_well_before(world: Faults):
    assert world.failed("before") == {}
    assert world.failed("six before") == {}


def test_a_source_that_nobody_reaches(world: Faults):
    assert running(world, "gone")
    proves(world, "gone", "topics", "'gone'", "did not answer", "Connection refused", "correct its bootstrap_servers")
    proves(world, "gone seen", "tasks", "RUNNING without a task although 1 topic(s) of gone match", "address")


def test_a_wrong_password(world: Faults):
    assert running(world, "login")
    proves(world, "login", "topics", "refused the login", "Authentication failed", "correct its sasl_* options")
    proves(world, "login seen", "tasks", "RUNNING without a task although 1 topic(s) of login match", "login")


def test_no_right_to_read(world: Faults):
    assert running(world, "rights")
    proves(world, "rights", "partitions", "fault.secret-0", "does not allow this user to read fault.secret", "grant")
    proves(world, "rights", "lag_records", "30 offsets", "does not allow this user to read fault.secret")
    proves(world, "rights seen", "partitions", "fault.secret-0, fault.secret-1 stands still")


def test_patterns_that_match_nothing(world: Faults):
    assert running(world, "absent")
    proves(world, "absent", "tasks", "sees no topic of absent that matches no-such-topic")
    assert world.outcome("absent", "topics") == "inconclusive"


def test_another_policy_than_the_one_that_is_told(world: Faults):
    assert running(world, "policy")
    assert world.failed("policy") == {}
    proves(world, "told", "config_in_effect", "replication.policy.class", "runs with another value")


def test_one_task_of_six(world: Faults):
    assert running(world, "six")
    proves(world, "six", "partitions", "fault.six-2 stands still although its source holds more")
    proves(world, "six", "lag_records", "fault.six-2 behind", "10 offsets (10 of them are records)")


def test_a_deleted_copy(world: Faults):
    assert running(world, "deleted")
    proves(world, "deleted", "topics", "slow.fault.deleted, which does not exist on west")


def test_a_copy_with_fewer_partitions(world: Faults):
    assert running(world, "fewer")
    proves(world, "fewer", "partitions", "slow.fault.fewer has 1 of 2")


def test_a_copy_that_was_made_anew_is_empty(world: Faults):
    assert running(world, "anew")
    proves(world, "anew", "same_records", "60 records of the source are not in the copy")


def test_records_that_retention_took(world: Faults):
    """MirrorMaker jumped over the gap and is at the end again: only the offsets of before and now tell."""
    assert running(world, "truncated")
    assert world.outcome("truncated", "lag_records") == "passed"
    proves(world, "truncated", "retention_gap", "fault.truncated")


def test_a_topic_that_was_made_anew(world: Faults):
    assert running(world, "remade")
    assert world.outcome("remade", "lag_records") == "passed"
    proves(world, "remade", "recreated_topic", "fault.remade")


def test_one_cluster_under_two_names(world: Faults):
    assert "FAILED" not in world.states("twin")
    proves(world, "twin", "identity", "one cluster")


def test_more_replicas_than_brokers(world: Faults):
    assert running(world, "copies")
    proves(world, "copies", "topics", "fault.policy", "replication_factor 3 is above the 1 broker(s) of west")


def test_a_record_from_the_future(world: Faults):
    assert "FAILED" in world.states("future")
    proves(world, "future", "tasks", "InvalidTimestampException", "out of range")


def test_fewer_replicas_than_are_to_be_in_sync_is_no_fault_where_the_broker_writes(world: Faults):
    """Kafka 4 counts no more replicas than a partition has: the records arrive, and the check must say so."""
    assert world.failed("minisr") == {}


def test_nobody_is_left(world: Faults):
    assert running(world, "killed")
    proves(world, "killed", "liveness")
    proves(world, "killed", "heartbeats", "advanced 0 times")
    assert running(world, "dead")
    proves(world, "dead", "liveness", "status says RUNNING but no node is alive")
    proves(world, "dead", "tasks", "status says RUNNING but no node is alive")
