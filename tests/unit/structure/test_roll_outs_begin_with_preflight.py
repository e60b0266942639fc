# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever rolls something out holds the inventory against the rules before it touches anything."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
import yaml
from stub_connect import FILE_SINK, FILE_SOURCE, StubConnect

SECRET = "correct-horse-battery"
# Playbooks that write nothing but a report or an inventory on the control node, or archives; and a part of the others.
READERS = {"adopt", "bundle", "drift", "preflight", "prepare", "verify"}
# There a look would refuse what they are run to mend.
WITHOUT_LOOK = {"certificates", "rotate"}
QUEUE = {"errors.deadletterqueue.topic.name": "dlq"}


def playbooks(root: pathlib.Path) -> dict[str, list[dict[str, Any]]]:
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in root.glob("playbooks/*.yml")}


def test_the_first_play_of_each_roll_out_is_the_preflight(root):
    found = playbooks(root)
    first = {name: plays[0].get("ansible.builtin.import_playbook") for name, plays in found.items()}
    assert {name for name, start in first.items() if start == "plays/preflight.yml"} == set(found) - READERS | {
        "preflight"
    }
    assert {name for name, plays in found.items() if plays[0].get("vars") == {"_preflight_look": False}} == WITHOUT_LOOK


def test_no_roll_out_is_part_of_another_so_that_the_preflight_runs_once(root):
    imported = {
        play["ansible.builtin.import_playbook"]
        for plays in playbooks(root).values()
        for play in plays
        if "ansible.builtin.import_playbook" in play
    }
    assert {name for name in imported if not name.startswith("plays/")} == {"prepare.yml"}


@pytest.fixture
def roll_out(root, tmp_path):
    """Run a playbook for a cluster of one worker, and bring back its output, the report and what was written."""

    def run(stub: StubConnect, connectors: list[dict[str, Any]], playbook: str = "connectors", **variables: Any):
        cluster = {"kafka": "primary", "urls": stub.urls, "connectors": connectors}
        kafka = {"bootstrap_servers": "127.0.0.1:1", "replication_factor": 1}
        variables["client_python"] = sys.executable
        inventory = {
            "all": {
                "hosts": {"localhost": {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}},
                "vars": {"connect_clusters": {"orders": cluster}, "kafka_clusters": {"primary": kafka}, **variables},
            }
        }
        (tmp_path / "hosts.json").write_text(json.dumps(inventory), encoding="utf-8")
        (tmp_path / "ansible.cfg").write_text("", encoding="utf-8")
        report = tmp_path / "preflight.json"
        program = pathlib.Path(sys.executable).with_name("ansible-playbook")
        done = subprocess.run(
            [program, "-i", tmp_path / "hosts.json", f"streamops.kafka.{playbook}", "-e", f"preflight_report={report}"],
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "ANSIBLE_COLLECTIONS_PATH": str(root / ".ansible" / "collections"),
                "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
                "ANSIBLE_NOCOLOR": "1",
            },
        )
        written = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        return done, written, dict(stub.written())

    return run


def connector(name: str, kind: str, **config: str) -> dict[str, Any]:
    return {"name": name, "config": {"connector.class": kind, "tasks.max": 1, **config}}


def test_a_refusal_comes_before_the_first_write_and_names_everything(stub, roll_out):
    """Three things are refused, the first of them in the second connector; the first connector is not written."""
    connectors = [
        connector("good", FILE_SOURCE),
        connector("one", FILE_SOURCE, **QUEUE, **{"database.password": SECRET}),
        connector("two", FILE_SINK),
    ]
    done, report, written = roll_out(stub, connectors)
    assert done.returncode != 0
    assert written == {}
    assert {item["id"] for item in report["findings"] if item["severity"] == "refuse"} == {"Q1", "S6", "C1"}
    assert all(f"({number}) connector" in done.stdout for number in ("Q1", "S6", "C1"))
    assert "Nothing was touched." in done.stdout
    assert SECRET not in done.stdout + done.stderr + json.dumps(report)


def test_what_was_accepted_is_told_and_goes_on(stub, roll_out):
    done, report, written = roll_out(stub, [connector("one", FILE_SOURCE, **QUEUE)], preflight_accept=["Q1"])
    assert done.returncode == 0, done.stdout[-3000:]
    assert written == {"one": 1}
    assert [item["id"] for item in report["findings"] if item["accepted"]] == ["Q1"]
    assert "[accepted] Q1   connector one: a source with errors.deadletterqueue.topic.name" in done.stdout


def test_a_number_that_no_rule_has_ends_the_run(stub, roll_out):
    done, report, written = roll_out(stub, [connector("one", FILE_SOURCE)], "preflight", preflight_accept="Q1,Z9")
    assert done.returncode != 0
    assert (report, written) == ({}, {})
    assert "preflight_accept holds Z9, which is no rule" in done.stdout
