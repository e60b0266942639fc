# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles broker, connect and mirrormaker, without root: what they refuse, and the units that they write."""

from __future__ import annotations

import json
import os
import pathlib
import re
import socket
import subprocess
import sys
from typing import Any

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
UNITS = {
    "broker": "kafka-broker.service",
    "connect": "kafka-connect.service",
    "mirrormaker": "kafka-mirrormaker@.service",
}
LAUNCHERS = ("kafka-server-start.sh", "connect-distributed.sh", "connect-mirror-maker.sh")
CONFINED = (
    "CapabilityBoundingSet=",
    "KillMode=mixed",
    "LimitNOFILE=100000",
    "NoNewPrivileges=true",
    "PrivateDevices=true",
    "PrivateTmp=true",
    "ProtectHome=true",
    "ProtectSystem=strict",
    "Restart=on-failure",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "StandardOutput=journal",
    "SuccessExitStatus=143",
    "SystemCallArchitectures=native",
)
ALONE = {"bootstrap_servers": "127.0.0.1:1", "replication_factor": 1}
COMMON = {
    "ansible_connection": "local",
    "ansible_python_interpreter": sys.executable,
    "kafka_clusters": {"primary": ALONE, "secondary": {**ALONE, "bootstrap_servers": "127.0.0.1:2"}},
    "mm2_flows": [{"source": "primary", "target": "secondary", "mode": "dedicated"}],
}


def ansible(
    folder: pathlib.Path, groups: dict[str, dict[str, Any]], plays: list[dict[str, Any]], *arguments: str
) -> str:
    """Run plays on local hosts; what they print."""
    children = {name: {"hosts": hosts} for name, hosts in groups.items()}
    (folder / "hosts.json").write_text(json.dumps({"all": {"children": children, "vars": COMMON}}))
    (folder / "play.json").write_text(json.dumps([{"gather_facts": False, **play} for play in plays]))
    (folder / "ansible.cfg").write_text("")
    command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-i", str(folder / "hosts.json")]
    environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".ansible/collections"), "ANSIBLE_NOCOLOR": "1"}
    environment.update(
        ANSIBLE_CONFIG=str(folder / "ansible.cfg"), ANSIBLE_CALLBACK_RESULT_FORMAT="json", ANSIBLE_FORKS="9"
    )
    done = subprocess.run(
        [*command, *arguments, str(folder / "play.json")], capture_output=True, text=True, check=False, env=environment
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def taken():
    """A port that somebody else holds."""
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        yield stranger.getsockname()[1]


def plugin(**changes: Any) -> dict[str, Any]:
    return {
        "connect_plugins": {"sink": {"archive": __file__, "checksum": "sha256:" + 64 * "0", "version": "1", **changes}}
    }


def worker(**changes: Any) -> dict[str, Any]:
    return {"connect_cluster": "orders", "connect_clusters": {"orders": {"kafka": "primary", "port": 8, **changes}}}


def instances(*entries: dict[str, Any]) -> dict[str, Any]:
    targets = {f"c{number}": {**ALONE, "bootstrap_servers": f"127.0.0.1:{number}"} for number in range(3, 7)}
    flows = [{"source": "primary", "target": target, "mode": "dedicated"} for target in targets]
    clusters = {**COMMON["kafka_clusters"], **targets}
    return {"mirrormaker_instances": list(entries), "mm2_flows": flows, "kafka_clusters": clusters}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory, taken):
    """What each host is told, in one dry run with one wrong thing on each."""
    folder = tmp_path_factory.mktemp("refusals")
    (folder / "meta.properties").write_text("cluster.id=AnotherCluster\nnode.id=7\n")
    plugins = {**worker(plugins=["sink"])}
    groups = {
        "connect": {
            "stray": {"connect_cluster": "nowhere", "connect_clusters": {"orders": {"kafka": "primary"}}},
            "homeless": worker(kafka="tertiary"),
            "copies": {**worker(), "kafka_clusters": {"primary": {**ALONE, "replication_factor": 3}}},
            "once": {
                **worker(config={"exactly.once.source.support": "preparing"}),
                "mm2_flows": [{"source": "secondary", "target": "primary", "mode": "connect", "exactly_once": True}],
            },
            "uncatalogued": plugins,
            "unverified": {**plugins, **plugin(checksum="")},
            "archiveless": {**plugins, **plugin(archive="/nowhere/sink.zip")},
            "forged": {**plugins, **plugin()},
            "crowded": worker(port=taken),
        },
        "broker": {
            "copied": {"kafka_cluster": "three", "kafka_clusters": {"three": {**ALONE, "replication_factor": 3}}},
            "lost": {"kafka_cluster": "nowhere"},
            "twin": {"kafka_cluster": "secondary", "broker_node_id": 1},
            "twin2": {"kafka_cluster": "secondary", "broker_node_id": 1},
            "foreign": {
                "kafka_cluster": "primary",
                "broker_data_dirs": [str(folder)],
                "broker_cluster_id": "ThisCluster",
            },
            "busy": {"kafka_cluster": "four", "kafka_clusters": {"four": ALONE}, "broker_port": taken},
        },
        "mirrormaker": {
            "aimless": {"mirrormaker_instances": [{"name": "x", "targets": ["nowhere"]}]},
            "idle": {"mirrormaker_instances": [{"name": "x", "targets": ["primary"]}]},
            **dict.fromkeys(
                ("narrow", "narrow2"), instances({"name": "a", "targets": ["c3"]}, {"name": "b", "targets": ["c4"]})
            ),
            "rival": instances({"name": "c", "targets": ["c5"]}),
            "rival2": instances({"name": "d", "targets": ["c5"]}),
            "merged": instances({"name": "e", "targets": ["c6"], "config": {"group.id": "g"}}),
        },
    }
    tasks = [
        {
            "ansible.builtin.include_role": {"name": f"streamops.kafka.{name}"},
            "vars": {f"{name}_become": False},
            "when": f"'{name}' in group_names",
        }
        for name in groups
    ]
    output = ansible(folder, groups, [{"hosts": "all", "tasks": tasks}], "--check")
    told: dict[str, str] = {}
    for host, body in re.findall(r"^(?:fatal|failed): \[(\w+)\].* => (\{.*\})$", output, re.MULTILINE):
        told.setdefault(host, json.loads(body)["msg"])
    return told


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("stray", ["connect_cluster is 'nowhere'", "orders"]),
        ("homeless", ["connect_clusters.orders.kafka is 'tertiary'", "primary"]),
        ("once", ["connect_clusters.orders.config", "'preparing'", "secondary->primary", "with enabled"]),
        ("uncatalogued", ["connect_clusters.orders.plugins", "sink"]),
        ("unverified", ["connect_plugins.sink", "checksum"]),
        ("archiveless", ["connect_plugins.sink.archive", "/nowhere/sink.zip", "does not exist"]),
        ("forged", ["connect_plugins.sink.archive", "is not what its checksum says"]),
        ("crowded", ["connect_clusters.orders.port", "another process"]),
        ("copied", ["kafka_clusters.three.replication_factor is 3", "1 broker"]),
        ("lost", ["kafka_cluster is 'nowhere'", "primary"]),
        ("twin", ["broker_node_id is used twice"]),
        ("foreign", ["broker_cluster_id", "AnotherCluster", "ThisCluster", "node 7"]),
        ("busy", ["broker_port", "another process"]),
        ("aimless", ["mirrormaker_instances", "nowhere"]),
        ("idle", ["mirrormaker_instances", "nothing to do"]),
        ("narrow", ["mirrormaker_instances", "a and b want port 8083", "rest_port"]),
        ("rival", ["mirrormaker_instances", "c on rival and d on rival2 serve the same target"]),
        ("merged", ["mirrormaker_instances", "config of e", "group.id"]),
    ],
)
def test_a_refusal_is_one_sentence_that_names_variable_host_and_fix(refusals, host, words):
    assert [word for word in [*words, host] if word not in refusals[host]] == []
    assert "\n" not in refusals[host]


def test_a_broker_that_cannot_be_reached_stops_the_worker_before_anything_is_written(tmp_path):
    variables = {
        "connect_become": False,
        "connect_unit_manage": "none",
        "connect_config_dir": str(tmp_path / "etc"),
        "connect_plugins_dir": str(tmp_path / "plugins"),
    }
    play = {"hosts": "connect", "roles": ["streamops.kafka.connect"], "vars": variables}
    output = ansible(tmp_path, {"connect": {"cut": worker()}}, [play])
    assert "kafka_clusters.primary.bootstrap_servers (127.0.0.1:1) cannot be reached from cut" in output
    assert not (tmp_path / "etc").exists() and not (tmp_path / "plugins").exists()


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    """The unit of each role as it is written, beside launchers that exist."""
    folder = tmp_path_factory.mktemp("units")
    (folder / "bin").mkdir()
    for name in LAUNCHERS:
        (folder / "bin" / name).write_text("#!/bin/sh\n")
        (folder / "bin" / name).chmod(0o755)
    variables: dict[str, Any] = {"connect_stop_timeout": 130, "connect_read_write_paths": ["/srv/sink"]}
    groups: dict[str, dict[str, Any]] = {}
    plays = []
    for role, unit in UNITS.items():
        groups[role] = {f"{role}-1": {**variables, f"{role}_kafka_home": str(folder), "kafka_cluster": "primary"}}
        files = [str(ROOT / "roles" / role / name / "main.yml") for name in ("defaults", "vars")]
        content = (
            "{{ lookup('ansible.builtin.template', '" + str(ROOT / "roles" / role / "templates" / unit) + ".j2') }}"
        )
        copy = {"ansible.builtin.copy": {"dest": str(folder / unit), "content": content, "mode": "0644"}}
        # Host variables stand above defaults, but below the files of a play: give them once more.
        plays.append({"hosts": role, "vars_files": files, "tasks": [{**copy, "vars": groups[role][f"{role}-1"]}]})
    output = ansible(folder, groups, plays)
    assert "failed=0" in output and all((folder / unit).is_file() for unit in UNITS.values()), output[-3000:]
    return {role: folder / unit for role, unit in UNITS.items()}


@pytest.mark.parametrize("role", sorted(UNITS))
def test_systemd_finds_nothing_to_complain_about(units, role):
    unit = units[role]
    instance = unit.with_name(unit.name.replace("@.", "@to-secondary."))
    if instance != unit:
        instance.write_text(unit.read_text())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(instance)], capture_output=True, text=True, check=False
    )
    ours = [line for line in (done.stdout + done.stderr).splitlines() if instance.name in line]
    assert ours == []


@pytest.mark.parametrize("role", sorted(UNITS))
def test_units_are_confined(units, role):
    text = units[role].read_text()
    assert [line for line in CONFINED if line not in text.splitlines()] == []
    assert "MemoryDenyWriteExecute" not in text


def test_units_are_patient_and_take_what_was_given(units):
    text = {role: path.read_text() for role, path in units.items()}
    assert "TimeoutStopSec=130\n" in text["connect"]
    assert "ReadWritePaths=/srv/sink\n" in text["connect"]
    assert "TimeoutStopSec=300\n" in text["broker"]
    assert "TimeoutStopSec=120\n" in text["mirrormaker"]
