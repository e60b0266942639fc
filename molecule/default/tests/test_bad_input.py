"""Bad input ends in one sentence that names the variable, the host and the fix, before anything is changed."""

from __future__ import annotations

import re

import pytest

NO_SUCH_DIGEST = "sha256:" + 64 * "0"
CONNECTOR = {
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector", "tasks.max": 1, "topic.prefix": "bad",
    "database.hostname": "postgres-primary-1", "database.port": 5432, "database.user": "debezium",
    "database.password": "not-the-password", "database.dbname": "app", "plugin.name": "pgoutput",
    "slot.name": "bad", "publication.name": "debezium_orders", "publication.autocreate.mode": "disabled",
}


def connector(**changes):
    config = {**CONNECTOR, **changes}
    return {"connect_clusters": {"orders": {"kafka": "primary", "plugins": ["debezium-postgres"],
                                            "connectors": [{"name": "bad", "config": config}]}}}


def clusters(**changes):
    cluster = {"kind": "self", "bootstrap_servers": "kafka-primary-1:9092", "replication_factor": 1}
    other = {"kind": "self", "bootstrap_servers": "kafka-secondary-1:9092", "replication_factor": 1}
    return {"kafka_clusters": {"primary": {**cluster, **changes}, "secondary": other}}


CASES = {
    "wrong checksum": ("brokers", {"kafka_archive_checksum": NO_SUCH_DIGEST},
                       ["kafka_archive_checksum", "for kafka-"]),
    "missing archive": ("brokers", {"kafka_archive": "/nowhere/kafka.tgz", "kafka_archive_checksum": NO_SUCH_DIGEST},
                        ["kafka_archive", "/nowhere/kafka.tgz", "for kafka-"]),
    "java too old": ("brokers", {"java_minimum": 99, "java_method": "none"}, ["java_home", "kafka-", "99"]),
    "replication factor above the brokers": (
        "brokers", clusters(replication_factor=3),
        ["kafka_clusters.primary.replication_factor", "kafka-primary-1", "1 broker"]),
    "broker unreachable": ("connect", clusters(bootstrap_servers="kafka-primary-1:9999"),
                           ["kafka_clusters.primary", "bootstrap_servers", "connect-primary"]),
    "unknown connector class": ("connectors", connector(**{"connector.class": "io.debezium.PostgresConector"}),
                                ["io.debezium.connector.postgresql.PostgresConnector", "bad"]),
    "wrong database password": ("connectors", connector(), ["bad", "password"]),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_sentence_and_changes_nothing(play, case):
    playbook, variables, named = CASES[case]
    limit = ["--limit=connect_orders"] if "connect_clusters" in variables else []
    result = play(f"streamops.kafka.{playbook}", *limit, **variables)
    assert result.returncode == 2, result.stdout[-3000:]
    messages = re.findall(r"(?:fatal|\[ERROR\]): .*?(?=\n\n)", result.stdout, re.DOTALL)
    assert messages, result.stdout[-3000:]
    for name in named:
        assert name in messages[0], messages[0]
    assert "Traceback" not in result.stdout
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]


def test_port_taken(play, hosts):
    """A stranger holds the worker's port on one host: the roll-out stops there and names it."""
    host = hosts["connect-primary-2"]
    host.check_output("systemd-run --quiet --unit=stranger python3 -m http.server 8099")
    try:
        result = play("streamops.kafka.connect", "--limit=connect_orders", connect_clusters={"orders": {
            "kafka": "primary", "port": 8099, "plugins": ["debezium-postgres"], "connectors": []}})
    finally:
        host.check_output("systemctl stop stranger")
    assert result.returncode == 2, result.stdout[-3000:]
    assert re.search(r"8099.*connect-primary-2", result.stdout, re.DOTALL), result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
    assert host.service("kafka-connect").is_running
