# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a cluster and who acts for it, from the inventory alone."""

from __future__ import annotations

from typing import Any, Iterator, Mapping

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.membership import (
    connect_members,
    connect_urls,
    first_reachable,
    members_of,
)

CLUSTERS: dict[str, Any] = {
    "orders": {"kafka": "primary"},
    "heavy": {"kafka": "primary", "port": 9083},
    "foreign": {"kafka": "primary", "urls": ["https://a:8083", "https://b:8083"]},
    "secure": {"kafka": "primary", "config": {"listeners": "https://0.0.0.0:8083"}},
    "empty": {"kafka": "primary"},
}
GROUPS = {"connect": ["c1", "c2", "c3", "c4"], "extra": ["c1", "x1"], "all": ["c1", "c2", "c3", "c4", "x1"]}
HOSTVARS = {
    "c1": {"connect_cluster": "orders"},
    "c2": {"connect_cluster": "heavy"},
    "c3": {"connect_cluster": "orders", "connect_rest_host": "10.0.0.3"},
    "c4": {"connect_cluster": "secure"},
    "x1": {"connect_cluster": "orders"},
}


class Watched(Mapping[str, Any]):
    """Host variables that remember who was asked for."""

    def __init__(self) -> None:
        self.read: set[str] = set()

    def __getitem__(self, host: str) -> Any:
        self.read.add(host)
        return HOSTVARS[host]

    def __contains__(self, host: object) -> bool:
        return host in HOSTVARS

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("all hosts were walked")

    def __len__(self) -> int:
        raise AssertionError("all hosts were counted")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("orders", ["c1", "c3"]), ("heavy", ["c2"]), ("foreign", []), ("empty", [])],
)
def test_members(name, expected):
    assert connect_members(CLUSTERS, GROUPS, HOSTVARS, name) == expected


def test_members_keep_the_order_of_the_group():
    groups = {"connect": ["c3", "c2", "c1"]}
    assert connect_members(CLUSTERS, groups, HOSTVARS, "orders") == ["c3", "c1"]


def test_a_host_outside_the_group_is_no_member_whatever_its_variable_says():
    assert "x1" not in connect_members(CLUSTERS, GROUPS, HOSTVARS, "orders")


def test_only_the_hosts_of_the_group_are_asked():
    watched = Watched()
    connect_members(CLUSTERS, GROUPS, watched, "orders")
    assert watched.read == {"c1", "c2", "c3", "c4"}


def test_no_group_no_members():
    assert connect_members(CLUSTERS, {}, HOSTVARS, "orders") == []


def test_a_host_without_variables_is_no_member():
    assert members_of(["ghost", "c1"], HOSTVARS, "connect_cluster", "orders") == ["c1"]


def test_unknown_cluster():
    with pytest.raises(InputError, match="connect_clusters has no entry 'nope'"):
        connect_members(CLUSTERS, GROUPS, HOSTVARS, "nope")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("orders", ["http://c1:8083", "http://10.0.0.3:8083"]),
        ("heavy", ["http://c2:9083"]),
        ("foreign", ["https://a:8083", "https://b:8083"]),
        ("secure", ["https://c4:8083"]),
    ],
)
def test_urls(name, expected):
    assert connect_urls(CLUSTERS, name, GROUPS, HOSTVARS) == expected


def test_one_url_may_be_a_text():
    assert connect_urls({"x": {"urls": "http://a:1"}}, "x", {}, {}) == ["http://a:1"]


def test_neither_urls_nor_workers():
    with pytest.raises(InputError, match=r"connect_clusters\.empty has neither urls nor workers: give urls, or set"):
        connect_urls(CLUSTERS, "empty", GROUPS, HOSTVARS)


OK, DOWN = {"ping": "pong"}, {"unreachable": True, "msg": "no route"}


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({"a": OK, "b": OK}, "a"),
        ({"a": DOWN, "b": OK}, "b"),
        ({"b": OK}, "b"),
        ({"a": DOWN, "b": DOWN}, ""),
        ({"a": {"unreachable": False}}, "a"),
        ({"a": "text"}, ""),
        ({}, ""),
    ],
)
def test_first_reachable(results, expected):
    hostvars = {host: {"__ping": results[host]} if host in results else {} for host in ("a", "b")}
    assert first_reachable(["a", "b"], hostvars, "__ping") == expected


def test_no_members_no_host():
    assert first_reachable([], {"a": {"__ping": OK}}, "__ping") == ""


def test_hosts_behind_the_first_are_not_asked():
    watched = Watched()
    HOSTVARS["c1"]["__ping"] = OK
    try:
        assert first_reachable(["c1", "c2"], watched, "__ping") == "c1"
    finally:
        del HOSTVARS["c1"]["__ping"]
    assert watched.read == {"c1"}


@pytest.mark.parametrize("limit", [None, ["c1"], ["c3"]])
@pytest.mark.parametrize("down", [(), ("c1",), ("c1", "c3")])
def test_one_host_acts_for_each_cluster(limit, down):
    """Whatever the limit and whoever is down, at most one host acts; a host that was not asked is passed over."""
    asked = limit or ["c1", "c3"]
    hostvars = {
        host: {**HOSTVARS[host], **({"__ping": DOWN if host in down else OK} if host in asked else {})}
        for host in HOSTVARS
    }
    members = connect_members(CLUSTERS, GROUPS, hostvars, "orders")
    acting = [host for host in asked if host == first_reachable(members, hostvars, "__ping")]
    assert len(acting) == (1 if set(asked) - set(down) else 0)
