# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who verifies what."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.verify_units import (
    flow_calls,
    flow_plans,
    flow_records,
    verify_connectors,
    verify_units,
)

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


@pytest.mark.parametrize(
    ("own", "workers", "user"), [("own", "workers", "own"), (None, "workers", "workers"), (None, None, "cluster")]
)
def test_connectors_with_dead_letters_have_the_login_that_writes_them(own, workers, user):
    connectors = [
        {"name": "a", "credentials": own, "config": {"errors.deadletterqueue.topic.name": "d"}},
        {"name": "b", "credentials": own, "config": {}},
    ]
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN", "bootstrap_servers": "k:1"}
    clusters = {"k": {"credentials": "cluster", **login}}
    credentials = {name: {"sasl_username": name, "sasl_password": "p"} for name in ("own", "workers", "cluster")}
    found = verify_connectors(connectors, {"kafka": "k", "credentials": workers}, clusters, credentials)
    assert found == [
        {"name": "a", "login": {**login, "alias": "k", "sasl_username": user, "sasl_password": "p"}},
        {"name": "b"},
    ]


def test_a_flow_names_its_connect_cluster_where_there_are_several():
    clusters = {"light": {"kafka": "b"}, "orders": {"kafka": "b"}, "far": {"kafka": "c"}}
    flow = {**FLOWS[0], "mode": "connect", "connect_cluster": "orders"}
    assert verify_units(clusters, [flow], GROUPS, hosts(), "__ping")[-1]["connect_cluster"] == "orders"
    for named, words in (
        ("", "name the one that runs the flow"),
        ("far", "no entry of connect_clusters with kafka: b"),
    ):
        with pytest.raises(InputError, match=words) as caught:
            verify_units(clusters, [{**flow, "connect_cluster": named}], GROUPS, hosts(), "__ping")
        assert "flow a->b" in caught.value.message and "light, orders" in caught.value.message


CALL = {"connect_cluster": "orders", "names": ["a->b", "c->b"], "flows": []}


def test_flows_of_a_host_are_one_call_for_each_connect_cluster():
    flows = [{"source": each, "target": "b"} for each in "acde"]
    placed = (("a->b", "", "m1"), ("c->b", "orders", "m1"), ("d->b", "", "m1"), ("e->b", "", "m2"))
    units = [{"kind": "mm2", "name": name, "connect_cluster": there, "elected": who} for name, there, who in placed]
    units.append({"kind": "connect", "name": "orders", "connect_cluster": "orders", "elected": "m1"})
    assert flow_calls(units, flows, "m1") == [
        {"connect_cluster": "", "names": ["a->b", "d->b"], "flows": [flows[0], flows[2]]},
        {"connect_cluster": "orders", "names": ["c->b"], "flows": [flows[1]]},
    ]
    assert flow_calls(units, flows, "m3") == []


def test_records_of_flows():
    checks = [{"name": "topics", "outcome": "passed"}]
    result = {"flows": [{"name": "a->b", "checks": checks}, {"name": "c->b", "checks": [], "problem": "no broker"}]}
    assert flow_records(CALL, {**result, "msg": "it failed"}) == [
        {"kind": "mm2", "name": "a->b", "checks": checks, "error": "it failed"},
        {"kind": "mm2", "name": "c->b", "checks": [], "error": "no broker"},
    ]
    silent = flow_records(CALL, {"warnings": ["no library", "none at all"]})
    assert {(record["name"], record["error"]) for record in silent} == {
        ("a->b", "no library; none at all"),
        ("c->b", "no library; none at all"),
    }


def test_plans_of_flows():
    result = {"flows": [{"name": "a->b", "connectors": []}, {"name": "c->b", "connectors": [], "problem": "odd"}]}
    assert [plan["result"] for plan in flow_plans(CALL, result)] == [
        {"connectors": []},
        {"connectors": [], "failed": True, "msg": "odd"},
    ]
    nothing = flow_plans(CALL, {"msg": "no worker answers", "failed": True})
    assert [plan["result"] for plan in nothing] == [{"failed": True, "msg": "no worker answers"}] * 2
    assert {(plan["kind"], plan["name"]) for plan in nothing} == {("mm2", "a->b"), ("mm2", "c->b")}
