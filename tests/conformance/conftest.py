# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One cluster for all cases; every test has the id of a case, every case of the table a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from cases import CASES
from cluster import Cluster, unpack
from rest import Rest

from ansible_collections.streamops.kafka.tests.processes.case_table import CaseTable, case_ids
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache" / "conformance"
ROLES = ("follower", "leader")
LAST = ("test_offset_cases.py", "test_whole_cluster.py")  # what takes a worker away, and what restarts them all
TABLE = CaseTable("conformance", Path(__file__).resolve().parent, CASES)


def pytest_configure(config: pytest.Config) -> None:
    """Compare what is run with the table."""
    config.pluginmanager.register(TABLE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Give the choice between a sample of who is asked, and both."""
    parser.addoption(
        "--one-role", action="store_true", help="one worker for each group of cases: the follower or the leader"
    )


def _one_role(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Tests that ask one role, the same for a group of cases, which build on each other; and what is left out."""
    kept, left_out = [], []
    for item in items:
        params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        group = "".join(case_ids(item)).partition(".")[0]
        role = ROLES[int(group[1:]) % 2]
        (kept if set(params.values()).isdisjoint(ROLES) or role in params.values() else left_out).append(item)
    return kept, left_out


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Sample who is asked, and order the tests."""
    if session.config.getoption("--one-role"):
        items[:], left_out = _one_role(items)
        session.config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: LAST.index(item.path.name) if item.path.name in LAST else -1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A broker and three workers."""
    programs = unpack(CACHE / "bundle", CACHE)
    TABLE.version = programs.version
    made = Cluster(programs, CACHE / "run")
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def rest(cluster: Cluster) -> Rest:
    """Another client of the same cluster."""
    return Rest(cluster)


@pytest.fixture(params=ROLES)
def via(request: pytest.FixtureRequest) -> str:
    """Who is asked: a worker that has to forward, or the leader."""
    return str(request.param)


@pytest.fixture
def module(cluster: Cluster, via: str) -> Callable[..., Ran]:
    """Runs a module as a program against the worker of this run; the wait for a steady state is short."""

    def run(module_name: str, check: bool = False, diff: bool = False, **options: Any) -> Ran:
        given = {"connect_urls": [getattr(cluster, via).url], "wait_timeout": 60, **options}
        if module_name in ("kafka_connector", "kafka_connectors"):
            given.setdefault("stable_for", 0)
        return run_module(module_name, given, check, diff)

    return run
