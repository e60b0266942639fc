# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles say what they take, and their specifications and defaults do not drift apart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROLES = sorted(path.name for path in (Path(__file__).resolve().parents[3] / "roles").glob("*") if path.is_dir())
MANDATORY = ("README.md", "meta/main.yml", "meta/argument_specs.yml", "tasks/main.yml", "defaults/main.yml")
INHERITED = {"description", "type", "default", "required", "elements", "choices", "options"}
LOOPED = re.compile(r"(?:loop|with_[a-z]+): .*\b(?:connect_clusters|connectors|kafka_clusters|kafka_credentials)\b(.*)")
ONCE = "run_" + "once"


class Loader(yaml.SafeLoader):
    """YAML as Ansible reads it: vaulted and unsafe values are text."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: loader.construct_scalar(node))


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


@pytest.fixture(params=ROLES)
def role(request, root: Path) -> Path:
    return root / "roles" / request.param


def specs(role: Path) -> dict[str, Any]:
    return load(role / "meta" / "argument_specs.yml")["argument_specs"]


def test_files_that_every_role_has(role):
    assert [name for name in MANDATORY if not (role / name).is_file()] == []


def test_the_main_entry_point_takes_exactly_the_defaults(role):
    options = specs(role)["main"].get("options", {})
    defaults = load(role / "defaults" / "main.yml") or {}
    optional = {name for name, option in options.items() if not option.get("required")}
    assert optional ^ set(defaults) == set()


def test_defaults_have_the_documented_values(role):
    defaults = load(role / "defaults" / "main.yml") or {}
    wrong = [
        f"{entry}: {name} is documented as {option['default']!r} and is {defaults.get(name)!r}"
        for entry, spec in specs(role).items()
        for name, option in spec.get("options", {}).items()
        if "default" in option and option["default"] != defaults.get(name)
    ]
    assert wrong == []


def test_a_default_that_is_not_documented_is_computed_or_empty(role):
    options = specs(role)["main"].get("options", {})
    defaults = load(role / "defaults" / "main.yml") or {}
    silent = [name for name, option in options.items() if name in defaults and "default" not in option]
    assert [name for name in silent if defaults[name] and "{{" not in str(defaults[name])] == []


def test_every_entry_point_is_documented_and_exists(role):
    for entry, spec in specs(role).items():
        assert (role / "tasks" / f"{entry}.yml").is_file(), entry
        assert spec["short_description"], entry
        assert spec["description"], entry
        assert not spec["short_description"].endswith("."), entry


def test_entry_points_mean_the_same_by_the_same_option(role):
    main = specs(role)["main"].get("options", {})
    wrong = [
        f"{entry}: {name}"
        for entry, spec in specs(role).items()
        for name, option in spec.get("options", {}).items()
        if {key: option.get(key) for key in INHERITED} != {key: main.get(name, {}).get(key) for key in INHERITED}
    ]
    assert wrong == []


def test_every_role_can_be_removed_and_has_a_host_and_an_app_entry_point_where_it_runs_a_service(role):
    if (role / "tasks" / "service.yml").is_file():
        assert {"main", "host", "app"} <= set(specs(role))
        assert f"{role.name}_state" in specs(role)["main"]["options"]


def yaml_text(root: Path, files: list[Path]) -> dict[str, str]:
    chosen = [path for path in files if path.suffix == ".yml" and path.parts[0] in ("roles", "playbooks")]
    return {str(path): (root / path).read_text(encoding="utf-8") for path in chosen}


def test_nothing_runs_once_per_play(root, files):
    assert [name for name, text in yaml_text(root, files).items() if ONCE in text] == []


def test_no_loop_prints_a_cluster_or_a_connector(root, files):
    """The item of a loop is printed; names are fine, entries may hold secrets."""
    lines = [(name, line) for name, text in yaml_text(root, files).items() for line in text.splitlines()]
    hits = [(name, line.strip(), hit.group(1)) for name, line in lines for hit in [LOOPED.search(line)] if hit]
    assert [(name, line) for name, line, rest in hits if "| list" not in rest and "attribute='name'" not in rest] == []
