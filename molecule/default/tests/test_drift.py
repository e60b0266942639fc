"""Drift is seen, named, masked, and left alone; no detail of a run tells a secret."""

from __future__ import annotations

import json

import pytest
from leaks import leaks

WORKER, CONFIG = "connect-primary-1", "/connectors/debezium-postgres-orders/config"
PROPERTIES = "/etc/kafka-connect/worker.properties"
SECRET = "seen-by-nobody"
# Files that a run could have written; private folders of running services are theirs.
NEWER = "find /etc /opt /root /tmp -path '/tmp/systemd-private*' -prune -o -type f -newer /run/drift-marker -print"


@pytest.fixture
def drift(play, tmp_path):
    """Run the playbook; what it printed and its report."""

    def run():
        path = tmp_path / "drift.json"
        result = play("streamops.kafka.drift", "-vvv", drift_report=str(path))
        assert path.is_file(), result.stdout[-3000:]
        assert leaks(result.stdout + result.stderr + path.read_text(encoding="utf-8")) == set()
        return result, json.loads(path.read_text(encoding="utf-8"))

    return run


@pytest.fixture
def tampered(hosts, rest):
    """One connector has other keys, one file on one host has another line; put back at the end."""
    other, before = hosts["connect-primary-2"], rest(WORKER, CONFIG)
    changed = {**before, "heartbeat.interval.ms": "10001", "lab.password": SECRET}
    rest(WORKER, CONFIG, "PUT", changed)
    other.check_output(f"sed -i '1s/$/ by hand/' {PROPERTIES}")
    yield changed
    rest(WORKER, CONFIG, "PUT", before)
    other.check_output(f"sed -i '1s/ by hand$//' {PROPERTIES}")


def test_nothing_differs_after_converge(drift):
    result, report = drift()
    assert result.returncode == 0, result.stdout[-3000:]
    assert (report["outcome"], report["connectors"], report["hosts"], report["not_known"]) == ("same", [], [], [])


def test_exactly_what_was_changed_is_named_and_left_alone(drift, tampered, hosts, members, rest):
    workers = members("connect")
    started = {name: hosts[name].check_output("systemctl show -P InvocationID kafka-connect") for name in workers}
    for name in workers:
        hosts[name].check_output("touch /run/drift-marker")
    result, report = drift()
    assert result.returncode == 2, result.stdout[-3000:]
    (connector,) = report["connectors"]
    assert (connector["name"], connector["actions"]) == ("debezium-postgres-orders", ["update"])
    assert connector["keys"] == [
        {"key": "heartbeat.interval.ms", "found": "10001", "wanted": "10000"},
        {"key": "lab.password", "found": "********", "wanted": None},
    ]
    assert report["hosts"] == [
        {"host": "connect-primary-2", "kind": "file", "name": PROPERTIES, "change": "content differs"}
    ]
    assert report["not_known"] == []
    assert SECRET not in result.stdout + result.stderr + json.dumps(report)
    assert "heartbeat.interval.ms is '10001', wanted '10000'" in result.stdout.replace("''", "'")
    assert rest(WORKER, CONFIG) == tampered
    assert "by hand" in hosts["connect-primary-2"].file(PROPERTIES).content_string
    assert {name: hosts[name].check_output(NEWER) for name in workers} == dict.fromkeys(workers, "")
    again = {name: hosts[name].check_output("systemctl show -P InvocationID kafka-connect") for name in workers}
    assert again == started
