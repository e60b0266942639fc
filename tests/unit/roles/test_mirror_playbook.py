# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook mirror with flows of connectors: topics first, connectors once per cluster, no host of ours needed."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
from stub_connect import StubConnect

ROOT = pathlib.Path(__file__).resolve().parents[3]
# Stands for kafka_topic: writes down what it is asked for, and how many connectors there were by then.
TOPICS = """#!/usr/bin/python
from __future__ import annotations

import json
import pathlib

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule({"kafka": {"type": "dict"}, "topics": {"type": "list"}}, supports_check_mode=True)
    names = sorted(topic["name"] for topic in module.params["topics"])
    with pathlib.Path(%r).open("a") as stream:
        stream.write(json.dumps([module.params["kafka"]["alias"], names, len(pathlib.Path(%r).read_text())]) + "\\n")
    module.exit_json()


main()
"""
FAR = {"bootstrap_servers": "127.0.0.1:1", "replication_factor": 1}
FLOW = {"source": "far", "target": "near", "mode": "connect", "topics": ["t"]}
KINDS = ("MirrorSourceConnector", "MirrorCheckpointConnector", "MirrorHeartbeatConnector")


@pytest.fixture
def workers(tmp_path):
    """Two Connect clusters that know every class."""
    (tmp_path / "written").write_text("")
    with StubConnect(log=str(tmp_path / "written")) as one, StubConnect() as other:
        one.any_class = other.any_class = True
        yield {"mirrors": one, "others": other}


@pytest.fixture
def collections(tmp_path):
    """The collection as it is, but for the module that makes topics."""
    there = tmp_path / "collections/ansible_collections/streamops/kafka"
    (there / "plugins/modules").mkdir(parents=True)
    for folder in (ROOT, ROOT / "plugins", ROOT / "plugins/modules"):
        for path in folder.iterdir():
            copy = there / path.relative_to(ROOT)
            if path.name not in (".ansible", "tests", "kafka_topic.py") and not copy.exists():
                copy.symlink_to(path)
    stub = TOPICS % (str(tmp_path / "topics"), str(tmp_path / "written"))
    (there / "plugins/modules/kafka_topic.py").write_text(stub)
    return tmp_path / "collections"


@pytest.fixture
def mirror(tmp_path, workers, collections):
    """Run the playbook with an inventory of these flows and hosts; returns the run and the topics it asked for."""

    def run(flows: list[dict[str, Any]], *arguments: str, hosts: Any = None, **variables: Any):
        given = {
            "kafka_clusters": {"near": {**FAR, "bootstrap_servers": "127.0.0.1:2"}, "far": FAR},
            "connect_clusters": {"mirrors": {"kafka": "near", "urls": workers["mirrors"].urls}},
            "mm2_flows": flows,
            "ansible_python_interpreter": sys.executable,
            "client_python": sys.executable,
            **variables,
        }
        everything = {"all": {"vars": given, "hosts": {"localhost": {"ansible_connection": "local"}}, **(hosts or {})}}
        (tmp_path / "hosts.json").write_text(json.dumps(everything))
        (tmp_path / "ansible.cfg").write_text("")
        (tmp_path / "topics").write_text("")
        program = pathlib.Path(sys.executable).with_name("ansible-playbook")
        done = subprocess.run(
            [str(program), "-i", str(tmp_path / "hosts.json"), "streamops.kafka.mirror", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={
                **os.environ,
                "ANSIBLE_COLLECTIONS_PATH": str(collections),
                "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
                "ANSIBLE_PIPELINING": "1",
                "ANSIBLE_NOCOLOR": "1",
            },
        )
        return done, [json.loads(line) for line in (tmp_path / "topics").read_text().splitlines()]

    return run


def once(*names: str) -> dict[str, int]:
    return {f"{name}.{kind}": 1 for name in names for kind in KINDS}


def test_no_host_of_ours_is_needed(mirror, workers):
    """An inventory of only the control node: topics on both ends, then the connectors; a second run does nothing."""
    predicted, dummy = mirror([FLOW], "--check")
    assert predicted.returncode == 0, predicted.stdout[-3000:] + predicted.stderr
    assert workers["mirrors"].log == []
    done, topics = mirror([FLOW])
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert topics == [
        ["far", ["heartbeats", "mm2-offset-syncs.near.internal"], 0],
        ["near", ["far.checkpoints.internal"], 0],
    ]
    assert workers["mirrors"].written() == once("far.near")
    again, dummy = mirror([FLOW])
    assert again.returncode == 0 and "changed=0" in again.stdout, again.stdout[-3000:]
    assert workers["mirrors"].written() == once("far.near")


def test_a_source_that_may_only_be_read_is_not_asked(mirror, workers):
    done, topics = mirror([{**FLOW, "offset_syncs_location": "target", "heartbeats": False}])
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert topics == [["near", ["far.checkpoints.internal", "mm2-offset-syncs.far.internal"], 0]]
    assert "far.near.MirrorHeartbeatConnector" not in workers["mirrors"].connectors


def test_once_for_each_connect_cluster_by_the_first_member_that_answers(mirror, workers):
    """Two clusters on one target, named by their flows; of the one with hosts the first is down."""
    clusters = {name: {"kafka": "near", "urls": stub.urls} for name, stub in workers.items()}
    kafka = {"near": FAR, "far": {**FAR, "bootstrap_servers": "h:1"}, "away": {**FAR, "bootstrap_servers": "h:2"}}
    flows = [{**FLOW, "connect_cluster": "mirrors"}, {**FLOW, "source": "away", "connect_cluster": "others"}]
    local = {"ansible_connection": "local", "connect_cluster": "mirrors"}
    down = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1, "connect_cluster": "mirrors"}
    hosts = {"children": {"connect": {"hosts": {"w1": down, "w2": local, "w3": local}}}}
    done, dummy = mirror(flows, hosts=hosts, connect_clusters=clusters, kafka_clusters=kafka)
    assert workers["mirrors"].written() == once("far.near"), done.stdout[-3000:]
    assert workers["others"].written() == once("away.near")
    lost, dummy = mirror([FLOW], hosts=hosts, connect_clusters=clusters, kafka_clusters=kafka)
    assert lost.returncode != 0
    assert "name the one that runs the flow with connect_cluster" in lost.stdout + lost.stderr


def test_a_flow_that_goes_takes_its_connectors_along(mirror, workers):
    workers["mirrors"].add("far.near.MirrorSourceConnector")
    workers["mirrors"].add("another")
    gone = {**FLOW, "state": "absent"}
    done, topics = mirror([gone])
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert workers["mirrors"].written() == {"far.near.MirrorSourceConnector": 1}
    assert list(workers["mirrors"].connectors) == ["another"]
    assert topics == []
    again, dummy = mirror([gone])
    assert again.returncode == 0 and "changed=0" in again.stdout


def test_a_bare_host_is_no_failure_in_check_mode(mirror, workers):
    member = {"ansible_connection": "local", "connect_cluster": "mirrors", "client_python": "/nowhere/python"}
    done, topics = mirror([FLOW], "--check", hosts={"children": {"connect": {"hosts": {"w1": member}}}})
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "The flows of mirrors can be judged only after install." in done.stdout
    assert topics == [] and workers["mirrors"].requests == []
