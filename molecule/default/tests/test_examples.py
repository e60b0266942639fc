"""The examples that `ansible-doc` prints run as they stand."""

from __future__ import annotations

import pathlib
import re
import runpy

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
# Rights come last: what an example purges, examples of others need. The bundle's name a company's own repository.
LAST = ("kafka_scram_user", "kafka_acl")
OTHERS = sorted({path.stem for path in (ROOT / "plugins/modules").glob("*.py")} - {"kafka_bundle", *LAST})
MODULES = [*OTHERS, *LAST]
HOST, BROKER = "connect-primary-1", "kafka-primary-1"
# Those of modules that need no host run where the playbooks run.
WHERE = {"preflight": ("localhost", "{{ ansible_playbook_python }}")}
# What examples leave behind: an application.
MADE = ("kafka-acls.sh --remove --force --allow-principal User:app --operation Write --topic orders",
        "kafka-configs.sh --alter --entity-type users --entity-name app --delete-config SCRAM-SHA-512")
# Who may take rights away from everybody in the inventory is not in it.
ADMINISTRATOR = {"sasl_username": "administrator", "sasl_password": "an-administrator-s"}
RIGHTS = "--allow-principal User:administrator --operation All --cluster"
USER = "kafka-configs.sh --alter --entity-type users --entity-name administrator"
# How a play gives all modules of the group what they need to reach the workers.
REST = {"group/streamops.kafka.connect":
        "{{ connect_clusters | streamops.kafka.connect_rest('orders', connect_credentials) }}"}


def example(module):
    """A play that runs the tasks of one module, and says so at the end; who fails holds back nobody."""
    tasks = yaml.safe_load(runpy.run_path(str(ROOT / f"plugins/modules/{module}.py"))["EXAMPLES"])
    ended = {"ansible.builtin.debug": {"msg": f"ended: {module}"}}
    broken = {"ansible.builtin.debug": {"msg": f"broken: {module}"}}
    host, python = WHERE.get(module, (HOST, "/opt/streamops/venv/bin/python"))
    return {
        "name": f"Examples of {module}", "hosts": host, "gather_facts": False, "module_defaults": REST,
        "vars": {"ansible_python_interpreter": python},
        "tasks": [{"block": [*tasks, ended], "rescue": [broken]}],
    }


@pytest.fixture(scope="module")
def output(allow, play, tool, variables, tmp_path_factory):
    """What all examples printed, by module; their topics and users are none of the site's."""
    allow(BROKER, ("connect-orders", "operator"), ("heartbeats", "orders"))
    tool(BROKER, f"kafka-acls.sh --add {RIGHTS}")
    tool(BROKER, f"{USER} --add-config 'SCRAM-SHA-512=[password={ADMINISTRATOR['sasl_password']}]'")
    known = variables(HOST)["kafka_credentials"]
    logins = {**known, "primary-admin": {**known["primary-operator"], **ADMINISTRATOR}}
    playbook = tmp_path_factory.mktemp("examples") / "examples.yml"
    playbook.write_text(yaml.safe_dump([example(module) for module in MODULES], sort_keys=False), encoding="utf-8")
    text = play(str(playbook), kafka_credentials=logins, vault_app_password="an-application-s").stdout
    yield dict(re.findall(r"^PLAY \[Examples of (\w+)\] \*+$(.*?)(?=^PLAY )", text, re.DOTALL | re.MULTILINE))
    for command in (f"kafka-acls.sh --remove --force {RIGHTS}", f"{USER} --delete-config SCRAM-SHA-512", *MADE):
        tool(BROKER, command)


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(output, module):
    assert f"ended: {module}" in output[module], output[module][-4000:]


@pytest.mark.usefixtures("output")
def test_examples_leave_the_connectors_as_they_were(play):
    result = play("streamops.kafka.connectors")
    assert result.returncode == 0, result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-1500:]
