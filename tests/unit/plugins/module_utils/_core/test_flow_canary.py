# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canaries: each flow copies its own, and nobody else's."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import expand_flows, inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import flow_settings
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topics import flow_topics
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

CLUSTERS = {
    "us-east": {"bootstrap_servers": "e:9092", "replication_factor": 2, "canary": True},
    "west": {"bootstrap_servers": "w:9092"},
    "north": {"bootstrap_servers": "n:9092", "canary": False},
}
EAST = "streamops.canary.us-east.west"


def flow(source, target, **options):
    return {"source": source, "target": target, "mode": "dedicated", **options}


def flows(*entries):
    return {found.name: found for found in inventory_flows(entries, CLUSTERS)}


def test_the_cluster_says_whether():
    found = flows(flow("us-east", "west"), flow("west", "us-east"), flow("north", "west"))
    assert {name: one.canary for name, one in found.items()} == {
        "us-east->west": True,
        "west->us-east": False,
        "north->west": False,
    }


@pytest.mark.parametrize("given", [True, False])
def test_the_flow_knows_better(given):
    assert flows(flow("us-east", "west", canary=given))["us-east->west"].canary is given
    assert flows(flow("north", "west", canary=given))["north->west"].canary is given


def test_no_canary_nothing_changes():
    found = flows(flow("us-east", "west", canary=False), flow("north", "west", canary=True, enabled=False))
    assert not [one for one in found.values() for pattern in one.topics_exclude if "canary" in pattern and one.enabled]
    assert flow_settings(found["us-east->west"])["topics"] == ".*"


def test_the_rendered_topics_hold_it():
    settings = flow_settings(flows(flow("us-east", "west", topics=["orders"]))["us-east->west"])
    assert settings["topics"] == r"orders,streamops\.canary\.us\-east\.west"
    assert settings["topics.exclude"].endswith(r",(?!streamops\.canary\.us\-east\.west$).*streamops\.canary\..*")


def test_it_is_listed_once():
    options = flow("us-east", "west", topics=[r"streamops\.canary\.us\-east\.west"])
    assert flow_settings(flows(options)["us-east->west"])["topics"] == r"streamops\.canary\.us\-east\.west"


def views(policy, topics):
    entries = [
        flow("us-east", "west", replication_policy=policy, topics=topics),
        flow("us-east", "north", replication_policy=policy, topics=topics),
        flow("west", "north", canary=True),
        flow("north", "us-east", topics=["n.*", "streamops.*"]),
    ]
    return {name: MirrorView(one) for name, one in flows(*entries).items()}


@pytest.mark.parametrize("policy", ["default", "identity"])
@pytest.mark.parametrize("topics", [["e.*"], ["e.*", "streamops.*"]])
def test_each_flow_copies_its_own(policy, topics):
    found = views(policy, topics)
    north, west = "streamops.canary.us-east.north", "streamops.canary.west.north"
    copied = {name: [topic for topic in (EAST, north, west) if view.replicates(topic)] for name, view in found.items()}
    assert copied == {"us-east->west": [EAST], "us-east->north": [north], "west->north": [west], "north->us-east": []}


@pytest.mark.parametrize("separator", [".", "__"])
def test_no_copy_of_a_copy(separator):
    for view in views("default", [".*"]).values():
        assert view.replicates(f"other{separator}{EAST}") is False


def test_other_topics_are_not_touched():
    assert all(view.replicates("events") for name, view in views("default", [".*"]).items() if "us-east->" in name)


def test_a_flow_alone_knows_its_canary():
    one = read_flow(flow("a", "b", canary=True, topics=["x"]))
    assert MirrorView(one).replicates("streamops.canary.a.b")
    assert MirrorView(one).replicates("streamops.canary.a.c") is False
    assert MirrorView(one).remote("streamops.canary.a.b") == "a.streamops.canary.a.b"
    assert read_flow(one.as_options()) == one


def test_reading_again_changes_nothing():
    once = expand_flows([flow("us-east", "west"), flow("west", "north")], CLUSTERS)
    assert expand_flows(once, CLUSTERS) == once


def test_the_topic_is_made_with_the_flow():
    found = inventory_flows([flow("us-east", "west", tasks_max=6), flow("north", "west")], CLUSTERS)
    made = [topic for topic in flow_topics(found, CLUSTERS, ["west"]) if "canary" in topic["name"]]
    assert made == [
        {
            "cluster": "us-east",
            "name": EAST,
            "partitions": 6,
            "replication_factor": 2,
            "config": {"cleanup.policy": "delete", "retention.ms": "3600000", "segment.ms": "600000"},
        }
    ]


def test_identity_flows_of_one_target_keep_their_canaries_apart():
    names = [flow(source, "north", replication_policy="identity", topics=[source]) for source in ("us-east", "west")]
    assert len(inventory_flows(names, CLUSTERS)) == 2


@pytest.mark.parametrize("cluster", [{"bootstrap_servers": "x:1", "canary": "maybe"}])
def test_what_the_inventory_cannot_mean(cluster):
    with pytest.raises(InputError, match="x->west: canary is 'maybe'; give true or false"):
        inventory_flows([flow("x", "west")], {**CLUSTERS, "x": cluster})
