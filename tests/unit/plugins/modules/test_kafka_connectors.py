# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of ``kafka_connectors``: the same as for one, for many at once."""

from __future__ import annotations

import pytest
from run_module import run_module
from stub_connect import FILE_SOURCE, POSTGRES

CONFIG = {"connector.class": FILE_SOURCE, "tasks.max": 1}
STORED = {"connector.class": FILE_SOURCE, "tasks.max": "1"}
SECRET = "fleet-geheim-55"
ALLOWED = {"allow_plain_secrets": True}


def run(stub, connectors=(), check=False, diff=False, **arguments):
    given = {
        "connect_urls": stub.urls,
        "connectors": list(connectors),
        "stable_for": 0.1,
        "wait_timeout": 20,
        **arguments,
    }
    return run_module("kafka_connectors", given, check, diff)


def fleet(stub):
    stub.add("same", STORED)
    stub.add("update", STORED)
    stub.add("delete", STORED)
    stub.add("stop", STORED)
    stub.add("unlisted", STORED)
    return [
        {"name": "new", "config": CONFIG},
        {"name": "same", "config": CONFIG},
        {"name": "update", "config": {**CONFIG, "file": "x"}},
        {"name": "delete", "state": "absent"},
        {"name": "stop", "run_state": "stopped"},
        {"name": "never", "state": "absent"},
    ]


@pytest.mark.parametrize("diff", [False, True], ids=["plain", "diff"])
@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_all_cases_at_once_in_every_mode(stub, check, diff):
    ran = run(stub, fleet(stub), check, diff)
    assert ran.code == 0, ran.message
    actions = {entry["name"]: entry["actions"] for entry in ran.result["connectors"]}
    assert actions == {
        "new": ["create"],
        "same": [],
        "update": ["update"],
        "delete": ["delete"],
        "stop": ["stop"],
        "never": [],
    }
    assert stub.written() == ({} if check else {"new": 1, "update": 1, "delete": 1, "stop": 1})
    assert len(ran.result.get("diff", [])) == (4 if diff else 0)
    assert "unlisted" in stub.connectors


def test_a_second_run_changes_nothing(stub):
    connectors = fleet(stub)
    run(stub, connectors)
    stub.requests.clear()
    ran = run(stub, connectors)
    assert ran.result["changed"] is False
    assert stub.requests == ["GET /connectors?expand=info&expand=status", "GET /connectors"]


def test_everything_is_validated_before_the_first_write(stub):
    stub.invalid["b"] = [("database.hostname", "Connection to db:5432 refused.")]
    ran = run(
        stub,
        [
            {"name": "a", "config": CONFIG},
            {"name": "b", "config": {"connector.class": POSTGRES, "database.password": SECRET}, **ALLOWED},
            {"name": "c", "config": {**CONFIG, "tasks.max": "x"}},
        ],
    )
    assert ran.code == 1
    assert ran.message.startswith("2 errors in 2 connectors: Connector b, key database.hostname: Connection")
    assert len(ran.result["findings"]) == 2
    assert SECRET not in ran.everything
    assert stub.log == []


@pytest.mark.parametrize(
    ("connectors", "words"),
    [
        ([{"name": "a", "config": CONFIG}, {"name": "a", "config": CONFIG}], "Connector a is listed more than once"),
        ([{"name": "a"}, {"name": "b"}], "Connector a, b does not exist"),
        ([{"name": "a", "config": {"x": []}}], "Connector a: config key x is a list"),
        ([{"name": "a", "config": CONFIG, "checks": [{"name": "no"}]}], "There is no check named no"),
    ],
)
def test_what_cannot_be_meant_is_refused(stub, connectors, words):
    ran = run(stub, connectors)
    assert ran.code == 1
    assert words in ran.message
    assert stub.log == []


def test_no_secret_anywhere_not_even_in_the_journal(stub):
    config = {"connector.class": POSTGRES, "database.password": SECRET, "tasks.max": 1}
    ran = run(stub, [{"name": "a", "config": config, **ALLOWED}], diff=True)
    assert ran.code == 0
    assert SECRET not in ran.everything
    assert ran.result["connectors"][0]["after"]["config"]["tasks.max"] == "1"
    assert stub.connectors["a"].config["database.password"] == SECRET


def test_checks_of_all_of_one_and_of_the_plugins(pair):
    connectors = [
        {"name": "a", "config": CONFIG, "checks": [{"name": "tasks", "query": "connectors[].name", "equals": ["a"]}]},
        {"name": "b", "config": CONFIG},
    ]
    ran = run(pair, connectors, checks=[{"name": "running"}], plugins=[POSTGRES])
    assert ran.code == 0, ran.message
    assert [(check["name"], check["subject"], check["outcome"]) for check in ran.result["checks"]] == [
        ("plugins_everywhere", "", "passed"),
        ("running", "a", "passed"),
        ("running", "b", "passed"),
        ("tasks", "a", "passed"),
    ]


def test_a_plugin_that_is_missing_on_one_worker(pair):
    del pair.plugins[POSTGRES]
    ran = run(pair, plugins=[POSTGRES, FILE_SOURCE])
    assert ran.code == 1
    assert f"{POSTGRES} on {pair.urls[0]}, {POSTGRES} on {pair.urls[1]}" in ran.message


def test_verification_only(stub):
    stub.add("a", STORED)
    stub.add("b", STORED, failures={0: "X: inner"})
    ran = run(stub, checks=[{"name": "workers_live"}, {"name": "running"}])
    assert ran.code == 1
    assert "running (b) failed: task 0 is FAILED" in ran.message
    assert ran.result["connectors"] == []
    assert stub.log == []


def test_verification_without_a_worker(stub):
    ran = run(stub, checks=[{"name": "running"}], connect_urls=["http://127.0.0.1:1"])
    assert [(check["name"], check["outcome"]) for check in ran.result["checks"]] == [
        ("workers_live", "failed"),
        ("running", "not_run"),
    ]


def test_nothing_asked_is_nothing_done(stub):
    ran = run(stub)
    assert (ran.code, ran.result["changed"], ran.result["connectors"]) == (0, False, [])


def test_one_of_many_may_fail_and_the_others_are_told(stub):
    stub.failing["b"] = "X: inner"
    ran = run(stub, [{"name": name, "config": CONFIG} for name in ("a", "b", "c")])
    assert ran.code == 1
    assert ran.message == f"Connector b: task 0 is FAILED on worker {stub.worker_id}: X: inner."
    assert [entry["state"] for entry in ran.result["connectors"]] == ["RUNNING"] * 3
    assert stub.written() == {"a": 1, "b": 1, "c": 1}
