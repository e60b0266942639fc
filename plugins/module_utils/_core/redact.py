# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which keys are secret, and how a configuration is shown without them.

Private to streamops.kafka. A reference such as ``${file:/path:key}`` is no secret and is shown as it is. A key is
secret when the plugin declares it PASSWORD, when its name says so, or when the user lists it; a value is in part when
it holds credentials in a URL or a ``password=`` pair.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Iterable, Mapping, Optional

__all__ = [
    "LOGIN_NAMES",
    "MASK",
    "holds_mask",
    "is_reference",
    "is_secret_key",
    "mask_config",
    "mask_pair",
    "mask_value",
    "scrub",
    "scrub_text",
    "secret_values",
]

MASK = "********"
# Options of an inventory that name a login, which is no secret.
LOGIN_NAMES = frozenset({"credentials", "source_credentials", "target_credentials"})
_BEFORE, _AFTER = " (before)", " (after)"
_MARKED = (MASK + _BEFORE, MASK + _AFTER)
_SHORTEST = 4  # shorter values are masked by their key only: replacing "1" everywhere would garble the result

_REFERENCE = re.compile(r"\$\{[^${}:]+:[^${}]*\}")
_SECRET_NAME = re.compile(
    r"passw(or)?d|passphrase|secret|token|credential|api[._-]?key|access[._-]?key|private[._-]?key|account[._-]?key"
    r"|ssl\.keystore\.key|jaas\.config|auth\.user\.info|sas[._-]?key",
    re.IGNORECASE,
)
_INLINE = (
    re.compile(r"(?P<head>://[^:/@\s]*:)(?P<secret>[^@/\s]+)(?=@)"),
    re.compile(r"(?P<head>\b(?:password|passwd|secret|token)\s*=\s*[\"']?)(?P<secret>[^;&\s\"',]+)", re.IGNORECASE),
)


def holds_mask(value: str) -> bool:
    """Whether the value, or a secret in it, was replaced by the mask when it was printed."""
    if value == MASK or value in _MARKED:
        return True
    return any(match["secret"] == MASK for pattern in _INLINE for match in pattern.finditer(value))


def is_reference(value: Optional[str]) -> bool:
    """Whether the whole value is one reference to a config provider."""
    return value is not None and _REFERENCE.fullmatch(value.strip()) is not None


def is_secret_key(key: str, known: Iterable[str] = ()) -> bool:
    """Whether the value of the key must be hidden; ``known`` are PASSWORD types and the user's list."""
    return key in known or _sounds_secret(key)


def mask_value(value: str) -> str:
    """The value with the credentials inside it hidden."""
    for pattern in _INLINE:
        value = pattern.sub(_masked, value)
    return value


def mask_config(config: Mapping[str, str], known: Iterable[str] = ()) -> dict[str, str]:
    """The configuration as it may be printed."""
    known = frozenset(known)
    return {key: _shown(key, value, known) for key, value in sorted(config.items())}


def mask_pair(
    before: Mapping[str, str], after: Mapping[str, str], known: Iterable[str] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """Both configurations as they may be printed, so that a changed secret still shows as a change."""
    known = frozenset(known)
    old, new = mask_config(before, known), mask_config(after, known)
    for key in before.keys() & after.keys():
        if before[key] != after[key] and old[key] == new[key]:
            old[key], new[key] = f"{old[key]}{_BEFORE}", f"{new[key]}{_AFTER}"
    return old, new


def secret_values(config: Mapping[str, str], known: Iterable[str] = ()) -> set[str]:
    """The strings that must appear nowhere in what we print."""
    known = frozenset(known)
    found: set[str] = set()
    for key, value in config.items():
        if is_reference(value):
            continue
        if is_secret_key(key, known):
            found.add(value)
        for pattern in _INLINE:
            found.update(match["secret"] for match in pattern.finditer(value))
    return {value for value in found if len(value) >= _SHORTEST and not is_reference(value) and not holds_mask(value)}


def scrub_text(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets, the longest replaced first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def scrub(value: Any, secrets: Iterable[str]) -> Any:
    """A JSON value without the secrets; keys of mappings are kept."""
    secrets = tuple(secrets)
    if isinstance(value, str):
        return scrub_text(value, secrets)
    if isinstance(value, Mapping):
        return {key: scrub(item, secrets) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [scrub(item, secrets) for item in value]
    return value


@lru_cache(maxsize=4096)
def _sounds_secret(key: str) -> bool:
    """Kept, because the connectors of a fleet share their keys."""
    return _SECRET_NAME.search(key) is not None


def _masked(found: re.Match[str]) -> str:
    return found[0] if is_reference(found["secret"]) else found["head"] + MASK


def _shown(key: str, value: str, known: frozenset[str]) -> str:
    if is_reference(value):
        return value
    return MASK if is_secret_key(key, known) else mask_value(value)
