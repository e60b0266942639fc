"""80 ms between two regions: the flow goes on, and its checks pass."""

from __future__ import annotations

import pathlib
import statistics

import pytest

PLAYBOOK = str(pathlib.Path(__file__).resolve().parents[2] / "shared/latency.yml")
CONNECT = """python3 -c '
import socket, time
for _ in range(15):
    began = time.monotonic()
    socket.create_connection(("kafka-{}-1", 9092)).close()
    print(1000 * (time.monotonic() - began))'"""


def connecting(host, cluster):
    """The median of the time that it takes to connect, in ms."""
    return statistics.median(map(float, host.check_output(CONNECT.format(cluster)).split()))


@pytest.fixture
def far(play, hosts, members):
    """East is 80 ms away from west."""
    where = {"lab_hosts": "region_west", "lab_far": "region_east"}
    result = play(PLAYBOOK, lab_delay=80, **where)
    assert result.returncode == 0, result.stdout[-3000:]
    node = hosts["mm2-west-1"]
    yield connecting(node, "east"), connecting(node, "west")
    result = play(PLAYBOOK, lab_delay=0, **where)
    assert result.returncode == 0, result.stdout[-3000:]


def test_records_arrive_over_a_long_way(far, copied, ask):
    away, beside = far
    print(f"connecting takes {away:.0f} ms to the other region, {beside:.1f} ms inside")
    assert 80 <= away < 150
    assert beside < 40
    copied("east", "west", "orders.eu", "east.orders.eu", count=2000)
    flow = ask(["east->west"], "liveness", "tasks", "heartbeats", "lag_records")["east->west"]
    assert {check["outcome"] for check in flow["checks"].values()} == {"passed"}, flow["checks"]
