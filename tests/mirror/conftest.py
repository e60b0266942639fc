# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two regions for all tests, and the modules as programs; every case of the table has a test."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from mirror_cases import MIRROR_CASES
from regions import Regions

from ansible_collections.streamops.kafka.tests.processes.case_table import CaseTable
from ansible_collections.streamops.kafka.tests.processes.programs import Programs, unpack_kafka
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache" / "mirror"
FIRST = "test_mirror_cases_nodes.py"  # has clusters of its own, and ends them before those of all others begin
_FLOWS = ("mm2_flow", "mm2_flows")
TABLE = CaseTable("mirror", Path(__file__).resolve().parent, MIRROR_CASES, "test_mirror_cases*.py")


def pytest_configure(config: pytest.Config) -> None:
    """Compare what is run with the table."""
    config.pluginmanager.register(TABLE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests."""
    items.sort(key=lambda item: item.path.name != FIRST)


@pytest.fixture(scope="session")
def programs() -> Programs:
    """Kafka, unpacked."""
    found = unpack_kafka(CACHE / "bundle", CACHE)
    TABLE.version = found.version
    return found


@pytest.fixture(scope="session")
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder for this run alone, since several may run at once; when a test failed it is kept until the next run."""
    for old in CACHE.glob("run-*"):
        if not Path("/proc", old.name[4:]).exists():
            shutil.rmtree(old, ignore_errors=True)
    path = CACHE / f"run-{os.getpid()}"
    yield path
    if not request.session.testsfailed:
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def regions(programs: Programs, folder: Path) -> Iterator[Regions]:
    """The clusters ``east`` and ``west``, without anything between them."""
    made = Regions(programs, folder / "main")
    try:
        made.pair("east", "west")
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def module(folder: Path) -> Callable[..., Ran]:
    """Runs a module as a program; one of a flow remembers nothing, unless it is given a ``history_dir``."""

    def run(module_name: str, check: bool = False, diff: bool = False, **options: Any) -> Ran:
        given = {"history_dir": str(folder / "history" / uuid.uuid4().hex)} if module_name in _FLOWS else {}
        return run_module(module_name, {**given, **options}, check, diff)

    return run
