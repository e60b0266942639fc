# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules over all flows: each finding names the flows and the fix."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_rules import flow_findings

CLUSTERS = {alias: {"bootstrap_servers": f"{alias}:9092"} for alias in "abcdefgh"}
CLUSTERS["a_b"] = {"bootstrap_servers": "ab:9092"}


def flow(name, mode="dedicated", **options):
    source, target = name.split("->")
    return Flow(source, target, mode, **options)


AT_TARGET = {"offset_syncs_location": "target"}


def identity(name, *topics, **options):
    return flow(name, replication_policy="identity", topics=topics or (".*",), **options)


@pytest.mark.parametrize(
    "flows",
    [
        [],
        [flow("a->b")],
        [flow("a->b"), flow("b->a")],
        [flow("a->b"), flow("b->c"), flow("c->a")],
        [flow("a->c"), flow("b->c")],
        [identity("a->b")],
        [identity("a->c", "x"), identity("b->c", "y")],
        [identity("a->b"), identity("b->a", enabled=False)],
        [flow("a->b", replication_policy="com.example.P"), flow("b->a", replication_policy="com.example.P")],
        [flow("a->c", replication_policy="com.example.P"), identity("b->c")],
        [flow("a->c", exactly_once=True), flow("b->c", mode="connect")],
        [flow("a->b", offset_flush_interval=5), flow("b->a")],
        [flow("a->b", failover=True), flow("b->a", enabled=False)],
        [flow("a->b", failover=True, enabled=False)],
        [flow("a->b", offset_syncs_location="target"), flow("b->a", offset_syncs_location="target")],
        [flow("a->b", checkpoints=False, config={"emit.offset-syncs.enabled": "false"}), flow("b->a", **AT_TARGET)],
    ],
)
def test_all_is_well(flows):
    assert flow_findings(flows, CLUSTERS) == []


GROUND = "records would go round for ever"


@pytest.mark.parametrize(
    ("flows", "finding"),
    [
        (
            [flow("a->x"), flow("x->b"), flow("a->b")],
            "a->x, x->b: alias 'x' is not in kafka_clusters (known: a, a_b, b, c, d, e, f, g, h); "
            "add it, or correct the flow",
        ),
        ([flow("a->b"), flow("a->b", mode="connect")], "a->b is given 2 times; keep one, with the patterns of all"),
        ([flow("a->b"), flow("a->b", enabled=False)], "a->b is given 2 times; keep one, with the patterns of all"),
        (
            [identity("a->c"), identity("b->c", "orders")],
            "a->c, b->c: may write the same topics of 'c'; make their topics disjoint, or use the default policy, "
            "which puts the source's alias before the name",
        ),
        (
            [identity("a->b"), identity("b->a")],
            f"a->b, b->a: {GROUND}, because the identity policy cannot tell where a topic came from; "
            "use the default policy in all of them, or make their topics disjoint",
        ),
        (
            [flow("a->b"), flow("b->a", separator="_")],
            f"a->b, b->a: {GROUND}, because the flows of a loop recognise their own topics only by the same "
            "separator; give all of them one",
        ),
        (
            [flow("a->c"), flow("b->c", offset_flush_interval=5)],
            "a->c, b->c: offset_flush_interval is one setting for all dedicated flows into 'c'; "
            "give them the same value",
        ),
        (
            [flow("a->c", separator="_"), flow("a_b->c")],
            "a->c, a_b->c: may write the same topics of 'c'; an alias with its separator begins like another's; "
            "give all flows into it one separator",
        ),
        (
            [flow("a->c"), flow("a_b->c")],
            "a->c, a_b->c: may write topics of 'c' whose names differ only in '.' and '_', which its brokers refuse; "
            "rename the alias or the topics of one",
        ),
        (
            [flow("a->b", failover=True), flow("b->a", state="absent", enabled=False)],
            "a->b: failover is set, but there is no flow b->a for the way back; add it (enabled: false until it is "
            "needed), or set failover to false",
        ),
        (
            [flow("a->b"), flow("b->a", **AT_TARGET)],
            "a->b, b->a: both would keep their offset-syncs in mm2-offset-syncs.b.internal on 'a', and translate "
            "offsets wrongly; give them the same offset_syncs_location",
        ),
        (
            [flow("a->c"), flow("b->c", exactly_once=True)],
            "a->c, b->c: exactly_once is one setting for all dedicated flows into 'c'; give them the same value",
        ),
    ],
)
def test_findings(flows, finding):
    assert flow_findings(flows, CLUSTERS) == [finding]


def twice(*servers):
    return {**CLUSTERS, "x": {"bootstrap_servers": list(servers)}}


@pytest.mark.parametrize("servers", [("A:9092",), ("new:1", "a:9092"), ("a:9092", "a:9092")])
def test_one_cluster_under_two_aliases(servers):
    assert flow_findings([flow("a->b"), flow("x->b"), flow("c->d")], twice(*servers)) == [
        "a->b, x->b: 'a' and 'x' are one cluster (both have a:9092), so records would go round; use one alias"
    ]


def test_two_aliases_with_two_common_servers_are_told_once():
    clusters = {alias: {"bootstrap_servers": "k1:1,k2:1"} for alias in ("a", "b")}
    assert len(flow_findings([flow("a->b")], clusters)) == 1


def test_an_alias_that_no_flow_uses_may_be_a_second_name():
    assert flow_findings([flow("a->b")], twice("a:9092")) == []


@pytest.mark.parametrize("cluster", [None, "k1:9092", {}])
def test_a_cluster_without_servers_is_no_second_name(cluster):
    assert flow_findings([flow("a->x"), flow("b->x")], {**CLUSTERS, "x": cluster}) == []


def test_no_clusters_at_all():
    assert flow_findings([flow("a->b")], {})[0].endswith("(known: none); add it, or correct the flow")


def test_long_lists_of_flows_are_cut():
    flows = [identity(f"{alias}->h") for alias in "abcdefg"]
    assert flow_findings(flows, CLUSTERS)[0].startswith("a->h, b->h, c->h, d->h, e->h, f->h and 1 more: may write")


def test_names_that_are_the_same_are_not_told_twice():
    found = flow_findings([identity("a->c", r"x\.y", "z"), identity("b->c", "x_y", "z")], CLUSTERS)
    assert len(found) == 1
    assert "may write the same topics" in found[0]


def counted(brokers):
    return {**CLUSTERS, "b": {"bootstrap_servers": "b:9092", "brokers": brokers}}


@pytest.mark.parametrize("brokers", [3, "3", 5, None])
def test_as_many_brokers_as_copies(brokers):
    assert flow_findings([flow("a->b"), flow("b->a", replication_factor=-1)], counted(brokers)) == []


def test_more_copies_than_brokers():
    flows = [flow("a->b", replication_factor=1), flow("c->b"), flow("b->d", source_replication_factor=2)]
    assert flow_findings(flows, counted(1)) == [
        "b->d: 2 replicas on 'b', which has 1 by kafka_clusters.b.brokers; lower replication_factor there",
        "a->b, c->b: 3 replicas on 'b', which has 1 by kafka_clusters.b.brokers; lower replication_factor there",
    ]


@pytest.mark.parametrize("brokers", [0, -1, "many", True])
def test_a_number_of_brokers_that_cannot_be(brokers):
    assert flow_findings([flow("a->b")], counted(brokers)) == [
        "kafka_clusters.b.brokers is no number from 1 on; correct it, or leave it out"
    ]
