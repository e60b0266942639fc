"""Secrets are nowhere but in files of mode 0400 of who needs them: passwords, and the keys of certificates.

All of the lab's at once, looked for in files, journals, command lines, environments, units, topics, outputs, reports.
"""

from __future__ import annotations

import pathlib

import pytest
from leaks import holders, leaks, passwords

ROOT = pathlib.Path(__file__).resolve().parents[3]
FOLDERS = ("/etc", "/home", "/opt", "/root", "/run", "/srv", "/tmp", "/usr/local", "/var")
# Who may read a secret; a file that systemd hands to a service is of a user that may have no name.
OWNERS = {"kafka", "postgres", "root"}
HANDED = "/run/credentials/"
ANYWHERE_ELSE = ("journalctl --no-pager --output=cat", "ps -eww -o args", "cat /proc/[0-9]*/environ",
                 "systemctl cat '*'", "systemctl show --no-pager '*'")
WITH_REFERENCES = [("kafka-primary-1", "connect-orders-configs"), ("kafka-secondary-1", "connect-warehouse-configs"),
                   ("kafka-secondary-1", "mm2-configs.primary.internal")]
CONNECTOR = {
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector", "topic.prefix": "x",
    "database.hostname": "postgres-primary-1", "database.user": "debezium", "database.dbname": "nosuch",
}


@pytest.fixture
def planted(hosts):
    """A secret where none may be: a file of a service, a command line, the journal."""
    host, secret = hosts["postgres-secondary-1"], passwords()["orders-app"]
    host.check_output(f"echo password={secret} > /var/lib/planted && logger {secret}")
    host.check_output(f"systemd-run --quiet --unit=planted sh -c 'sleep 60; : {secret}'")
    yield host
    host.check_output("rm /var/lib/planted; systemctl stop planted; journalctl --quiet --rotate --vacuum-time=1s")


def test_files_are_for_one_user_alone(host):
    """In /etc, and where systemd hands them to a service; no log, no data, no topic on a disk, no program."""
    held = holders(host, *FOLDERS)
    assert {path for path in held if not path.startswith(("/etc/", HANDED))} == set()
    assert {mode for mode, dummy in held.values()} <= {"400"}, held
    assert {owner for path, (dummy, owner) in held.items() if not path.startswith(HANDED)} <= OWNERS, held


def test_workers_have_what_they_need_in_files(hosts, members):
    """The search finds what is there."""
    for group, secret in (("connect_orders", "postgres-orders"), ("connect_warehouse", "postgres-warehouse")):
        for name in members(group):
            assert f"/etc/kafka-connect/secrets/{secret}.properties" in holders(hosts[name], "/etc/kafka-connect")


@pytest.mark.parametrize("command", ANYWHERE_ELSE)
def test_no_journal_no_process_no_unit(host, command):
    assert leaks(host.run(command).stdout) == set()


def test_the_search_finds_what_is_planted(planted):
    """Last of what looks at hosts: a scan that cannot fail proves nothing."""
    assert "/var/lib/planted" in holders(planted, "/var/lib")
    for command in ANYWHERE_ELSE[:2]:
        assert leaks(planted.run(command).stdout) == {"orders-app"}


@pytest.mark.parametrize(("broker", "topic"), WITH_REFERENCES)
def test_configuration_topics_hold_references(tool, broker, topic):
    text = tool(broker, f"kafka-console-consumer.sh --topic {topic} --from-beginning --timeout-ms 5000")
    assert leaks(text) == set()
    assert "${file:" in text


def test_no_output_of_a_roll_out(second_run):
    result = second_run[0]
    assert leaks(result.stdout + result.stderr) == set()


def test_no_output_of_verification_and_no_report(play, tmp_path):
    report = tmp_path / "verify.json"
    result = play("streamops.kafka.verify", "-vvv", verify_report=str(report))
    assert result.returncode == 0, result.stdout[-3000:]
    reports = [report, *ROOT.glob("reports/*.json")]
    assert leaks(result.stdout + result.stderr + "".join(map(pathlib.Path.read_text, reports))) == set()


@pytest.mark.parametrize("playbook", ["access", "connectors", "drift", "preflight"])
def test_no_output_of_a_prediction(play, tmp_path, playbook):
    result = play(f"streamops.kafka.{playbook}", "-vvv", "--check", "--diff", drift_report=str(tmp_path / "drift.json"))
    assert leaks(result.stdout + result.stderr) == set()
    assert result.returncode == 0, result.stdout[-3000:]


def wrong(variables, secret):
    """The site with a password of the lab where it may not be, and with passwords that are wrong."""
    orders = variables["connect_clusters"]["orders"]
    broken = {"name": "broken", "config": {**CONNECTOR, "database.password": secret}}
    logins = {"connect-rest": {"url_username": "operator", "url_password": "not-the-password"}}
    operator = {"primary-operator": {"sasl_username": "operator", "sasl_password": "not-the-password"}}
    return {
        "database": {"connect_clusters": {"orders": {**orders, "connectors": [broken]}}},
        "worker": {"connect_credentials": logins},
        "brokers": {"kafka_credentials": {**variables["kafka_credentials"], **operator}},
    }


@pytest.mark.parametrize("where", ["database", "worker", "brokers"])
def test_no_output_of_a_failing_run(play, variables, where):
    given = wrong(variables("connect-primary-1"), passwords()["debezium"])[where]
    playbook = "connect" if where == "brokers" else "connectors"
    result = play(f"streamops.kafka.{playbook}", "-vvv", "--check", "--diff", "--limit=connect_orders", **given)
    assert result.returncode != 0
    assert leaks(result.stdout + result.stderr) == set()
