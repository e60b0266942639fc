# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names for the secrets of an adopted site, and the files that come of it.

Private to streamops.kafka. No secret is written anywhere: what is written is the name of a variable.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK
from ansible_collections.streamops.kafka.plugins.module_utils._core.yaml_text import Reference, yaml_text

__all__ = ["Vault", "adopted_file"]

_ODD = re.compile(r"[^a-z0-9]+")
_KEPT = [
    "Secrets of adopted connectors. While a value is ********, the modules keep what the Connect cluster has stored.",
    "Put the real values in, then protect the file: ansible-vault encrypt {path}",
]
_OPEN = [
    "Nobody but you knows these. A play that needs one stops until it is here:",
    "take the line in, give the value, then protect the file: ansible-vault encrypt {path}",
]


@dataclass
class Vault:
    """Names given so far. ``kept`` are known to the Connect cluster, ``open`` are known to the user alone."""

    kept: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def keep(self, *parts: str) -> Reference:
        """A name for a secret that the cluster keeps while the variable is ``********``."""
        return self._name(self.kept, parts)

    def ask(self, *parts: str) -> Reference:
        """A name for a secret that has to be filled in before anything uses it."""
        return self._name(self.open, parts)

    def _name(self, names: list[str], parts: Sequence[str]) -> Reference:
        base = "_".join(["vault", *(_ODD.sub("_", part.lower()).strip("_") for part in parts)])
        taken = {*self.kept, *self.open}
        name = base
        number = 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        names.append(name)
        return Reference(name)

    def file(self, path: str) -> list[dict[str, str]]:
        """The file that lists the names; none when there are none."""
        lines = []
        if self.kept:
            lines += ["", *_comments(_KEPT, path), yaml_text(dict.fromkeys(self.kept, MASK)).rstrip("\n")]
        if self.open:
            lines += ["", *_comments(_OPEN, path), *(f"# {name}:" for name in self.open)]
        return [_file(path, "0600", lines[1:])] if lines else []


def adopted_file(path: str, comments: Sequence[str], variables: Mapping[str, Any]) -> dict[str, str]:
    """A file of variables under comments."""
    return _file(path, "0640", [*_comments(comments, path), yaml_text(variables).rstrip("\n")])


def _comments(texts: Sequence[str], path: str) -> list[str]:
    return [f"# {line}" for text in texts for line in text.replace("{path}", path).splitlines()]


def _file(path: str, mode: str, lines: Sequence[str]) -> dict[str, str]:
    text = "".join(f"{line}\n" for line in ("---", *lines))
    # Encoded, because the text holds templates that nobody may fill in on the way to the file.
    return {"path": path, "mode": mode, "base64": base64.b64encode(text.encode("utf-8")).decode("ascii")}
