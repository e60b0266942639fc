"""The examples that `ansible-doc` prints run as they stand."""

from __future__ import annotations

import pathlib
import re
import runpy

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODULES = sorted(
    path.stem for path in (ROOT / "plugins/modules").glob("*.py")
    if path.stem != "kafka_bundle"  # runs on the control node; its examples name a company's own repository
)
HOST = "connect-primary-1"


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(play, tmp_path, module):
    tasks = yaml.safe_load(runpy.run_path(str(ROOT / f"plugins/modules/{module}.py"))["EXAMPLES"])
    variables = {"ansible_python_interpreter": "/opt/streamops/venv/bin/python"}
    playbook = tmp_path / "examples.yml"
    plays = [{"hosts": HOST, "gather_facts": False, "vars": variables, "tasks": tasks}]
    playbook.write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
    result = play(str(playbook))
    assert result.returncode == 0, result.stdout[-4000:]


def test_examples_leave_the_connectors_as_they_were(play):
    result = play("streamops.kafka.connectors")
    assert result.returncode == 0, result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
