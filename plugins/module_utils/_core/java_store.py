# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""PEM texts as key stores of Java (JKS), for the one reader that knows no PEM: Connect's REST interface.

Private to streamops.kafka. The same input gives the same bytes, so that a store is written when something changed and
not otherwise. The stores have the empty password: like a PEM file they are guarded by the mode of the file.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.pem import certificates, private_key

__all__ = ["java_keystore", "java_truststore"]

_MAGIC, _VERSION = 0xFEEDFEED, 2
_KEY, _TRUSTED = 1, 2
_DATE = 0
_WHITENER = b"Mighty Aphrodite"
# AlgorithmIdentifier of the key protection of JKS, 1.3.6.1.4.1.42.2.17.1.1
_PROTECTION = bytes.fromhex("300e060a2b060104012a021101010500")


def java_keystore(pem: str) -> str:
    """Key and chain of one PEM text as a key store, in base64."""
    key = _protected(private_key(pem))
    chain = certificates(pem)
    entry = struct.pack(">I", _KEY) + _text("host") + struct.pack(">QI", _DATE, len(key)) + key
    entry += struct.pack(">I", len(chain)) + b"".join(_certificate(body) for body in chain)
    return _store([entry])


def java_truststore(pem: str) -> str:
    """Every certificate of the PEM text as one that is trusted, in base64."""
    return _store(
        [
            struct.pack(">I", _TRUSTED) + _text(f"ca{number}") + struct.pack(">Q", _DATE) + _certificate(body)
            for number, body in enumerate(certificates(pem), 1)
        ]
    )


def _store(entries: Sequence[bytes]) -> str:
    body = struct.pack(">III", _MAGIC, _VERSION, len(entries)) + b"".join(entries)
    return base64.b64encode(body + _digest(_WHITENER + body)).decode("ascii")


def _certificate(body: bytes) -> bytes:
    return _text("X.509") + struct.pack(">I", len(body)) + body


def _protected(key: bytes) -> bytes:
    """EncryptedPrivateKeyInfo: salt, key stream over the key, digest; the salt follows from the key."""
    salt = word = _digest(key)
    stream = b""
    while len(stream) < len(key):
        word = _digest(word)
        stream += word
    hidden = bytes(one ^ other for one, other in zip(key, stream))
    return _element(0x30, _PROTECTION + _element(0x04, salt + hidden + _digest(key)))


def _element(tag: int, body: bytes) -> bytes:
    return bytes([tag, 0x82]) + struct.pack(">H", len(body)) + body


def _text(value: str) -> bytes:
    return struct.pack(">H", len(value)) + value.encode("ascii")


def _digest(body: bytes) -> bytes:
    return hashlib.sha1(body, usedforsecurity=False).digest()
