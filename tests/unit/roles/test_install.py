# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles java and kafka, without root: what they refuse, and how a release gets its place."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from ansible import template as ansible_template
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

COLLECTIONS = pathlib.Path(__file__).resolve().parents[3] / ".ansible" / "collections"
ROLE = pathlib.Path(__file__).resolve().parents[3] / "roles" / "kafka"
LAUNCHERS = ("connect-distributed", "connect-mirror-maker", "kafka-run-class", "kafka-server-start")
TOOLS = ("kafka-storage", "kafka-topics")


def play(folder: pathlib.Path, *plays: dict[str, Any], arguments: tuple[str, ...] = (), **hosts: Any) -> Any:
    """Run plays on local hosts that have the given variables."""
    local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    inventory = {"all": {"hosts": hosts, "vars": local}}
    (folder / "inventory.json").write_text(json.dumps(inventory))
    (folder / "play.json").write_text(json.dumps([{"hosts": "all", "gather_facts": False, **entry} for entry in plays]))
    command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-i", str(folder / "inventory.json")]
    environment = {**os.environ, "ANSIBLE_NOCOLOR": "1", "ANSIBLE_LOCALHOST_WARNING": "0", "COLUMNS": "2000"}
    environment.update(ANSIBLE_CALLBACK_RESULT_FORMAT="json", ANSIBLE_FORKS="8", ANSIBLE_PIPELINING="1")
    environment.update(ANSIBLE_COLLECTIONS_PATH=str(COLLECTIONS), ANSIBLE_CONFIG=str(folder / "ansible.cfg"))
    (folder / "ansible.cfg").write_text("")
    return subprocess.run(
        [*command, *arguments, str(folder / "play.json")], env=environment, capture_output=True, text=True, check=False
    )


def role(name: str, **variables: Any) -> dict[str, Any]:
    return {"roles": [{"role": f"streamops.kafka.{name}"}], "vars": variables}


def java(folder: pathlib.Path, version: str) -> str:
    """A folder that looks like a Java."""
    home = folder / f"java-{version}"
    (home / "bin").mkdir(parents=True)
    (home / "bin/java").write_text("#!/bin/sh\n")
    (home / "bin/java").chmod(0o755)
    (home / "release").write_text(f'JAVA_VERSION="{version}"\n')
    return str(home)


def archive(folder: pathlib.Path, version: str, names: tuple[str, ...] = LAUNCHERS + TOOLS) -> dict[str, str]:
    """An archive that looks like a Kafka, and the variables that select it."""
    tree = folder / f"kafka_2.13-{version}"
    (tree / "bin").mkdir(parents=True)
    (tree / "libs").mkdir()
    (tree / f"libs/kafka-clients-{version}.jar").write_text(version)
    for name in names:
        (tree / f"bin/{name}.sh").write_text("#!/bin/sh\n")
        (tree / f"bin/{name}.sh").chmod(0o755)
    path = folder / f"{tree.name}.tgz"
    with tarfile.open(path, "w:gz") as tar:
        tar.add(tree, tree.name)
    checksum = "sha512:" + hashlib.sha512(path.read_bytes()).hexdigest()
    return {"kafka_version": version, "kafka_archive": str(path), "kafka_archive_checksum": checksum}


@pytest.fixture
def base(tmp_path: pathlib.Path) -> dict[str, Any]:
    """A host that an ordinary user may install on."""
    return {
        "kafka_become": False,
        "kafka_user_manage": False,
        "kafka_install_dir": str(tmp_path / "opt"),
        "java_home": java(tmp_path, "17.0.15"),
    }


def test_what_is_refused_before_anything_changes(tmp_path: pathlib.Path, base: dict[str, Any]) -> None:
    good = {**base, **archive(tmp_path, "4.3.1")}
    digest = good["kafka_archive_checksum"]
    hosts = {
        "wrong": {**good, "kafka_archive_checksum": "sha512:" + "0" * 128},
        "missing": {**good, "kafka_archive": "/nowhere/kafka.tgz"},
        "unset": base,
        "malformed": {**good, "kafka_archive_checksum": "md5:1"},
        "unsafe": {**good, "kafka_version": "4.1.1"},
        "ancient": {**good, "kafka_version": "3.8.0"},
        "oldjava": {**good, "java_home": java(tmp_path, "1.8.0_402")},
        "nojava": {**good, "java_home": "/nowhere"},
        "unmanaged": {**base, "kafka_manage": False, "kafka_home": str(tmp_path)},
    }
    javas: dict[str, Any] = {
        "new": {"java_home": java(tmp_path, "21.0.2")},
        "early": {"java_version": "11", "java_package": "openjdk-11-jre-headless"},
        "old": {"java_home": java(tmp_path, "11.0.2")},
        "none": {"java_home": "/nowhere"},
    }
    plays = [{**role("java"), "hosts": list(javas)}, {**role("kafka"), "hosts": list(hosts)}]
    done = play(tmp_path, *plays, **hosts, **javas)
    said = {
        "wrong": rf"kafka_archive \S+ for wrong has sha512 {digest[7:]}, not the one of kafka_archive_checksum",
        "missing": r"kafka_archive /nowhere/kafka.tgz for missing does not exist on the control node: run the playbook",
        "unset": r"kafka_archive is not set on unset: run the playbook streamops.kafka.bundle",
        "malformed": r"kafka_archive_checksum 'md5:1' is not sha256:<64 hex digits> or sha512:<128 .* on malformed",
        "unsafe": r"kafka_version 4.1.1 on unsafe is refused, .*: set it to 4.1.2 or newer",
        "ancient": r"kafka_version 3.8.0 on ancient is refused, .*: set it to 3.9.2 or newer",
        "oldjava": r"java_home \S+ on oldjava is Java 8, but Kafka 4.3.1 needs Java 17 or newer: set java_home",
        "nojava": r"java_home /nowhere on nojava is missing, but Kafka 4.3.1 needs Java 17 or newer: set java_home",
        "unmanaged": r"kafka_home \S+ on unmanaged has no bin/connect-distributed.sh, .*: set kafka_home",
        "early": r"java_version is 11 on early, but Kafka needs Java 17|no Java package is known for",
        "old": r"java_home \S+ on old is Java 11, but Kafka needs Java 17 or newer: set java_home to one",
        "none": r"java_home /nowhere on none is missing, but Kafka needs Java 17",
    }
    for host, text in said.items():
        assert re.search(text, done.stdout), host
    assert re.findall(r"failed=(\d)", done.stdout).count("1") == len(said)
    assert set(re.findall(r"changed=(\d)", done.stdout)) == {"0"}
    assert not (tmp_path / "opt").exists()


def trusted(value: Any) -> Any:
    """The value as Ansible would have read it from a file: its expressions may be evaluated."""
    if isinstance(value, dict):
        return {key: trusted(item) for key, item in value.items()}
    return getattr(ansible_template, "trust_as_template", str)(value) if isinstance(value, str) else value


@pytest.fixture
def host(tmp_path: pathlib.Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """What the role does on a host for a version: place the archive, run its scripts."""
    variables: dict[str, Any] = {"kafka_install_dir": str(tmp_path / "opt"), "kafka_keep_releases": 2}
    for name in ("vars", "defaults"):
        variables = {**trusted(yaml.safe_load((ROLE / name / "main.yml").read_text())), **variables}

    def run(*scripts: str, **chosen: str) -> subprocess.CompletedProcess[str]:
        templar = Templar(loader=DataLoader(), variables={**variables, **chosen})
        incoming = pathlib.Path(templar.template(trusted("{{ _kafka_incoming }}")))
        incoming.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(chosen["kafka_archive"], incoming)
        text = "".join((ROLE / "templates" / f"{script}.sh.j2").read_text() for script in scripts)
        script = templar.template(trusted(text))
        return subprocess.run(["sh", "-s"], input=script, capture_output=True, text=True, check=False)

    return run


def test_upgrade_back_and_what_is_kept(tmp_path: pathlib.Path, host: Callable[..., Any]) -> None:
    versions = {version: archive(tmp_path, version) for version in ("4.2.1", "4.3.0", "4.3.1")}
    names = {key: f"{key}-{item['kafka_archive_checksum'][7:19]}" for key, item in versions.items()}
    opt = tmp_path / "opt"
    for number, version in enumerate(versions):
        done = host("install", "select", **versions[version])
        assert done.returncode == 0, done.stderr
        assert os.readlink(opt / "current") == f"releases/{names[version]}"
        assert (opt / "current/.release").read_text().strip() == versions[version]["kafka_archive_checksum"]
        os.utime(opt / "releases" / names[version], (number, number))
    assert sorted(os.listdir(opt / "releases")) == sorted([names["4.3.0"], names["4.3.1"]])

    back = host("select", **versions["4.3.0"])
    assert back.returncode == 0, back.stderr
    assert (opt / "current/libs/kafka-clients-4.3.0.jar").is_file()
    assert names["4.3.1"] in os.listdir(opt / "releases")


def test_a_release_in_use_is_kept(tmp_path: pathlib.Path, host: Callable[..., Any]) -> None:
    versions = [archive(tmp_path, version) for version in ("4.2.1", "4.3.0", "4.3.1")]
    host("install", "select", **versions[0])
    used = os.path.realpath(tmp_path / "opt/current")
    with subprocess.Popen([sys.executable, "-c", "input()", f"{used}/libs/x.jar"], stdin=subprocess.PIPE) as process:
        for item in versions[1:]:
            host("install", "select", **item)
        assert os.path.isdir(used)
        process.communicate(b"\n")


@pytest.mark.parametrize(
    ("names", "version", "text"),
    [
        (TOOLS, "4.3.1", "kafka_archive holds no bin/connect-distributed.sh: it is not a Kafka distribution"),
        (LAUNCHERS + TOOLS, "4.2.1", "kafka_archive holds kafka-clients-4.2.1.jar, but kafka_version is 4.3.1"),
    ],
)
def test_an_archive_of_something_else(
    tmp_path: pathlib.Path, host: Callable[..., Any], names: tuple[str, ...], version: str, text: str
) -> None:
    done = host("install", "select", **{**archive(tmp_path, version, names), "kafka_version": "4.3.1"})
    assert done.returncode == 1
    assert text in done.stderr
    assert not (tmp_path / "opt/current").exists()


def test_an_archive_that_did_not_arrive_whole(tmp_path: pathlib.Path, host: Callable[..., Any]) -> None:
    item = archive(tmp_path, "4.3.1")
    with open(item["kafka_archive"], "ab") as stream:
        stream.write(b"x")
    done = host("install", "select", **item)
    assert done.returncode == 1
    assert "is not what was sent" in done.stderr
