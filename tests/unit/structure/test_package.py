# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The package holds what is needed, no more, and works without the rest of the repository."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml

TOP = {
    "CHANGELOG.md", "CHANGELOG.rst", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "FILES.json", "LICENSE", "MANIFEST.json",
    "README.md", "changelogs", "docs", "examples", "meta", "playbooks", "plugins", "roles",
}  # fmt: skip
NEEDED = {"LICENSE", "MANIFEST.json", "README.md", "changelogs", "meta", "playbooks", "plugins", "roles"}


@pytest.fixture(scope="module")
def members(installed) -> list[str]:
    with tarfile.open(installed.archive) as archive:
        return archive.getnames()


def galaxy(root: Path) -> dict:
    return yaml.safe_load((root / "galaxy.yml").read_text(encoding="utf-8"))


def test_what_is_in_the_package(members):
    top = {name.split("/")[0] for name in members}
    assert top - TOP == set()
    assert NEEDED - top == set()


def test_every_file_that_a_run_needs_is_in_the_package(members, files):
    needed = {str(path) for path in files if path.parts[0] in ("meta", "playbooks", "plugins", "roles")}
    assert needed - set(members) == set()


def test_the_package_is_small(installed):
    assert installed.archive.stat().st_size < 2 * 1024 * 1024


def test_metadata(root):
    meta = galaxy(root)
    assert (meta["namespace"], meta["name"]) == ("streamops", "kafka")
    assert meta["license"] == ["GPL-3.0-or-later"]
    assert meta["dependencies"] == {}
    assert {"application", "infrastructure"} <= set(meta["tags"])


def test_documentation_links_are_full(root):
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (root / name).read_text(encoding="utf-8")
        links = [part.split(")")[0] for part in text.split("](")[1:]]
        assert [link for link in links if not link.startswith(("https://", "#"))] == [], name


def test_playbooks_are_found_and_parse_without_the_rest_of_the_repository(installed):
    playbooks = sorted(path.stem for path in (installed.path / "playbooks").glob("*.yml"))
    checked = installed.run("ansible-playbook", "--syntax-check", *(f"streamops.kafka.{name}" for name in playbooks))
    assert checked.returncode == 0, checked.stderr
    warnings = [line for line in checked.stderr.splitlines() if "[WARNING]" in line]
    assert [line for line in warnings if "host pattern" not in line] == []


def test_roles_are_found_with_their_specifications(installed):
    shown = installed.run("ansible-doc", "--json", "--type", "role", "--list", "streamops.kafka")
    roles = {f"streamops.kafka.{path.name}" for path in (installed.path / "roles").glob("*") if path.is_dir()}
    assert set(json.loads(shown.stdout)) == roles, shown.stderr


def test_the_verification_runs_without_the_rest_of_the_repository(installed, tmp_path):
    report = tmp_path / "report.json"
    run = installed.run("ansible-playbook", "streamops.kafka.verify", "-e", f"verify_report={report}")
    assert run.returncode == 0, run.stdout + run.stderr
    assert json.loads(report.read_text(encoding="utf-8"))["counts"]["not_configured"] == 11


def test_nothing_that_the_build_makes_is_tracked(root):
    tracked = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split()
    ignored = ("build/", "reports/", ".cache/", ".venv/", ".ansible/", "tests/output/")
    assert [name for name in tracked if name.startswith(ignored) or name.endswith((".pyc", ".tar.gz"))] == []
