# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins are documented, and the groups of modules are the ones that their documentation names."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

PREFIX = "streamops.kafka."


@pytest.fixture(scope="module")
def module_docs(installed) -> dict[str, Any]:
    listed = installed.run("ansible-doc", "--json", "--type", "module", "--list", "streamops.kafka")
    names = sorted(json.loads(listed.stdout))
    shown = installed.run("ansible-doc", "--json", "--type", "module", *names)
    return {name.removeprefix(PREFIX): entry for name, entry in json.loads(shown.stdout).items()}


def runtime(root: Path) -> dict[str, Any]:
    return yaml.safe_load((root / "meta" / "runtime.yml").read_text(encoding="utf-8"))


def is_below(folder: str, path: Path) -> bool:
    return str(path.parent) == folder


def filters(files: list[Path]) -> dict[str, Any]:
    found = {}
    for path in files:
        if is_below("plugins/filter", path) and path.suffix == ".py":
            module = importlib.import_module("ansible_collections." + PREFIX + ".".join(path.with_suffix("").parts))
            found.update(module.FilterModule().filters())
    return found


def test_every_filter_has_its_page_and_every_page_its_filter(root, files):
    pages = {
        path.stem: yaml.safe_load((root / path).read_text("utf-8"))
        for path in files
        if is_below("plugins/filter", path) and path.suffix == ".yml"
    }
    assert set(pages) ^ set(filters(files)) == set()
    for name, page in pages.items():
        assert page["DOCUMENTATION"]["name"] == name
        assert {"EXAMPLES", "RETURN"} <= set(page), name
        assert PREFIX + name in page["EXAMPLES"], name


def test_every_module_is_documented(module_docs):
    for name, entry in module_docs.items():
        assert entry["examples"].strip(), name
        assert entry["return"], name
        assert {"check_mode", "diff_mode", "idempotent"} <= set(entry["doc"].get("attributes", {})), name


def test_every_module_file_can_be_shown(module_docs, files):
    assert {path.stem for path in files if is_below("plugins/modules", path)} ^ set(module_docs) == set()


def test_action_groups_are_those_that_the_documentation_names(root, module_docs):
    documented: dict[str, list[str]] = {}
    for name, entry in module_docs.items():
        for group in entry["doc"].get("attributes", {}).get("action_group", {}).get("membership", []):
            documented.setdefault(group.removeprefix(PREFIX), []).append(name)
    declared = runtime(root).get("action_groups", {})
    assert declared == {group: sorted(members) for group, members in documented.items()}
    assert list(declared) == sorted(declared)


def test_the_defaults_of_a_group_fit_every_member(root, module_docs):
    """Options that a module documents through the fragment of its group exist in each member, with the same meaning."""
    for group, members in runtime(root).get("action_groups", {}).items():
        fragment = importlib.import_module(f"ansible_collections.{PREFIX}plugins.doc_fragments.{group}")
        for name in yaml.safe_load(fragment.ModuleDocFragment.DOCUMENTATION)["options"]:
            options = {member: module_docs[member]["doc"]["options"].get(name) for member in members}
            kinds = {
                member: option and (option.get("type"), option.get("elements")) for member, option in options.items()
            }
            assert None not in kinds.values(), (group, name, kinds)
            assert len(set(kinds.values())) == 1, (group, name, kinds)
