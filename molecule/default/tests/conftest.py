"""Fixtures of the lab: ``host`` (each in turn), ``hosts[name]``, ``members(group)``, ``play(...)`` as a user would.

``rest(worker, path)`` asks a worker, ``tool(host, "kafka-topics.sh --list")`` runs a tool of Kafka as administrator.
"""

from __future__ import annotations

import json
import os
import pathlib
import time

import pytest
from lab import Lab
from workers import Worker, ask

LAB = Lab("examples/inventories/two_regions", "molecule/shared/inventory", "molecule/default/inventory")
ADMIN = "/etc/streamops/admin.properties"
# How each kind of tool is told which file says how to log in.
LOGIN = {"kafka-console-consumer.sh": "--consumer.config", "kafka-console-producer.sh": "--producer.config"}


@pytest.fixture(scope="session", params=sorted(LAB.hosts))
def host(request):
    return LAB.hosts[request.param]


@pytest.fixture(scope="session")
def hosts():
    return LAB.hosts


@pytest.fixture(scope="session")
def members():
    return LAB.members


@pytest.fixture(scope="session")
def play():
    return LAB.play


@pytest.fixture(scope="session")
def variables():
    """The variables of a host, as the inventories have them."""
    return lambda name: LAB.inventory["_meta"]["hostvars"][name]


@pytest.fixture(scope="session")
def address(variables):
    """Where a host is."""
    return lambda name: f"{os.environ['LAB_NET']}.{variables(name)['lab_address']}"


@pytest.fixture(scope="session")
def rest(address):
    """What a worker answers; anything but success is an error here."""

    def run(name: str, path: str, method: str = "GET", body: object = None):
        status, document = ask(Worker(name, address(name)), path, method, body)
        assert 200 <= status < 300, document
        return document

    return run


@pytest.fixture(scope="session")
def tool():
    """Standard output of a tool of Kafka on a broker, which logs in with the certificate of that broker."""

    def run(broker: str, command: str, given: str = "") -> str:
        name = command.split(maxsplit=1)[0]
        login = f"--bootstrap-server {broker}:9094 {LOGIN.get(name, '--command-config')} {ADMIN}"
        return LAB.hosts[broker].check_output(f"{given}/opt/kafka/current/bin/{command} {login}")

    return run


@pytest.fixture(scope="session")
def second_run():
    """The site rolled out once more, with every detail on the screen: the run, and how many seconds it took."""
    began = time.monotonic()
    result = LAB.play("streamops.kafka.site", "-vvv")
    return result, time.monotonic() - began


@pytest.fixture(scope="session")
def verified(tool, tmp_path_factory):
    """The site verified, with every detail on the screen, after rows and a record that nobody can read came through.

    The run, the text of its report, and what was seen of the rows.
    """
    produce = "kafka-console-producer.sh --property parse.key=true --property key.separator='|'"
    tool("kafka-primary-1", f"{produce} --topic pgapp.public.orders", given="printf 'no-key|no-json\\n' | ")
    proof = LAB.play(str(pathlib.Path(__file__).resolve().parents[2] / "shared/prove.yml"), lab_proof_rounds=10)
    assert proof.returncode == 0, proof.stdout[-4000:]
    report = tmp_path_factory.mktemp("verified") / "verify.json"
    result = LAB.play("streamops.kafka.verify", "-vvv", verify_report=str(report))
    seen = pathlib.Path(os.environ["LAB_STATE"], "proof.json").read_text(encoding="utf-8")
    return result, report.read_text(encoding="utf-8"), json.loads(seen)


@pytest.fixture(scope="module")
def allow(tool):
    """Let somebody do everything with the topics of some prefixes, for as long as the module's tests last."""
    given = []

    def run(broker: str, principals: tuple[str, ...], prefixes: tuple[str, ...]) -> None:
        who = " ".join(f"--allow-principal User:{name}" for name in principals)
        what = " ".join(f"--topic {prefix}" for prefix in prefixes)
        given.append((broker, f"{who} --operation All --resource-pattern-type prefixed {what}"))
        tool(broker, f"kafka-acls.sh --add {given[-1][1]}")

    yield run
    for broker, rule in given:
        tool(broker, f"kafka-acls.sh --remove --force {rule}")
