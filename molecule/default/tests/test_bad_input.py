"""Bad input ends in one sentence that names the variable, the host and the fix, before anything is changed.

No secret is told then either, in no detail. What tests/unit/roles prove as well is left to make test-all.
"""

from __future__ import annotations

import re

import pytest
from leaks import leaks, passwords

NO_SUCH_DIGEST = "sha256:" + 64 * "0"
# A secret of another login.
WRONG = "${file:/etc/kafka-connect/secrets/worker.properties:sasl.jaas.config}"
CONNECTOR = {
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector", "tasks.max": 1, "topic.prefix": "bad",
    "database.hostname": "postgres-primary-1", "database.port": 5432, "database.user": "debezium",
    "database.password": WRONG, "database.dbname": "app", "plugin.name": "pgoutput",
    "slot.name": "bad", "publication.name": "debezium_orders", "publication.autocreate.mode": "disabled",
}


def connector(**changes):
    """The site with a bad connector."""
    def site(variables):
        known = variables["connect_clusters"]
        bad = {"name": "bad", "config": {**CONNECTOR, **changes}}
        return {"connect_clusters": {**known, "orders": {**known["orders"], "connectors": [bad]}}}

    return site


def clusters(**changes):
    """The site with something else said about the brokers of primary."""
    def site(variables):
        known = variables["kafka_clusters"]
        return {"kafka_clusters": {**known, "primary": {**known["primary"], **changes}}}

    return site


def given(**values):
    """The site with other variables."""
    return lambda variables: values


def login(name, group, **changes):
    """The site with a wrong password of somebody."""
    return lambda variables: {group: {**variables[group], name: {**variables[group][name], **changes}}}


def in_clear(variables):
    """The site with a connector whose password stands in its configuration."""
    return connector(**{"database.password": passwords()["debezium"]})(variables)


CASES = {
    "wrong checksum": ("brokers", given(kafka_archive_checksum=NO_SUCH_DIGEST),
                       ["kafka_archive_checksum", "for kafka-"]),
    "missing archive": ("brokers", given(kafka_archive="/nowhere/kafka.tgz", kafka_archive_checksum=NO_SUCH_DIGEST),
                        ["kafka_archive", "/nowhere/kafka.tgz", "for kafka-"]),
    "java too old": ("brokers", given(java_minimum=99, java_method="none"), ["java_home", "kafka-", "99"]),
    "replication factor above the brokers": (
        "brokers", clusters(replication_factor=3),
        ["kafka_clusters.primary.replication_factor", "kafka-primary-1", "1 broker"]),
    "broker unreachable": ("connect", clusters(bootstrap_servers="kafka-primary-1:9999"),
                           ["kafka_clusters.primary", "bootstrap_servers", "connect-primary"]),
    "unknown connector class": ("connectors", connector(**{"connector.class": "io.debezium.PostgresConector"}),
                                ["io.debezium.connector.postgresql.PostgresConnector", "bad"]),
    "wrong database password": ("connectors", connector(), ["bad", "password"]),
    "password in clear": ("connectors", in_clear, ["bad", "database.password", "not a reference", "${file:"]),
    "wrong password of the workers": (
        "connectors", login("connect-rest", "connect_credentials", url_password="not-the-password"),
        ["connect-primary-1", "401"]),
    "wrong password of the brokers": (
        "connect", login("primary-operator", "kafka_credentials", sasl_password="not-the-password"),
        ["kafka-primary-1", "SCRAM-SHA-512"]),
}
MARKS = dict.fromkeys(tuple(CASES)[:5], pytest.mark.long)


@pytest.mark.parametrize("case", [pytest.param(case, marks=MARKS.get(case, ())) for case in CASES])
def test_bad_input_is_one_sentence_and_changes_nothing(play, variables, case):
    playbook, site, named = CASES[case]
    limit = [] if playbook == "brokers" else ["--limit=connect_orders"]
    result = play(f"streamops.kafka.{playbook}", "-vvv", *limit, **site(variables("connect-primary-1")))
    assert result.returncode == 2, result.stdout[-3000:]
    messages = re.findall(r"(?:fatal|\[ERROR\]): .*?(?=\n\n)", result.stdout, re.DOTALL)
    assert messages, result.stdout[-3000:]
    for name in named:
        assert name in messages[0], messages[0]
    assert "Traceback" not in result.stdout
    assert leaks(result.stdout + result.stderr) == set()
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]


@pytest.mark.long
def test_port_taken(play, hosts, variables):
    """A stranger holds the worker's port on one host: the roll-out stops there and names it."""
    host = hosts["connect-primary-2"]
    host.check_output("systemd-run --quiet --unit=stranger python3 -m http.server 8099")
    try:
        known = variables("connect-primary-2")["connect_clusters"]
        orders = {**known["orders"], "port": 8099, "connectors": []}
        result = play("streamops.kafka.connect", "--limit=connect_orders", connect_clusters={**known, "orders": orders})
    finally:
        host.check_output("systemctl stop stranger")
    assert result.returncode == 2, result.stdout[-3000:]
    assert re.search(r"8099.*connect-primary-2", result.stdout, re.DOTALL), result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
    assert host.service("kafka-connect").is_running
