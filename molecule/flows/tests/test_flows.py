"""Four flows in both modes: each passes verification, and records come through each in their order."""

from __future__ import annotations

import pytest

FLOWS = {
    "east->west": ("orders.eu", "east.orders.eu"),
    "west->east": ("orders.us", "west.orders.us"),
    "north->east": ("prices.day", "north.prices.day"),
    "north->west": ("inventory.stock", "inventory.stock"),  # the identity policy
}


def once(numbers):
    """A sequence without its repetitions."""
    return list(dict.fromkeys(numbers))


@pytest.mark.parametrize("flow", FLOWS)
def test_records_arrive_in_their_order(copied, flow):
    source, target = flow.split("->")
    topic, copy = FLOWS[flow]
    written, arrived = copied(source, target, topic, copy)
    assert {number: once(values) for number, values in arrived.items()} == written


def test_nothing_is_written_to_a_source_that_may_only_be_read(records):
    """What MirrorMaker would keep on the source stands on the target; heartbeats there are of the flow to west."""
    there = set(records("topics", "north"))
    assert not {name for name in there if "east" in name}, there
    assert "mm2-offset-syncs.north.internal" in records("topics", "east")


def test_both_nodes_of_one_target_have_tasks(ask):
    flow = ask(["east->west"], "liveness", "tasks")["east->west"]
    assert {check["outcome"] for check in flow["checks"].values()} == {"passed"}, flow["checks"]
    assert flow["nodes"] == {"mm2-west-1", "mm2-west-2"}, flow["evidence"]["statuses"]


@pytest.fixture
def prices(hosts):
    """Somebody writes to the source that may only be read, which has no heartbeats to tell that its flow is alive."""
    client = hosts["connect-west-1"]
    program = "/opt/streamops/venv/bin/python /opt/streamops/records.py --count 99999 --pause 0.1"
    client.check_output(f"systemd-run --unit=lab-prices {program} write kafka-north-1:9092 prices.day 0")
    yield
    client.check_output("systemctl stop lab-prices")


def test_every_flow_passes(verify, prices):
    result, report = verify()
    assert result.returncode == 0, result.stdout[-4000:]
    outcomes = {(check["subject"], check["name"]): check["outcome"] for check in report["checks"]}
    assert "failed" not in outcomes.values(), outcomes
    for flow in FLOWS:
        for check in ("liveness", "tasks", "topics", "partitions", "lag_records"):
            assert outcomes[flow, check] == "passed", (flow, check, outcomes)
