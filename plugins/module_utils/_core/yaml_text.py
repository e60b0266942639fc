# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain data as YAML that a person reads and Ansible takes literally.

Private to streamops.kafka. Text that looks like a template of Jinja is tagged ``!unsafe``; a ``Reference`` is the one
kind of template that is written.
"""

from __future__ import annotations

import re
from typing import Any, Mapping, Sequence

__all__ = ["Reference", "readable", "yaml_text"]

_PLAIN = re.compile(r"[A-Za-z_/$]([A-Za-z0-9_./:@$,()+{}-]*[A-Za-z0-9_/)}])?")
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_SWITCHES = {"true": True, "false": False}
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_JINJA = ("{{", "{%", "{#")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Reference(str):
    """The name of a variable that holds a secret; as YAML the template that reads it."""


def readable(value: str) -> Any:
    """Text as the number or the boolean that Kafka would spell in the very same way."""
    return int(value) if _NUMBER.fullmatch(value) else _SWITCHES.get(value, value)


def yaml_text(value: Mapping[str, Any]) -> str:
    """The mapping as a block of YAML, its keys in the given order."""
    return "".join(f"{line}\n" for line in _mapping(value))


def _mapping(value: Mapping[str, Any]) -> list[str]:
    return [line for key, item in value.items() for line in _entry(_text(str(key)) + ":", item)]


def _sequence(value: Sequence[Any]) -> list[str]:
    lines = []
    for item in value:
        block = _block(item) or [_scalar(item)]
        lines.append(f"- {block[0]}")
        lines.extend(f"  {line}" for line in block[1:])
    return lines


def _entry(head: str, item: Any) -> list[str]:
    block = _block(item)
    return [head, *(f"  {line}" for line in block)] if block else [f"{head} {_scalar(item)}"]


def _block(item: Any) -> list[str]:
    """The lines of a mapping or a sequence that holds something."""
    if isinstance(item, Mapping):
        return _mapping(item)
    return _sequence(item) if isinstance(item, (list, tuple)) else []


def _scalar(item: Any) -> str:
    if isinstance(item, Reference):
        return f'"{{{{ {item} }}}}"'
    if isinstance(item, str):
        return ("!unsafe " if any(mark in item for mark in _JINJA) else "") + _text(item)
    if isinstance(item, Mapping):
        return "{}"
    if isinstance(item, (list, tuple)):
        return "[]"
    if item is None:
        return "null"
    return str(item).lower() if isinstance(item, bool) else str(item)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and not any(mark in text for mark in _JINJA):
        return text
    if all(" " <= char <= "~" for char in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if " " <= char <= "~" or "\u00a1" <= char <= "\u1fff":
        return char
    return f"\\u{ord(char):04X}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08X}"
