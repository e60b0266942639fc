# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One report out of what every host brought back."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.drift import drift_lines, drift_report

UNIT = {"kind": "connect", "name": "orders", "members": ["a", "b"], "elected": "a"}
FLOW = {"kind": "mm2", "name": "p->s", "members": ["a"], "elected": "a"}


def plan(kind="connect", name="orders", **result):
    return {"kind": kind, "name": name, "result": result}


def report(units, **hosts):
    return drift_report(units, list(hosts), hosts)


def test_nothing_differs():
    found = report(
        [UNIT], a={"_drift_plans": [plan(connectors=[{"name": "c", "changed": False}])], "_service_drift": []}
    )
    assert (found["outcome"], found["same"], found["connectors"], found["hosts"], found["not_known"]) == (
        "same", True, [], [], [],
    )  # fmt: skip
    assert drift_lines(found) == ["Nothing differs from the inventory."]


def test_connectors_that_differ_key_by_key():
    changed = {
        "name": "c", "changed": True, "actions": ["update"],
        "before": {"config": {"a": "1", "same": "x", "gone": "g"}, "run_state": "running"},
        "after": {"config": {"a": "2", "same": "x"}, "run_state": "running"},
    }  # fmt: skip
    fresh = {"name": "n", "changed": True, "actions": ["create"], "before": {}, "after": {"run_state": "running"}}
    plans = [plan(connectors=[changed]), plan("mm2", "p->s", connectors=[fresh])]
    found = report([UNIT, FLOW], a={"_drift_plans": plans})
    assert (found["outcome"], found["same"]) == ("differs", False)
    assert found["connectors"] == [
        {
            "owner": "Connect cluster orders", "name": "c", "actions": ["update"],
            "keys": [{"key": "a", "found": "1", "wanted": "2"}, {"key": "gone", "found": "g", "wanted": None}],
        },
        {
            "owner": "flow p->s", "name": "n", "actions": ["create"],
            "keys": [{"key": "run_state", "found": None, "wanted": "running"}],
        },
    ]  # fmt: skip
    assert drift_lines(found) == [
        "Connect cluster orders: connector c needs update",
        "Connect cluster orders: connector c: a is '1', wanted '2'",
        "Connect cluster orders: connector c: gone is 'g', wanted None",
        "flow p->s: connector n needs create",
        "flow p->s: connector n: run_state is None, wanted 'running'",
        "2 connector(s) and 0 thing(s) on hosts differ from the inventory, 0 could not be looked at.",
    ]


def test_what_differs_on_hosts():
    file = {"kind": "file", "name": "/f", "change": "content differs"}
    release = {"kind": "release", "name": "/r", "change": "is not installed"}
    plugins = {"missing": ["m"], "unlinked": ["u"], "unwanted": ["/w"]}
    found = report([], a={"_service_drift": [file], "_kafka_drift": [release], "_connect_drift": plugins}, b={})
    assert found["outcome"] == "differs"
    assert drift_lines(found)[:-1] == [
        "a: release /r is not installed",
        "a: file /f content differs",
        "a: plugin m is not installed",
        "a: plugin u is not linked, or to another release",
        "a: plugin /w is linked and wanted by nobody",
    ]


def test_what_could_not_be_known_is_never_the_same():
    file = {"kind": "file", "name": "/f", "change": "is missing"}
    found = report(
        [{**UNIT, "elected": ""}, FLOW, {**FLOW, "name": "s->p"}],
        a={"_drift_plans": [plan("mm2", "p->s", msg="no worker answers")], "_drift_error": "x is undefined"},
        b={"__drift_ping": {"unreachable": True}, "_service_drift": [file]},
    )
    assert (found["outcome"], found["hosts"], found["same"]) == ("not_known", [], False)
    assert found["not_known"] == [
        {"subject": "a", "reason": "x is undefined"},
        {"subject": "b", "reason": "does not answer"},
        {"subject": "Connect cluster orders", "reason": "none of a, b answers in this run"},
        {"subject": "flow p->s", "reason": "no worker answers"},
        {"subject": "flow s->p", "reason": "a brought no plan back"},
    ]
    assert "not known: b: does not answer" in drift_lines(found)


def test_a_plan_that_failed_is_not_known_whatever_it_says():
    plans = [plan(failed=True, msg="a check failed", connectors=[{"name": "c", "changed": False}])]
    found = report([UNIT], a={"_drift_plans": plans})
    assert found["not_known"] == [{"subject": "Connect cluster orders", "reason": "a check failed"}]
    assert found["outcome"] == "not_known"
