# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every pitfall of the page is met, and the test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import MIRROR_CHECKS

PITFALLS = 26
NOT_DETECTABLE_AT_MOST = 3
KINDS = ("rendered", "refused", "caught", "not detectable")
LINK = re.compile(r"\[`(test_\w+)`\]\(\.\./(tests/[\w/]+\.py)\)")
SOURCE = re.compile(r"\]\(https://")
NAME = re.compile(r"`(\w+)`")


class Row(NamedTuple):
    """A row of one of the two tables; a pitfall begins with its number."""

    first: str
    met: str
    tests: str

    @property
    def kind(self) -> str:
        """How it is met: the words in bold."""
        return next((kind for kind in KINDS if self.met.startswith(f"**{kind}**")), "")


def rows(text: str, heading: str) -> list[Row]:
    section = text.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [Row(" | ".join(cells[:-2]), *cells[-2:]) for cells in lines[2:]]


@pytest.fixture(scope="session")
def page(root):
    return (root / "docs" / "pitfalls.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pitfalls(page):
    return rows(page, "The pitfalls")


@pytest.fixture(scope="session")
def silent(page):
    return rows(page, "RUNNING, and nothing flows")


@pytest.fixture(scope="session")
def healthy(page):
    return rows(page, "Healthy, and nothing is failed")


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def unmet(row: Row) -> str:
    """What is wrong with how a row is met."""
    if not row.kind:
        return f"begins with none of {', '.join(KINDS)}"
    if row.kind == "caught" and not set(NAME.findall(row.met)) & set(MIRROR_CHECKS):
        return "names no check"
    if row.kind == "not detectable" and not SOURCE.search(row.met):
        return "has no source that shows why"
    return ""


def untested(row: Row, root: Path) -> str:
    """What is wrong with the tests of a row."""
    links = LINK.findall(row.tests)
    if not links:
        return "has no test"
    absent = [name for name, path in links if not (root / path).is_file() or name not in functions(root / path)]
    return f"names {', '.join(absent)}, which is not there" if absent else ""


def test_every_pitfall_has_its_row(pitfalls):
    assert [row.first.split(" | ")[0] for row in pitfalls] == [str(number) for number in range(1, PITFALLS + 1)]


def test_every_pitfall_is_met(pitfalls, silent):
    assert {row.first: unmet(row) for row in [*pitfalls, *silent] if unmet(row)} == {}


def test_few_are_not_detectable(pitfalls):
    assert sum(row.kind == "not detectable" for row in pitfalls) <= NOT_DETECTABLE_AT_MOST


def test_every_row_has_tests_that_exist(root, pitfalls, silent, healthy):
    found = {row.first: untested(row, root) for row in [*pitfalls, *silent, *healthy]}
    assert {first: wrong for first, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("met", "wrong"),
    [
        ("**caught** by `lag_records`", ""),
        ("**caught** by somebody", "names no check"),
        ("**caught** by `no_such_check`", "names no check"),
        ("**not detectable**: so it is", "has no source that shows why"),
        ("**not detectable**: [source](https://example.com)", ""),
        ("caught", f"begins with none of {', '.join(KINDS)}"),
    ],
)
def test_the_rule_of_how(met, wrong):
    assert unmet(Row("x", met, "")) == wrong


@pytest.mark.parametrize(
    ("tests", "wrong"),
    [
        ("", "has no test"),
        ("`test_few_are_not_detectable`", "has no test"),
        ("[`test_few_are_not_detectable`](../tests/unit/structure/test_pitfalls.py)", ""),
        ("[`test_gone`](../tests/unit/structure/test_pitfalls.py)", "names test_gone, which is not there"),
        ("[`test_gone`](../tests/unit/structure/test_gone.py)", "names test_gone, which is not there"),
    ],
)
def test_the_rule_of_tests(root, tests, wrong):
    assert untested(Row("x", "", tests), root) == wrong
