# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets in clear in the configuration of a connector, which Connect would keep in a topic and show to everybody.

Private to streamops.kafka. Only what is a secret beyond doubt counts: a refusal must not hang on a guess.
"""

from __future__ import annotations

import re
from typing import Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import mask_config, mask_value
from ansible_collections.streamops.kafka.plugins.module_utils._core.validation import Finding

__all__ = ["plain_secret_findings", "plain_secret_keys"]

_NAME = re.compile(r"(passw(or)?d|passphrase|secret|jaas\.config|ssl\.keystore\.key)$", re.IGNORECASE)
_REFERENCE = re.compile(r"\$\{[^${}:]+:[^${}]*\}")
_JAAS_SECRET = re.compile(r"(password|secret)\s*=", re.IGNORECASE)
# Certificates are public, though Kafka gives them the type PASSWORD.
_PUBLIC = ("ssl.truststore.certificates", "ssl.keystore.certificate.chain")
_MESSAGE = "the value is a secret in clear, which Connect would keep in a topic and show by its REST interface"
_FIX = (
    "put it into a file on the workers (connect_secrets) and write ${file:/etc/kafka-connect/secrets/<name>.properties:"
    "<key>} instead, or set allow_plain_secrets"
)


def plain_secret_keys(config: Mapping[str, str], declared: Iterable[str] = ()) -> list[str]:
    """The keys with a secret in clear; ``declared`` are those of type PASSWORD, and those that the user listed."""
    known = frozenset(declared)
    return sorted(key for key, value in config.items() if value and _is_plain(key, value, known))


def plain_secret_findings(name: str, config: Mapping[str, str], declared: Iterable[str] = ()) -> list[Finding]:
    """One finding for each of these keys."""
    known = frozenset(declared)
    shown = mask_config(config, known)
    return [Finding(name, key, shown[key], _MESSAGE, _FIX) for key in plain_secret_keys(config, known)]


def _is_plain(key: str, value: str, known: frozenset[str]) -> bool:
    if _REFERENCE.search(value) or key.endswith(_PUBLIC):
        return False
    if key.endswith("jaas.config"):
        return _JAAS_SECRET.search(value) is not None
    return key in known or _NAME.search(key) is not None or mask_value(value) != value
