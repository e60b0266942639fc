"""A restart has one cause, a digest that differs, and happens once."""

from __future__ import annotations

import pytest


@pytest.fixture
def started(hosts, members):
    """When each worker's present process was started, by the monotonic clock of the host."""
    return lambda: {name: hosts[name].check_output("systemctl show --property=InvocationID --value kafka-connect")
                    for name in members("connect")}


def test_interrupted_roll_out_restarts_exactly_once(play, started, hosts, members):
    """The configuration is written and the run dies before the restart; the next run restarts, the one after does not."""
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


def test_written_but_never_restarted(play, started, hosts, members):
    """Dies right after the template: the file is as desired, so no task reports a change, and still the restart is due."""
    before = started()
    extra = {"connect_clusters_config": {"offset.flush.timeout.ms": 6000}}
    cut = play("streamops.kafka.connect", "--skip-tags", "service", **extra)
    assert cut.returncode == 0, cut.stdout[-3000:]
    assert started() == before
    again = play("streamops.kafka.connect", **extra)
    assert again.returncode == 0, again.stdout[-3000:]
    after = started()
    assert all(after[name] != before[name] for name in before)
    back = play("streamops.kafka.connect")
    assert back.returncode == 0, back.stdout[-3000:]
    assert started() != after
