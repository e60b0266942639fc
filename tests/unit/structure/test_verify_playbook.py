# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook verify: whatever hosts and modules do ends in one report, and one host acts for each cluster."""

from __future__ import annotations

import json
import shutil
import sys
from typing import Any

import pytest
import yaml

# Stands for a module: writes down who called it for what, and answers as the test says.
STUB = """#!/usr/bin/python
from __future__ import annotations

import json
import pathlib

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule({name: {"type": "raw"} for name in %r}, supports_check_mode=True)
    given = module.params
    flows = given.get("flows")
    names = [f"{each['source']}->{each['target']}" for each in flows or ()] or given["connect_urls"][:1]
    folder = pathlib.Path(%r)
    with (folder / "calls").open("a") as calls:
        calls.write(json.dumps({"name": " ".join(names), "given": given, "check": module.check_mode}) + "\\n")
    known = json.loads((folder / "answers").read_text())
    found = [known.get(name, {}) for name in names]
    answer = found[0]
    if flows:
        told = [{"name": name, **each} for name, each in zip(names, found) if "msg" not in each]
        failed = [each for each in found if each.get("failed")]
        answer = {"flows": told, **({"failed": True, "msg": failed[0].get("msg", "it failed")} if failed else {})}
    if answer.get("failed"):
        module.fail_json(**{"msg": "it failed", **answer})
    module.exit_json(**answer)


main()
"""
OPTIONS = {
    "kafka_connectors": ("connect_urls", "connectors", "plugins", "kafka", "checks", "wait"),
    "mm2_flows": ("connect_urls", "clusters", "flows", "apply", "allow_plain_secrets"),
}
CONNECT_CHECKS = (
    "workers_live", "plugins_everywhere", "running", "topics_have_records", "source_progress", "source_database",
    "sink_lag", "dlq", "capacity", "kafka_secured", "rest_secured", "secrets_hidden",
)  # fmt: skip
MM2_CHECKS = (
    "liveness", "tasks", "topics", "partitions", "heartbeats", "lag_records", "lag_seconds", "checkpoints",
    "config_in_effect", "same_records", "latency",
)  # fmt: skip
SECRET = "correct-horse-battery"
FLOW = "primary->secondary"
ORDERS, HEAVY = "http://orders-1:8083", "http://heavy-1:8083"
DOWN = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}


def passed(names) -> dict[str, Any]:
    return {"checks": [{"name": name, "outcome": "passed", "reason": f"{name} is fine"} for name in names]}


def inventory(**hosts: dict[str, Any]) -> dict[str, Any]:
    """Two Connect clusters of two hosts, one flow on two hosts, and an entry per host that differs."""
    local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}

    def group(variables: dict[str, Any], *names: str) -> dict[str, Any]:
        return {"vars": variables, "hosts": {name: {**local, **hosts.get(name, {})} for name in names}}

    login = {"security_protocol": "SASL_SSL", "sasl_mechanism": "PLAIN"}
    connector = {"name": "o", "tasks_min": 2, "config": {"database.password": SECRET, "connector.class": "C"}}
    return {
        "all": {
            "vars": {
                "client_python": sys.executable,
                "kafka_clusters": {
                    "primary": {"bootstrap_servers": "k1:9092", "credentials": "p", **login},
                    "secondary": {"bootstrap_servers": "k2:9092"},
                },
                "kafka_credentials": {"p": {"sasl_username": "probe", "sasl_password": SECRET}},
                "connect_plugins": {"debezium": {"classes": ["C"]}},
                "connect_clusters": {
                    "orders": {"kafka": "primary", "plugins": ["debezium"], "connectors": [connector]},
                    "heavy": {"kafka": "primary"},
                },
                "mm2_flows": [{"source": "primary", "target": "secondary", "mode": "dedicated"}],
            },
            "children": {
                "connect": {
                    "children": {
                        "connect_orders": group({"connect_cluster": "orders"}, "orders-1", "orders-2"),
                        "connect_heavy": group({"connect_cluster": "heavy"}, "heavy-1", "heavy-2"),
                    }
                },
                "mirrormaker": group({"mirrormaker_instances": [{"name": "x", "targets": ["secondary"]}]}, "mm-1"),
            },
        }
    }


@pytest.fixture
def verify(installed, root, tmp_path):
    """Run the playbook with modules that answer what the test wants; returns the run, the report and the calls."""
    collections = tmp_path / "collections"
    collection = collections / "ansible_collections" / "streamops" / "kafka"
    shutil.copytree(installed.path, collection)
    for name, known in OPTIONS.items():
        (collection / "plugins" / "modules" / f"{name}.py").write_text(STUB % (known, str(tmp_path)), encoding="utf-8")

    def run(answers: dict[str, Any], *arguments: str, variables: dict[str, Any] | None = None, **hosts: dict[str, Any]):
        healthy = {ORDERS: passed(CONNECT_CHECKS), HEAVY: passed(CONNECT_CHECKS), FLOW: passed(MM2_CHECKS)}
        (tmp_path / "answers").write_text(json.dumps({**healthy, **answers}), encoding="utf-8")
        (tmp_path / "calls").write_text("", encoding="utf-8")
        everything = inventory(**hosts)
        everything["all"]["vars"].update(variables or {})
        (tmp_path / "hosts.yml").write_text(yaml.safe_dump(everything), encoding="utf-8")
        report = tmp_path / "reports" / "report.json"
        arguments = ("-i", str(tmp_path / "hosts.yml"), "-e", f"verify_report={report}", *arguments)
        result = installed.run(
            "ansible-playbook",
            "streamops.kafka.verify",
            *arguments,
            ANSIBLE_COLLECTIONS_PATH=str(collections),
            ANSIBLE_PIPELINING="true",
        )
        assert report.is_file(), result.stdout + result.stderr
        calls = [json.loads(line) for line in (tmp_path / "calls").read_text(encoding="utf-8").splitlines()]
        return result, json.loads(report.read_text(encoding="utf-8")), calls

    return run


def lines(report: dict[str, Any]) -> dict[str, str]:
    return {line["key"]: line["outcome"] for each in report["checklists"] for line in each["lines"]}


def failures(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(check["name"], check["subject"]) for check in report["checks"] if check["outcome"] == "failed"]


def test_a_healthy_system(verify):
    result, report, calls = verify({}, "--check")
    assert result.returncode == 0, result.stdout + result.stderr
    assert sorted(call["name"] for call in calls) == sorted([ORDERS, HEAVY, FLOW])
    assert {key for key, outcome in lines(report).items() if outcome == "passed"} == {
        "connect_worker",
        "connect_plugins",
        "connect_dlq",
        "connect_connector",
        "mm2_properties",
        "mm2_topics",
        "mm2_lag",
    }
    assert "[passed]         Distributed worker answers (/connectors REST)" in result.stdout
    assert report["sentence"] in result.stdout
    (orders,) = [call["given"] for call in calls if call["name"] == ORDERS]
    assert orders["connect_urls"] == [ORDERS, "http://orders-2:8083"]
    assert orders["connectors"] == [{"name": "o", "tasks_min": 2}]
    assert orders["plugins"] == ["C"]
    assert orders["kafka"]["alias"] == "primary"


def test_failures_of_every_kind_are_in_one_report(verify):
    """One host is down, one module ends in an error, one check fails: all three are named, and the run fails."""
    broken = passed(CONNECT_CHECKS)
    broken["checks"][2] = {"name": "running", "outcome": "failed", "reason": "task 0 is FAILED", "subject": "o"}
    answers = {
        "http://orders-1:8083": {"failed": True, **broken},
        FLOW: {"failed": True, "msg": "no broker of primary answers"},
    }
    result, report, calls = verify(answers, **{"heavy-1": DOWN})
    assert result.returncode != 0
    assert set(failures(report)) == {
        ("host_reachable", "heavy-1"),
        ("running", "o"),
        ("verification", FLOW),
    }
    assert report["sentence"] in result.stdout
    assert lines(report)["mm2_topics"] == "not_run"
    assert [call["name"] for call in calls].count(HEAVY) == 1
    assert SECRET not in json.dumps(report)


def test_a_limited_run_in_which_nobody_answers_is_reported_all_the_same(verify):
    hosts = {"orders-1": DOWN, "orders-2": DOWN, "mm-1": DOWN}
    strict = ("-e", "verify_strict=true")
    result, report, calls = verify({}, "--limit", "connect_orders:mirrormaker", *strict, **hosts)
    assert result.returncode != 0
    assert {subject for dummy, subject in failures(report)} == set(hosts)
    assert calls == []
    left_out = [check for check in report["checks"] if check["scope"] == "heavy"]
    assert {check["outcome"] for check in left_out} == {"not_run"}
    stops = report["check_counts"]["failed"] + report["check_counts"]["not_run"]
    assert report["sentence"].startswith(f"{stops} check(s) ended the verification")


def test_flows_are_one_call_for_each_host_and_connect_cluster(verify):
    """Whatever their number: one call for the MirrorMaker instances, one for the workers, none of which writes."""
    third = {"tertiary": {"bootstrap_servers": "k3:9092"}}
    flows = [
        {"source": "primary", "target": "secondary", "mode": "dedicated"},
        {"source": "tertiary", "target": "secondary", "mode": "dedicated"},
        {"source": "secondary", "target": "primary", "mode": "connect", "connect_cluster": "heavy"},
        {"source": "tertiary", "target": "primary", "mode": "connect", "connect_cluster": "heavy", "enabled": False},
        {"source": "secondary", "target": "tertiary", "mode": "dedicated", "state": "absent"},
    ]
    clusters = {**inventory()["all"]["vars"]["kafka_clusters"], **third}
    names = (FLOW, "tertiary->secondary", "secondary->primary")
    answers = {name: passed(MM2_CHECKS) for name in names}
    answers[names[1]] = {"problem": "no broker of tertiary answers"}
    result, report, calls = verify(
        answers, variables={"kafka_clusters": clusters, "mm2_flows": flows, "mm2_flow_defaults": {"tasks_max": 7}}
    )
    assert result.returncode != 0
    asked = {call["name"]: call for call in calls if call["given"].get("flows")}
    assert set(asked) == {" ".join(names[:2]), names[2]}
    assert asked[names[2]]["given"]["connect_urls"] == [HEAVY, "http://heavy-2:8083"]
    assert {call["given"]["apply"] for call in asked.values()} == {False}
    assert {call["check"] for call in asked.values()} == {False}
    assert [each["alias"] for each in asked[names[2]]["given"]["clusters"]] == ["secondary", "primary"]
    assert {each["tasks_max"] for call in asked.values() for each in call["given"]["flows"]} == {7}
    assert failures(report) == [("verification", "tertiary->secondary")]
    scopes = {check["scope"] for check in report["checks"] if check["outcome"] == "passed"}
    assert {FLOW, names[2]} <= scopes
