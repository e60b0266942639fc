# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A table of cases as a plugin of pytest: tests name their case, every case has a test, the outcomes are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Collection, Iterator

import pytest

__all__ = ["CaseTable", "case_ids"]

ROOT = Path(__file__).resolve().parent.parent.parent


def case_ids(item: pytest.Item) -> list[str]:
    """The cases that a test is."""
    return [str(mark.args[0]) for mark in item.iter_markers("case")]


class CaseTable:
    """Registered by the ``conftest.py`` of a folder, for the files whose tests are cases.

    ``version`` is told once it is known what the tests run with.
    """

    def __init__(self, name: str, folder: Path, cases: Collection[str], files: str = "test_*.py") -> None:
        self.version = ""
        self._name = name
        self._folder = folder
        self._cases = set(cases)
        self._files = files
        self._outcomes: dict[str, set[str]] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marker known."""
        config.addinivalue_line("markers", "case(id): the case of the table that the test is")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Compare the tests with the table before any is left out; a run of the folder also looks for missing ones."""
        meant = [item for item in items if self._folder in item.path.parents and item.path.match(self._files)]
        nameless = [item.nodeid for item in meant if not self._cases & set(case_ids(item))]
        if nameless:
            raise pytest.UsageError("tests without an id of the table: " + ", ".join(nameless))
        whole = [Path(path).resolve() for path in session.config.args] == [self._folder]
        missing = self._cases - {case for item in items for case in case_ids(item)}
        if whole and missing:
            raise pytest.UsageError("cases without a test: " + ", ".join(sorted(missing)))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Note how each case ended."""
        outcome = yield
        result = outcome.get_result()
        if result.when == "call" or result.outcome != "passed":
            for case in case_ids(item):
                self._outcomes.setdefault(case, set()).add(result.outcome)

    def pytest_sessionfinish(self) -> None:
        """Write the outcome of each case for the table in the documentation, when every case was run."""
        if self.version and self._outcomes.keys() >= self._cases:
            done = {case: "passed" if seen == {"passed"} else "failed" for case, seen in sorted(self._outcomes.items())}
            report = ROOT / "reports" / f"{self._name}-{self.version}.json"
            report.parent.mkdir(exist_ok=True)
            report.write_text(json.dumps({"kafka": self.version, "cases": done}, indent=2) + "\n", encoding="utf-8")
