# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regular expressions as Java reads them, judged without Java.

Private to streamops.kafka. Three questions: does it compile, does it match a name, may two of them match one name. What
only Java could judge counts as compiling and, for safety, as matching.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, Optional, Pattern, Sequence

__all__ = ["Alternative", "alternatives", "compatible", "compile_java", "matches_any", "regex_problem"]

_CLASSES = {
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "A-Za-z0-9",
    "Upper": "A-Z",
    "Lower": "a-z",
    "L": "A-Za-z",
    "Lu": "A-Z",
    "Ll": "a-z",
    "N": "0-9",
    "Nd": "0-9",
}
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|$)", re.DOTALL)
_NAMED_GROUP = re.compile(r"\(\?<(?![=!])")
_PROPERTY = re.compile(r"\\p\{(?:Is)?(\w+)\}")
_ESCAPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_BRACE = re.compile(r"\{(?!\d+(?:,\d*)?\})")
# Intersections and unions of classes, possessive quantifiers, Java's own escapes and back references.
_JAVA_ONLY = re.compile(r"&&|\[[^\]]*\[|[*+?}]\+|\\[hHRXkpPGzZN]|\\x\{|\(\?[idmsuxU]*-")
_BRACED_ESCAPE = re.compile(r"\\[pPxN]\{[^}]*\}")
_FLAGS = re.compile(r"\(\?[a-zA-Z]")
_META = "^$*+?.()[]{}|"


def regex_problem(pattern: str) -> str:
    """Why Java (or Kafka's list of them) cannot take the pattern; '' when it can, or when only Java could tell."""
    if not pattern.strip():
        return "is empty"
    if "," in pattern:
        return "holds a comma, which ends an entry of Kafka's list; write it without, or as two patterns"
    try:
        compile_java(pattern)
    except ValueError as error:
        return f"does not compile: {error}"
    return ""


@lru_cache(maxsize=4096)
def compile_java(pattern: str) -> Optional[Pattern[str]]:
    """The pattern for Python, or None where Python has no equal; ValueError when Java refuses it."""
    text = _QUOTED.sub(lambda match: re.escape(match.group(1)), pattern)
    bare = _ESCAPED.sub("", _BRACED_ESCAPE.sub("", text))
    if "(?P" in bare:
        raise ValueError("a named group is written (?<name>...)")
    if "(?#" in bare:
        raise ValueError("Java has no comments in patterns")
    if _BRACE.search(bare):
        raise ValueError("a brace that is not a repetition such as {2} must be written \\{")
    text = _NAMED_GROUP.sub("(?P<", text)
    text = _PROPERTY.sub(lambda match: f"[{_CLASSES[match.group(1)]}]" if match.group(1) in _CLASSES else "\\X", text)
    if _JAVA_ONLY.search(text):
        return None
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(str(error)) from error


class Alternative(NamedTuple):
    """An alternative at the top level: fixed beginning, fixed end, whether it is one fixed name, its text."""

    head: str
    tail: str
    literal: bool
    text: str


@lru_cache(maxsize=16384)
def matches_any(patterns: Sequence[str], name: str) -> bool:
    """Whether one of the patterns certainly matches the name."""
    compiled = (compile_java(pattern) for pattern in patterns)
    return any(pattern is not None and pattern.fullmatch(name) is not None for pattern in compiled)


def compatible(one: Alternative, other: Alternative) -> bool:
    """Whether one name could match both; False only when that is certain."""
    (head, tail, literal, text), (other_head, other_tail, other_literal, other_text) = one, other
    if literal and other_literal:
        return head == other_head
    if literal:
        return _matches(other_text, head)
    if other_literal:
        return _matches(text, other_head)
    heads = head.startswith(other_head) or other_head.startswith(head)
    return heads and (tail.endswith(other_tail) or other_tail.endswith(tail))


def _matches(pattern: str, name: str) -> bool:
    compiled = compile_java(pattern)
    return compiled is None or compiled.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def alternatives(pattern: str) -> tuple[Alternative, ...]:
    """The alternatives of a pattern; one that says nothing where only Java could tell."""
    if compile_java(pattern) is None or _FLAGS.search(pattern):
        return (Alternative("", "", False, pattern),)
    return tuple(_fixed_parts(text) for text in _split(_tokens(pattern)))


def _fixed_parts(tokens: list[tuple[str, str]]) -> Alternative:
    fixed = [char for char, dummy in tokens]
    text = "".join(source for dummy, source in tokens)
    if "" not in fixed:
        whole = "".join(fixed)
        return Alternative(whole, whole, True, text)
    first, last = fixed.index(""), len(fixed) - fixed[::-1].index("")
    return Alternative("".join(fixed[:first]), "".join(fixed[last:]), False, text)


def _split(tokens: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    parts: list[list[tuple[str, str]]] = [[]]
    for token in tokens:
        if token == ("", "|"):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _tokens(pattern: str) -> list[tuple[str, str]]:
    """(fixed character or '', source text) of each piece; a group or a class is one piece without a fixed character."""
    text = _QUOTED.sub(lambda match: re.escape(match.group(1)), pattern)
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        end = _piece_end(text, at)
        piece = text[at:end]
        if piece[0] in "*+?{":
            tokens.append(("", (tokens.pop()[1] if tokens else "") + piece))
        elif piece not in "^$":
            tokens.append((_fixed_character(piece), piece))
        at = end
    return tokens


def _fixed_character(piece: str) -> str:
    if len(piece) == 2 and piece[0] == "\\":
        return "" if piece[1].isalnum() else piece[1]
    return piece if len(piece) == 1 and piece not in _META else ""


def _piece_end(text: str, at: int) -> int:
    if text[at] == "{":
        return text.index("}", at) + 1
    if text[at] != "(":
        return _skip(text, at)
    depth = 0
    while True:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at = _skip(text, at)
        if depth == 0:
            return at


def _skip(text: str, at: int) -> int:
    """Behind the character, the escape or the class at this place."""
    found = _ESCAPED.match(text, at)
    return found.end() if found else at + 1
