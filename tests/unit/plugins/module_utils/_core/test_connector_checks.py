# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The named checks, on evidence that was written by hand."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_checks import (
    NAMED_CHECKS,
    check_evidence,
    not_run,
)


def worker(number, live=True, listed=True, **more):
    host = f"w{number}:8083"
    message = "healthy" if live else "Connection refused"
    return {"url": f"http://{host}", "worker_id": host, "listed": listed, "live": live, "message": message, **more}


def connector(name="c", state="RUNNING", tasks=("RUNNING",), expected="running", tasks_min=1, **more):
    shown = [{"id": number, "state": task, "worker_id": "w1:8083"} for number, task in enumerate(tasks)]
    return {
        "name": name,
        "type": "source",
        "state": state,
        "worker_id": "w1:8083",
        "tasks": shown,
        "expected_state": expected,
        "tasks_min": tasks_min,
        **more,
    }


def evidence(*connectors, workers=None, **more):
    return {
        "schema_version": 1,
        "workers": [worker(1), worker(2)] if workers is None else workers,
        "connectors": list(connectors),
        "classes": [],
        "topics": {},
        "data_plane": {"outcome": "", "reason": ""},
        "kafka_login": {"alias": "k", "security_protocol": "PLAINTEXT"},
        "rest": {"scheme": "http", "verified": True, "login": ""},
        "plain_secrets": [],
        **more,
    }


def one(spec, seen):
    results = check_evidence([spec], seen)
    assert len(results) == 1
    return results[0]


def test_every_named_check_has_a_result_on_any_evidence():
    for name in NAMED_CHECKS:
        assert one(CheckSpec(name), evidence(connector())).name == name


def test_all_workers_live():
    result = one(CheckSpec("workers_live", "c"), evidence(connector()))
    assert (result.outcome, result.expected, result.observed, result.subject) == ("passed", 2, 2, "")


def test_one_worker_not_live():
    result = one(CheckSpec("workers_live"), evidence(workers=[worker(1), worker(2, live=False)]))
    assert result.outcome == "failed"
    assert "1 of 2 workers are not live: http://w2:8083 (Connection refused): start them" in result.reason


def test_workers_that_nobody_listed_do_not_count():
    result = one(CheckSpec("workers_live"), evidence(workers=[worker(1), worker(2, live=False, listed=False)]))
    assert (result.outcome, result.expected) == ("passed", 1)


@pytest.mark.parametrize("specs", [["running", "workers_live"], ["running"], []])
def test_without_a_live_worker_that_alone_is_said(specs):
    results = check_evidence(
        [CheckSpec(name) for name in specs], evidence(connector(), workers=[worker(1, live=False)])
    )
    outcomes = {result.name: result.outcome for result in results}
    assert outcomes.pop("workers_live") == "failed"
    assert set(outcomes.values()) <= {"not_run"}


def test_not_run_has_its_reason():
    result = not_run([CheckSpec("running", "c")], "because")[0]
    assert (result.outcome, result.reason, result.subject) == ("not_run", "because", "c")


@pytest.mark.parametrize(
    ("item", "options", "outcome", "words"),
    [
        (connector(), {}, "passed", "RUNNING with 1 tasks on live workers w1:8083"),
        (connector(tasks=()), {}, "failed", "0 tasks run, expected at least 1"),
        (connector(tasks=(), tasks_min=0), {}, "passed", "0 tasks"),
        (connector(), {"tasks_min": 2}, "failed", "expected at least 2"),
        (connector(tasks=("RUNNING", "FAILED")), {}, "failed", "task 1 is FAILED on w1:8083: no trace"),
        (connector(state="FAILED", cause="X: y"), {}, "failed", "the connector is FAILED on w1:8083: X: y"),
        (connector(tasks=("UNASSIGNED",)), {}, "failed", "task 0 is UNASSIGNED, expected RUNNING"),
        (connector(state="PAUSED", tasks=("PAUSED",)), {}, "failed", "PAUSED, expected RUNNING; set run_state"),
        (connector(state="UNKNOWN", tasks=()), {}, "failed", "does not exist, or has no status"),
        (connector(state="PAUSED", tasks=("PAUSED",), expected="paused"), {}, "passed", "PAUSED with 1 tasks"),
        (connector(state="STOPPED", tasks=(), expected="stopped"), {}, "passed", "STOPPED with 0 tasks"),
        (connector(expected="stopped"), {}, "failed", "the connector is RUNNING, expected STOPPED"),
    ],
)
def test_running(item, options, outcome, words):
    result = one(CheckSpec("running", "", options), evidence(item))
    assert result.outcome == outcome
    assert words in result.reason
    assert result.subject == "c"


def test_running_on_a_worker_that_is_dead_is_not_running():
    item = connector(tasks=("RUNNING", "RUNNING"))
    item["tasks"][1]["worker_id"] = "w2:8083"
    result = one(CheckSpec("running"), evidence(item, workers=[worker(1), worker(2, live=False)]))
    assert result.outcome == "failed"
    assert result.reason == "RUNNING is what worker w2:8083 said before it stopped answering: start the worker"


def test_running_on_a_worker_that_nobody_listed_and_that_does_not_answer_is_not_known():
    workers = [worker(2), worker(1, live=False, listed=False)]
    result = one(CheckSpec("running"), evidence(connector(), workers=workers))
    assert result.outcome == "inconclusive"
    assert "w1:8083 is not in connect_urls" in result.reason


def test_running_on_a_worker_that_nobody_listed_and_that_answers():
    workers = [worker(2), worker(1, listed=False)]
    assert one(CheckSpec("running"), evidence(connector(), workers=workers)).outcome == "passed"


def test_a_state_without_a_worker_id_is_judged_by_what_is_known():
    item = connector()
    item["worker_id"] = ""
    assert one(CheckSpec("running"), evidence(item)).outcome == "passed"


def test_a_check_of_all_connectors_has_a_result_for_each():
    results = check_evidence([CheckSpec("running")], evidence(connector("a"), connector("b", tasks=("FAILED",))))
    assert [(result.subject, result.outcome) for result in results] == [("a", "passed"), ("b", "failed")]


def test_a_check_of_one_connector_is_about_that_one():
    results = check_evidence([CheckSpec("running", "b")], evidence(connector("a"), connector("b", tasks=("FAILED",))))
    assert [(result.subject, result.outcome) for result in results] == [("b", "failed")]


@pytest.mark.parametrize("connectors", [(), (connector(expected="gone"),)])
def test_without_a_connector_there_is_nothing_to_check(connectors):
    assert one(CheckSpec("running"), evidence(*connectors)).outcome == "not_applicable"


@pytest.mark.parametrize(
    ("wanted", "outcome", "words"),
    [
        (["io.x.PostgresConnector"], "passed", "1 classes are on each of 2 workers"),
        (["PostgresConnector"], "passed", ""),
        (["Postgres"], "passed", ""),
        (["io.x.Other"], "failed", "io.x.Other on http://w1:8083, io.x.Other on http://w2:8083"),
        (["io.x.OnlyOne"], "failed", "missing: io.x.OnlyOne on http://w2:8083: install"),
        ([], "not_configured", "no class is named"),
    ],
)
def test_plugins_everywhere(wanted, outcome, words):
    workers = [
        worker(1, plugins=["io.x.PostgresConnector", "io.x.OnlyOne"]),
        worker(2, plugins=["io.x.PostgresConnector"]),
    ]
    result = one(CheckSpec("plugins_everywhere", "", {"classes": wanted}), evidence(workers=workers))
    assert result.outcome == outcome
    assert words in result.reason


def test_plugins_of_the_connectors_count_as_well():
    workers = [worker(1, plugins=["io.x.A"])]
    assert one(CheckSpec("plugins_everywhere"), evidence(workers=workers, classes=["io.x.A"])).outcome == "passed"
    assert one(CheckSpec("plugins_everywhere"), evidence(workers=workers, classes=["io.x.B"])).outcome == "failed"


def test_a_worker_that_cannot_be_asked_for_its_plugins_is_no_pass():
    workers = [worker(1, plugins=["io.x.A"]), worker(2, live=False), worker(3, live=False, listed=False)]
    result = one(CheckSpec("plugins_everywhere"), evidence(workers=workers, classes=["io.x.A"]))
    assert (result.outcome, result.reason) == ("not_run", "no list of plugins from http://w2:8083")


@pytest.mark.parametrize(
    ("spec", "outcome", "observed"),
    [
        (CheckSpec("q", "", {}, "length(connectors)", "equals", 2), "passed", 2),
        (CheckSpec("q", "b", {}, "length(connectors)", "equals", 1), "passed", 1),
        (CheckSpec("q", "b", {}, "connectors[0].name", "equals", "b"), "passed", "b"),
        (CheckSpec("q", "", {}, "connectors[0].nothing", "min", 0), "failed", None),
        (CheckSpec("q", "", {}, "length(schema_version)", "min", 0), "failed", None),
    ],
)
def test_queries(spec, outcome, observed):
    result = one(spec, evidence(connector("a"), connector("b")))
    assert (result.outcome, result.observed) == (outcome, observed)
    assert result.expected == {spec.operator: spec.value}
    assert result.subject == spec.subject


@pytest.mark.parametrize("name", ["source_database", "sink_lag", "dlq", "capacity"])
def test_of_a_connector_that_is_not_there_nothing_is_claimed(name):
    result = one(CheckSpec(name), evidence(connector(state="UNKNOWN", tasks=())))
    assert (result.outcome, result.subject) == ("not_run", "c")
