# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives: the same content gives the same bytes, and tar can read them."""

from __future__ import annotations

import gzip
import hashlib
import os
import pathlib
import random
import subprocess
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._bundle.archive import (
    Member,
    archive_digest,
    write_archive,
)


def members(tmp_path: pathlib.Path) -> list[Member]:
    jar = tmp_path / "a.jar"
    jar.write_bytes(random.Random(1).randbytes(300_000))
    return [Member("libs/a.jar", str(jar)), Member("bin/run.sh", b"#!/bin/sh\n", 0o755), Member("config/x", b"")]


def read(tar: tarfile.TarFile, name: str) -> bytes:
    stream = tar.extractfile(name)
    assert stream is not None
    return stream.read()


def test_content(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "out.tgz"
    digest = write_archive(str(path), "tool-1.0", members(tmp_path))
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    with tarfile.open(path, "r:gz") as tar:
        found = {item.name: (item.isdir(), item.mode, item.mtime, item.uid, item.uname) for item in tar}
        assert read(tar, "tool-1.0/libs/a.jar") == (tmp_path / "a.jar").read_bytes()
    stamp = (1577836800, 0, "root")
    assert found == {
        "tool-1.0": (True, 0o755, *stamp),
        "tool-1.0/bin": (True, 0o755, *stamp),
        "tool-1.0/bin/run.sh": (False, 0o755, *stamp),
        "tool-1.0/config": (True, 0o755, *stamp),
        "tool-1.0/config/x": (False, 0o644, *stamp),
        "tool-1.0/libs": (True, 0o755, *stamp),
        "tool-1.0/libs/a.jar": (False, 0o644, *stamp),
    }
    assert path.stat().st_mode & 0o777 == 0o644


def test_the_tools_of_a_host_read_it(tmp_path: pathlib.Path) -> None:
    write_archive(str(tmp_path / "out.tgz"), "tool", members(tmp_path))
    subprocess.run(["gzip", "-t", str(tmp_path / "out.tgz")], check=True)
    subprocess.run(["tar", "-xzf", str(tmp_path / "out.tgz"), "-C", str(tmp_path)], check=True)
    assert (tmp_path / "tool/libs/a.jar").read_bytes() == (tmp_path / "a.jar").read_bytes()
    assert os.access(tmp_path / "tool/bin/run.sh", os.X_OK)


def test_same_content_same_bytes(tmp_path: pathlib.Path) -> None:
    content = members(tmp_path)
    first = write_archive(str(tmp_path / "1.tgz"), "tool", content)
    os.utime(tmp_path / "a.jar", (1, 1))
    assert write_archive(str(tmp_path / "2.tgz"), "tool", reversed(content)) == first
    assert archive_digest("tool", content) == first
    assert archive_digest("tool", content[1:]) != first


def test_the_bytes_are_pinned() -> None:
    """The digest of an archive stands in inventories: it may not change with Python or zlib."""
    digest = archive_digest("tool", [Member("bin/run", b"x" * 200_000, 0o755)])
    assert digest == "c5deb75f44ca664202306b284884f219fe1437e3b19060c256cf74f32679a0e1"


def test_failure_leaves_nothing(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_archive(str(tmp_path / "out.tgz"), "tool", [Member("libs/a.jar", str(tmp_path / "none.jar"))])
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=200_000))
def test_any_content_survives(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.tgz"
    write_archive(str(path), "tool", [Member("x", content)])
    with gzip.open(path) as stream, tarfile.open(fileobj=stream) as tar:
        assert read(tar, "tool/x") == content
