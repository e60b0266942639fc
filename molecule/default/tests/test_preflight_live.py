"""The live part of preflight: a lab that is well has nothing wrong, and what is made wrong is named with its fix."""

from __future__ import annotations

import json
import re

import pytest
from leaks import leaks

BROKER, DATABASE, TOPIC = "kafka-primary-1", "postgres-primary-1", "connect-orders-status"
ALTER = f"kafka-configs.sh --alter --entity-type topics --entity-name {TOPIC} --add-config cleanup.policy"
BREAK = "REVOKE SELECT ON public.orders FROM debezium; ALTER PUBLICATION debezium_orders DROP TABLE public.orders"
MEND = "GRANT SELECT ON public.orders TO debezium; ALTER PUBLICATION debezium_orders ADD TABLE public.orders"
# What the lab's hosts have of the machine they run on: its clock, its limit of open files.
OF_THE_MACHINE = {"H1", "H3"}
# The rule, what is seen of which subject, and what mends it.
WRONG = {
    "W4": (rf"worker connect-primary-\d of orders status\.storage\.topic {TOPIC} has cleanup\.policy=delete",
           rf"--entity-name {TOPIC} --add-config cleanup\.policy=compact"),
    "D13": (r"connector debezium-postgres-orders .*public\.orders is not in publication debezium_orders",
            r"ALTER PUBLICATION debezium_orders ADD TABLE public\.orders"),
    "D15": (r"connector debezium-postgres-orders role debezium may not SELECT from public\.orders",
            r"GRANT SELECT ON public\.orders TO debezium"),
}  # fmt: skip


@pytest.fixture(scope="module")
def look(play, tmp_path_factory):
    """Run the playbook with every detail on the screen: the run and its report."""
    path = tmp_path_factory.mktemp("preflight") / "preflight.json"

    def run():
        result = play("streamops.kafka.preflight", "-vvv", preflight_look=True, preflight_report=str(path))
        report = json.loads(path.read_text(encoding="utf-8"))
        assert "Traceback" not in result.stdout + result.stderr
        assert leaks(result.stdout + result.stderr + json.dumps(report)) == set()
        return result, report

    return run


@pytest.fixture
def broken(hosts, tool):
    """The connector's role may not read its table, its publication lacks it, a topic of the workers forgets."""

    def sql(text):
        hosts[DATABASE].check_output(f"runuser -u postgres -- psql -qd app -v ON_ERROR_STOP=1 -c '{text}'")

    sql(BREAK)
    tool(BROKER, f"{ALTER}=delete")
    yield
    tool(BROKER, f"{ALTER}=compact")
    sql(MEND)


def test_what_was_seen_live_is_well(look, hosts):
    result, report = look()
    assert result.returncode == 0, result.stdout[-3000:]
    assert {item["id"] for item in report["findings"] if item["severity"] != "info"} <= OF_THE_MACHINE
    assert {item["subject"] for item in report["findings"] if item["id"] in OF_THE_MACHINE} <= set(hosts)
    assert report["unknown"] == []
    assert report["sentence"] in result.stdout


@pytest.mark.usefixtures("broken")
def test_what_is_wrong_is_named_with_its_fix(look):
    result, report = look()
    assert result.returncode == 2, result.stdout[-3000:]
    found = {item["id"]: item for item in report["findings"] if item["severity"] == "refuse"}
    assert set(found) == set(WRONG)
    for rule, (seen, fix) in WRONG.items():
        assert re.search(seen, f"{found[rule]['subject']} {found[rule]['seen']}"), found[rule]
        assert re.search(fix, found[rule]["fix"]), found[rule]
        assert found[rule]["fix"] in result.stdout
