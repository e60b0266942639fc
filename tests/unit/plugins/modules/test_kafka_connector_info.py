# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The contract of ``kafka_connector_info``: what it reads, hides and costs, and that its answer can be given back."""

from __future__ import annotations

import pytest
from run_module import run_module
from stub_connect import FILE_SOURCE, POSTGRES, REBALANCE, Fault

SECRET = "info-geheim-31"
DATABASE = {
    "connector.class": POSTGRES,
    "tasks.max": "1",
    "database.hostname": "db",
    "database.password": SECRET,
    "database.user": "${file:/etc/x:user}",
    "odd.cipher": "odd-geheim-32",
    "url.of.it": f"jdbc:x?pw={SECRET}",
    "other.url": "jdbc://u:third-geheim-33@h/d",
}
BOTH = "GET /connectors?expand=info&expand=status"


def run(stub, check=False, **options):
    return run_module("kafka_connector_info", {"connect_urls": stub.urls, "wait_timeout": 5, **options}, check)


def fleet(stub):
    stub.add("plain", {"file": "/tmp/x"})
    stub.add("database", DATABASE)
    stub.add("paused", target="PAUSED")
    stub.add("stopped", target="STOPPED")
    stub.add("broken", {"connector.class": POSTGRES, "database.password": SECRET}, failures={0: f"X: no {SECRET}"})
    stub.add("dead", failures={-1: "Y: inner"})


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_all_connectors_by_name(stub, check):
    fleet(stub)
    ran = run(stub, check)
    assert (ran.code, ran.result["changed"], ran.result["missing"]) == (0, False, [])
    assert [(item["name"], item.get("run_state")) for item in ran.result["connectors"]] == [
        ("broken", "running"),
        ("database", "running"),
        ("dead", None),
        ("paused", "paused"),
        ("plain", "running"),
        ("stopped", "stopped"),
    ]
    assert ran.result["connectors"][4]["config"] == {
        "connector.class": FILE_SOURCE,
        "tasks.max": "1",
        "file": "/tmp/x",
    }
    assert stub.log == []


def test_states_with_causes(stub):
    fleet(stub)
    states = {item["name"]: item for item in run(stub).result["states"]}
    assert states["broken"] == {
        "name": "broken",
        "type": "source",
        "state": "RUNNING",
        "worker_id": stub.worker_id,
        "tasks": [{"id": 0, "state": "FAILED", "worker_id": stub.worker_id, "cause": "X: no ********"}],
    }
    assert (states["dead"]["state"], states["dead"]["cause"]) == ("FAILED", "Y: inner")
    assert states["stopped"]["tasks"] == []


def test_secrets_are_masked_wherever_they_stand(stub):
    fleet(stub)
    ran = run(stub, names=["database"])
    assert ran.result["connectors"][0]["config"] == {
        "connector.class": POSTGRES,
        "tasks.max": "1",
        "database.hostname": "db",
        "database.password": "********",
        "database.user": "${file:/etc/x:user}",
        "odd.cipher": "********",
        "url.of.it": "********",
        "other.url": "jdbc://u:********@h/d",
    }
    assert "geheim" not in ran.everything


def test_secrets_that_only_the_user_knows(stub):
    stub.add("a", {"file": "own-geheim"})
    ran = run(stub, secret_keys=["file"])
    assert ran.result["connectors"][0]["config"]["file"] == "********"
    assert "own-geheim" not in ran.everything


def test_of_a_class_that_nobody_knows_everything_is_hidden(stub):
    stub.add("a", {"connector.class": "x.Y", "any": "value"})
    assert run(stub).result["connectors"][0]["config"] == {
        "connector.class": "x.Y",
        "tasks.max": "1",
        "any": "********",
    }


def test_given_back_it_changes_nothing(stub):
    fleet(stub)
    del stub.connectors["broken"], stub.connectors["dead"]
    before = {name: (dict(item.config), item.target) for name, item in stub.connectors.items()}
    connectors = run(stub).result["connectors"]
    ran = run_module(
        "kafka_connectors", {"connect_urls": stub.urls, "connectors": connectors, "stable_for": 0, "wait_timeout": 10}
    )
    assert (ran.code, ran.result["changed"]) == (0, False), ran.message
    assert {name: (item.config, item.target) for name, item in stub.connectors.items()} == before
    assert stub.log == []


def test_what_it_costs(stub):
    fleet(stub)
    run(stub, names=["plain", "paused", "database"])
    assert sorted(stub.requests) == sorted(
        [BOTH, f"GET /connector-plugins/{FILE_SOURCE}/config", f"GET /connector-plugins/{POSTGRES}/config"]
    )


def test_states_alone_cost_one_request(stub):
    stub.add("a")
    ran = run(stub, names=["a"], gather=["status"])
    assert stub.requests == [BOTH]
    assert ran.result["connectors"] == [{"name": "a", "run_state": "running"}]


def test_configurations_alone(stub):
    stub.add("a")
    ran = run(stub, gather=["config"])
    assert sorted(ran.result["connectors"][0]) == ["config", "name"]
    assert ran.result["states"] == [{"name": "a", "type": "source"}]


def test_topics_and_offsets(stub):
    offsets = [{"partition": {"server": "s"}, "offset": {"lsn": 1}}]
    stub.add("a", topics=["t"], offsets=offsets)
    stub.faults.append(Fault("GET", ".*/offsets", 409, REBALANCE))
    ran = run(stub, gather=["topics", "offsets"])
    assert ran.result["states"] == [{"name": "a", "type": "source", "topics": ["t"], "offsets": offsets}]


def test_what_cannot_be_read_is_not_nothing(stub):
    stub.add("a")
    stub.faults.append(Fault("GET", ".*/topics", 403, "Topic tracking is disabled."))
    (state,) = run(stub, gather=["topics"]).result["states"]
    assert state["topics"] is None
    assert state["topics_error"].endswith("answered 403: Topic tracking is disabled.")


def test_a_connector_without_a_status_is_there(stub):
    stub.add("a")
    stub.add("new", has_status=False)
    ran = run(stub)
    assert [item["name"] for item in ran.result["connectors"]] == ["a", "new"]
    assert "run_state" not in ran.result["connectors"][1]
    assert (ran.result["states"][1]["state"], ran.result["states"][1]["tasks"]) == ("UNKNOWN", [])


def test_names_that_are_not_there(stub):
    stub.add("a")
    ran = run(stub, names=["b", "a"])
    assert (ran.code, ran.result["missing"]) == (0, ["b"])
    assert [item["name"] for item in ran.result["connectors"]] == ["a"]


def test_an_empty_list_of_names_is_nobody(stub):
    stub.add("a")
    assert run(stub, names=[]).result["connectors"] == []


@pytest.mark.parametrize("names", [["a", "a"], ["a/b"], [" a"]])
def test_names_that_cannot_be(stub, names):
    ran = run(stub, names=names)
    assert ran.code == 1
    assert stub.requests == []


@pytest.mark.parametrize(("check", "code"), [(False, 1), (True, 0)])
def test_nobody_answers(stub, check, code):
    ran = run(stub, check, connect_urls=["http://127.0.0.1:1"])
    assert (ran.code, ran.result["changed"] if check else False) == (code, False)
    assert "No Connect worker answers at http://127.0.0.1:1" in ran.message
