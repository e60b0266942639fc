# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connectors are written once per cluster, whatever the shape of the run: counted at the REST interface."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
from stub_connect import FILE_SOURCE, StubConnect

ROOT = pathlib.Path(__file__).resolve().parents[3]
COLLECTIONS = ROOT / ".ansible" / "collections"
APPLY = {
    "name": "Apply",
    "ansible.builtin.include_role": {"name": "streamops.kafka.connect", "tasks_from": "connectors"},
}
UNREACHABLE = {"ansible_connection": "ssh", "ansible_host": "127.0.0.1", "ansible_port": 1}


@pytest.fixture
def clusters():
    """Two Connect clusters that nobody has written to."""
    with StubConnect() as heavy, StubConnect() as light:
        yield {"heavy": heavy, "light": light}


def inventory(clusters: dict[str, StubConnect], hosts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Two hosts per cluster; their groups overlap in every way that must not matter."""
    members = {
        name: {"connect_cluster": name[:-2], **hosts.get(name, {})}
        for name in ("heavy-1", "heavy-2", "light-1", "light-2")
    }
    connectors = {
        name: [
            {"name": f"{name}-{number}", "config": {"connector.class": FILE_SOURCE, "tasks.max": 1}}
            for number in range(3)
        ]
        for name in clusters
    }
    return {
        "all": {
            "children": {
                "connect": {"hosts": members},
                "odd": {"hosts": {"heavy-2": {}, "light-1": {}}, "children": {"odder": {"hosts": {"light-2": {}}}}},
            },
            "vars": {
                "ansible_connection": "local",
                "ansible_python_interpreter": sys.executable,
                "client_python": sys.executable,
                "kafka_clusters": {"primary": {"bootstrap_servers": "127.0.0.1:1", "replication_factor": 1}},
                "connect_clusters": {
                    name: {"kafka": "primary", "urls": stub.urls, "connectors": connectors[name]}
                    for name, stub in clusters.items()
                },
            },
        }
    }


@pytest.fixture
def run(tmp_path, clusters):
    """Run a play, or a playbook of the collection, and bring back how often each connector was written."""

    def runner(play: dict[str, Any] | None = None, *arguments: str, **hosts: dict[str, Any]) -> dict[str, int]:
        (tmp_path / "hosts.json").write_text(
            json.dumps(inventory(clusters, {name.replace("_", "-"): value for name, value in hosts.items()}))
        )
        (tmp_path / "ansible.cfg").write_text("")
        (tmp_path / "play.json").write_text(
            json.dumps([{"hosts": "connect", "gather_facts": False, "tasks": [APPLY], **(play or {})}])
        )
        playbook = str(tmp_path / "play.json") if play else "streamops.kafka.connectors"
        program = pathlib.Path(sys.executable).with_name("ansible-playbook")
        done = subprocess.run(
            [str(program), "-i", str(tmp_path / "hosts.json"), playbook, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
                "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
                "ANSIBLE_PIPELINING": "1",
                "ANSIBLE_NOCOLOR": "1",
            },
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
        return {name: count for stub in clusters.values() for name, count in stub.written().items()}

    return runner


def once(*names: str) -> dict[str, int]:
    return {f"{name}-{number}": 1 for name in names for number in range(3)}


def test_one_host_after_the_other(run):
    assert run({"serial": 1}) == once("heavy", "light")


def test_limited_to_one_host_that_is_not_the_first(run):
    assert run(None, "--limit", "light-2") == once("light")


def test_the_first_host_is_down(run):
    assert run(heavy_1=UNREACHABLE) == once("heavy", "light")


def test_limited_to_a_group_that_cuts_through_both_clusters(run):
    assert run(None, "--limit", "odd") == once("heavy", "light")


def test_clusters_without_hosts_are_applied_from_the_control_node(run):
    assert run(light_1={"connect_cluster": "heavy"}, light_2={"connect_cluster": "heavy"}) == once("heavy", "light")
