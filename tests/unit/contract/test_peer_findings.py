# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty faults of a widely used module for connectors, each shown not to be one of ours.

The number in a name is that of the finding; the last test holds that all of them are here.
"""

from __future__ import annotations

import base64
import inspect
import re
import threading

import pytest
import yaml
from run_inside import run_inside
from stub_connect import FILE_SOURCE, POSTGRES, REBALANCE, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connectors import (
    connector_spec,
    fleet_spec,
    purge_spec,
)
from ansible_collections.streamops.kafka.plugins.modules import kafka_connector, kafka_connectors

CONFIG = {"connector.class": FILE_SOURCE, "tasks.max": 1}
STORED = {"connector.class": FILE_SOURCE, "tasks.max": "1"}


def run(stub, *connectors, check=False, diff=False, **arguments):
    given = {"connect_urls": stub.urls, "stable_for": 0.05, "wait_timeout": 5, **arguments}
    return run_inside("kafka_connectors", {**given, "connectors": list(connectors)}, check, diff)


def item(name="c", config=None, **options):
    return {"name": name, "config": CONFIG if config is None else config, **options}


def later(seconds, event):
    timer = threading.Timer(seconds, event)
    timer.start()
    return timer


@pytest.mark.parametrize("value", [1, 1.5, True, False, None, "text", 10**12])
def test_01_values_of_every_scalar_type_converge(stub, value):
    config = {**CONFIG, "key": value}
    assert run(stub, item(config=config)).result["changed"] is True
    stub.log.clear()
    assert run(stub, item(config=config)).result["changed"] is False
    assert stub.log == []


def test_02_a_removed_key_is_a_change(stub):
    stub.add("c", {**STORED, "errors.tolerance": "all"})
    ran = run(stub, item(), diff=True)
    assert ran.result["changed"] is True
    assert ran.result["diff"][0]["before"] == {"config": {"errors.tolerance": "all"}}
    assert "errors.tolerance" not in stub.connectors["c"].config


@pytest.mark.parametrize("number", [-1, 0], ids=["connector", "task"])
def test_03_an_unchanged_connector_that_failed_is_no_success(stub, number):
    stub.add("c", STORED, failures={number: "X: outer\nCaused by: Y: inner"})
    ran = run(stub, item())
    assert (ran.code, stub.log) == (1, [])
    assert "is FAILED on worker" in ran.message
    assert "Y: inner" in ran.message


def test_04_a_deletion_is_a_change(stub):
    stub.add("gone", STORED)
    stub.add("purged", STORED)
    ran = run(stub, {"name": "gone", "state": "absent"}, purge="all")
    assert ran.result["changed"] is True
    assert [(entry["name"], entry["changed"]) for entry in ran.result["connectors"]] == [
        ("gone", True),
        ("purged", True),
    ]


def test_05_an_update_is_one_write_and_no_restart(stub):
    stub.add("c", STORED)
    run(stub, item(config={**CONFIG, "file": "x"}))
    assert stub.writes("c") == ["PUT config"]
    assert not any("restart" in request for request in stub.requests)


@pytest.mark.parametrize(
    "wrong",
    [{"name": "new"}, {"name": "new", "config": {"tasks.max": 1}}, item("new", {**CONFIG, "tasks.max": "x"})],
    ids=["no config", "no class", "not valid"],
)
def test_06_nothing_is_deleted_before_all_is_valid(stub, wrong):
    stub.add("old", STORED)
    ran = run(stub, wrong, purge="all")
    assert (ran.code, stub.log) == (1, [])
    assert "Connector new" in ran.message


def test_06_an_empty_list_deletes_nothing(stub):
    stub.add("old", STORED)
    assert run(stub).result["changed"] is False
    assert run(stub, purge="all").code == 1
    assert stub.log == []


def test_07_what_is_not_listed_is_left_alone(stub):
    stub.add("of another team", STORED)
    run(stub, item())
    assert stub.written() == {"c": 1}


@pytest.mark.parametrize("name", ["with blank", "ü", "a?b#c", "a&b=c", "a+b", "a;b", "a:b@c", "a[0]{x}"])
def test_08_names_are_quoted(stub, name):
    assert run(stub, item(name)).code == 0
    assert list(stub.connectors) == [name]
    assert run(stub, item(name)).result["changed"] is False
    assert run(stub, {"name": name, "run_state": "paused"}).code == 0
    assert run(stub, {"name": name, "state": "absent"}).code == 0
    assert stub.connectors == {}


@pytest.mark.parametrize("name", ["a%b", "a/b", "a\\b"])
def test_08_names_that_no_address_can_hold_are_refused(stub, name):
    ran = run(stub, item(name))
    assert (ran.code, stub.requests) == (1, [])
    assert "cannot be part of an address" in ran.message


def test_09_a_name_that_is_there_twice_is_refused(stub):
    ran = run(stub, item("a"), item("b"), item("a"))
    assert (ran.code, stub.requests) == (1, [])
    assert ran.message == "Connector a is listed more than once: keep one entry."


@pytest.mark.parametrize(
    ("method", "path", "connector"),
    [
        ("PUT", "/connectors/new/config", item("new")),
        ("POST", "/connectors", item("new", run_state="paused")),
        ("DELETE", "/connectors/old", {"name": "old", "state": "absent"}),
        ("PUT", "/connectors/old/stop", {"name": "old", "run_state": "stopped"}),
        ("GET", "/connectors", item("new")),
    ],
)
def test_10_a_rebalance_is_waited_for_everywhere(stub, method, path, connector):
    stub.add("old", STORED)
    stub.faults.append(Fault(method, path, 409, REBALANCE, times=2))
    assert run(stub, connector).code == 0
    assert stub.written() == {connector["name"]: 1}


def test_10_one_that_stays_refused_is_named_and_the_others_are_made(stub):
    stub.faults.append(Fault("PUT", "/connectors/b/config", 409, REBALANCE, times=1000))
    ran = run(stub, item("a"), item("b"), item("c"), wait_timeout=1)
    assert ran.code == 1
    assert ran.message.startswith("Connector b: create failed: PUT ")
    assert REBALANCE in ran.message
    assert stub.written() == {"a": 1, "c": 1}


def test_11_a_new_connector_without_a_status_is_waited_for(stub):
    original = stub._put

    def put(name, *rest):
        answer = original(name, *rest)
        stub.connectors[name].has_status = False
        later(0.3, lambda: setattr(stub.connectors[name], "has_status", True))
        return answer

    stub._put = put
    ran = run(stub, item())
    assert (ran.code, ran.result["connectors"][0]["state"]) == (0, "RUNNING")


def test_12_the_body_of_an_error_is_told(stub):
    text = "Connector configuration is invalid and contains the following 1 error(s):\nInvalid value x\nYou can also"
    stub.faults.append(Fault("PUT", "/connectors/c/config", 400, text))
    assert "following 1 error(s): Invalid value x You can also" in run(stub, item()).message


def test_12_every_invalid_field_is_told_by_its_name(stub):
    stub.invalid["c"] = [("database.hostname", "is required"), ("topic.prefix", "must not be empty")]
    ran = run(stub, item(config={"connector.class": POSTGRES}))
    assert "key database.hostname: is required" in ran.message
    assert "key topic.prefix: must not be empty" in ran.message


def test_12_a_missing_plugin_is_told_as_such(stub):
    ran = run(stub, item(config={**CONFIG, "connector.class": "x.Missing"}))
    assert "no such connector plugin on this worker; available: " in ran.message


def test_13_a_restart_that_fails_is_a_failure(stub):
    stub.add("c", STORED, failures={0: "X"})
    stub.faults.append(Fault("POST", "/connectors/c/restart", 500, "no such thing", times=9))
    ran = run(stub, {"name": "c", "restart": "failed"})
    assert (ran.code, ran.result["changed"]) == (1, False)
    assert "restart failed: " in ran.message


def test_14_tasks_that_are_not_assigned_yet_get_time(stub):
    connector = stub.add("c", {**STORED, "file": "old"}, state="UNASSIGNED")
    later(0.6, lambda: setattr(connector, "state", ""))
    assert run(stub, item()).code == 0


def test_15_the_times_are_parameters(stub):
    spec = fleet_spec()
    assert {"timeout", "wait", "wait_timeout", "stable_for", "rebalance_delay"} <= spec.keys()
    stub.add("c", STORED, tasks=0)
    ran = run(stub, item(), wait_timeout=0.2)
    assert "(waited 0.2 s, see wait_timeout)" in ran.message
    assert run(stub, item("d"), wait=False).code == 0


def test_16_check_mode_and_diff_tell_what_a_real_run_does(stub):
    stub.add("c", STORED)
    wanted = (item(config={**CONFIG, "file": "x"}), item("new"))
    predicted = run(stub, *wanted, check=True, diff=True).result
    assert stub.log == []
    real = run(stub, *wanted, diff=True).result
    assert predicted["changed"] is real["changed"] is True
    assert predicted["diff"] == real["diff"]
    assert [entry["actions"] for entry in predicted["connectors"]] == [["update"], ["create"]]


@pytest.mark.parametrize("token", [None, ""])
def test_17_without_a_token_none_is_sent(stub, token):
    run(stub, item(), token=token)
    assert [headers for headers in stub.headers if "Authorization" in headers] == []


def test_18_logins_addresses_proxies_and_certificates(stub, pair):
    options = fleet_spec()
    assert {"url_username", "url_password", "ca_path", "client_cert", "client_key", "proxy_url"} <= options.keys()
    assert options["validate_certs"]["default"] is True
    run(stub, item(), url_username="u", url_password="p-geheim")
    expected = "Basic " + base64.b64encode(b"u:p-geheim").decode()
    assert {headers.get("Authorization") for headers in stub.headers} == {expected}
    pair.kill(0)
    assert run(pair, item()).code == 0
    assert run(stub, item("e"), connect_urls=["http://behind.invalid:1"], proxy_url=stub.url).code == 0


def test_19_the_result_has_a_structure(stub):
    stub.failing["b"] = "X: outer\nCaused by: Y: inner"
    ran = run(stub, item("a"), item("b"))
    first, second = ran.result["connectors"]
    assert first == {
        "name": "a",
        "state": "RUNNING",
        "type": "source",
        "tasks": [{"id": 0, "state": "RUNNING", "worker_id": stub.worker_id}],
        "changed": True,
        "actions": ["create"],
        "before": {},
        "after": {"config": {**STORED, "name": "a"}, "run_state": "running"},
    }
    assert second["tasks"][0]["cause"] == "Y: inner"
    assert second["problem"].startswith("Connector b: task 0 is FAILED")


@pytest.mark.parametrize(
    ("module", "spec"),
    [
        (kafka_connector, {**fleet_spec(), **connector_spec()}),
        (kafka_connectors, {**fleet_spec(), **purge_spec(), "connectors": {}, "checks": {}, "plugins": {}}),
    ],
    ids=["kafka_connector", "kafka_connectors"],
)
def test_20_examples_are_tasks_of_the_module(module, spec):
    name = "streamops.kafka." + module.__name__.rsplit(".", 1)[-1]
    tasks = yaml.safe_load(module.EXAMPLES)
    assert tasks
    for task in tasks:
        assert set(task) == {"name", name}
        assert set(task[name]) <= set(spec)


def test_every_finding_has_its_test():
    tests = [name for name, value in globals().items() if inspect.isfunction(value)]
    found = {int(match[1]) for match in map(re.compile(r"test_(\d\d)_").match, tests) if match}
    assert sorted(found) == list(range(1, 21))
