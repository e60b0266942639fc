"""Faults under which Connect says RUNNING for ever: each is made for real, and each is failed with its cause.

All faulty connectors are made in one go, beside the healthy one, which passes all the same.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import pytest
import yaml

HOST, DATABASE, HEALTHY = "connect-primary-1", "postgres-primary-1", "debezium-postgres-orders"
SERVER = "postgresql@15-main.service"
# Connect keeps the offsets of deleted connectors: a run that is repeated begins anew under other names.
RUN = f"{int(time.time()) % 100000}"
SQL = """
CREATE SCHEMA faults;
GRANT USAGE ON SCHEMA faults TO debezium;
CREATE TABLE faults.ok (id int PRIMARY KEY);
CREATE TABLE faults.secret (id int PRIMARY KEY);
CREATE TABLE faults.unpublished (id int PRIMARY KEY);
INSERT INTO faults.ok VALUES (1); INSERT INTO faults.secret VALUES (1); INSERT INTO faults.unpublished VALUES (1);
GRANT SELECT ON faults.ok, faults.unpublished TO debezium;
CREATE PUBLICATION fault_some FOR TABLE faults.ok, faults.secret;
"""
CLEAN = """
SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name LIKE 'fault_%' AND active;
SELECT pg_sleep(1);
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'fault_%';
DROP PUBLICATION IF EXISTS fault_some;
DROP SCHEMA IF EXISTS faults CASCADE;
"""
# What differs from the healthy connector, the check that fails, and what it says.
FAULTS = {
    "missing": (
        {"table.include.list": "faults.nowhere"}, "source_database",
        r"captured table faults\.nowhere does not exist: create it, or correct table\.include\.list"),
    "secret": (
        {"table.include.list": "faults.secret"}, "source_database",
        r"role debezium may not SELECT from faults\.secret: GRANT SELECT ON faults\.secret TO debezium"),
    "slot": (
        {"slot.name": "debezium_orders"}, "source_database",
        rf"slot debezium_orders is in use by another connector, {HEALTHY}, through PID \d+ "),
    "unpublished": (
        {"table.include.list": "faults.ok,faults.unpublished"}, "source_database",
        r"faults\.unpublished is not in publication fault_some.*ALTER PUBLICATION fault_some ADD TABLE faults\.unpub"),
    "topics": (
        {"topic.creation.default.partitions": None, "topic.creation.default.replication.factor": None},
        "source_progress", rf"topic fault-topics-{RUN}\.faults\.ok does not exist, and Connect is not told to make it"),
}  # fmt: skip
CHECKS = [{"name": name} for name in ("running", "source_progress", "source_database")]
# The answer of the module is wanted whatever it is.
PLAYBOOK = """
- hosts: {host}
  gather_facts: false
  module_defaults:
    group/streamops.kafka.connect: >-
      {{{{ connect_clusters | streamops.kafka.connect_rest('orders', connect_credentials) }}}}
  vars:
    ansible_python_interpreter: /opt/streamops/venv/bin/python
    healthy: "{{{{ connect_clusters.orders.connectors | selectattr('name', 'equalto', '{healthy}') | first }}}}"
  tasks:
    - block:
        - streamops.kafka.kafka_connectors:
            connect_urls: "{{{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}}}"
            kafka: "{{{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials) }}}}"
            connectors: {connectors}
            checks: {checks}
          register: answer
      rescue:
        - ansible.builtin.debug: {{var: answer.msg}}
    - streamops.kafka.kafka_topic:
        kafka: "{{{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials) }}}}"
        topics: {topics}
    - ansible.builtin.copy:
        content: "{{{{ answer | to_json }}}}"
        dest: "{{{{ answer_file }}}}"
        mode: "0600"
      delegate_to: localhost
      vars: {{ansible_python_interpreter: "{{{{ ansible_playbook_python }}}}"}}
"""


def called(name: str) -> str:
    """Name and topic prefix of a faulty connector."""
    return f"fault-{name}-{RUN}"


def made(name: str) -> dict:
    """One faulty connector; what it shares with the healthy one is taken from the inventory."""
    changes = {
        "topic.prefix": called(name), "slot.name": f"fault_{name}", "publication.name": "fault_some",
        "table.include.list": "faults.ok", "heartbeat.interval.ms": 1000, **FAULTS[name][0],
    }  # fmt: skip
    return {
        "name": called(name),
        "config": f"{{{{ healthy.config | combine('{json.dumps(changes)}' | from_json) }}}}",
    }


def written() -> Iterator[dict[str, str]]:
    """The topics that faulty connectors may have made."""
    for name in FAULTS:
        yield {"name": f"__debezium-heartbeat.{called(name)}", "state": "absent"}
        for table in ("ok", "secret", "unpublished"):
            yield {"name": f"{called(name)}.faults.{table}", "state": "absent"}


@pytest.fixture(scope="module")
def ask(play, tmp_path_factory):
    """The answer of kafka_connectors to these connectors and checks."""
    folder = tmp_path_factory.mktemp("faults")

    def run(connectors, checks=(), topics=()):
        playbook, answer = folder / "play.yml", folder / "answer.json"
        texts = {"connectors": json.dumps(connectors), "checks": json.dumps(checks), "topics": json.dumps(topics)}
        playbook.write_text(PLAYBOOK.format(host=HOST, healthy=HEALTHY, **texts), encoding="utf-8")
        assert yaml.safe_load(playbook.read_text(encoding="utf-8"))
        result = play(str(playbook), answer_file=str(answer))
        assert result.returncode == 0, result.stdout[-3000:]
        return json.loads(answer.read_text(encoding="utf-8"))

    return run


@pytest.fixture(scope="module")
def database(hosts):
    """Run SQL as the administrator."""

    def run(script):
        hosts[DATABASE].check_output(f"runuser -u postgres -- psql -d app -v ON_ERROR_STOP=1 <<'END'\n{script}\nEND")

    return run


@pytest.fixture(scope="module")
def seen(ask, database, allow):
    """All faults at the same time: what the checks say about each, and about the healthy connector."""
    allow("kafka-primary-1", ("connect-orders", "operator"), ("fault-", "__debezium-heartbeat.fault-"))
    database(CLEAN)
    database(SQL)
    try:
        answer = ask([made(name) for name in FAULTS])
        assert "msg" not in answer, answer["msg"]
        found = ask([{"name": name} for name in (HEALTHY, *map(called, FAULTS))], CHECKS)
        yield {(check["subject"], check["name"]): check for check in found["checks"]}
    finally:
        ask([{"name": called(name), "state": "absent"} for name in FAULTS], topics=list(written()))
        database(CLEAN)


@pytest.mark.parametrize("name", FAULTS)
def test_connect_says_running_and_the_check_says_why_nothing_comes(seen, name):
    dummy, check, cause = FAULTS[name]
    assert seen[called(name), "running"]["outcome"] == "passed"
    result = seen[called(name), check]
    assert result["outcome"] == "failed", result
    assert re.search(cause, result["reason"]), result["reason"]


@pytest.mark.parametrize("check", ["running", "source_progress", "source_database"])
def test_the_healthy_connector_passes_beside_them(seen, check):
    assert seen[HEALTHY, check]["outcome"] == "passed", seen[HEALTHY, check]


def test_a_database_that_is_down(ask, hosts):
    hosts[DATABASE].check_output(f"systemctl stop {SERVER}")
    try:
        asked = [{"name": "running"}, {"name": "source_database", "observe": 3}]
        found = {check["name"]: check for check in ask([{"name": HEALTHY}], asked)["checks"]}
    finally:
        hosts[DATABASE].check_output(f"systemctl start {SERVER}")
    assert found["running"]["outcome"] == "passed"
    assert found["source_database"]["outcome"] == "failed", found
    assert re.search("Connection refused.*start the database", found["source_database"]["reason"])
    # Debezium waits before it tries again, and the next sign of life is a heartbeat.
    deadline, outcomes = time.monotonic() + 180, {}
    while set(outcomes.values()) != {"passed"} and time.monotonic() < deadline:
        outcomes = {check["name"]: check["outcome"] for check in ask([{"name": HEALTHY}], CHECKS)["checks"]}
    assert set(outcomes.values()) == {"passed"}, outcomes
