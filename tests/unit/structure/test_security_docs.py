# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every line of the page about security names variables that are documented, and tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

LINES = 26
LINK = re.compile(r"\[`(test_\w+)`\]\(\.\./((?:tests|molecule)/[\w/]+\.py)\)")
NAME = re.compile(r"`([a-z_]+)`|\.([a-z_]+)`")
# Where a variable, an option, a check or a playbook is described.
DESCRIBED = ("roles/*/meta/argument_specs.yml", "plugins/doc_fragments/*.py", "plugins/filter/*.yml",
             "plugins/modules/*.py", "playbooks/*.yml", "plugins/module_utils/_core/check*.py",
             "examples/inventories/two_regions/group_vars/all/*.yml")  # fmt: skip


@pytest.fixture(scope="session")
def lines(root) -> list[list[str]]:
    """The rows of the first table: line of the procedure, variables, tests."""
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.split("\n## Line by line\n")[1].split("\n## ", maxsplit=1)[0]
    return [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")][2:]


@pytest.fixture(scope="session")
def described(root) -> str:
    """Every page in which a name may be described."""
    paths = [path for pattern in DESCRIBED for path in root.glob(pattern)]
    names = " ".join(path.stem for path in paths)
    return names + "".join(path.read_text(encoding="utf-8") for path in paths)


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_line_has_its_row(lines):
    assert len(lines) == LINES
    assert {len(row) for row in lines} == {3}


def test_every_variable_is_described(lines, described):
    named = {first or second for row in lines for first, second in NAME.findall(row[1])}
    assert len(named) > LINES
    assert {name for name in named if not re.search(rf"\b{name}\b", described)} == set()


def test_every_line_has_tests_that_exist(root, lines):
    links = {row[0]: LINK.findall(row[2]) for row in lines}
    assert [line for line, found in links.items() if not found] == []
    absent = {name for found in links.values() for name, path in found if name not in functions(root / path)}
    assert absent == set()
