# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that have no place in the repository."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = {"", ".cfg", ".ini", ".j2", ".md", ".ps1", ".py", ".rst", ".sh", ".toml", ".txt", ".yaml", ".yml"}
# Spelt in two halves, so that this file does not hold them either.
WORDS = [
    "".join(halves)
    for halves in (
        ("no", "qa"),
        ("TO", "DO"),
        ("FIX", "ME"),
        ("XX", "X:"),
        ("type: ", "ignore"),
        ("pylint: ", "disable"),
        ("pragma: ", "no cover"),
        ("mark.", "skip"),
        ("mark.", "xfail"),
        ("pytest.", "skip("),
        ("importor", "skip"),
        ("ignore_errors: ", "true"),
        ("failed_when: ", "false"),
        ("|| ", "true"),
    )
]
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:root|work|farm)/")
# Upstream text is not ours to edit.
VERBATIM = {"LICENSE", "requirements.txt"}


def ours(root: Path, files: list[Path]) -> dict[str, str]:
    chosen = [path for path in files if path.suffix in TEXT and str(path) not in VERBATIM]
    return {str(path): (root / path).read_text(encoding="utf-8") for path in chosen}


def test_no_waivers_and_no_loose_ends(root, files):
    found = [f"{name}: {word}" for name, text in ours(root, files).items() for word in WORDS if word in text]
    assert found == []


def test_no_paths_of_one_machine(root, files):
    texts = ours(root, files).items()
    assert [f"{name}: {hit.group()}" for name, text in texts for hit in [ONE_MACHINE.search(text)] if hit] == []


def test_extensions_are_the_long_established_ones(files):
    allowed = {Path("changelogs/changelog.yaml"), Path("changelogs/config.yaml"), Path(".pre-commit-config.yaml")}
    odd = [path for path in files if path.suffix == ".yaml" and path not in allowed]
    assert [str(path) for path in odd if path.parts[:2] != ("playbooks", "files")] == []


def test_there_are_no_links(root, files):
    assert [str(path) for path in files if (root / path).is_symlink()] == []


def test_no_sanity_ignore_files(files):
    assert [str(path) for path in files if path.match("tests/sanity/ignore*")] == []


def test_plugins_carry_the_license_header(root, files):
    sources = [path for path in files if path.parts[0] == "plugins" and path.suffix == ".py"]
    bare = [
        path for path in sources if "SPDX-License-Identifier: GPL-3.0-or-later" not in (root / path).read_text("utf-8")
    ]
    assert [str(path) for path in bare] == []
