"""Fixtures of the lab: ``hosts[name]``, ``play(...)`` as a user would, ``restarted()``, ``rest()``, ``client()``."""

from __future__ import annotations

import json
import os
import pathlib
import shlex

import pytest
from lab import Lab

LAB = Lab("molecule/secure/inventory")
STATE = pathlib.Path(os.environ["LAB_STATE"])
UNITS = {
    "kafka-near-1": ["kafka-broker"],
    "kafka-far-1": ["kafka-broker"],
    "worker-1": ["kafka-connect", "kafka-mirrormaker@to-far"],
}
CA = "/etc/streamops/tls/ca.pem"
ASK = """
import base64, http.client, json, ssl, sys, urllib.error, urllib.request as u
given = json.load(sys.stdin)
context = ssl.create_default_context(cafile=given["ca"])
if given["certificate"]:
    context.load_cert_chain("/etc/streamops/tls/keystore.pem")
login = base64.b64encode(("operator:" + given["password"]).encode()).decode()
headers = {"Authorization": "Basic " + login} if given["password"] else {}
try:
    answer = u.urlopen(u.Request(given["url"], method=given["method"], headers=headers), context=context, timeout=20)
    print(answer.status, answer.read().decode())
except urllib.error.HTTPError as refused:
    print(refused.code, refused.read().decode())
except (OSError, http.client.HTTPException) as refused:
    print(0, refused)
"""
SERVICES = [(name, unit) for name, units in UNITS.items() for unit in units]


@pytest.fixture(scope="session")
def hosts():
    return LAB.hosts


@pytest.fixture(scope="session")
def play():
    return LAB.play


@pytest.fixture(params=SERVICES, ids=lambda pair: pair[1] + "-" + pair[0])
def service(request):
    """Each unit with its host."""
    name, unit = request.param
    return LAB.hosts[name], unit


@pytest.fixture(scope="session")
def secret():
    """A secret of the lab by its name."""
    return lambda name: (STATE / "secrets" / name).read_text(encoding="utf-8").split()[0]


@pytest.fixture(scope="session")
def started():
    """When each unit was started: another number means a restart."""

    def look() -> dict[tuple[str, str], str]:
        show = "systemctl show --property=InvocationID --value"
        return {(name, unit): LAB.hosts[name].check_output(f"{show} '{unit}'") for name, unit in SERVICES}

    return look


@pytest.fixture(scope="session")
def restarted(started):
    """The units that a playbook restarts, and what it printed."""

    def run(playbook: str, *arguments: str, **variables):
        before = started()
        result = LAB.play(playbook, *arguments, **variables)
        return {pair for pair, number in started().items() if number != before[pair]}, result

    return run


@pytest.fixture(scope="session")
def rest(secret):
    """Ask the worker from its own host; status and text. What is given replaces what is right."""

    def ask(path="/connectors", method="GET", scheme="https", ca=CA, certificate=True, password=None):
        given = {"url": f"{scheme}://worker-1:8443{path}", "method": method, "ca": ca, "certificate": certificate,
                 "password": secret("connect-rest") if password is None else password}
        host = LAB.hosts["worker-1"]
        command = f"echo {shlex.quote(json.dumps(given))} | python3 -c {shlex.quote(ASK)}"
        status, dummy, text = host.check_output(command).partition(" ")
        return int(status), text

    return ask


@pytest.fixture(scope="session")
def client():
    """Kafka's own client on the worker's host, with these properties; exit code and everything it printed."""

    def run(cluster: str, **properties: str):
        text = "".join(f"{key.replace('_', '.')}={value}\n" for key, value in properties.items())
        tool = f"timeout 40 /opt/kafka/current/bin/kafka-topics.sh --list --bootstrap-server kafka-{cluster}-1:9092"
        command = (
            f"printf %s {shlex.quote(text)} > /tmp/client.properties; KAFKA_HEAP_OPTS=-Xmx128m"
            f" {tool} --command-config /tmp/client.properties 2>&1"
        )
        done = LAB.hosts["worker-1"].run(command)
        return done.rc, done.stdout

    return run
