# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked, answered and not answered, as results."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_runs import as_runs, complete


def unit(**changes):
    return {"kind": "connect", "name": "orders", "elected": "c1", "unreachable": [], **changes}


def record(**changes):
    return {"kind": "connect", "name": "orders", "checks": [], **changes}


def only(units, records):
    (run,) = as_runs(units, records)
    return run


def named(results):
    return {result.name: (result.outcome, result.reason, result.subject) for result in results}


def test_results_are_taken_over_with_known_keys_and_a_subject():
    check = {"name": "running", "outcome": "passed", "reason": "r", "expected": 1, "observed": 2, "password": "s3cret"}
    (result,) = only([unit()], [record(checks=[check])]).results
    assert result.as_dict() == {
        "name": "running",
        "outcome": "passed",
        "reason": "r",
        "expected": 1,
        "observed": 2,
        "subject": "orders",
    }


def test_a_record_belongs_to_the_unit_of_its_kind_and_name():
    run = only([unit()], [record(kind="mm2", checks=[{"name": "x", "outcome": "passed"}])])
    assert run.error == "c1 brought no result back"


def test_an_outcome_that_is_not_known_is_a_failure():
    run = only([unit()], [record(checks=[{"name": "running", "outcome": "great", "reason": "all is well"}])])
    assert named(run.results) == {"running": ("failed", "unknown outcome 'great': all is well", "orders")}


def test_an_error_without_results_is_a_failure_and_the_reason_why_checks_did_not_run():
    run = only([unit()], [record(error="no answer from http://c1:8083")])
    assert named(complete(run, ["running"])) == {
        "verification": ("failed", "no answer from http://c1:8083", "orders"),
        "running": ("not_run", "no answer from http://c1:8083", "orders"),
    }


def test_an_error_beside_results_adds_nothing():
    run = only(
        [unit()], [record(error="1 check failed", checks=[{"name": "running", "outcome": "failed", "reason": "r"}])]
    )
    assert named(run.results) == {"running": ("failed", "r", "orders")}


def test_a_host_that_does_not_answer_is_named_and_fails():
    run = only([unit(unreachable=["c2"])], [record(checks=[{"name": "running", "outcome": "passed", "reason": "r"}])])
    assert named(run.results)["host_reachable"] == ("failed", "host c2 of orders does not answer to Ansible", "c2")
    assert named(run.results)["running"][0] == "passed"


def test_without_anybody_to_ask_the_checks_were_not_run():
    run = only([unit(elected="", unreachable=["c1", "c2"])], [])
    results = complete(run, ["running"])
    assert [(result.name, result.outcome) for result in results] == [
        ("host_reachable", "failed"),
        ("host_reachable", "failed"),
        ("running", "not_run"),
    ]
    assert results[2].reason == "no host that could verify orders is in this run or answers"


def test_hosts_outside_the_run_are_not_failures():
    assert [result.outcome for result in complete(only([unit(elected="")], []), ["running"])] == ["not_run"]


def test_both_clusters_count_as_read_only_when_a_check_of_both_came_to_a_verdict():
    flow = unit(kind="mm2", name="a->b", elected="m1")

    def read(**check):
        return named(only([flow], [record(kind="mm2", name="a->b", checks=[check])]).results).get("clusters_read")

    for outcome in ("passed", "failed", "catching_up"):
        assert read(name="topics", outcome=outcome) == ("passed", "both clusters of a->b were read from m1", "a->b")
    assert read(name="topics", outcome="not_permitted") is None
    assert read(name="liveness", outcome="passed") is None


def test_expected_checks_that_are_there_are_not_added_again():
    run = only([unit()], [record(checks=[{"name": "running", "outcome": "passed", "reason": "r"}])])
    assert complete(run, ["running"]) == run.results
    assert complete(run, ["tasks"])[-1].reason == "not among the results of orders that c1 brought back"
