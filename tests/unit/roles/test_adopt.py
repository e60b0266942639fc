# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook adopt: what runs becomes inventory, and that inventory changes nothing."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from stub_connect import POSTGRES, StubConnect

ROOT = pathlib.Path(__file__).resolve().parents[3]
REFERENCE = "${file:/etc/kafka-connect/secrets/orders.properties:password}"
SECRET = "hidden-but-stored"
MIRROR = "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector"
LOGIN = f'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="{SECRET}";'
MM2 = f"""
clusters = primary, secondary
primary.bootstrap.servers = p:9092
secondary.bootstrap.servers = s:9092
secondary.security.protocol = SASL_SSL
secondary.sasl.mechanism = PLAIN
secondary.sasl.jaas.config = {LOGIN}
primary->secondary.enabled = true
primary->secondary.topics = a, {{{{ b }}}}
primary->secondary.client.id = mine
"""


@pytest.fixture
def clusters():
    """One Connect cluster with a worker of ours, one that somebody else runs, and what runs on them."""
    with StubConnect() as orders, StubConnect() as foreign:
        orders.any_class = True
        secrets = {"database.password": SECRET, "odd.cipher": SECRET, "database.user": REFERENCE}
        orders.add("cdc", {"connector.class": POSTGRES, "tasks.max": "1", "topic.prefix": "x", **secrets})
        orders.add("odd", {"file": "{{ not_a_template }} {% nor this %}", "batch.size": "007", "topic": "yes"})
        orders.add("resting", {"file": "/x"}, target="PAUSED")
        orders.add("heartbeats", {"connector.class": MIRROR})
        foreign.add("sink", {"file": "/y", "topic": "#1: it's"}, target="STOPPED")
        yield {"orders": orders, "foreign": foreign}


@pytest.fixture
def run(tmp_path, clusters):
    """Run a playbook of the collection with the site's inventory and further arguments."""
    (tmp_path / "mm2.properties").write_text(MM2)
    (tmp_path / "ansible.cfg").write_text("")
    variables: dict[str, Any] = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "client_python": sys.executable,
        "mirrormaker_become": False,
        "connect_clusters": {
            "orders": {"kafka": "primary", "urls": clusters["orders"].urls},
            "foreign": {"kafka": "primary", "urls": clusters["foreign"].urls},
        },
    }
    children = {
        "connect": {"hosts": {"worker": {"connect_cluster": "orders"}}},
        "mirrormaker": {"hosts": {"mm": {"adopt_mm2_files": [str(tmp_path / "mm2.properties"), "/nowhere"]}}},
    }

    def runner(playbook: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess:
        site = {"all": {"children": children, "vars": {**variables, **more}}}
        (tmp_path / "hosts.json").write_text(json.dumps(site))
        program = pathlib.Path(sys.executable).with_name("ansible-playbook")
        return subprocess.run(
            [str(program), "-i", str(tmp_path / "hosts.json"), *arguments, f"streamops.kafka.{playbook}"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={
                **os.environ,
                "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".ansible" / "collections"),
                "ANSIBLE_CONFIG": str(tmp_path / "ansible.cfg"),
                "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
                "ANSIBLE_PIPELINING": "1",
                "ANSIBLE_NOCOLOR": "1",
                "PWD": str(tmp_path),
            },
        )

    return runner


def variables_of(folder: pathlib.Path) -> str:
    return "".join(path.read_text() for path in sorted(folder.rglob("*.yml")))


def plain(done: subprocess.CompletedProcess) -> str:
    """What was printed, without the folds and the doubled quotes of YAML."""
    return re.sub(r"\s+", " ", done.stdout).replace("''", "'")


def changes(done: subprocess.CompletedProcess) -> set[str]:
    return set(re.findall(r"changed=(\d+)", done.stdout))


def test_what_is_adopted_changes_nothing(run, clusters, tmp_path):
    done = run("adopt", "-vvv")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    adopted = tmp_path / "adopted"
    assert {str(path.relative_to(adopted)): oct(path.stat().st_mode)[-3:] for path in adopted.rglob("*.yml")} == {
        "adopted.yml": "640",
        "group_vars/all/connect_clusters.yml": "640",
        "group_vars/all/kafka_clusters.yml": "640",
        "group_vars/all/mm2_flows.yml": "640",
        "group_vars/all/vault_connect.yml": "600",
        "group_vars/all/vault_mm2.yml": "600",
    }
    assert SECRET not in variables_of(adopted) + done.stdout + done.stderr
    assert yaml.safe_load((adopted / "group_vars/all/vault_connect.yml").read_text()) == {
        "vault_orders_cdc_database_password": "********",
        "vault_orders_cdc_odd_cipher": "********",
    }
    assert "Connector heartbeats of orders belongs to a mirror flow" in done.stdout
    assert "primary->secondary.client.id is 'mine' and is not written" in plain(done)
    assert "/nowhere is not on a host that should have it" in done.stdout
    before = {
        name: {key: dict(item.config) for key, item in stub.connectors.items()} for name, stub in clusters.items()
    }
    after = run("connectors", "-i", str(adopted), "--check", "--diff")
    assert after.returncode == 0, after.stdout[-4000:] + after.stderr[-1000:]
    assert changes(after) == {"0"}
    assert "WARNING" not in after.stderr, after.stderr
    assert SECRET not in after.stdout
    # For real as well: nothing is written, and what rests goes on resting.
    real = run("connectors", "-i", str(adopted))
    assert real.returncode == 0 and changes(real) == {"0"}, real.stdout[-4000:]
    assert [stub.log for stub in clusters.values()] == [[], []]
    assert before == {
        name: {key: dict(item.config) for key, item in stub.connectors.items()} for name, stub in clusters.items()
    }


def test_a_secret_that_was_put_in_is_a_secret_as_any_other(run, clusters, tmp_path):
    assert run("adopt").returncode == 0
    vault = tmp_path / "adopted/group_vars/all/vault_connect.yml"
    vault.write_text(vault.read_text().replace("'********'", SECRET))
    same = run("connectors", "-i", str(tmp_path / "adopted"), "--check")
    assert same.returncode == 0 and changes(same) == {"0"}, same.stdout[-3000:]
    vault.write_text(vault.read_text().replace(SECRET, "another-secret", 1))
    other = run("connectors", "-i", str(tmp_path / "adopted"), "--check", "--diff")
    assert "database.password" in other.stdout and "another-secret" not in other.stdout
    assert changes(other) == {"0", "1"}


def test_nothing_is_overwritten_by_accident(run, clusters, tmp_path):
    flows = tmp_path / "adopted/group_vars/all/mm2_flows.yml"
    assert run("adopt").returncode == 0
    again = run("adopt")
    assert again.returncode == 0 and changes(again) == {"0"}, again.stdout[-3000:]
    flows.write_text("mine: true\n")
    refused = run("adopt")
    assert refused.returncode == 2
    assert "group_vars/all/mm2_flows.yml" in refused.stdout and flows.read_text() == "mine: true\n"
    forced = run("adopt", "-e", "adopt_force=true")
    assert forced.returncode == 0, forced.stdout[-3000:]
    assert "mm2_flows" in flows.read_text()
    assert [path.read_text() for path in flows.parent.glob("mm2_flows.yml.*~")] == ["mine: true\n"]


def test_check_mode_writes_nothing_and_says_what_it_would(run, clusters, tmp_path):
    done = run("adopt", "--check")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "connect_clusters.yml" in done.stdout and not (tmp_path / "adopted").exists()


def test_a_cluster_that_cannot_be_read_is_named_and_nothing_is_written(run, clusters, tmp_path):
    urls = {"orders": {"kafka": "primary", "urls": clusters["orders"].urls}, "gone": {"urls": ["http://127.0.0.1:9"]}}
    done = run("adopt", connect_clusters=urls)
    assert done.returncode == 2
    assert "connect_clusters.gone could not be read" in plain(done)
    assert not (tmp_path / "adopted").exists()
