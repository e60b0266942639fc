# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

LINES = {
    "README.md": 200,
    "CONTRIBUTING.md": 60,
    "plugins/modules/*.py": 300,
    "plugins/action/*.py": 250,
    "plugins/filter/*.py": 250,
    "plugins/module_utils/*/*.py": 250,
    "roles/*/README.md": 40,
    "roles/*/tasks/main.yml": 40,
    "roles/*/tasks/*.yml": 60,
    "roles/*/tasks/*/*.yml": 60,
    "roles/*/handlers/*.yml": 60,
    "roles/*/templates/*": 60,
    "playbooks/tasks/*.yml": 60,
    "molecule/*/molecule.yml": 30,
}
FUNCTION, MAIN = 40, 30


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("pattern", "limit"), LINES.items())
def test_files(root, files, pattern, limit):
    matching = [path for path in files if path.match(pattern) and len(path.parts) == pattern.count("/") + 1]
    sizes = {str(path): line_count(root / path) for path in matching}
    assert {name: size for name, size in sizes.items() if size > limit} == {}


def test_functions(root, files):
    long = []
    for path in files:
        if path.suffix != ".py" or path.parts[0] != "plugins":
            continue
        for node in ast.walk(ast.parse((root / path).read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                size = node.end_lineno - node.lineno + 1
                limit = MAIN if node.name == "main" and path.parts[1] == "modules" else FUNCTION
                if size > limit:
                    long.append(f"{path}:{node.lineno} {node.name} has {size} lines, the limit is {limit}")
    assert long == []
