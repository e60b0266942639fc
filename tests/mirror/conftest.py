# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two regions for all tests, and the modules as programs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from regions import Regions

from ansible_collections.streamops.kafka.tests.processes.programs import Programs, unpack_kafka
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache" / "mirror"


@pytest.fixture(scope="session")
def programs() -> Programs:
    """Kafka, unpacked."""
    return unpack_kafka(CACHE / "bundle", CACHE)


@pytest.fixture(scope="session")
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder for this run alone, since several may run at once; kept when a test failed."""
    path = CACHE / f"run-{os.getpid()}"
    yield path
    if not request.session.testsfailed:
        shutil.rmtree(path)


@pytest.fixture(scope="session")
def regions(programs: Programs, folder: Path) -> Iterator[Regions]:
    """The clusters ``east`` and ``west``, without anything between them."""
    made = Regions(programs, folder / "main")
    try:
        for alias in ("east", "west"):
            made.broker(alias)
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def module() -> Callable[..., Ran]:
    """Runs a module as a program."""

    def run(module_name: str, check: bool = False, diff: bool = False, **options: Any) -> Ran:
        return run_module(module_name, options, check, diff)

    return run
