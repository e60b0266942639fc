"""Verification tells a working pipeline from a broken one, and says what is broken."""

from __future__ import annotations

import contextlib
import json

import pytest

MUST_PASS = {"connect_worker", "connect_plugins", "connect_connector", "connect_dlq", "mm2_properties", "mm2_topics",
             "mm2_lag"}


def verify(play, tmp_path):
    report = tmp_path / "verify.json"
    result = play("streamops.kafka.verify", verify_report=str(report))
    return result, json.loads(report.read_text(encoding="utf-8"))


def lines(report):
    return {line["key"]: line["outcome"] for checklist in report["checklists"] for line in checklist["lines"]}


def failed(report):
    return {check["name"]: check for check in report["checks"] if check["outcome"] == "failed"}


@contextlib.contextmanager
def killed(hosts, names, unit):
    """Kill a service with -9 on each host, as a crash would, and keep it down; start it again at the end."""
    for name in names:
        hosts[name].check_output(f"mkdir -p /run/systemd/system/{unit}.d")
        hosts[name].check_output(f"printf '[Service]\\nRestart=no\\n' > /run/systemd/system/{unit}.d/stay-down.conf")
        hosts[name].check_output("systemctl daemon-reload")
        hosts[name].check_output(f"systemctl kill --signal=KILL {unit}")
        assert hosts[name].run(f"sleep 1; systemctl is-active {unit}").stdout.strip() == "failed"
    try:
        yield
    finally:
        for name in names:
            hosts[name].check_output(f"rm -r /run/systemd/system/{unit}.d")
            hosts[name].check_output("systemctl daemon-reload")
            hosts[name].check_output(f"systemctl reset-failed {unit}")
            hosts[name].check_output(f"systemctl start {unit}")


def eventually_passes(play, tmp_path):
    """After a crash the members come back within a session time-out and a flush."""
    for _attempt in range(4):
        result, report = verify(play, tmp_path)
        if result.returncode == 0:
            return
    raise AssertionError(failed(report) or result.stdout[-3000:])


def test_pipeline_passes(verified):
    result, report, dummy = verified
    assert result.returncode == 0, result.stdout[-4000:]
    outcomes = lines(json.loads(report))
    assert len(outcomes) == 11
    assert {key for key, outcome in outcomes.items() if outcome == "passed"} >= MUST_PASS, outcomes
    assert "failed" not in outcomes.values()


@pytest.mark.long
def test_one_worker_killed(play, tmp_path, hosts):
    with killed(hosts, ["connect-primary-2"], "kafka-connect.service"):
        result, report = verify(play, tmp_path)
        assert result.returncode != 0
        found = failed(report)
        assert "workers_live" in found
        assert "connect-primary-2" in found["workers_live"]["reason"]
        assert lines(report)["connect_worker"] == "failed"
        assert "connect-primary-2" in result.stdout
    eventually_passes(play, tmp_path)
