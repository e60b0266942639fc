"""Fixtures of the lab: ``host`` (each host in turn), ``hosts[name]``, ``play(...)`` to run a playbook as a user would.

Runs under Molecule and under plain pytest alike:  LAB=default . tests/lab/env.sh && pytest molecule/default/tests
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess

import pytest
import testinfra

ROOT = pathlib.Path(__file__).resolve().parents[3]
INVENTORIES = ["examples/inventories/two_regions", "molecule/shared/inventory", "molecule/default/inventory"]
ENGINE = os.environ.get("ENGINE") or "podman"
SCOPE = os.environ["LAB_SCOPE"]


def listed() -> dict:
    command = ["ansible-inventory", "--list", *(f"--inventory={ROOT / path}" for path in INVENTORIES)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


INVENTORY = listed()
NAMES = sorted(INVENTORY["lab"]["hosts"])


def connect(name: str) -> testinfra.host.Host:
    return testinfra.get_host(f"{ENGINE}://{SCOPE}-{name}")


@pytest.fixture(scope="session", params=NAMES)
def host(request):
    return connect(request.param)


@pytest.fixture(scope="session")
def hosts():
    return {name: connect(name) for name in NAMES}


@pytest.fixture(scope="session")
def members():
    """The hosts of a group and of the groups below it."""

    def below(group: str) -> list[str]:
        entry = INVENTORY[group]
        return [*entry.get("hosts", ()), *(host for child in entry.get("children", ()) for host in below(child))]

    return below


@pytest.fixture(scope="session")
def play():
    """Run a playbook of the collection against the lab; the completed process, output and all."""

    def run(playbook: str, *arguments: str, **variables) -> subprocess.CompletedProcess:
        inventories = [f"--inventory={ROOT / path}" for path in INVENTORIES]
        bundle = f"--extra-vars=@{os.environ['LAB_BUNDLE']}"
        command = ["ansible-playbook", playbook, *inventories, bundle, *arguments]
        if variables:
            command += ["--extra-vars", json.dumps(variables)]
        # Molecule's own settings (colours, verbose lines on standard error) are not those of a user.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ANSIBLE_")}
        environment.update(ANSIBLE_NOCOLOR="1", ANSIBLE_CONFIG=str(ROOT / "tests/lab/ansible.cfg"),
                           ANSIBLE_COLLECTIONS_PATH=str(ROOT / ".ansible/collections"))
        return subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=900, check=False
        )

    return run
