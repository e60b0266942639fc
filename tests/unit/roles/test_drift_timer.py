# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example that runs the playbook drift every day is one that systemd takes."""

from __future__ import annotations

import configparser
import pathlib
import shutil
import subprocess

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples" / "drift"


def options(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string((EXAMPLES / name).read_text(encoding="utf-8"))
    return parser


def test_systemd_finds_nothing_to_complain_about(tmp_path):
    for path in EXAMPLES.iterdir():
        text = path.read_text(encoding="utf-8").replace("/usr/bin/ansible-playbook", "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    instance = tmp_path / "streamops-drift-alert@x.service"
    instance.write_text((tmp_path / "streamops-drift-alert@.service").read_text(encoding="utf-8"), encoding="utf-8")
    program = shutil.which("systemd-analyze")
    units = [str(tmp_path / "streamops-drift.timer"), str(tmp_path / "streamops-drift.service"), str(instance)]
    # verify ends with 0 on an unknown key, and only prints.
    told = subprocess.run([program, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    lines = (told.stdout + told.stderr).splitlines()
    assert [line for line in lines if "streamops-drift" in line] == []


def test_the_timer_starts_the_service_and_the_service_runs_the_playbook():
    timer, service = options("streamops-drift.timer"), options("streamops-drift.service")
    assert timer["Timer"]["Persistent"] == "true" and timer["Install"]["WantedBy"] == "timers.target"
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].split()[-1] == "streamops.kafka.drift"
    assert service["Unit"]["OnFailure"] == "streamops-drift-alert@%n.service"
    report = "/var/lib/streamops/drift.json"
    assert f"drift_report={report}" in service["Service"]["ExecStart"]
    assert report in options("streamops-drift-alert@.service")["Service"]["ExecStart"]
