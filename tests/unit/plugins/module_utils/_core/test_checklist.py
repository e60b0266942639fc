# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of checks become lines, and nothing unknown becomes a pass."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist import CHECKLISTS, build_report, fold
from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_basis import Basis, Inventory
from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_runs import as_runs
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import MIRROR_CHECKS
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import OUTCOMES, CheckResult

LINES = {line.key: line for checklist in CHECKLISTS for line in checklist.lines}
CONNECT_CHECKS = (
    "workers_live", "plugins_everywhere", "running", "topics_have_records", "source_progress", "source_database",
    "sink_lag", "dlq", "capacity", "kafka_secured", "rest_secured", "secrets_hidden",
)  # fmt: skip
MM2_CHECKS = (
    "liveness", "tasks", "topics", "partitions", "heartbeats", "lag_records", "lag_seconds", "checkpoints",
    "config_in_effect", "same_records", "latency",
)  # fmt: skip
INVENTORY = Inventory(
    {"primary": {"bootstrap_servers": "k1:9092"}, "secondary": {"security_protocol": "PLAINTEXT"}},
    {"orders": {"kafka": "primary", "connectors": [{"name": "o", "config": {"connector.class": "C"}}]}},
    [{"source": "primary", "target": "secondary"}],
)
UNITS = [
    {"kind": "connect", "name": "orders", "elected": "c1", "unreachable": []},
    {"kind": "mm2", "name": "primary->secondary", "elected": "m1", "unreachable": []},
]


def check(name, outcome="passed", reason="", subject=""):
    return {"name": name, "outcome": outcome, "reason": reason or f"{name} says so", "subject": subject}


def records(**outcomes):
    return [
        {"kind": "connect", "name": "orders", "checks": [check(n, outcomes.get(n, "passed")) for n in CONNECT_CHECKS]},
        {
            "kind": "mm2",
            "name": "primary->secondary",
            "checks": [check(n, outcomes.get(n, "passed")) for n in MM2_CHECKS],
        },
    ]


def report(units=None, found=None, inventory=INVENTORY, strict=False):
    units = UNITS if units is None else units
    return build_report(as_runs(units, records() if found is None else found), inventory, strict)


def outcomes_of(document):
    return {line["key"]: line["outcome"] for checklist in document["checklists"] for line in checklist["lines"]}


def line_of(document, key):
    return next(line for each in document["checklists"] for line in each["lines"] if line["key"] == key)


def checks_of(document, key):
    return [each for each in document["checks"] if each["line"] == key]


def test_the_checklists_have_the_lines_of_the_procedure():
    assert [(each.key, len(each.lines)) for each in CHECKLISTS] == [("connect", 6), ("mm2", 5)]
    assert len(LINES) == 11
    assert set(CONNECT_CHECKS + MM2_CHECKS) <= {name for line in LINES.values() for name in line.checks}


def test_a_healthy_system_passes_what_was_looked_at_and_nothing_else():
    document = report()
    assert outcomes_of(document) == {
        "connect_worker": "passed",
        "connect_plugins": "passed",
        "connect_connector": "passed",
        "connect_dlq": "passed",
        "connect_schema": "not_configured",
        "connect_security": "not_configured",
        "mm2_clusters": "not_configured",
        "mm2_properties": "passed",
        "mm2_topics": "passed",
        "mm2_lag": "passed",
        "mm2_strategy": "not_configured",
    }
    assert document["ok"] is True
    assert document["counts"]["passed"] == 7
    assert document["counts"]["not_configured"] == 4
    assert document["check_counts"]["passed"] == len(CONNECT_CHECKS) + len(MM2_CHECKS) + 1
    assert document["sentence"] == "Nothing failed; checklist lines: 7 passed, 4 not_configured."
    assert document["schema_version"] == 1
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("outcome", [kind for kind in OUTCOMES if kind not in ("passed", "not_applicable")])
@pytest.mark.parametrize("name", CONNECT_CHECKS + MM2_CHECKS)
def test_one_check_that_did_not_pass_takes_its_line_and_no_other(name, outcome):
    healthy, document = outcomes_of(report()), outcomes_of(report(found=records(**{name: outcome})))
    changed = {key for key in healthy if healthy[key] != document[key]}
    own = {key for key, line in LINES.items() if name in line.checks}
    assert changed == {key for key in own if healthy[key] != outcome}
    assert {document[key] for key in own} == {outcome}


@pytest.mark.parametrize("name", CONNECT_CHECKS + MM2_CHECKS)
def test_a_check_that_did_not_run_is_no_pass(name):
    found = records()
    for record in found:
        record["checks"] = [each for each in record["checks"] if each["name"] != name]
    document = report(found=found)
    key = next(key for key, line in LINES.items() if name in line.checks)
    assert line_of(document, key)["outcome"] == "not_run"
    assert name in [each["name"] for each in checks_of(document, key) if each["outcome"] == "not_run"]
    assert "brought back" in line_of(document, key)["evidence"]
    assert document["ok"] is True
    assert report(found=found, strict=True)["ok"] is False


def test_not_applicable_passes_only_beside_a_pass():
    absent = dict.fromkeys(["checkpoints", "topics", "partitions", "same_records"], "not_applicable")
    document = report(found=records(**absent))
    assert outcomes_of(document)["mm2_lag"] == "passed"
    assert outcomes_of(document)["mm2_topics"] == "not_applicable"


@given(st.lists(st.sampled_from(OUTCOMES), max_size=6))
def test_the_fold_is_a_pass_only_for_passes(kinds):
    folded, dummy = fold([CheckResult("c", kind, "r") for kind in kinds])
    assert (folded == "passed") == ("passed" in kinds and set(kinds) <= {"passed", "not_applicable"})
    assert folded in kinds or (not kinds and folded == "not_run")


@pytest.mark.parametrize(
    ("better", "worse"),
    list(
        itertools.combinations(
            ("passed", "not_configured", "catching_up", "inconclusive", "not_run", "not_permitted", "failed"), 2
        )
    ),
)
def test_the_worst_of_two_is_taken_in_either_order(better, worse):
    pair = [CheckResult("a", better, "r"), CheckResult("b", worse, "r")]
    assert fold(pair)[0] == fold(pair[::-1])[0] == worse


def test_a_basis_holds_back_a_pass_and_hides_no_failure():
    basis = Basis("not_configured", "PLAINTEXT")
    assert fold([CheckResult("a", "passed", "r")], basis) == ("not_configured", "PLAINTEXT")
    assert fold([CheckResult("a", "not_applicable", "r")], basis) == ("not_configured", "PLAINTEXT")
    assert fold([], basis) == ("not_configured", "PLAINTEXT")
    assert fold([CheckResult("a", "failed", "r")], basis) == ("failed", "r")
    assert fold([CheckResult("a", "not_run", "r")], basis) == ("not_run", "r")


def test_evidence_names_the_subject_once_says_each_thing_once_and_is_bounded():
    said = [CheckResult("a", "failed", f"reason {n}", subject=f"w{n}") for n in range(5)]
    assert fold(said)[1] == "w0: reason 0; w1: reason 1; w2: reason 2; and 2 more"
    assert fold(said[:3])[1] == "w0: reason 0; w1: reason 1; w2: reason 2"
    assert fold([CheckResult("a", "passed", "w1 is fine", subject="w1")] * 2)[1] == "w1 is fine"
    assert fold([CheckResult("a", "passed", "", subject="w1")])[1] == "w1: a"
    mixed = [CheckResult("a", "passed", "good"), CheckResult("b", "failed", "bad")]
    assert fold(mixed)[1] == "bad"


def test_a_failure_ends_the_run_and_is_named_with_its_subject():
    found = records(heartbeats="failed")
    found[0]["checks"][2] = check("running", "failed", "task 0 is FAILED", "debezium-orders")
    document = report(found=found)
    assert document["ok"] is False
    assert document["sentence"] == (
        "2 check(s) ended the verification, first running: debezium-orders: task 0 is FAILED "
        "(checklist lines: 5 passed, 2 failed, 4 not_configured)."
    )


def test_the_worst_check_of_a_line_comes_first_and_says_where_it_comes_from():
    checks = checks_of(report(found=records(latency="failed", heartbeats="inconclusive")), "mm2_lag")
    assert [each["name"] for each in checks][:2] == ["latency", "heartbeats"]
    assert checks[0] == {
        "line": "mm2_lag",
        "scope": "primary->secondary",
        "host": "m1",
        "name": "latency",
        "outcome": "failed",
        "reason": "latency says so",
        "expected": None,
        "observed": None,
        "subject": "primary->secondary",
    }


@pytest.mark.parametrize(("strict", "ok"), [(False, True), (True, False)])
@pytest.mark.parametrize("outcome", ["inconclusive", "not_permitted", "not_run"])
def test_strict_ends_the_run_on_what_was_not_proven(strict, ok, outcome):
    assert report(found=records(latency=outcome), strict=strict)["ok"] is ok


def test_every_cluster_counts():
    inventory = Inventory(INVENTORY.clusters, {**INVENTORY.connect, "heavy": {"kafka": "primary"}}, INVENTORY.flows)
    units = [*UNITS, {"kind": "connect", "name": "heavy", "elected": "c9", "unreachable": []}]
    assert outcomes_of(report(units, inventory=inventory))["connect_worker"] == "not_run"
    assert outcomes_of(report(units, inventory=inventory))["connect_connector"] == "failed"
    heavy = {"kind": "connect", "name": "heavy", "checks": [check(name) for name in CONNECT_CHECKS]}
    assert outcomes_of(report(units, [*records(), heavy], inventory))["connect_worker"] == "passed"


def test_results_that_no_line_stands_on_get_a_line_of_their_own():
    found = records()
    found[0]["checks"].append(check("orders_fresh", "failed", "newest record is 3 h old"))
    document = report(found=found)
    assert document["checklists"][2]["title"] == "Other checks"
    assert line_of(document, "other_checks")["evidence"] == "orders: newest record is 3 h old"
    assert document["ok"] is False


def test_an_empty_inventory_is_not_configured_throughout():
    document = report([], [], Inventory({}, {}, []))
    assert set(outcomes_of(document).values()) == {"not_configured"}
    assert line_of(document, "connect_worker")["evidence"] == "connect_clusters is empty"
    assert line_of(document, "mm2_lag")["evidence"] == "mm2_flows is empty"
    assert document["ok"] is True


GUARDS = [(name, line.key) for line in LINES.values() for name in line.guards]


def guarded(name, outcome):
    found = records()
    found[1]["checks"].append(check(name, outcome))
    return report(found=found)


def test_every_named_check_of_a_flow_stands_under_a_line():
    under = {name for line in LINES.values() for name in line.names}
    assert set(MIRROR_CHECKS) <= under
    assert {"identity", "retention_gap", "recreated_topic", "key_overlap", "canary"} <= under
    assert {"group_offsets", "throughput", "source_loss"} <= under


@pytest.mark.parametrize(("name", "key"), GUARDS)
@pytest.mark.parametrize("outcome", ["failed", "not_permitted"])
def test_a_guard_that_fails_takes_its_line(name, key, outcome):
    document = guarded(name, outcome)
    assert line_of(document, key)["outcome"] == outcome
    assert f"{name} says so" in line_of(document, key)["evidence"]


@pytest.mark.parametrize(("name", "key"), GUARDS)
@pytest.mark.parametrize("outcome", [kind for kind in OUTCOMES if kind not in ("failed", "not_permitted")])
def test_a_guard_without_a_verdict_stands_beside_its_line(name, key, outcome):
    """Nothing flows, canaries are off, the first run has nothing to compare with: no reason to doubt."""
    document = guarded(name, outcome)
    assert outcomes_of(document) == outcomes_of(report())
    assert outcome in [each["outcome"] for each in checks_of(document, key) if each["name"] == name]
    assert document["check_counts"][outcome] == report()["check_counts"][outcome] + 1


def test_a_guard_that_passed_is_evidence_but_not_enough():
    found = records()
    found[1]["checks"] = [check("canary")]
    document = report(found=found)
    assert line_of(document, "mm2_topics")["outcome"] == "not_run"
