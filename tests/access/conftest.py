# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clusters for the tests of rights."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mirror"))  # where what applications do is written

from world import World

from ansible_collections.streamops.kafka.tests.processes.programs import (
    Programs,
    read_bundle,
    unpack_kafka,
    unpacked,
)

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "access"


def _programs() -> Programs:
    plugin = read_bundle(CACHE / "bundle")["connect_plugins"]["connect-file"]
    plugin_path = unpacked(plugin["archive"], plugin["checksum"], CACHE).parent
    return replace(unpack_kafka(CACHE / "bundle", CACHE), plugin_path=plugin_path)


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Two clusters; when a test failed their folder is kept until the next run."""
    for old in CACHE.glob("run-*"):
        if not Path("/proc", old.name[4:]).exists():
            shutil.rmtree(old, ignore_errors=True)
    made = World(_programs(), CACHE / f"run-{os.getpid()}" / request.module.__name__)
    try:
        made.start()
        yield made
    finally:
        made.close()
    if not request.session.testsfailed:
        shutil.rmtree(made.folder, ignore_errors=True)
