# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes small Java classes without a compiler, which a Java runtime environment does not have.

Straight-line code only: without branches a class of version 52 needs no stack maps.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, Sequence

PUBLIC, STATIC, SUPER, ABSTRACT = 0x0001, 0x0008, 0x0020, 0x0400
_VERSION = 52  # Java 8
_PLAIN = {"dup": 0x59, "pop": 0x57, "aconst_null": 0x01, "athrow": 0xBF, "areturn": 0xB0, "return": 0xB1}
_CALLS = {"invokevirtual": 0xB6, "invokespecial": 0xB7, "invokestatic": 0xB8}
_FIELD, _METHOD, _INTERFACE_METHOD = 9, 10, 11
_CLASSES = {"new": 0xBB, "checkcast": 0xC0}


@dataclass(frozen=True)
class Method:
    """A method and its instructions, each a tuple of the mnemonic and its operands."""

    name: str
    descriptor: str
    code: Sequence[tuple[Any, ...]]
    slots: int = 2
    static: bool = False


@dataclass
class _Pool:
    """The constant pool: entries by what they say, numbered from 1; a long takes two numbers."""

    entries: list[bytes] = field(default_factory=list)
    known: dict[Any, int] = field(default_factory=dict)
    size: int = 1

    def _add(self, key: Any, data: bytes, width: int = 1) -> int:
        if key not in self.known:
            self.known[key] = self.size
            self.entries.append(data)
            self.size += width
        return self.known[key]

    def text(self, value: str) -> int:
        raw = value.encode()
        return self._add(("text", value), struct.pack(">BH", 1, len(raw)) + raw)

    def cls(self, name: str) -> int:
        return self._add(("class", name), struct.pack(">BH", 7, self.text(name)))

    def string(self, value: str) -> int:
        return self._add(("string", value), struct.pack(">BH", 8, self.text(value)))

    def long(self, value: int) -> int:
        return self._add(("long", value), struct.pack(">Bq", 5, value), 2)

    def member(self, owner: str, name: str, descriptor: str, tag: int = _METHOD) -> int:
        pair = (name, descriptor)
        signature = struct.pack(">BHH", 12, self.text(name), self.text(descriptor))
        number = self._add(("signature", pair), signature)
        return self._add((tag, owner, pair), struct.pack(">BHH", tag, self.cls(owner), number))


def _instruction(pool: _Pool, name: str, *operands: Any) -> bytes:
    if name in _PLAIN:
        return bytes([_PLAIN[name]])
    if name == "aload":
        return bytes([0x19, operands[0]])
    if name in ("ldc", "ldc_class"):
        return struct.pack(">BH", 0x13, pool.cls(operands[0]) if name == "ldc_class" else pool.string(operands[0]))
    if name == "ldc_long":
        return struct.pack(">BH", 0x14, pool.long(operands[0]))
    if name in _CLASSES:
        return struct.pack(">BH", _CLASSES[name], pool.cls(operands[0]))
    if name == "getstatic":
        return struct.pack(">BH", 0xB2, pool.member(*operands, _FIELD))
    if name == "invokeinterface":
        owner, method, descriptor, count = operands
        return struct.pack(">BHBB", 0xB9, pool.member(owner, method, descriptor, _INTERFACE_METHOD), count, 0)
    return struct.pack(">BH", _CALLS[name], pool.member(*operands))


def class_file(name: str, base: str, methods: Sequence[Method], abstract: bool = False) -> bytes:
    """The bytes of a public class; names are written with slashes."""
    pool = _Pool()
    this, parent = pool.cls(name), pool.cls(base)
    body = b""
    for method in methods:
        code = b"".join(_instruction(pool, *step) for step in method.code)
        attribute = struct.pack(">HHI", 8, method.slots, len(code)) + code + struct.pack(">HH", 0, 0)
        flags = PUBLIC | (STATIC if method.static else 0)
        body += struct.pack(">HHHH", flags, pool.text(method.name), pool.text(method.descriptor), 1)
        body += struct.pack(">HI", pool.text("Code"), len(attribute)) + attribute
    access = PUBLIC | SUPER | (ABSTRACT if abstract else 0)
    head = struct.pack(">IHHH", 0xCAFEBABE, 0, _VERSION, pool.size) + b"".join(pool.entries)
    return head + struct.pack(">HHHHHH", access, this, parent, 0, 0, len(methods)) + body + struct.pack(">H", 0)
