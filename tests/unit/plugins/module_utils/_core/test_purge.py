# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task may touch, and what it deletes beside what it lists."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import make_plan
from ansible_collections.streamops.kafka.plugins.module_utils._core.purge import (
    NO_PURGE,
    Purge,
    read_owner,
    read_purge,
)

OWNER = {"owner": {"prefix": "a."}}
MIRROR = "org.apache.kafka.connect.mirror.Mirror{}Connector"


def there(*names, **classes):
    found = {name: Found(name, {"name": name, "connector.class": "x.Y"}) for name in names}
    mirrors = {name: Found(name, {"connector.class": MIRROR.format(kind)}) for name, kind in classes.items()}
    return {**found, **mirrors}


def doomed(purge, listed, snapshot):
    return [item.name for item in purge.split(listed, snapshot)[0]]


@pytest.mark.parametrize(
    ("purge", "expected"),
    [
        (NO_PURGE, []),
        (Purge("all"), ["a.1", "a.2", "b"]),
        (Purge("prefix", "a."), ["a.1", "a.2"]),
        (Purge("all", "a."), ["a.1", "a.2"]),
        (Purge("prefix", "c"), []),
    ],
)
def test_what_is_deleted(purge, expected):
    assert doomed(purge, ["listed", "a.listed"], there("b", "a.2", "a.1", "listed", "a.listed")) == expected


def test_connectors_of_a_flow_are_spared_unless_they_are_named():
    snapshot = there("x", m1="Source", m2="Checkpoint", m3="Heartbeat")
    assert Purge("all").split([], snapshot)[1] == ("m1", "m2", "m3")
    assert doomed(Purge("all", mirrors=frozenset({"m2", "gone"})), [], snapshot) == ["m2", "x"]


def test_more_than_the_limit_is_refused_and_all_are_named():
    with pytest.raises(
        InputError, match=r"delete 3 connectors, more than purge_limit \(2\) allows: a, b, c: list"
    ) as caught:
        Purge("all", limit=2).split(["d"], there("a", "b", "c", "d"))
    assert caught.value.details == {"purge": ["a", "b", "c"]}


def test_what_is_spared_does_not_count():
    assert doomed(Purge("all", limit=1), [], there("a", m1="Source", m2="Source")) == ["a"]


@pytest.mark.parametrize(
    ("options", "names", "expected"),
    [
        ({}, [], NO_PURGE),
        ({"purge": "none", "purge_prefix": "x"}, [], NO_PURGE),
        ({"purge": "prefix", "purge_prefix": "x"}, [], Purge("prefix", "x")),
        ({"purge": "prefix", **OWNER}, ["a.1"], Purge("prefix", "a.")),
        ({"purge": "prefix", "purge_prefix": "a.x", **OWNER}, [], Purge("prefix", "a.x")),
        ({"purge": "all", "purge_limit": 0}, ["c"], Purge("all", limit=0)),
        ({"purge": "all", **OWNER}, ["a.1"], Purge("all", "a.")),
        ({"purge": "all", "purge_empty": True}, [], Purge("all")),
        ({"purge": "all", "purge_mirrors": ["m"]}, ["c"], Purge("all", mirrors=frozenset({"m"}))),
    ],
)
def test_what_the_options_say(options, names, expected):
    assert read_purge(options, names, read_owner(options, names)) == expected


@pytest.mark.parametrize(
    ("options", "names", "words"),
    [
        ({"purge": "all"}, [], "connectors is empty and purge is all, which deletes all: set purge_empty"),
        ({"purge": "all", **OWNER}, [], r"deletes all of a\."),
        ({"purge": "all", "purge_prefix": "x"}, ["c"], "keep one of the two"),
        ({"purge": "prefix"}, ["c"], "neither purge_prefix nor owner"),
        ({"purge": "prefix", "purge_prefix": "b", **OWNER}, ["a.1"], r"does not begin with owner.prefix \(a\.\)"),
        ({"purge": "all", "purge_limit": -1}, ["c"], "purge_limit is negative"),
        ({"owner": {"prefix": " "}}, [], "owner.prefix is empty"),
        (OWNER, ["a.1", "b", "c"], "Connector b, c does not belong to the owner"),
        ({**OWNER, "purge_mirrors": ["m"]}, ["a.1"], "Connector m does not belong"),
    ],
)
def test_what_cannot_be_meant(options, names, words):
    with pytest.raises(InputError, match=words):
        read_purge(options, names, read_owner(options, names))


def test_a_purge_is_part_of_the_plan():
    snapshot = there("a", "b", m="Source")
    plan = make_plan([Desired("b", config={"connector.class": "x.Y"})], snapshot, Purge("all"))
    assert [(change.name, change.purged, [action.kind for action in change.actions]) for change in plan.changes] == [
        ("b", False, []),
        ("a", True, ["delete"]),
    ]
    assert plan.changed
    assert plan.spared == ("m",)
    assert plan.changes[1].diff(frozenset())["after"] == {}
    assert plan.changes[1].diff(frozenset())["before"]["config"] == {"connector.class": "x.Y", "name": "a"}
