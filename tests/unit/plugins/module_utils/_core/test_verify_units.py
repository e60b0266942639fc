# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who verifies what."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.verify_units import verify_connectors, verify_units

ANSWERED, SILENT = {"__ping": {"ping": "pong"}}, {"__ping": {"unreachable": True}}
GROUPS = {"connect": ["c1", "c2", "c3"], "mirrormaker": ["m1", "m2", "m3"]}
FLOWS = [{"source": "a", "target": "b"}, {"source": "b", "target": "a"}]


def hosts(**pings):
    """Variables of all hosts; c3 and m3 have none that matter."""
    variables = {
        "c1": {"connect_cluster": "orders"},
        "c2": {"connect_cluster": "orders"},
        "c3": {},
        "m1": {"mirrormaker_instances": [{"name": "x", "targets": ["b"]}, {"name": "y"}]},
        "m2": {"mirrormaker_instances": [{"name": "x", "targets": ["b", "c"]}]},
        "m3": {},
        "localhost": {},
    }
    return {host: {**values, **pings.get(host, {})} for host, values in variables.items()}


def units(hostvars, clusters=("orders",), flows=None, groups=None):
    given = GROUPS if groups is None else groups
    found = verify_units({name: {} for name in clusters}, flows or FLOWS[:1], given, hostvars, "__ping")
    return {(unit["kind"], unit["name"]): unit for unit in found}


def test_members_and_the_first_that_answers():
    found = units(hosts(c1=SILENT, c2=ANSWERED, m1=ANSWERED, m2=ANSWERED))
    assert found["connect", "orders"] == {
        "kind": "connect",
        "name": "orders",
        "connect_cluster": "orders",
        "members": ["c1", "c2"],
        "elected": "c2",
        "unreachable": ["c1"],
    }
    assert found["mm2", "a->b"]["members"] == ["m1", "m2"]
    assert found["mm2", "a->b"]["elected"] == "m1"


def test_a_host_outside_the_run_is_neither_elected_nor_silent():
    found = units(hosts(c2=SILENT))["connect", "orders"]
    assert (found["elected"], found["unreachable"]) == ("", ["c2"])


def test_what_has_no_host_is_verified_by_the_control_node():
    found = units(hosts(localhost=ANSWERED), clusters=("managed",), flows=FLOWS[1:])
    assert found["connect", "managed"]["elected"] == "localhost"
    assert found["mm2", "b->a"]["members"] == ["localhost"]


def test_another_host_can_stand_in_for_what_has_none():
    (unit,) = verify_units({"managed": {}}, [], GROUPS, hosts(m3=ANSWERED), "__ping", "m3")
    assert unit["elected"] == "m3"


def test_a_flow_of_connectors_is_verified_by_the_workers_on_its_target():
    clusters = {"elsewhere": {"kafka": "a"}, "orders": {"kafka": "b"}}
    flow = {**FLOWS[0], "mode": "connect"}
    unit = verify_units(clusters, [flow], GROUPS, hosts(c2=ANSWERED), "__ping")[-1]
    assert (unit["connect_cluster"], unit["members"], unit["elected"]) == ("orders", ["c1", "c2"], "c2")
    (unit,) = verify_units({}, [flow], GROUPS, hosts(), "__ping")
    assert (unit["connect_cluster"], unit["members"]) == ("", ["m1", "m2"])


def test_no_groups_at_all():
    assert units({}, groups={})["connect", "orders"] == {
        "kind": "connect",
        "name": "orders",
        "connect_cluster": "orders",
        "members": ["localhost"],
        "elected": "",
        "unreachable": [],
    }


def test_connectors_lose_their_configuration():
    connectors = [
        {"name": "a", "config": {"database.password": "s3cret"}, "tasks_min": 2, "run_state": "paused"},
        {"name": "b", "state": "absent"},
        {"name": "c", "state": "present"},
    ]
    assert verify_connectors(connectors) == [{"name": "a", "tasks_min": 2}, {"name": "c"}]
