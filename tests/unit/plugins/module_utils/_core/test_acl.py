# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import Acl, without_implied
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_plan import plan_acls, wanted_acls
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

READ = {"principal": "User:a", "resource_type": "topic", "name": "t", "operation": "read"}


def acl(**changes):
    return Acl.from_options({**READ, **changes})


def test_an_acl_is_read_and_written_as_the_same_data():
    options = {**READ, "pattern": "prefixed", "host": "10.0.0.1", "permission": "deny", "moment": "start", "for": "x"}
    assert Acl.from_options(options).as_options() == options
    assert acl().as_options() == {**READ, "pattern": "literal", "host": "*", "permission": "allow"}


def test_the_cluster_needs_no_name():
    assert acl(resource_type="cluster", name=None).name == "kafka-cluster"


def test_one_line_says_all():
    assert acl().text == "User:a allow read topic t"
    assert acl(pattern="prefixed", host="10.0.0.1", permission="deny").text == "User:a deny read topic t* from 10.0.0.1"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"principal": None}, "an entry has no principal"),
        ({"principal": "a"}, "write User:a"),
        ({"name": ""}, "an entry has no name"),
        ({"resource_type": "queue"}, "resource_type is 'queue'"),
        ({"operation": "look"}, "operation is 'look'"),
        ({"pattern": "match"}, "pattern is 'match'"),
        ({"permission": "maybe"}, "permission is 'maybe'"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes, words):
    with pytest.raises(InputError, match=words):
        acl(**changes)


def test_an_empty_entry_is_named_as_such():
    with pytest.raises(InputError, match="here: an entry has no principal: an empty one"):
        Acl.from_options({}, "here")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {"operation": "describe"}, True),
        ({"operation": "write"}, {"operation": "describe"}, True),
        ({"operation": "describe"}, {}, False),
        ({"operation": "alter_configs"}, {"operation": "describe_configs"}, True),
        ({"operation": "all"}, {"operation": "create"}, True),
        ({"operation": "create"}, {"operation": "describe"}, False),
        ({"permission": "deny"}, {"permission": "deny", "operation": "describe"}, False),
        ({"permission": "deny", "operation": "all"}, {"permission": "deny"}, True),
        ({"permission": "deny", "operation": "all"}, {}, False),
        ({"name": "*"}, {}, True),
        ({"name": "*"}, {"pattern": "prefixed"}, True),
        ({"pattern": "prefixed"}, {"name": "t.a"}, True),
        ({"pattern": "prefixed"}, {"name": "t.", "pattern": "prefixed"}, True),
        ({"pattern": "prefixed"}, {"name": "u"}, False),
        ({"pattern": "prefixed", "name": "*"}, {"name": "*"}, False),
        ({}, {"pattern": "prefixed"}, False),
        ({}, {"principal": "User:b"}, False),
        ({}, {"resource_type": "group"}, False),
        ({}, {"host": "10.0.0.1"}, False),
    ],
)
def test_what_an_acl_implies(one, other, expected):
    assert acl(**one).implies(acl(**other)) is expected


def test_implied_acls_are_left_out_and_equal_ones_are_merged():
    acls = [
        acl(operation="describe", moment="probe"),
        acl(moment="start", **{"for": "a"}),
        acl(moment="steady", **{"for": "b, a"}),
        acl(name="other"),
    ]
    kept = without_implied(acls)
    assert kept == [acl(), acl(name="other")]
    assert (kept[0].moment, kept[0].purpose) == ("start", "a, b")


def test_what_is_missing_is_made_and_what_is_to_go_is_removed():
    wanted = wanted_acls([READ, {**READ, "name": "new"}, {**READ, "name": "old", "state": "absent"}, READ])
    plan = plan_acls(wanted, [acl(), acl(name="old"), acl(name="else")])
    assert plan.create == (acl(name="new"),)
    assert plan.delete == (acl(name="old"),)
    assert plan.changed


def test_nothing_to_do():
    wanted = wanted_acls([READ, {**READ, "name": "old", "state": "absent"}])
    assert not plan_acls(wanted, [acl()]).changed


def test_an_acl_cannot_be_present_and_absent():
    with pytest.raises(InputError, match="User:a allow read topic t as present and as absent"):
        wanted_acls([READ, {**READ, "state": "absent"}])


@pytest.mark.parametrize(("purge", "names"), [("none", []), ("principals", ["mine"]), ("all", ["mine", "theirs"])])
def test_purge(purge, names):
    found = [acl(), acl(name="theirs", principal="User:b"), acl(name="mine")]
    plan = plan_acls(wanted_acls([READ]), found, purge)
    assert [one.name for one in plan.delete] == names


def test_purge_has_a_limit():
    with pytest.raises(
        InputError, match=r"purge would remove 2 ACLs, more than purge_limit \(1\).*Nothing was changed"
    ):
        plan_acls(wanted_acls([READ]), [acl(name="a"), acl(name="b")], "all", 1)
