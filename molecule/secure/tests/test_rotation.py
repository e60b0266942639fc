"""New secrets reach whoever needs them, and nobody else is restarted. A right that was taken away is given back."""

from __future__ import annotations

import pytest
from conftest import STATE

pytestmark = pytest.mark.long
TAKE_AWAY = (
    "KAFKA_HEAP_OPTS=-Xmx128m /opt/kafka/current/bin/kafka-acls.sh --bootstrap-server kafka-far-1:9094"
    " --command-config /etc/kafka-broker/admin.properties --remove --force --allow-principal User:mm2"
    " --operation Write --topic near.pay. --resource-pattern-type prefixed"
)


def test_a_second_roll_out_changes_nothing(restarted):
    units, result = restarted("streamops.kafka.site")
    assert result.returncode == 0, result.stdout[-3000:]
    assert units == set()
    assert all("changed=0 " in line for line in result.stdout.splitlines() if "ok=" in line), result.stdout[-800:]


def test_a_new_password_restarts_who_reads_it(restarted, secret):
    old = secret("far-mm2")
    (STATE / "secrets" / "far-mm2").write_text("another" + old[7:] + "\n", encoding="ascii")
    units, result = restarted("streamops.kafka.rotate")
    assert result.returncode == 0, result.stdout[-3000:]
    assert units == {("kafka-far-1", "kafka-broker"), ("worker-1", "kafka-mirrormaker@to-far")}
    assert old not in result.stdout and secret("far-mm2") not in result.stdout


def test_a_right_that_was_taken_away_is_told_and_given_back(hosts, play):
    def access(*arguments: str) -> tuple[str, bool]:
        result = play("streamops.kafka.access", "--diff", *arguments)
        assert result.returncode == 0, result.stdout[-3000:]
        line = [line for line in result.stdout.splitlines() if line.startswith("kafka-far-1 ")][-1]
        return result.stdout, "changed=0 " not in line

    assert not access("--check")[1]
    hosts["kafka-far-1"].check_output(TAKE_AWAY)
    told, differs = access("--check")
    assert differs and "near.pay." in told.partition("PLAY RECAP")[0]
    assert access()[1]
    assert not access("--check")[1]
