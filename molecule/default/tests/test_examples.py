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
# How a play gives all modules of the group what they need to reach the workers.
REST = {"group/streamops.kafka.connect":
        "{{ connect_clusters | streamops.kafka.connect_rest('orders', connect_credentials) }}"}


@pytest.fixture(scope="module", autouse=True)
def allowed(allow):
    """The topics of the examples are none of the site's."""
    allow("kafka-primary-1", ("connect-orders", "operator"), ("heartbeats", "orders"))


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(play, tmp_path, module):
    tasks = yaml.safe_load(runpy.run_path(str(ROOT / f"plugins/modules/{module}.py"))["EXAMPLES"])
    variables = {"ansible_python_interpreter": "/opt/streamops/venv/bin/python"}
    playbook = tmp_path / "examples.yml"
    plays = [{"hosts": HOST, "gather_facts": False, "module_defaults": REST, "vars": variables, "tasks": tasks}]
    playbook.write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
    result = play(str(playbook))
    assert result.returncode == 0, result.stdout[-4000:]


def test_examples_leave_the_connectors_as_they_were(play):
    result = play("streamops.kafka.connectors")
    assert result.returncode == 0, result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
