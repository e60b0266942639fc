# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of this checkout, and a copy of the collection as a user has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NEEDED = {"meta", "playbooks", "plugins", "roles"}


@dataclass(frozen=True)
class Installed:
    """A collection that was built, installed and stripped of whatever a run does not need."""

    archive: Path
    path: Path
    collections: Path
    home: Path

    def run(self, program: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        """Run a program of ansible-core, with nothing of the checkout in reach."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(self.collections),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            **variables,
        }
        command = [str(Path(sys.executable).with_name(program)), *arguments]
        return subprocess.run(command, env=environment, cwd=self.home, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Files that are tracked, or new and not ignored, relative to the top."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(Path(name) for name in listed if name and (ROOT / name).is_file())


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build, install, delete all but what the collection needs at run time."""
    top = tmp_path_factory.mktemp("installed")
    home, collections = top / "home", top / "collections"
    home.mkdir()
    source = subprocess.run([ROOT / "tests" / "assemble.sh", top], capture_output=True, text=True, check=True)
    path = collections / "ansible_collections" / "streamops" / "kafka"
    empty = Installed(top, path, collections, home)
    built = empty.run("ansible-galaxy", "collection", "build", source.stdout.strip(), "--output-path", str(top))
    assert built.returncode == 0, built.stderr
    (archive,) = top.glob("streamops-kafka-*.tar.gz")
    got = empty.run("ansible-galaxy", "collection", "install", "--offline", "-p", str(collections), str(archive))
    assert got.returncode == 0, got.stderr
    for entry in path.iterdir():
        if entry.is_dir() and entry.name not in NEEDED:
            shutil.rmtree(entry)
    return Installed(archive, path, collections, home)
