# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text of a ``.properties`` file, as java.util.Properties reads it.

Private to streamops.kafka. Java reads such a file as ISO 8859-1, so everything outside printable ASCII is written as
``\\uXXXX``.
"""

from __future__ import annotations

import re
from typing import Any, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["parse_properties", "property_text", "render_properties"]

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_BLANKS = " \t\f"
_ENTRY = re.compile(r"\A((?:[^\\=: \t\f]|\\.)*)[ \t\f]*[=:]?[ \t\f]*(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\(.?)")
_MEANS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}


def property_text(value: Any) -> str:
    """A YAML value as Kafka spells it: lower-case booleans, lists with commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(property_text(item) for item in value)
    if isinstance(value, Mapping):
        raise InputError(f"a property cannot hold a mapping (keys {', '.join(sorted(map(str, value)))}); give a text")
    return str(value)


def render_properties(properties: Mapping[str, Any]) -> str:
    """One line per key, sorted; keys without a value (null) are left out."""
    lines = [
        f"{_escaped(str(key), ' :=#!')}={_value(property_text(properties[key]))}\n"
        for key in sorted(properties, key=str)
        if properties[key] is not None
    ]
    return "".join(lines)


def _value(text: str) -> str:
    blanks = len(text) - len(text.lstrip(" "))
    return "\\ " * blanks + _escaped(text[blanks:], "")


def _escaped(text: str, special: str) -> str:
    return "".join("\\" + char if char in special else _ESCAPES.get(char) or _ascii(char) for char in text)


def _ascii(char: str) -> str:
    if " " <= char <= "~":
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02X}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def parse_properties(text: str) -> dict[str, str]:
    """Keys and values as Java reads them; of a key that stands there twice the last one counts."""
    entries = (entry for line in _logical_lines(text) for entry in _ENTRY.findall(line))
    return {_plain(key): _plain(value) for key, value in entries}


def _logical_lines(text: str) -> Iterator[str]:
    """Lines with their continuations, without comments and empty ones."""
    line, continued = "", False
    for natural in _LINE_ENDS.split(text):
        piece = natural.lstrip(_BLANKS)
        if not continued and piece[:1] in ("", "#", "!"):
            continue
        line += piece
        continued = (len(piece) - len(piece.rstrip("\\"))) % 2 == 1
        if continued:
            line = line[:-1]
        else:
            yield line
            line = ""
    if line:
        yield line


def _plain(text: str) -> str:
    """Escapes resolved; a character beyond 16 bits is written as two of them."""
    units = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _MEANS.get(found[2], found[2]), text)
    return units.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")
