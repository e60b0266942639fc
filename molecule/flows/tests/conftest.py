"""Fixtures of the lab: ``hosts[name]``, ``play(...)``, ``records(...)`` as an application, ``ask(...)`` the module."""

from __future__ import annotations

import contextlib
import json
import pathlib
import subprocess
import time

import pytest
from lab import Lab

LAB = Lab("examples/inventories/active_active", "molecule/flows/inventory")
CLIENT = "connect-west-1"
RECORDS = "/opt/streamops/venv/bin/python /opt/streamops/records.py"
ASK = str(pathlib.Path(__file__).resolve().parents[1] / "ask.yml")


@pytest.fixture(scope="session")
def hosts():
    return LAB.hosts


@pytest.fixture(scope="session")
def members():
    return LAB.members


@pytest.fixture(scope="session")
def play():
    return LAB.play


@pytest.fixture(scope="session")
def variables():
    """The variables of a host, as the inventories have them."""
    return lambda name: LAB.inventory["_meta"]["hostvars"][name]


@pytest.fixture(scope="session")
def records():
    """Run records.py on a host of the lab: ``records("read", "west", "orders.us", count=3)``."""

    def run(action: str, cluster: str, *names, **options):
        given = " ".join(f"--{name}" if value is True else f"--{name} {value}" for name, value in options.items())
        command = f"{RECORDS} {given} {action} kafka-{cluster}-1:9092 {' '.join(map(str, names))}"
        return json.loads(LAB.hosts[CLIENT].check_output(command))

    return run


@pytest.fixture(scope="session")
def fresh():
    """The first of many numbers that nobody has written yet."""
    return lambda: int(1000 * time.time())


@pytest.fixture(scope="session")
def copied(records, fresh):
    """Write numbers to a topic and wait for all of them on both sides; the numbers there by partition."""

    def run(source: str, target: str, topic: str, copy: str, first: int = 0, count: int = 200, **options):
        first = first or fresh()
        records("write", source, topic, first, count=count)
        wanted = {"from": first, "count": count, "patience": 60, **options}
        written, arrived = (records("read", *place, **wanted) for place in ((source, topic), (target, copy)))
        for seen in written, arrived:
            assert set().union(*seen.values()) == set(range(first, first + count))
        return written, arrived

    return run


@pytest.fixture
def ask(tmp_path):
    """What the module says about flows: by name, with checks by name, and the nodes that have tasks."""

    def run(names, *checks):
        answer = tmp_path / "answer.json"
        answer.unlink(missing_ok=True)
        listed = [{"name": check} for check in checks]
        result = LAB.play(ASK, lab_flows=names, lab_checks=listed, lab_answer=str(answer))
        assert answer.is_file(), result.stdout[-3000:]
        found = json.loads(answer.read_text(encoding="utf-8"))
        assert "flows" in found, found
        for flow in found["flows"]:
            flow["checks"] = {check["name"]: check for check in flow["checks"]}
            tasks = [status for status in flow["evidence"]["statuses"] if status["task"] is not None]
            flow["nodes"] = {status["worker_id"].split(":")[0] for status in tasks}
        return {flow["name"]: flow for flow in found["flows"]}

    return run


@pytest.fixture
def verify(tmp_path):
    """Run the playbook; what it printed and its report."""

    def run() -> tuple[subprocess.CompletedProcess, dict]:
        report = tmp_path / "verify.json"
        result = LAB.play("streamops.kafka.verify", verify_report=str(report))
        assert report.is_file(), result.stdout[-3000:]
        return result, json.loads(report.read_text(encoding="utf-8"))

    return run


@pytest.fixture(scope="session")
def killed():
    """Kill an instance of MirrorMaker with -9 on each host, as a crash would, and keep it down; started at the end."""

    @contextlib.contextmanager
    def run(names, unit="kafka-mirrormaker@to-west.service"):
        for name in names:
            keep = f"/run/systemd/system/{unit}.d"
            LAB.hosts[name].check_output(
                f"mkdir -p '{keep}' && printf '[Service]\\nRestart=no\\n' > '{keep}/stay-down.conf' &&"
                f" systemctl daemon-reload && systemctl kill --signal=KILL '{unit}'"
            )
        try:
            yield
        finally:
            for name in names:
                LAB.hosts[name].check_output(
                    f"rm -r '/run/systemd/system/{unit}.d' && systemctl daemon-reload &&"
                    f" systemctl reset-failed '{unit}' && systemctl start '{unit}'"
                )

    return run


@pytest.fixture(scope="session")
def eventually():
    """Look until the answer is good; the last answer."""

    def run(look, good, seconds=60.0):
        deadline = time.monotonic() + seconds
        while True:
            answer = look()
            if good(answer) or time.monotonic() > deadline:
                assert good(answer), answer
                return answer
            time.sleep(1)

    return run
