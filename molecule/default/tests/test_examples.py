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


def example(module):
    """A play that runs the tasks of one module, and says so at the end; who fails holds back nobody."""
    tasks = yaml.safe_load(runpy.run_path(str(ROOT / f"plugins/modules/{module}.py"))["EXAMPLES"])
    ended = {"ansible.builtin.debug": {"msg": f"ended: {module}"}}
    broken = {"ansible.builtin.debug": {"msg": f"broken: {module}"}}
    return {
        "name": f"Examples of {module}", "hosts": HOST, "gather_facts": False, "module_defaults": REST,
        "vars": {"ansible_python_interpreter": "/opt/streamops/venv/bin/python"},
        "tasks": [{"block": [*tasks, ended], "rescue": [broken]}],
    }


@pytest.fixture(scope="module")
def output(allow, play, tmp_path_factory):
    """What all examples printed, by module; their topics are none of the site's."""
    allow("kafka-primary-1", ("connect-orders", "operator"), ("heartbeats", "orders"))
    playbook = tmp_path_factory.mktemp("examples") / "examples.yml"
    playbook.write_text(yaml.safe_dump([example(module) for module in MODULES], sort_keys=False), encoding="utf-8")
    text = play(str(playbook)).stdout
    return dict(re.findall(r"^PLAY \[Examples of (\w+)\] \*+$(.*?)(?=^PLAY )", text, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(output, module):
    assert f"ended: {module}" in output[module], output[module][-4000:]


@pytest.mark.usefixtures("output")
def test_examples_leave_the_connectors_as_they_were(play):
    result = play("streamops.kafka.connectors")
    assert result.returncode == 0, result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
