# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module as a program, the way that Ansible does: JSON in, JSON out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

MODULES = "ansible_collections.streamops.kafka.plugins.modules."
# Prints what would go to the journal of the host, then runs the module.
LOGGED = """
import runpy, sys
from ansible.module_utils.basic import AnsibleModule
def log(self, message, log_args=None):
    if not self.no_log:
        print("journal:", message, log_args, file=sys.stderr)
AnsibleModule.log = log
runpy.run_module("{name}", run_name="__main__")
"""


@dataclass(frozen=True)
class Ran:
    """What a module printed and how it ended."""

    code: int
    result: dict[str, Any]
    everything: str

    @property
    def message(self) -> str:
        """The sentence of a failure."""
        return str(self.result.get("msg", ""))


def run_module(
    name: str, arguments: dict[str, Any], check: bool = False, diff: bool = False, **environment: str
) -> Ran:
    """Run a module of the collection; its output holds what it would write to the journal as well."""
    modes = {"_ansible_check_mode": check, "_ansible_diff": diff, "_ansible_verbosity": 3}
    # Ansible says in every call whether the task has no_log, whatever the module itself wants.
    given = {"_ansible_no_log": False, **arguments, **modes}
    done = subprocess.run(
        [sys.executable, "-c", LOGGED.format(name=MODULES + name)],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": given}),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    return Ran(done.returncode, json.loads(done.stdout), done.stdout + done.stderr)
