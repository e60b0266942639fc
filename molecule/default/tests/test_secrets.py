"""The databases' passwords are nowhere but in the one file that the worker's user may read."""

from __future__ import annotations

import os
import pathlib

import pytest

ROLES = {"debezium": "connect_orders", "warehouse": "connect_warehouse"}


@pytest.fixture(scope="module", params=ROLES)
def role(request):
    """The database role whose password is looked for."""
    return request.param


@pytest.fixture(scope="module")
def password(role):
    return pathlib.Path(os.environ["LAB_STATE"], role).read_text(encoding="utf-8").split()[0]


def test_file_is_for_the_worker_alone(hosts, members, role, password):
    for name in members(ROLES[role]):
        holding = hosts[name].run(f"grep -rlF {password} /etc /opt /var/lib/kafka* /run /tmp").stdout.split()
        assert len(holding) == 1, holding
        secret = hosts[name].file(holding[0])
        assert (secret.user, oct(secret.mode)) == ("kafka", "0o400")


def test_no_journal_and_no_command_line(host, password):
    assert password not in host.run("journalctl --no-pager --output=cat").stdout
    assert password not in host.check_output("ps -eww -o args")


def test_no_topic(hosts, password):
    """The configuration topic holds references, and so does every log segment on the brokers' disks."""
    for name in ("kafka-primary-1", "kafka-secondary-1"):
        assert hosts[name].run(f"grep -rlF {password} /var/lib/kafka*").stdout == ""


@pytest.mark.parametrize("arguments", [[], ["--check", "--diff"]])
def test_no_output(play, arguments):
    result = play("streamops.kafka.connectors", "-vvv", *arguments)
    assert result.returncode == 0, result.stdout[-3000:]
    for role in ROLES:
        password = pathlib.Path(os.environ["LAB_STATE"], role).read_text(encoding="utf-8").split()[0]
        assert password not in result.stdout + result.stderr


def test_no_output_of_a_failing_run(play, password):
    result = play("streamops.kafka.connectors", "-vvv", "--limit=connect_orders", connect_clusters={"orders": {
        "kafka": "primary", "connectors": [{"name": "broken", "config": {
            "connector.class": "io.debezium.connector.postgresql.PostgresConnector", "topic.prefix": "x",
            "database.hostname": "postgres-primary-1", "database.user": "debezium", "database.dbname": "nosuch",
            "database.password": password}}]}})
    assert result.returncode != 0
    assert password not in result.stdout + result.stderr
