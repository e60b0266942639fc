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


def test_no_output_of_verification_and_no_report(verified):
    result, report, dummy = verified
    reports = [report, *map(pathlib.Path.read_text, ROOT.glob("reports/*.json"))]
    assert leaks(result.stdout + result.stderr + "".join(reports)) == set()


def test_no_output_of_a_prediction(play):
    """Of rights; what else is only told is looked at where it is: in preflight, drift, adoption, bad input."""
    result = play("streamops.kafka.access", "-vvv", "--check", "--diff")
    assert leaks(result.stdout + result.stderr) == set()
    assert result.returncode == 0, result.stdout[-3000:]
