# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""References to config providers such as ``${file:/path:key}``, and the text of the files that they point to.

Private to streamops.kafka. Who calls brings what reads a file: nothing here touches the world.
"""

from __future__ import annotations

import re
from typing import Callable, Mapping, NamedTuple

__all__ = ["Reference", "parse_properties", "references", "resolve"]

_PATTERN = re.compile(r"\$\{(?P<provider>[^${}:]+):(?:(?P<path>[^${}]*?):)?(?P<key>[^${}:]+)\}")
_LINE = re.compile(r"(?P<key>(?:\\.|[^\s:=\\])*)\s*[:=]?\s*(?P<value>.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


class Reference(NamedTuple):
    """One reference; ``path`` is empty for providers without one."""

    text: str
    provider: str
    path: str
    key: str


def references(config: Mapping[str, str]) -> list[Reference]:
    """Every reference in the values."""
    matches = (match for value in config.values() for match in _PATTERN.finditer(value))
    return [Reference(match[0], match["provider"], match["path"] or "", match["key"]) for match in matches]


def resolve(config: Mapping[str, str], lookup: Callable[[Reference], str]) -> tuple[dict[str, str], set[str]]:
    """The configuration with the values that are referred to, and those values."""
    found: set[str] = set()

    def value_of(match: re.Match[str]) -> str:
        value = lookup(Reference(match[0], match["provider"], match["path"] or "", match["key"]))
        found.add(value)
        return value

    return {key: _PATTERN.sub(value_of, value) for key, value in config.items()}, found


def parse_properties(text: str) -> dict[str, str]:
    """The pairs of a ``.properties`` file, as java.util.Properties reads them."""
    found: dict[str, str] = {}
    pending = ""
    for line in text.splitlines():
        whole = pending + line.lstrip()
        if not pending and whole[:1] in ("", "#", "!"):
            continue
        if (len(whole) - len(whole.rstrip("\\"))) % 2:
            pending = whole[:-1]
            continue
        pending = ""
        _add(found, whole)
    _add(found, pending)
    return found


def _add(found: dict[str, str], line: str) -> None:
    match = _LINE.match(line)
    if line and match:
        found[_unescaped(match["key"])] = _unescaped(match["value"])


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _PLAIN.get(match[2], match[2]), text)
