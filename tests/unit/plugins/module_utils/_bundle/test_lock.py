# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lock files, the ones that the collection brings included."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.failure import BundleError
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.launchers import CANDIDATES
from ansible_collections.streamops.kafka.plugins.module_utils._bundle.lock import Artifact, parse_lock, read_lock

LOCKS = pathlib.Path(__file__).resolve().parents[5] / "playbooks" / "locks"
DIGEST = "a" * 64


def document(**fields: Any) -> dict[str, Any]:
    artifact = {"artifact": "org.example:tool:1.0", "sha256": DIGEST, "size": 7, **fields.pop("artifact", {})}
    return {"schema_version": 1, "archives": [{"name": "tool", "version": "1.0", "artifacts": [artifact], **fields}]}


def test_a_plugin() -> None:
    (archive,) = parse_lock(document(artifact={"packaging": "tar.gz", "classifier": "plugin"}), "lock")
    assert archive.artifacts[0] == Artifact("org.example", "tool", "1.0", DIGEST, 7, "tar.gz", "plugin")
    assert archive.artifacts[0].path == "org/example/tool/1.0/tool-1.0-plugin.tar.gz"
    assert archive.verbatim
    assert archive.filename == "tool-1.0-plugin.tar.gz"


def test_a_set_of_jars() -> None:
    (archive,) = parse_lock(document(launchers={"b.sh": "B", "a.sh": "A"}, classes=["C"]), "lock")
    assert not archive.verbatim
    assert archive.filename == "tool-1.0.tgz"
    assert archive.launchers == (("a.sh", "A"), ("b.sh", "B"))
    assert archive.classes == ("C",)
    assert archive.size == 7


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ([], "is not a lock file of schema_version 1"),
        ({"schema_version": 2, "archives": [{}]}, "is not a lock file of schema_version 1"),
        ({"schema_version": 1, "archives": []}, "lists no archives"),
        ({"schema_version": 1, "archives": ["x"]}, "needs a list 'artifacts'"),
        (document(artifacts=[]), "needs a list 'artifacts'"),
        (document(artifacts=[1]), "must be group:name:version, not None"),
        (document(artifact={"artifact": "a:b"}), "must be group:name:version, not 'a:b'"),
        (document(artifact={"artifact": "a:../b:1"}), "must be group:name:version"),
        (document(artifact={"sha256": "A" * 64}), "has no valid sha256"),
        (document(artifact={"sha256": None}), "has no valid sha256"),
        (document(artifact={"size": 0}), "has no valid size"),
        (document(artifact={"size": True}), "has no valid size"),
        (document(artifact={"classifier": "../x"}), "'classifier' must be a plain name"),
        (document(folder="../up"), "'folder' must be a plain name"),
        (document(name=None), "'name' must be a plain name"),
        (document(launchers={"x.sh": "A; rm"}), "'x.sh' must be a plain name"),
    ],
)
def test_damaged(damaged: Any, text: str) -> None:
    with pytest.raises(BundleError, match=text):
        parse_lock(damaged, "the lock")


def test_a_file_twice() -> None:
    twice = document()
    twice["archives"][0]["artifacts"] *= 2
    with pytest.raises(BundleError, match=r"lists tool-1.0.jar twice"):
        parse_lock(twice, "lock")


def test_missing_file(tmp_path: pathlib.Path) -> None:
    with pytest.raises(BundleError, match=r"cannot be read .No such file or directory.; check 'lock'"):
        read_lock(str(tmp_path / "none.json"))


def test_not_json(tmp_path: pathlib.Path) -> None:
    (tmp_path / "lock.json").write_text("{")
    with pytest.raises(BundleError, match="is not JSON"):
        read_lock(str(tmp_path / "lock.json"))


def test_the_locks_that_the_collection_brings() -> None:
    names = {path.name: read_lock(str(path)) for path in LOCKS.glob("*.json")}
    assert {"kafka-4.3.1.json", "plugins.json"} <= set(names)
    for name, archives in names.items():
        if name.startswith("kafka-"):
            (kafka,) = archives
            assert name == f"kafka-{kafka.version}.json"
            assert kafka.folder == f"kafka_2.13-{kafka.version}"
            assert all(main in CANDIDATES[launcher] for launcher, main in kafka.launchers)
            jars = {artifact.name for artifact in kafka.artifacts}
            binding = "slf4j-reload4j" if kafka.log4j1 else "log4j-slf4j-impl"
            assert {"kafka_2.13", "connect-runtime", "connect-mirror", "connect-file", binding} <= jars
            assert kafka.log4j1 is kafka.version.startswith("3.")
            assert {item.version for item in kafka.artifacts if item.group == "org.apache.kafka"} == {kafka.version}


def test_the_lock_is_plain_json() -> None:
    for path in LOCKS.glob("kafka-*.json"):
        content = path.read_text(encoding="utf-8")
        assert json.dumps(json.loads(content), indent=2) + "\n" == content
