# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may import what, which files may touch the world, and who may end a module."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

OWN = "ansible_collections.streamops.kafka.plugins."
THIRD_PARTY = ("confluent_kafka", "jmespath", "psycopg2", "requests")
PURE_STDLIB = {
    "__future__", "base64", "bisect", "collections", "copy", "dataclasses", "difflib", "enum", "fnmatch", "functools",
    "hashlib", "heapq", "ipaddress", "itertools", "json", "math", "operator", "re", "shlex", "statistics", "string",
    "struct", "textwrap", "types", "typing", "urllib.parse",
}  # fmt: skip
WORLDLY_CALLS = {"__import__", "breakpoint", "eval", "exec", "input", "open", "print"}


@dataclass(frozen=True)
class Layer:
    """What the files of a folder may import: folders of our own, and other packages beside the standard library."""

    own: tuple[str, ...]
    others: tuple[str, ...] = ()


UTILS = "module_utils."
NAMES = ("_core", "_rest", "_kafka", "_database", "_ansible", "_bundle")
CORE, REST, KAFKA, DATABASE, ANSIBLE, BUNDLE = (UTILS + name for name in NAMES)
LAYERS = {
    "plugins/module_utils/_core": Layer((CORE,)),
    "plugins/module_utils/_rest": Layer((CORE, REST), ("requests",)),
    "plugins/module_utils/_kafka": Layer((CORE, KAFKA), ("confluent_kafka",)),
    "plugins/module_utils/_database": Layer((CORE, DATABASE), ("psycopg2",)),
    "plugins/module_utils/_ansible": Layer((CORE, REST, KAFKA, DATABASE, ANSIBLE), ("ansible",)),
    "plugins/module_utils/_bundle": Layer((CORE, BUNDLE)),
    "plugins/filter": Layer((CORE,), ("ansible.errors", "jinja2.exceptions")),  # what templates raise
    "plugins/doc_fragments": Layer(()),
    "plugins/modules": Layer((CORE, REST, KAFKA, ANSIBLE), ("ansible.module_utils",)),
    "plugins/action": Layer((CORE, BUNDLE, ANSIBLE), ("ansible",)),
}
# The one file of the core with a guarded library.
EXCEPTIONS = {"plugins/module_utils/_core/query.py": ("jmespath",)}
ENDS_MODULES = ("plugins/module_utils/_ansible", "plugins/modules")


def python_files(files: list[Path]) -> list[Path]:
    return [path for path in files if path.suffix == ".py" and path.parts[0] == "plugins"]


def layer_of(path: Path) -> str:
    return next((name for name in LAYERS if path.is_relative_to(name)), "")


def parsed(root: Path, path: Path) -> ast.Module:
    return ast.parse((root / path).read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> list[str]:
    """Dotted names of what is imported; of our own packages the folder, from others at most two parts."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Import):
            names.extend(alias.name for alias in node.names)
    return names


def is_below(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def allowed(name: str, layer: Layer, extra: tuple[str, ...], pure: bool) -> bool:
    if name.startswith(OWN):
        return any(is_below(name[len(OWN) :], own) for own in layer.own)
    if any(is_below(name, other) for other in layer.others + extra):
        return True
    return name in PURE_STDLIB if pure else name.split(".", maxsplit=1)[0] in sys.stdlib_module_names


def test_every_python_file_of_the_plugins_is_in_a_layer(files):
    assert [str(path) for path in python_files(files) if not layer_of(path)] == []


def test_imports_go_down_only(root, files):
    wrong = [
        f"{path} imports {name}"
        for path in python_files(files)
        for name in imports(parsed(root, path))
        if not allowed(name, LAYERS[layer_of(path)], EXCEPTIONS.get(str(path), ()), layer_of(path).endswith("_core"))
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", ["plugins/module_utils/_core", "plugins/filter"])
def test_pure_layers_do_not_touch_the_world(root, files, layer):
    wrong = [
        f"{path}:{node.lineno} calls {node.func.id}"
        for path in python_files(files)
        if layer_of(path) == layer
        for node in ast.walk(parsed(root, path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORLDLY_CALLS
    ]
    assert wrong == []


def test_third_party_imports_are_guarded(root, files):
    wrong = [
        f"{path}:{node.lineno} imports {name} at the top level"
        for path in python_files(files)
        for node in parsed(root, path).body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in imports(node)
        if name.split(".")[0] in THIRD_PARTY
    ]
    assert wrong == []


def test_only_the_glue_ends_a_module(root, files):
    wrong = [
        f"{path}:{node.lineno} uses {node.attr}"
        for path in python_files(files)
        if layer_of(path) not in ENDS_MODULES
        for node in ast.walk(parsed(root, path))
        if isinstance(node, ast.Attribute) and node.attr in ("exit_json", "fail_json")
    ]
    assert wrong == []


def test_no_file_shadows_a_standard_module_and_no_package_file_is_empty(files):
    assert [str(path) for path in python_files(files) if path.stem == "__init__"] == []
    assert [str(path) for path in python_files(files) if path.stem in sys.stdlib_module_names] == []


@pytest.mark.parametrize(
    ("name", "layer", "pure", "expected"),
    [
        (OWN + "module_utils._core.plan", "_core", True, True),
        (OWN + "module_utils._rest.client", "_core", True, False),
        (OWN + "module_utils._core_extra", "_core", True, False),
        ("time", "_core", True, False),
        ("time", "_rest", False, True),
        ("urllib.parse", "_core", True, True),
        ("urllib.request", "_core", True, False),
        ("requests.adapters", "_rest", False, True),
        ("requests", "_core", True, False),
        ("requests", "_kafka", False, False),
        (".plan", "_core", True, False),
        (OWN + "module_utils._rest.client", "_kafka", False, False),
        ("psycopg2.extensions", "_database", False, True),
        (OWN + "module_utils._kafka.client", "_database", False, False),
    ],
)
def test_the_rule_itself(name, layer, pure, expected):
    assert allowed(name, LAYERS["plugins/module_utils/" + layer], (), pure) is expected
