# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates and keys as PEM text: what is in it, whose certificate it is and until when.

Private to streamops.kafka. Reads the few fields of DER that are wanted; signatures are checked by whoever trusts.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Iterator

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["Certificate", "certificate", "certificates", "private_key"]

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
_UTC_TIME = 0x17
_VERSION = 0xA0
_NAMES = {
    b"\x55\x04\x03": "CN",
    b"\x55\x04\x06": "C",
    b"\x55\x04\x07": "L",
    b"\x55\x04\x08": "ST",
    b"\x55\x04\x0a": "O",
    b"\x55\x04\x0b": "OU",
}


@dataclass(frozen=True)
class Certificate:
    """One certificate: its subject as Kafka names a principal, and its validity in UTC, ``YYYY-MM-DD HH:MM:SS``."""

    subject: str
    not_before: str
    not_after: str


def certificates(text: str) -> list[bytes]:
    """Every certificate of the text as DER; raises InputError when it holds none."""
    found = [body for label, body in _blocks(text) if label == "CERTIFICATE"]
    if not found:
        raise InputError("this is no certificate: expected PEM text with -----BEGIN CERTIFICATE-----")
    return found


def private_key(text: str) -> bytes:
    """The private key of the text as DER of PKCS#8, the one form that Java reads."""
    blocks = _blocks(text)
    found = [body for label, body in blocks if label == "PRIVATE KEY"]
    if len(found) == 1:
        return found[0]
    others = sorted({label for label, dummy in blocks if label.endswith("PRIVATE KEY")} - {"PRIVATE KEY"})
    seen = f"{len(found)} keys" if found else others[0] if others else "no key"
    raise InputError(
        f"the private key must be one unencrypted key in PKCS#8 (-----BEGIN PRIVATE KEY-----), and there is {seen}: "
        "convert it with 'openssl pkcs8 -topk8 -nocrypt -in <key> -out <new key>'"
    )


def certificate(text: str) -> Certificate:
    """The first certificate of the text: of a chain, the one of whoever owns it."""
    try:
        whole = next(_parts(certificates(text)[0]))[1]
        fields = [part for part in _parts(next(_parts(whole))[1]) if part[0] != _VERSION]
        validity, subject = fields[3][1], fields[4][1]
        before, after = (_time(tag, body) for tag, body in _parts(validity))
        return Certificate(_subject(subject), before, after)
    except (IndexError, StopIteration, UnicodeDecodeError, ValueError) as problem:
        raise InputError("this is no certificate: its content is damaged") from problem


def _blocks(text: str) -> list[tuple[str, bytes]]:
    try:
        return [(label, base64.b64decode("".join(body.split()), validate=True)) for label, body in _BLOCK.findall(text)]
    except ValueError as problem:
        raise InputError("this is no PEM text: what stands between BEGIN and END is not base64") from problem


def _parts(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element."""
    at = 0
    while at < len(body):
        tag, size, at = body[at], body[at + 1], at + 2
        if size & 0x80:
            width = size & 0x7F
            size, at = int.from_bytes(body[at : at + width], "big"), at + width
        if at + size > len(body):
            raise ValueError("cut off")
        yield tag, body[at : at + size]
        at += size


def _time(tag: int, body: bytes) -> str:
    text = body.decode("ascii")
    if tag == _UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    if re.fullmatch(r"[0-9]{14}Z", text) is None:
        raise ValueError("no time")
    return f"{text[:4]}-{text[4:6]}-{text[6:8]} {text[8:10]}:{text[10:12]}:{text[12:14]}"


def _subject(body: bytes) -> str:
    """The last part first, as RFC 2253 and Java's principals have it."""
    parts = []
    for dummy, group in _parts(body):
        pairs = [[content for tag, content in _parts(pair)] for tag, pair in _parts(group)]
        parts.append("+".join(f"{_NAMES.get(name, name.hex())}={value.decode('utf-8')}" for name, value in pairs))
    return ",".join(reversed(parts))
