# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run with nothing to do costs, and what the output of any run holds: no secret, and nothing else hidden."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from run_module import MODULES, run_module
from stub_connect import FILE_SOURCE, POSTGRES

MASK = "********"
OLD, NEW, TYPED, OTHER = "alt-geheim-11", "neu-geheim-22", "typ-geheim-33", "fremd-geheim-44"
CONFIG = {
    "connector.class": POSTGRES,
    "tasks.max": 1,
    "database.password": NEW,
    "odd.cipher": TYPED,
    "connection.url": f"jdbc:x://u:{NEW}@h/?password={NEW}",
    "topic.prefix": "1",
}
STORED = {**CONFIG, "tasks.max": "1", "database.password": OLD, "connection.url": f"jdbc:x://h/?password={OLD}"}


def run(stub, *connectors, check=False, **arguments):
    given = {"connect_urls": stub.urls, "stable_for": 0.1, "wait_timeout": 10, "connectors": []}
    given["connectors"] = [{"allow_plain_secrets": True, **connector} for connector in connectors]
    return run_module("kafka_connectors", {**given, **arguments}, check, True)


def starred(value, where=""):
    """The places of everything that is hidden."""
    if isinstance(value, dict):
        return [place for key, item in value.items() for place in starred(item, f"{where}/{key}")]
    if isinstance(value, list):
        return [place for item in value for place in starred(item, where)]
    return [where] if "***" in str(value) or "VALUE_SPECIFIED" in str(value) else []


@pytest.mark.parametrize(
    "case", ["good", "check mode", "given back", "purged", "mask", "failed", "rolled back", "write"]
)
def test_no_secret_in_any_run(stub, case):
    stub.add("c", STORED)
    stub.add("other", {"connector.class": POSTGRES, "odd.cipher": OTHER, "database.password": OLD})
    connector, arguments = {"name": "c", "config": CONFIG, "rollback": case == "rolled back"}, {}
    if case == "given back":
        connector["config"] = {**CONFIG, "database.password": MASK, "connection.url": "jdbc:x://h/?password=" + MASK}
    elif case == "purged":
        arguments = {"purge": "all"}
    elif case == "mask":
        connector["config"] = {**CONFIG, "new.password": MASK}
    elif case in ("failed", "rolled back"):
        stub.failing["c"] = f"X: {NEW}\n\tat a\nCaused by: Y: no login with {NEW}, before {OLD}, {TYPED}"
        stub.fails = lambda config: config["database.password"] == NEW
    elif case == "write":
        stub.invalid["c"] = [("database.password", f"Invalid value {NEW} for {TYPED}")]
    ran = run(stub, connector, check=case == "check mode", **arguments)
    assert ran.code == (0 if case in ("good", "check mode", "given back", "purged") else 1)
    assert [secret for secret in (OLD, NEW, TYPED, OTHER) if secret in ran.everything] == []
    assert "journal: Invoked with" in ran.everything


@pytest.mark.parametrize("failing", [False, True], ids=["good", "failed"])
def test_only_secrets_are_hidden(stub, failing):
    """A value such as 1 is in every result; hiding it would leave nothing to read."""
    if failing:
        stub.failing["c"] = "X: 1 of 1 failed with 1"
    config = {"connector.class": FILE_SOURCE, "tasks.max": 1, "batch.size": "1", "file": "true", "x.password": "1"}
    ran = run(stub, {"name": "c", "config": config}, {"name": "1", "config": {**config, "x.password": "2"}})
    assert ran.code == int(failing)
    assert set(starred(ran.result)) == {"/connectors/after/config/x.password", "/diff/after/config/x.password"}
    assert ran.result["connectors"][0]["after"]["config"]["tasks.max"] == "1"
    assert ran.result["connectors"][1]["tasks"] == [{"id": 0, "state": "RUNNING", "worker_id": stub.worker_id}]
    assert ran.result["invocation"]["module_args"]["connectors"][1]["name"] == "1"
    assert not failing or "X: 1 of 1 failed with 1" in ran.message


@pytest.mark.parametrize("module", ["kafka_connector", "kafka_connectors"])
def test_the_journal_hides_configurations_and_logins_and_nothing_else(stub, module):
    entry = {"name": "c", "config": {**CONFIG, "tasks.max": 1}, "tasks_min": 1}
    arguments = {**(entry if module == "kafka_connector" else {"connectors": [entry]}), "connect_urls": stub.urls}
    ran = run_module(module, {**arguments, "proxy_url": f"http://u:{OTHER}@127.0.0.1:1", "url_password": NEW})
    journal = [line for line in ran.everything.splitlines() if line.startswith("journal: ")]
    assert len(journal) == 1
    assert json.dumps(stub.urls) in journal[0]
    assert '"tasks_min": 1' in journal[0]
    assert '"config": "not shown (6)"' in journal[0]
    assert [secret for secret in (NEW, TYPED, OTHER) if secret in ran.everything] == []


def test_a_task_that_asks_for_no_log_leaves_nothing_in_the_journal(stub):
    ran = run_module("kafka_connectors", {"connect_urls": stub.urls, "_ansible_no_log": True})
    assert "journal:" not in ran.everything


# The high-water mark of a process that was forked includes the memory of its parent; that of its own image does not.
MEASURED = f"""
import atexit, json, pathlib, runpy, sys, time
def tell():
    status = dict(line.split(":", 1) for line in pathlib.Path("/proc/self/status").read_text().splitlines())
    print(json.dumps({{"seconds": time.process_time(), "kib": int(status["VmHWM"].split()[0])}}), file=sys.stderr)
atexit.register(tell)
runpy.run_module("{MODULES}kafka_connectors", run_name="__main__")
"""


def cost(stub, number):
    """Result, processor time and memory (MiB) of a run with nothing to do."""
    for index in range(number):
        stub.add(f"c{index}", {f"key.{key}": "value" * 5 for key in range(20)})
    config = {"connector.class": FILE_SOURCE, "tasks.max": 1, **{f"key.{key}": "value" * 5 for key in range(20)}}
    connectors = [{"name": f"c{index}", "config": config} for index in range(number)]
    given = json.dumps({"ANSIBLE_MODULE_ARGS": {"connect_urls": stub.urls, "connectors": connectors}}).encode()
    ran = subprocess.run([sys.executable, "-c", MEASURED], input=given, capture_output=True, check=True)
    measured = json.loads(ran.stderr)
    return json.loads(ran.stdout), measured["seconds"], measured["kib"] / 1024


@pytest.mark.parametrize(("number", "seconds", "memory"), [(200, 1.0, 80), (1000, 2.0, 120)])
def test_a_run_with_nothing_to_do(stub, number, seconds, memory):
    result, used, most = cost(stub, number)
    assert (result["changed"], len(result["connectors"])) == (False, number)
    assert stub.requests == ["GET /connectors?expand=info&expand=status"]
    assert used <= seconds
    assert most <= memory
    print(f"{number} connectors: {used:.2f} s, {most:.0f} MiB")
