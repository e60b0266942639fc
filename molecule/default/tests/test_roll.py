"""A restart has one cause, a digest that differs, and happens once."""

from __future__ import annotations

import pytest


@pytest.fixture
def started(hosts, members):
    """When each worker's present process was started, by the monotonic clock of the host."""
    ask = "systemctl show --property=InvocationID --value kafka-connect"
    return lambda: {name: hosts[name].check_output(ask) for name in members("connect")}


def test_interrupted_roll_out_restarts_exactly_once(play, started, hosts, members):
    """A file differs from what the process was started with: the next run restarts once, the one after does not."""
    before = started()
    for name in members("connect"):
        hosts[name].check_output("printf '# written by an interrupted run\\n' >> /etc/kafka-connect/worker.properties")
    first = play("streamops.kafka.connect")
    assert first.returncode == 0, first.stdout[-3000:]
    after = started()
    assert all(after[name] != before[name] for name in before)
    second = play("streamops.kafka.connect")
    assert second.returncode == 0, second.stdout[-3000:]
    assert started() == after
    assert "changed=0" in second.stdout and not any(
        f"changed={n} " in second.stdout for n in range(1, 30)), second.stdout[-1500:]


def test_interrupted_between_template_and_restart(play, started, hosts, members):
    """The files are as desired, so no task of the next run reports a change, and still exactly one restart is due."""
    before = started()
    desired = {"connect_jvm_options": "-XX:TieredStopAtLevel=1 -Dlab.roll=1"}
    cut = play("streamops.kafka.connect", "--skip-tags", "service,verify", **desired)
    assert cut.returncode == 0, cut.stdout[-3000:]
    assert started() == before
    again = play("streamops.kafka.connect", **desired)
    assert again.returncode == 0, again.stdout[-3000:]
    after = started()
    assert all(after[name] != before[name] for name in before)
    third = play("streamops.kafka.connect", **desired)
    assert third.returncode == 0, third.stdout[-3000:]
    assert started() == after
