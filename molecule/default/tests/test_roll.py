"""A restart has one cause, a digest that differs, and happens once."""

from __future__ import annotations

import collections
import re

import pytest


@pytest.fixture
def started(hosts, members):
    """The invocation that each worker is in: another one means a restart."""
    ask = "systemctl show --property=InvocationID --value kafka-connect"
    return lambda: {name: hosts[name].check_output(ask) for name in members("connect")}


def test_second_run_changes_nothing_and_is_cheap(started, request):
    """Nothing changes, nothing restarts, within two minutes and 35 module executions on each host."""
    before = started()
    result, seconds = request.getfixturevalue("second_run")
    assert result.returncode == 0, result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
    assert started() == before
    executions = collections.Counter(re.findall(r"^<\S+?-([a-z0-9]+-[a-z]+-\d)> EXEC", result.stdout, re.MULTILINE))
    assert set(executions) >= set(before), executions
    assert max(executions.values()) <= 35, executions
    assert seconds < 120


@pytest.mark.long
def test_interrupted_between_template_and_restart(play, started, hosts, members):
    """The files are as desired, so no task of the next run reports a change, and still exactly one restart is due."""
    before, only = started(), "--limit=connect_orders"
    desired = {"connect_jvm_options": "-XX:TieredStopAtLevel=1 -Dlab.roll=1"}
    cut = play("streamops.kafka.connect", only, "--skip-tags", "service,verify", **desired)
    assert cut.returncode == 0, cut.stdout[-3000:]
    assert started() == before
    again = play("streamops.kafka.connect", only, **desired)
    assert again.returncode == 0, again.stdout[-3000:]
    after = started()
    assert {name for name in before if after[name] != before[name]} == set(members("connect_orders"))
    third = play("streamops.kafka.connect", only, **desired)
    assert third.returncode == 0, third.stdout[-3000:]
    assert started() == after
