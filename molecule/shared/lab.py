"""A lab as its tests see it: hosts by name, members of groups, playbooks run as a user would.

Each scenario's ``conftest.py`` makes one of these from its inventories. Runs under Molecule and under plain pytest
alike:  LAB=default . tests/lab/env.sh && pytest molecule/default/tests
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess

import testinfra

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Lab:
    """One lab by its inventories, named from the checkout's root."""

    def __init__(self, *inventories: str) -> None:
        self._inventories = [f"--inventory={ROOT / path}" for path in inventories]
        command = ["ansible-inventory", "--list", *self._inventories]
        listed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
        self.inventory = json.loads(listed)
        engine, scope = os.environ.get("ENGINE") or "podman", os.environ["LAB_SCOPE"]
        self.hosts = {
            name: testinfra.get_host(f"{engine}://{scope}-{name}") for name in sorted(self.inventory["lab"]["hosts"])
        }

    def members(self, group: str) -> list[str]:
        """The hosts of a group and of the groups below it."""
        entry = self.inventory[group]
        return [*entry.get("hosts", ()), *(host for child in entry.get("children", ()) for host in self.members(child))]

    def play(self, playbook: str, *arguments: str, **variables) -> subprocess.CompletedProcess:
        """Run a playbook of the collection against the lab; the completed process, output and all."""
        command = ["ansible-playbook", playbook, *self._inventories, f"--extra-vars=@{os.environ['LAB_BUNDLE']}"]
        command.extend(arguments)
        if variables:
            command += ["--extra-vars", json.dumps(variables)]
        # Molecule's own settings (colours, verbose lines on standard error) are not those of a user.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ANSIBLE_")}
        environment.update(ANSIBLE_NOCOLOR="1", ANSIBLE_CONFIG=str(ROOT / "tests/lab/ansible.cfg"),
                           ANSIBLE_COLLECTIONS_PATH=str(ROOT / ".ansible/collections"))
        return subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=900, check=False
        )
