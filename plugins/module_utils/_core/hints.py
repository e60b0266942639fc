# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a plugin or worker said to what the user should do.

Private to streamops.kafka. Plugins report a wrong password under the key of the host name; a user needs to be told
which key to correct. Every hint ends the sentence of a finding.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import is_reference

__all__ = ["did_you_mean", "fix_for", "unknown_keys"]

_PASSWORD = re.compile(
    r"password authentication failed|access denied for user|authentication failed|login failed", re.I
)
_FIXES = (
    (
        re.compile(r"connection to .* refused|connection refused", re.I),
        "correct the host and port keys, and check that the server listens for the workers",
    ),
    (re.compile(r"database .* does not exist", re.I), "correct the database name, or create the database"),
    (re.compile(r"no pg_hba\.conf entry", re.I), "allow the workers' addresses in pg_hba.conf"),
    (re.compile(r"unknownhost|name or service not known|could not be resolved", re.I), "correct the host name"),
    (
        re.compile(r"could not read properties from file|could not read file|no such file", re.I),
        "put the secrets file on every worker, readable for its user and inside the provider's allowed.paths",
    ),
    (
        re.compile(r"value is required|missing required configuration|no default value", re.I),
        "add the key to config",
    ),
    (re.compile(r"could not be found|class .* not found|unable to find", re.I), "install the plugin on every worker"),
)
# Keys that no plugin declares although Connect or the plugin reads them.
_FREE_PREFIXES = (
    "admin.override.",
    "connection.",
    "consumer.override.",
    "converters",
    "database.",
    "driver.",
    "header.converter.",
    "key.converter.",
    "metrics.context.",
    "post.processors",
    "predicates",
    "producer.override.",
    "schema.history.internal.",
    "signal.",
    "source.",
    "target.",
    "topic.creation.",
    "transforms",
    "value.converter.",
)


def fix_for(message: str, config: Mapping[str, str]) -> str:
    """What to do about the message; empty when nothing better than the message itself is known."""
    if _PASSWORD.search(message):
        return _password_fix(config)
    for pattern, fix in _FIXES:
        if pattern.search(message):
            return fix
    return ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or an empty string."""
    return _nearest(word, frozenset(known))


def unknown_keys(name: str, config: Mapping[str, str], known: Sequence[str]) -> list[str]:
    """A warning for each key that the plugin does not declare: a near miss of one it does, or nothing we know of."""
    warnings = []
    names = frozenset(known)
    for key in sorted(config.keys() - names):
        near = did_you_mean(key, names)
        if near and near not in config:
            warnings.append(f"Connector {name}: the plugin does not know the key {key}: did you mean {near}?")
        elif not near and not key.startswith(_FREE_PREFIXES):
            warnings.append(
                f"Connector {name}: the plugin does not know the key {key}; it is stored but may have no effect."
            )
    return warnings


@lru_cache(maxsize=4096)
def _nearest(word: str, known: frozenset[str]) -> str:
    """Kept, because hundreds of connectors of a class share their keys and a comparison with all of them is slow."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.75)
    return near[0] if near else ""


def _password_fix(config: Mapping[str, str]) -> str:
    """Name the keys that hold the login, and where a referenced password comes from."""
    keys = [key for key in sorted(config) if key.endswith((".user", ".username", ".password")) and "ssl." not in key]
    words = [f"{key} ({config[key]})" if is_reference(config[key]) else key for key in keys]
    return f"correct {' or '.join(words)}" if words else "correct the user name or the password"
