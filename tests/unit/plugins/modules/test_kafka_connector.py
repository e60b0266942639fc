# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of ``kafka_connector``: run as a program against a cluster of one process."""

from __future__ import annotations

import pytest
from run_module import run_module
from stub_connect import FILE_SOURCE, POSTGRES, REBALANCE, Fault

OLD, NEW, TYPED, LISTED = "old-geheim-11", "new-geheim-22", "typed-geheim-33", "listed-geheim-44"
CONFIG = {"connector.class": FILE_SOURCE, "tasks.max": 1, "file": "/etc/hosts"}
STORED = {"connector.class": FILE_SOURCE, "tasks.max": "1", "file": "/etc/hosts"}
SECRET = {
    "connector.class": POSTGRES,
    "tasks.max": 1,
    "database.user": "debezium",
    "database.password": NEW,
    "odd.cipher": TYPED,
    "mine": LISTED,
    "connection.url": f"jdbc:x://h/?password={NEW}",
}
WRONG_LOGIN = 'Error while validating connector config: FATAL: password authentication failed for user "debezium"'


def run(stub, check=False, diff=False, **arguments):
    given = {"connect_urls": stub.urls, "name": "c", "stable_for": 0.1, "wait_timeout": 20}
    given = {**given, "allow_plain_secrets": True, **arguments}
    return run_module("kafka_connector", given, check, diff)


def prepare(stub, case):
    if case != "create":
        stub.add("c", STORED)
    return {
        "create": {"config": CONFIG},
        "no-op": {"config": CONFIG},
        "update": {"config": {**CONFIG, "tasks.max": 2}},
        "pause": {"run_state": "paused"},
        "delete": {"state": "absent"},
    }[case]


@pytest.mark.parametrize("diff", [False, True], ids=["plain", "diff"])
@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
@pytest.mark.parametrize("case", ["create", "no-op", "update", "pause", "delete"])
def test_every_case_in_every_mode(stub, case, check, diff):
    ran = run(stub, check, diff, **prepare(stub, case))
    changed = case != "no-op"
    assert ran.code == 0, ran.everything
    assert ran.result["changed"] is changed
    assert ran.result["connectors"][0]["changed"] is changed
    assert ("before" in ran.result["connectors"][0]) is changed
    assert len(stub.log) == (1 if changed and not check else 0)
    assert bool(ran.result.get("diff")) is (changed and diff)


@pytest.mark.parametrize("case", ["create", "update", "pause", "delete"])
def test_check_mode_predicts_what_a_real_run_does_and_a_second_run_does_nothing(stub, case):
    arguments = prepare(stub, case)
    predicted = run(stub, check=True, diff=True, **arguments).result
    real = run(stub, diff=True, **arguments).result
    again = run(stub, diff=True, **arguments).result
    for key in ("before", "after", "actions", "changed"):
        assert predicted["connectors"][0].get(key) == real["connectors"][0].get(key)
    assert predicted["diff"] == real["diff"]
    assert (real["changed"], again["changed"]) == (True, False)
    assert len(stub.log) == 1


def test_the_difference_is_told_key_by_key(stub):
    stub.add("c", {**STORED, "gone": "x"})
    ran = run(stub, check=True, diff=True, config={**CONFIG, "file": "/etc/passwd", "batch.size": 5})
    assert ran.result["diff"][0]["before"] == {"config": {"file": "/etc/hosts", "gone": "x"}}
    assert ran.result["diff"][0]["after"] == {"config": {"file": "/etc/passwd", "batch.size": "5"}}


def test_nothing_to_do_is_one_request(stub):
    stub.add("c", STORED)
    run(stub, config=CONFIG)
    assert stub.requests == ["GET /connectors?expand=info&expand=status"]


# -- secrets ---------------------------------------------------------------------------------------------------------


def leaks(ran):
    return [secret for secret in (OLD, NEW, TYPED, LISTED) if secret in ran.everything]


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_no_secret_in_a_good_run_and_nothing_else_is_hidden(stub, check):
    stub.add("c", {**STORED, "connector.class": POSTGRES, "database.password": OLD, "odd.cipher": TYPED})
    ran = run(stub, check, True, config=SECRET, secret_keys=["mine"])
    assert (ran.code, leaks(ran)) == (0, [])
    entry = ran.result["connectors"][0]
    assert entry["before"]["config"]["tasks.max"] == entry["after"]["config"]["tasks.max"] == "1"
    assert entry["after"]["config"]["database.user"] == "debezium"
    assert entry["after"]["config"]["database.password"] == "******** (after)"
    assert entry["after"]["config"]["odd.cipher"] == "********"
    assert ran.result["invocation"]["module_args"]["tasks_min"] == 1
    if not check:
        assert stub.connectors["c"].config["database.password"] == NEW
        assert entry["tasks"] == [{"id": 0, "state": "RUNNING", "worker_id": stub.worker_id}]


def test_no_secret_when_nothing_changes(stub):
    stub.add("c", {key: str(value) for key, value in SECRET.items()})
    ran = run(stub, config=SECRET, secret_keys=["mine"])
    assert (ran.code, ran.result["changed"], leaks(ran)) == (0, False, [])


@pytest.mark.parametrize(
    "case", ["validation", "refused", "failed task", "unreachable", "bad value", "bad option", "accident", "deleted"]
)
def test_no_secret_in_a_run_that_fails(stub, case):
    arguments = {"config": SECRET, "secret_keys": ["mine"]}
    if case == "validation":
        stub.invalid["c"] = [("odd.cipher", f"Invalid value {TYPED} for configuration odd.cipher")]
    elif case == "refused":
        stub.faults.append(Fault("PUT", "/connectors/c/config", 400, f"bad password {NEW} and {LISTED}"))
    elif case == "failed task":
        stub.failing["c"] = f"X: {NEW}\n\tat a\nCaused by: Y: no login with {NEW} {TYPED}"
    elif case == "unreachable":
        arguments["connect_urls"] = ["http://127.0.0.1:1"]
    elif case == "bad value":
        arguments["config"] = {**SECRET, "list": [NEW]}
    elif case == "bad option":
        arguments["config_mode"] = NEW
    elif case == "accident":
        stub.faults.append(Fault("GET", "/connectors", 200, html=False, message=NEW))
    else:
        stub.add("c", {"connector.class": "x.Gone", "unknown.pin": TYPED})
        stub.faults.append(Fault("DELETE", "/connectors/c", 400, "no"))
        arguments = {"state": "absent"}
    ran = run(stub, **arguments)
    assert (ran.code, leaks(ran)) == (1, [])


def test_a_changed_secret_is_a_change(stub):
    stub.add("c", {**STORED, "x.password": OLD})
    ran = run(stub, diff=True, config={**CONFIG, "x.password": NEW})
    assert ran.result["changed"] is True
    assert ran.result["diff"][0]["after"] == {"config": {"x.password": "******** (after)"}}


def test_references_are_shown(stub):
    reference = "${file:/etc/kafka-connect/secrets/db.properties:password}"
    ran = run(stub, config={**CONFIG, "x.password": reference})
    assert ran.result["connectors"][0]["after"]["config"]["x.password"] == reference


def test_secrets_that_an_old_worker_discloses_in_its_validation_are_hidden(stub):
    stub.resolved["database.user"] = TYPED
    stub.invalid["c"] = [("database.user", f"Invalid value {TYPED} for configuration database.user")]
    ran = run(stub, config={"connector.class": POSTGRES, "database.user": "${file:/a:b}"})
    assert (ran.code, leaks(ran)) == (1, [])
    assert "Invalid value ${file:/a:b} for configuration database.user" in ran.message


# -- bad input -------------------------------------------------------------------------------------------------------


def test_a_secret_in_clear_is_refused(stub):
    ran = run(stub, config=SECRET, allow_plain_secrets=False, secret_keys=["mine"])
    assert ran.code == 1
    refused = {"database.password", "connection.url", "odd.cipher", "mine"}
    assert {finding["key"] for finding in ran.result["findings"]} == refused
    assert "instead, or set allow_plain_secrets" in ran.message and "Nothing was changed" in ran.message
    assert [secret for secret in (NEW, TYPED, LISTED) if secret in ran.everything] == []
    assert stub.log == []


def test_a_secret_that_is_there_in_clear_does_not_keep_the_rest_from_changing(stub):
    stored = {**STORED, "x.password": OLD}
    stub.add("c", stored)
    config = {**stored, "tasks.max": "2"}
    assert run(stub, config=config, allow_plain_secrets=False).code == 0
    assert run(stub, config={**config, "x.password": NEW}, allow_plain_secrets=False).code == 1


def test_a_wrong_password_of_the_database(stub):
    stub.invalid["c"] = [("database.hostname", WRONG_LOGIN)]
    reference = "${file:/etc/s.properties:password}"
    config = {**SECRET, "database.hostname": "db", "database.password": reference}
    ran = run(stub, config=config)
    assert ran.message == (
        f"Connector c, key database.hostname (now db): {WRONG_LOGIN}; "
        f"correct database.password ({reference}) or database.user. Nothing was changed."
    )
    assert ran.result["findings"][0]["key"] == "database.hostname"
    assert stub.log == []


def test_an_unknown_class_tells_what_there_is(stub):
    ran = run(stub, config={**CONFIG, "connector.class": POSTGRES.replace("Connector", "Conector")})
    assert ran.code == 1
    assert f"available: {POSTGRES}, " in ran.message
    assert f"perhaps {POSTGRES} is meant" in ran.message
    assert "Nothing was changed." in ran.message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"config": {"a": ["x"]}}, "Connector c: config key a is a list"),
        ({"config": {"a": {"b": 1}}}, "Connector c: config key a is a dictionary"),
        ({"name": " c", "config": CONFIG}, "begins or ends with blanks"),
        ({}, "Connector c does not exist on this Connect cluster and no config is given"),
        ({"config": CONFIG, "checks": [{"name": "runing"}]}, "did you mean running?"),
        ({"config": CONFIG, "checks": [{"name": "q", "query": "a[", "equals": 1}]}, "does not compile"),
        ({"config": CONFIG, "connect_urls": ["worker"]}, "is not an address"),
        ({"config": CONFIG, "timeout": 0}, "timeout is 0"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_any_write(stub, arguments, words):
    ran = run(stub, **arguments)
    assert ran.code == 1
    assert words in ran.message
    assert stub.log == []


def test_no_worker(stub):
    ran = run(stub, config=CONFIG, connect_urls=["http://127.0.0.1:1", "http://127.0.0.1:2"])
    assert ran.message == (
        "No Connect worker answers at http://127.0.0.1:1 (Connection refused), "
        "http://127.0.0.1:2 (Connection refused): start the workers or correct connect_urls."
    )


def test_no_worker_yet_in_check_mode(stub):
    ran = run(stub, True, config=CONFIG, connect_urls=["http://127.0.0.1:1"])
    assert (ran.code, ran.result["changed"]) == (0, True)
    assert "cannot be predicted before the installation" in ran.message


# -- the cluster -----------------------------------------------------------------------------------------------------


def test_addresses_from_the_environment(stub):
    stub.add("c", STORED)
    ran = run_module("kafka_connector", {"name": "c", "config": CONFIG}, CONNECT_URLS=stub.url)
    assert (ran.code, ran.result["changed"]) == (0, False)


def test_a_dead_worker_is_passed_over(stub):
    ran = run(stub, config=CONFIG, connect_urls=["http://127.0.0.1:1", stub.url])
    assert (ran.code, ran.result["changed"]) == (0, True)


def test_a_rebalance_is_waited_for(stub):
    stub.faults.append(Fault("PUT", "/connectors/c/config", 409, REBALANCE, times=2))
    assert run(stub, config=CONFIG).code == 0
    assert stub.writes("c") == ["PUT config"]


def test_a_failed_task_ends_the_run_with_its_root_cause(stub):
    stub.failing["c"] = "X: outer\n\tat a\nCaused by: Y: inner\n\tat b"
    ran = run(stub, config=CONFIG)
    assert ran.code == 1
    assert ran.message == f"Connector c: task 0 is FAILED on worker {stub.worker_id}: Y: inner."
    assert ran.result["changed"] is True
    assert ran.result["connectors"][0]["tasks"][0]["cause"] == "Y: inner"


def test_a_configuration_that_does_not_come_up_is_put_back_and_both_are_told(stub):
    stub.add("c", STORED)
    stub.failing["c"] = "X: no"
    stub.fails = lambda config: config["file"] == "x"
    ran = run(stub, config={**CONFIG, "file": "x"}, rollback=True)
    assert "task 0 is FAILED" in ran.message
    assert "the earlier configuration was put back and is up again" in ran.message
    assert stub.connectors["c"].config["file"] == "/etc/hosts"


# -- checks ----------------------------------------------------------------------------------------------------------


def outcomes(ran):
    return {check["name"]: check["outcome"] for check in ran.result["checks"]}


CHECKS = [
    {"name": "workers_live"},
    {"name": "running"},
    {"name": "plugins_everywhere"},
    {"name": "topics_have_records"},
    {"name": "one task", "query": "connectors[0].tasks | length(@)", "equals": 1},
]


def test_checks_with_evidence(stub):
    ran = run(stub, config=CONFIG, checks=CHECKS)
    assert ran.code == 0, ran.message
    assert outcomes(ran) == {
        "workers_live": "passed",
        "running": "passed",
        "plugins_everywhere": "passed",
        "topics_have_records": "not_configured",
        "one task": "passed",
    }
    assert ran.result["evidence"]["schema_version"] == 1
    assert ran.result["evidence"]["connectors"][0]["name"] == "c"


def test_a_check_that_fails_ends_the_task_with_all_results(stub):
    stub.add("c", STORED, failures={0: "X: inner"})
    ran = run(stub, checks=[{"name": "workers_live"}, {"name": "running"}])
    assert ran.code == 1
    assert "1 of 2 checks did not pass: running (c) failed: task 0 is FAILED" in ran.message
    assert outcomes(ran) == {"workers_live": "passed", "running": "failed"}
    assert stub.log == []


def test_strict_ends_the_task_when_nothing_was_proven(stub):
    stub.add("c", STORED)
    checks = [{"name": "source_progress", "observe": 0}]
    assert run(stub, checks=checks).code == 0
    assert run(stub, checks=checks, strict=True).code == 1


def test_checks_alone_without_a_worker_are_a_failed_check(stub):
    ran = run(stub, checks=[{"name": "running"}], connect_urls=["http://127.0.0.1:1"])
    assert ran.code == 1
    assert outcomes(ran) == {"workers_live": "failed", "running": "not_run"}
    assert "http://127.0.0.1:1 (Connection refused): start them or correct connect_urls" in ran.message


def test_in_check_mode_checks_are_made_only_where_nothing_would_change(stub):
    assert outcomes(run(stub, True, config=CONFIG, checks=CHECKS[:2])) == {
        "workers_live": "not_run",
        "running": "not_run",
    }
    stub.add("c", STORED)
    assert outcomes(run(stub, True, config=CONFIG, checks=CHECKS[:2])) == {
        "workers_live": "passed",
        "running": "passed",
    }


def test_checks_are_not_run_after_a_failure(stub):
    stub.failing["c"] = "X: no"
    ran = run(stub, config=CONFIG, checks=CHECKS[:2])
    assert outcomes(ran) == {"workers_live": "not_run", "running": "not_run"}
