"""Exactly-once is turned on for one flow in two rolls; then a killed node costs neither a record nor a repetition."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.long
NODES = ["mm2-west-1", "mm2-west-2"]
FLOW = ("east", "west", "orders.eu", "east.orders.eu")
UNIT = "kafka-mirrormaker@to-west.service"
FILE = "/etc/kafka-mirrormaker/to-west/mm2.properties"
SUPPORT = re.compile(r"exactly\.once\.source\.support = (\w+)")


@pytest.fixture(scope="module")
def mirror(play, variables):
    """Roll out with exactly-once from east to west; the inventory has it without."""
    flows = [*variables(NODES[0])["mm2_flows"], {"source": "east", "target": "west", "exactly_once": True}]

    def run(*arguments):
        result = play("streamops.kafka.mirror", *arguments, mm2_flows=flows)
        assert result.returncode == 0, result.stdout[-4000:]
        return result

    return run


@pytest.fixture
def started(hosts, members):
    """The invocation that each instance and worker is in: another one means a restart."""

    def look():
        units = dict.fromkeys(members("mirrormaker"), "kafka-mirrormaker@*")
        units.update(dict.fromkeys(members("connect"), "kafka-connect"))
        ask = "systemctl show --property=InvocationID --value"
        return {name: hosts[name].check_output(f"{ask} '{unit}'") for name, unit in units.items()}

    return look


def starts(hosts, since):
    """What the worker was told at each start of each node since then: (word, node), in the order of the starts."""
    found = []
    for name in NODES:
        log = hosts[name].check_output(f"journalctl --unit='{UNIT}' --since=@{since} --output=short-unix --no-pager")
        told = [(line.split()[0], SUPPORT.search(line)) for line in log.splitlines()]
        found += [(float(moment), word[1], name) for moment, word in told if word]
    return [(word, name) for dummy, word, name in sorted(found)]


def test_an_interrupted_roll_is_finished_by_the_next_run(mirror, started, hosts):
    before, since = started(), hosts[NODES[0]].check_output("date +%s")
    only = "--limit=mirrormaker_west"
    mirror(only, "--skip-tags=service")
    assert started() == before
    for name in NODES:
        assert "west.exactly.once.source.support=preparing\n" in hosts[name].file(FILE).content_string
    mirror(only)
    after = started()
    assert {name for name in before if after[name] != before[name]} == set(NODES)
    seen = starts(hosts, since)
    assert [word for word, dummy in seen] == ["preparing", "preparing", "enabled", "enabled"], seen
    assert {name for dummy, name in seen[:2]} == {name for dummy, name in seen[2:]} == set(NODES)


def test_a_second_run_changes_nothing_and_restarts_nothing(mirror, started):
    before = started()
    result = mirror()
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
    assert started() == before


def test_a_killed_node_costs_nothing(records, killed, copied, fresh):
    """Some records are there before the node dies, some are on their way, some are written while others take over."""
    first = fresh()
    copied(*FLOW, first=first, count=300)
    records("write", "east", "orders.eu", first + 300, count=300)
    with killed(NODES[:1]):
        copied(*FLOW, first=first + 600, count=300, committed=True)
    wanted = {"from": first, "count": 900, "committed": True}
    arrived = records("read", "west", "east.orders.eu", **wanted)
    assert sum(map(len, arrived.values())) == 900
    assert arrived == records("read", "east", "orders.eu", **wanted)
