# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two regions for all tests, and the modules as programs; every case of the table has a test."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from mirror_cases import MIRROR_CASES
from regions import Regions

from ansible_collections.streamops.kafka.tests.processes.programs import Programs, unpack_kafka
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache" / "mirror"
FIRST = "test_mirror_cases_nodes.py"  # has clusters of its own, and ends them before those of all others begin
CASES = "test_mirror_cases"
_FLOWS = ("mm2_flow", "mm2_flows")
_outcomes: dict[str, set[str]] = {}
_versions: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "case(id): the case of the table that the test is")


def _ids(item: pytest.Item) -> list[str]:
    return [str(mark.args[0]) for mark in item.iter_markers("case")]


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Compare the tests of cases with the table; only a run of everything looks for cases without a test."""
    items.sort(key=lambda item: item.path.name != FIRST)
    nameless = [
        item.nodeid for item in items if item.path.name.startswith(CASES) and not set(_ids(item)) & MIRROR_CASES.keys()
    ]
    if nameless:
        raise pytest.UsageError("tests without an id of the table: " + ", ".join(nameless))
    whole = [Path(path).resolve() for path in session.config.args] == [Path(__file__).resolve().parent]
    missing = MIRROR_CASES.keys() - {case for item in items for case in _ids(item)}
    if whole and missing:
        raise pytest.UsageError("cases without a test: " + ", ".join(sorted(missing)))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note how each case ended."""
    outcome = yield
    result = outcome.get_result()
    if result.when == "call" or result.outcome != "passed":
        for case in _ids(item):
            _outcomes.setdefault(case, set()).add(result.outcome)


def pytest_sessionfinish() -> None:
    """Write the outcome of each case for the table in the documentation, when every case was run."""
    if _versions and _outcomes.keys() >= MIRROR_CASES.keys():
        done = {case: "passed" if seen == {"passed"} else "failed" for case, seen in sorted(_outcomes.items())}
        report = ROOT / "reports" / f"mirror-{_versions[0]}.json"
        report.parent.mkdir(exist_ok=True)
        report.write_text(json.dumps({"kafka": _versions[0], "cases": done}, indent=2) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def programs() -> Programs:
    """Kafka, unpacked."""
    found = unpack_kafka(CACHE / "bundle", CACHE)
    _versions.append(found.version)
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
