# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All flows of an inventory: expanded, completed, checked, in time."""

from __future__ import annotations

import sys
import time

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import expand_flows, inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow

CLUSTERS = {
    "primary": {"bootstrap_servers": "p:9092", "replication_factor": 1},
    "secondary": {"bootstrap_servers": "s:9092", "replication_factor": "2"},
    "third": {"bootstrap_servers": "t:9092"},
}
FLOW = {"source": "primary", "target": "secondary", "mode": "dedicated"}


def test_copies_follow_the_clusters():
    flow = inventory_flows([FLOW], CLUSTERS)[0]
    assert (flow.source_replication_factor, flow.target_replication_factor, flow.replication_factor) == (1, 2, 2)


def test_three_copies_where_nothing_is_said():
    flow = inventory_flows([{**FLOW, "target": "third"}], CLUSTERS)[0]
    assert flow.replication_factor == 3


def test_a_flows_own_number_wins():
    flow = inventory_flows([{**FLOW, "replication_factor": 1, "source_replication_factor": 2}], CLUSTERS)[0]
    assert (flow.replication_factor, flow.source_replication_factor) == (1, 2)


def test_defaults():
    flows = inventory_flows([FLOW], CLUSTERS, {"tasks_max": 9, "mode": "connect"})
    assert (flows[0].tasks_max, flows[0].mode) == (9, "dedicated")


def test_plain_data_is_complete_and_expands_to_itself():
    once = expand_flows([FLOW, {"topology": "chain", "clusters": ["third", "primary"], "mode": "connect"}], CLUSTERS)
    assert expand_flows(once, CLUSTERS) == once
    assert [read_flow(options).name for options in once] == ["third->primary", "primary->secondary"]


def test_no_flows():
    assert expand_flows([], {}) == []


def test_every_finding_in_one_error():
    entries = [
        {"topology": "star"},
        {"source": "primary", "target": "primary", "mode": "dedicated"},
        {"source": "primary", "target": "secondary"},
        {"source": "primary", "target": "nowhere", "mode": "connect", "topics": ["("]},
        {"source": "third", "target": "nowhere", "mode": "connect"},
        {**FLOW, "replication_policy": "identity"},
        {"source": "secondary", "target": "primary", "mode": "connect", "replication_policy": "identity"},
        {"source": "broken", "target": "third", "mode": "connect"},
    ]
    clusters = {**CLUSTERS, "broken": {"bootstrap_servers": "b:1", "replication_factor": 0}}
    with pytest.raises(InputError, match=r"^mm2_flows cannot be used: \(1\) .*; \(7\) ") as caught:
        inventory_flows(entries, clusters)
    beginnings = [
        "entry 1 has topology 'star'",
        "kafka_clusters.broken.replication_factor is 0",
        "primary->primary: source and target are the same cluster",
        "primary->secondary: mode is missing",
        "primary->nowhere: topics '(' does not compile",
        "third->nowhere: alias 'nowhere' is not in kafka_clusters",
        "primary->secondary, secondary->primary: records would go round for ever",
    ]
    findings = caught.value.details["findings"]
    assert [finding[: len(start)] for finding, start in zip(findings, beginnings)] == beginnings
    assert len(findings) == len(beginnings)


def test_a_cluster_that_is_no_dictionary_is_a_finding():
    with pytest.raises(InputError, match=r"kafka_clusters\.x must be a dictionary"):
        inventory_flows([{**FLOW, "target": "x"}], {**CLUSTERS, "x": "k1:9092"})


def seconds(work):
    """Time of this process for the work, the best of three, without what measuring coverage costs."""
    taken, tracing = [], sys.gettrace()
    sys.settrace(None)
    try:
        for dummy in range(3):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    finally:
        sys.settrace(tracing)
    return min(taken)


MANY = [f"site{number}" for number in range(500)]
LARGE = {alias: {"bootstrap_servers": f"{alias}:9092"} for alias in (*MANY, "hub")}
BOTH = {"topology": "hub_spoke", "hub": "hub", "spokes": MANY, "direction": "both", "mode": "connect"}
INWARD = [
    {"source": alias, "target": "hub", "mode": "connect", "replication_policy": "identity", "topics": [rf"{alias}\..*"]}
    for alias in MANY
]
OUTWARD = [
    {"source": "hub", "target": alias, "mode": "connect", "replication_policy": "identity", "topics": [f"to-{alias}"]}
    for alias in MANY
]


@pytest.mark.parametrize(
    ("entries", "count"),
    [
        ([BOTH], 1000),
        ([{"topology": "full_mesh", "clusters": MANY[:32], "mode": "dedicated"}], 992),
        (INWARD + OUTWARD, 1000),
    ],
    ids=["hub", "mesh", "identity"],
)
def test_a_thousand_flows_take_no_second(entries, count):
    def expand():
        assert len(inventory_flows(entries, LARGE)) == count

    assert seconds(expand) < 0.7


SAME = {"mode": "connect", "replication_policy": "identity"}
FAN_IN = [{**SAME, "source": f"fan{number}", "target": "hub"} for number in range(1000)]
FAN = {"hub": LARGE["hub"], **{flow["source"]: {"bootstrap_servers": f"{flow['source']}:1"} for flow in FAN_IN}}
WRONG = {
    "mesh": [{"topology": "full_mesh", "clusters": MANY[:32], **SAME}],
    "star": [{**BOTH, **SAME}],
    "star of patterns": [
        {**SAME, "source": source, "target": target, "topics": [pattern]}
        for at, alias in enumerate(MANY)
        for source, target, pattern in ((alias, "hub", f"x{at}.*"), ("hub", alias, f".*{at}"))
    ],
    "separators": [
        {"source": one, "target": other, "mode": "connect", "separator": "._"[at % 2]}
        for at, one in enumerate(MANY[:32])
        for other in MANY[:32]
        if one != other
    ],
    "one name": FAN_IN,
    "ends": [{**flow, "topics": [f".*{at}"]} for at, flow in enumerate(FAN_IN)],
    "beginnings": [{**flow, "topics": [f"x{at}.*"]} for at, flow in enumerate(FAN_IN)],
    "names": [{**flow, "topics": ["orders.*" if at == 0 else f"orders-{at}"]} for at, flow in enumerate(FAN_IN)],
    "twice": [*FAN_IN[:500], *FAN_IN[:500]],
    "patterns": [{**flow, "topics": [f"({at}"]} for at, flow in enumerate(FAN_IN)],
    "unknown": [{**flow, "target": f"no{at}"} for at, flow in enumerate(FAN_IN)],
}


@pytest.mark.parametrize("case", WRONG)
def test_a_thousand_wrong_flows_neither(case):
    def refuse():
        with pytest.raises(InputError, match="mm2_flows cannot be used"):
            inventory_flows(WRONG[case], {**LARGE, **FAN})

    assert seconds(refuse) < 0.7
