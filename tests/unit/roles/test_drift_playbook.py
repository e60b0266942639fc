# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook drift: what differs is named, what is unknown is not called the same, and nothing is written."""

from __future__ import annotations

import grp
import json
import os
import pathlib
import pwd
import socket
import subprocess
import sys
from typing import Any

import pytest
from stub_connect import POSTGRES

ROOT = pathlib.Path(__file__).resolve().parents[3]
SECRET = "hidden-but-known"
DOWN = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}
CONFIG = {"connector.class": POSTGRES, "tasks.max": 1, "topic.prefix": "x", "database.password": SECRET}


@pytest.fixture
def broker():
    """Something that takes connections, as a broker would."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def site(tmp_path, stub, broker):
    """Variables of one worker on this machine, whose REST interface is the stub, and which has no unit."""
    java = tmp_path / "java"
    (java / "bin").mkdir(parents=True)
    (java / "bin/java").write_text("#!/bin/sh\n")
    (java / "bin/java").chmod(0o755)
    (java / "release").write_text('JAVA_VERSION="21.0.2"\n')
    stub.add("cdc", {key: str(value) for key, value in CONFIG.items()})
    return {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "client_python": sys.executable,
        "java_home": str(java),
        "java_method": "none",
        "kafka_manage": False,
        "kafka_clusters": {"primary": {"bootstrap_servers": broker, "replication_factor": 1}},
        "connect_clusters": {
            "orders": {"kafka": "primary", "urls": stub.urls, "connectors": [{"name": "cdc", "config": CONFIG}]}
        },
        "connect_become": False,
        "connect_unit_manage": "none",
        "connect_user": pwd.getpwuid(os.getuid()).pw_name,
        "connect_group": grp.getgrgid(os.getgid()).gr_name,
        "connect_config_owner": pwd.getpwuid(os.getuid()).pw_name,
        "connect_config_dir": str(tmp_path / "etc"),
        "connect_plugins_dir": str(tmp_path / "plugins"),
        "connect_secrets": {"orders": {"password": SECRET}},
    }


@pytest.fixture
def run(tmp_path, site):
    """Run a playbook on the worker and the other hosts that are given."""

    def runner(playbook: str, *arguments: str, **others: dict[str, Any]) -> subprocess.CompletedProcess:
        hosts = {"worker": {"connect_cluster": "orders"}, **others}
        inventory = {"all": {"vars": site, "children": {"connect": {"hosts": hosts}}}}
        (tmp_path / "hosts.json").write_text(json.dumps(inventory))
        (tmp_path / "ansible.cfg").write_text("")
        program = pathlib.Path(sys.executable).with_name("ansible-playbook")
        return subprocess.run(
            [str(program), "-i", str(tmp_path / "hosts.json"), *arguments, playbook],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={
                **os.environ,
                "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".ansible" / "collections"),
                "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
                "ANSIBLE_PIPELINING": "1",
                "ANSIBLE_NOCOLOR": "1",
                "PWD": str(tmp_path),
            },
        )

    return runner


def report(folder: pathlib.Path) -> dict[str, Any]:
    return json.loads((folder / "reports/drift.json").read_text())


def tree(folder: pathlib.Path) -> dict[str, tuple[float, bytes]]:
    return {str(path): (path.stat().st_mtime, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_what_differs_is_named_and_left_alone(run, stub, tmp_path):
    play = [{"hosts": "connect", "gather_facts": False, "roles": ["streamops.kafka.java", "streamops.kafka.connect"]}]
    (tmp_path / "lay.json").write_text(json.dumps(play))
    laid = run(str(tmp_path / "lay.json"))
    assert laid.returncode == 0, laid.stdout[-3000:] + laid.stderr
    same = run("streamops.kafka.drift")
    assert same.returncode == 0, same.stdout[-3000:] + same.stderr
    assert report(tmp_path)["outcome"] == "same"

    properties, secrets = tmp_path / "etc/worker.properties", tmp_path / "etc/secrets/orders.properties"
    properties.write_text(properties.read_text() + "# by hand\n")
    secrets.chmod(0o600)
    secrets.write_text("password=another\n")
    secrets.chmod(0o400)
    (tmp_path / "etc/log4j2.yaml").unlink()
    (tmp_path / "etc/secrets/old.properties").write_text("a=b\n")
    (tmp_path / "plugins/current/stray").symlink_to("../releases/stray")
    stub.connectors["cdc"].config.update({"topic.prefix": "y", "database.password": "another"})
    before = tree(tmp_path / "etc")
    differs = run("streamops.kafka.drift", "-vvv")
    assert differs.returncode == 2, differs.stdout[-3000:]
    found = report(tmp_path)
    assert sorted((item["kind"], pathlib.Path(item["name"]).name, item["change"]) for item in found["hosts"]) == [
        ("file", "log4j2.yaml", "is missing"),
        ("file", "old.properties", "is wanted by nobody"),
        ("file", "orders.properties", "content differs"),
        ("file", "worker.properties", "content differs"),
        ("plugin", "stray", "is linked and wanted by nobody"),
    ]
    (connector,) = found["connectors"]
    assert connector["keys"] == [
        {"key": "database.password", "found": "******** (before)", "wanted": "******** (after)"},
        {"key": "topic.prefix", "found": "y", "wanted": "x"},
    ]
    assert found["not_known"] == []
    assert SECRET not in differs.stdout + differs.stderr + json.dumps(found)
    assert tree(tmp_path / "etc") == before
    assert stub.log == []


def test_who_does_not_answer_is_an_entry_of_its_own(run, stub, site, tmp_path):
    site["connect_clusters"]["lost"] = {"kafka": "primary"}
    done = run("streamops.kafka.drift", gone={"connect_cluster": "lost", **DOWN}, odd={"connect_cluster": "nowhere"})
    assert done.returncode == 2, done.stdout[-3000:]
    reasons = {item["subject"]: item["reason"] for item in report(tmp_path)["not_known"]}
    assert set(reasons) == {"gone", "odd", "Connect cluster lost"}
    assert reasons["gone"] == "does not answer"
    assert reasons["Connect cluster lost"] == "none of gone answers in this run"
    assert {item["host"] for item in report(tmp_path)["hosts"]} == {"worker"}
    assert not (tmp_path / "etc").exists() and stub.log == []


def test_a_cluster_that_cannot_be_planned_is_not_the_same(run, site, tmp_path):
    site["connect_clusters"]["orders"]["connectors"][0]["config"] = {"a": ["a list"]}
    site["connect_clusters"]["foreign"] = {"urls": ["http://127.0.0.1:9"]}
    done = run("streamops.kafka.drift")
    assert done.returncode == 2, done.stdout[-3000:]
    reasons = {item["subject"]: item["reason"] for item in report(tmp_path)["not_known"]}
    assert "config key a is a list" in reasons["Connect cluster orders"]
    assert "127.0.0.1:9" in reasons["Connect cluster foreign"]


def test_a_flow_of_connectors_is_planned_and_nothing_is_written(run, stub, site, tmp_path):
    stub.any_class = True
    site["kafka_clusters"]["far"] = {"bootstrap_servers": "127.0.0.1:1", "replication_factor": 1}
    site["mm2_flows"] = [{"source": "far", "target": "primary", "mode": "connect", "heartbeats": False}]
    done = run("streamops.kafka.drift")
    assert done.returncode == 2, done.stdout[-3000:]
    planned = [item for item in report(tmp_path)["connectors"] if item["owner"] == "flow far->primary"]
    assert planned and {tuple(item["actions"]) for item in planned} == {("create",)}, report(tmp_path)
    assert stub.log == []
