# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Topics that MirrorMaker keeps its own state in."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topics import flow_topics

CLUSTERS = {
    "primary": {"bootstrap_servers": "p:9092", "replication_factor": 1},
    "secondary": {"bootstrap_servers": "s:9092"},
    "third": {"bootstrap_servers": "t:9092"},
}


def flow(name="primary->secondary", mode="dedicated", **options):
    source, target = name.split("->")
    return {"source": source, "target": target, "mode": mode, **options}


def topics(*entries, targets=None):
    return flow_topics(inventory_flows(entries, CLUSTERS), CLUSTERS, targets)


def names(*entries, targets=None):
    return [f"{topic['cluster']}:{topic['name']}" for topic in topics(*entries, targets=targets)]


def test_one_way_dedicated():
    assert [(t["cluster"], t["name"], t["partitions"], t["replication_factor"]) for t in topics(flow())] == [
        ("primary", "heartbeats", 1, 1),
        ("primary", "mm2-configs.secondary.internal", 1, 1),
        ("primary", "mm2-offset-syncs.secondary.internal", 1, 1),
        ("primary", "mm2-offsets.secondary.internal", 25, 1),
        ("primary", "mm2-status.secondary.internal", 5, 1),
        ("secondary", "heartbeats", 1, 3),
        ("secondary", "mm2-configs.primary.internal", 1, 3),
        ("secondary", "mm2-offsets.primary.internal", 25, 3),
        ("secondary", "mm2-status.primary.internal", 5, 3),
        ("secondary", "primary.checkpoints.internal", 1, 3),
    ]


def test_all_of_them_are_compacted():
    assert {topic["config"]["cleanup.policy"] for topic in topics(flow())} == {"compact"}


def test_connect_mode_leaves_the_workers_topics_to_the_worker():
    assert names(flow(mode="connect")) == [
        "primary:heartbeats",
        "primary:mm2-offset-syncs.secondary.internal",
        "secondary:primary.checkpoints.internal",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"heartbeats": False, "checkpoints": False}, ["primary:mm2-offset-syncs.secondary.internal"]),
        ({"heartbeats": False, "checkpoints": False, "config": {"emit.offset-syncs.enabled": False}}, []),
        (
            {"heartbeats": False, "offset_syncs_location": "target"},
            ["secondary:mm2-offset-syncs.primary.internal", "secondary:primary.checkpoints.internal"],
        ),
        (
            {"heartbeats": False, "separator": "_"},
            ["primary:mm2-offset-syncs_secondary_internal", "secondary:primary_checkpoints_internal"],
        ),
        ({"replication_policy": "com.example.P"}, ["primary:heartbeats"]),
        ({"enabled": False}, []),
    ],
)
def test_options_of_the_flow(options, expected):
    assert names(flow(mode="connect", **options)) == expected


def test_nothing_is_named_twice():
    found = names(flow(), flow("third->secondary"), flow("secondary->third", mode="connect"))
    assert len(found) == len(set(found))


def test_only_what_one_instance_needs():
    entries = [flow(), flow("primary->third"), flow("third->secondary", mode="connect")]
    found = names(*entries, targets=["third"])
    assert {name.split(":")[0] for name in found} == {"primary", "third"}
    assert "third:mm2-configs.primary.internal" in found
    assert not [name for name in found if "secondary" in name]


def test_no_flows():
    assert topics() == []
