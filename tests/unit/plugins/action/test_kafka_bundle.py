# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action plugin: options, results, progress, failures."""

from __future__ import annotations

import hashlib
import json
import pathlib
import types
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.template import Templar

from ansible_collections.streamops.kafka.plugins.action import kafka_bundle
from ansible_collections.streamops.kafka.plugins.modules import kafka_bundle as documentation


@pytest.fixture
def lock(tmp_path: pathlib.Path) -> dict[str, Any]:
    """Options for a lock of one Kafka and one plugin, and a folder as the repository."""
    archives = []
    for name, packaging in (("kafka", "jar"), ("connector", "zip")):
        content = name.encode() * 1000
        path = tmp_path / f"mirror/org/example/{name}/1.0/{name}-1.0.{packaging}"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        artifact = {"artifact": f"org.example:{name}:1.0", "packaging": packaging, "size": len(content)}
        artifact["sha256"] = hashlib.sha256(content).hexdigest()
        archives.append({"name": name, "version": "1.0", "artifacts": [artifact], "classes": [f"org.example.{name}"]})
    archives[0]["launchers"] = {"kafka-topics.sh": "org.example.Topics"}
    path = tmp_path / "lock.json"
    path.write_text(json.dumps({"schema_version": 1, "archives": archives}))
    folders = {"dest": str(tmp_path / "dest"), "cache": str(tmp_path / "cache")}
    return {"lock": str(path), "maven_repository_url": str(tmp_path / "mirror"), **folders}


def run(options: dict[str, Any], check_mode: bool = False) -> dict[str, Any]:
    task = Task()
    task.action, task.args, task.check_mode, task.async_val = "streamops.kafka.kafka_bundle", options, check_mode, 0
    loader = DataLoader()
    connection = types.SimpleNamespace(_shell=types.SimpleNamespace(tmpdir=None))
    plugin = kafka_bundle.ActionModule(task, connection, PlayContext(), loader, Templar(loader=loader), None)
    return plugin.run(task_vars={})


def test_all_of_a_lock(lock: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    result = run(lock)
    assert result["changed"]
    kafka, connector = result["archives"]
    assert kafka["path"] == f"{lock['dest']}/kafka-1.0.tgz"
    assert kafka["checksum"] == "sha256:" + hashlib.sha256(pathlib.Path(kafka["path"]).read_bytes()).hexdigest()
    assert connector["classes"] == ["org.example.connector"]
    assert "path" not in result
    assert not run(lock)["changed"]
    shown = capsys.readouterr().out.splitlines()
    assert shown == ["kafka 1.0: 1 of 1 jars, 0 of 0 MB", "connector 1.0: 1 of 1 files, 0 of 0 MB"]


def test_one_of_a_lock(lock: dict[str, Any]) -> None:
    result = run({**lock, "names": ["connector"]})
    assert result["path"] == f"{lock['dest']}/connector-1.0.zip"
    assert result["checksum"] == result["archives"][0]["checksum"]
    assert not (pathlib.Path(lock["dest"]) / "kafka-1.0.tgz").exists()


def test_check_mode(lock: dict[str, Any]) -> None:
    result = run(lock, check_mode=True)
    assert result["changed"]
    assert [archive["checksum"] is None for archive in result["archives"]] == [True, False]
    assert not pathlib.Path(lock["dest"]).exists()
    assert not pathlib.Path(lock["cache"]).exists()
    done = run(lock)
    again = run(lock, check_mode=True)
    assert (again["changed"], again["archives"][0]["checksum"]) == (False, done["archives"][0]["checksum"])


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"names": ["debezium", "kafka"]},
            "'names' holds debezium, which .*lock.json does not; it has kafka, connector",
        ),
        ({"lock": "/nowhere.json"}, "The lock file /nowhere.json cannot be read"),
        ({"maven_repository_url": "repo.example.com"}, "maven_repository_url must be an http"),
        ({"dest": "/proc/nowhere"}, "/proc/nowhere: .*; check 'dest' and 'cache'"),
    ],
)
def test_failures_are_one_sentence(lock: dict[str, Any], options: dict[str, Any], text: str) -> None:
    with pytest.raises(AnsibleActionFail, match=text) as caught:
        run({**lock, **options})
    assert "\n" not in str(caught.value)


def test_unknown_options_are_refused(lock: dict[str, Any]) -> None:
    with pytest.raises(AnsibleError, match="nonsense"):
        run({**lock, "nonsense": 1})


def test_the_documentation_is_the_specification() -> None:
    documented = yaml.safe_load(documentation.DOCUMENTATION)["options"]
    told = {
        name: {key: option[key] for key in ("type", "required", "default", "elements") if key in option}
        for name, option in documented.items()
    }
    taken = {
        name: {key: value for key, value in option.items() if key != "no_log"}
        for name, option in kafka_bundle.ARGUMENT_SPEC.items()
    }
    assert told == taken
