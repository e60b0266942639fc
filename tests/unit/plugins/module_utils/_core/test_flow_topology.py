# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns become flows."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topology import expand_entries


def pairs(*entries, defaults=None):
    flows, findings = expand_entries(entries, defaults or {})
    assert findings == []
    return [(flow["source"], flow["target"]) for flow in flows]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"topology": "active_passive", "clusters": ["a", "b"]}, [("a", "b")]),
        ({"topology": "active_passive", "clusters": ["a", "b", "c"]}, [("a", "b"), ("a", "c")]),
        ({"topology": "active_active", "clusters": ["a", "b"]}, [("a", "b"), ("b", "a")]),
        (
            {"topology": "full_mesh", "clusters": ["a", "b", "c"]},
            [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b")],
        ),
        ({"topology": "chain", "clusters": ["a", "b", "c"]}, [("a", "b"), ("b", "c")]),
        ({"topology": "hub_spoke", "hub": "h", "spokes": ["a", "b"]}, [("a", "h"), ("b", "h")]),
        ({"topology": "hub_spoke", "hub": "h", "spokes": ["a"], "direction": "from_hub"}, [("h", "a")]),
        ({"topology": "hub_spoke", "hub": "h", "spokes": ["a"], "direction": "both"}, [("a", "h"), ("h", "a")]),
        ({"source": "a", "target": "b"}, [("a", "b")]),
    ],
)
def test_pairs(entry, expected):
    assert pairs(entry) == expected


def test_options_of_a_pattern_hold_for_each_flow():
    flows = expand_entries([{"topology": "chain", "clusters": ["a", "b", "c"], "mode": "connect"}], {})[0]
    assert flows == [
        {"source": "a", "target": "b", "mode": "connect"},
        {"source": "b", "target": "c", "mode": "connect"},
    ]


def test_defaults_are_weakest():
    entries = [{"source": "a", "target": "b", "tasks_max": 2}, {"topology": "chain", "clusters": ["c", "d"]}]
    flows = expand_entries(entries, {"tasks_max": 8, "mode": "connect"})[0]
    assert [flow["tasks_max"] for flow in flows] == [8, 2]
    assert {flow["mode"] for flow in flows} == {"connect"}


def test_a_listed_flow_overrides_the_patterns_own():
    entries = [
        {"source": "b", "target": "a", "tasks_max": 9},
        {"topology": "active_active", "clusters": ["a", "b"], "mode": "connect", "tasks_max": 2},
    ]
    flows = expand_entries(entries, {})[0]
    assert [(flow["source"], flow["tasks_max"], flow["mode"]) for flow in flows] == [
        ("a", 2, "connect"),
        ("b", 9, "connect"),
    ]


def test_a_second_listing_stays_a_duplicate_for_the_rules():
    entry = {"source": "a", "target": "b"}
    assert pairs({"topology": "chain", "clusters": ["a", "b"]}, entry, entry) == [("a", "b"), ("a", "b")]


def test_two_patterns_with_one_pair_stay_duplicates():
    chain = {"topology": "chain", "clusters": ["a", "b"]}
    assert pairs(chain, chain) == [("a", "b"), ("a", "b")]


@pytest.mark.parametrize(
    ("entry", "finding"),
    [
        ("a->b", "entry 1 is no dictionary; give source, target and mode, or a topology"),
        ({"topology": "star"}, "entry 1 has topology 'star'; give one of active_active, active_passive, chain"),
        ({"topology": "chain"}, "entry 1 (chain) needs clusters, a list of two or more aliases"),
        ({"topology": "chain", "clusters": []}, "entry 1 (chain) needs clusters"),
        ({"topology": "chain", "clusters": ["a"]}, "entry 1 (chain) needs clusters"),
        ({"topology": "chain", "clusters": "ab"}, "entry 1 (chain) needs clusters"),
        ({"topology": "hub_spoke"}, "entry 1 (hub_spoke) needs hub, spokes (a list of aliases) and direction"),
        ({"topology": "hub_spoke", "hub": "h", "spokes": "a"}, "entry 1 (hub_spoke) needs hub"),
        ({"topology": "hub_spoke", "hub": "h", "spokes": []}, "entry 1 (hub_spoke) needs hub"),
        ({"topology": "hub_spoke", "hub": "h", "spokes": ["a"], "direction": "in"}, "entry 1 (hub_spoke) needs hub"),
    ],
)
def test_patterns_that_cannot_be_expanded(entry, finding):
    flows, findings = expand_entries([entry], {})
    assert flows == []
    assert len(findings) == 1
    assert findings[0].startswith(finding)


def test_the_rest_is_expanded_all_the_same():
    flows, findings = expand_entries([{"topology": "x"}, {"source": "a", "target": "b"}], {})
    assert (len(flows), len(findings)) == (1, 1)


def test_nothing_in_nothing_out():
    assert expand_entries([], {}) == ([], [])
