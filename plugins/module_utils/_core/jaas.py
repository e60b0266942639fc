# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The value of ``sasl.jaas.config``: login module and quoted options.

Private to streamops.kafka. Kafka reads the value with Java's StreamTokenizer, where a quoted string knows the escapes
of C and ends at a line break; so quotes and backslashes are escaped and control characters become octal
numbers.
"""

from __future__ import annotations

from typing import Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["LOGIN_MODULES", "jaas_config", "quote"]

# mechanism -> login module, option of the name, option of the secret
LOGIN_MODULES = {
    "PLAIN": ("org.apache.kafka.common.security.plain.PlainLoginModule", "username", "password"),
    "SCRAM-SHA-256": ("org.apache.kafka.common.security.scram.ScramLoginModule", "username", "password"),
    "SCRAM-SHA-512": ("org.apache.kafka.common.security.scram.ScramLoginModule", "username", "password"),
    "OAUTHBEARER": (
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
        "clientId",
        "clientSecret",
    ),
}


def quote(value: str) -> str:
    """The value as a quoted string of a JAAS configuration."""
    return '"' + "".join(_escaped(char) for char in value) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    return f"\\{ord(char):03o}" if ord(char) < 32 else char


def jaas_config(mechanism: str, username: str, password: str, options: Optional[Mapping[str, object]] = None) -> str:
    """One line for ``sasl.jaas.config``; ``options`` are further options of the login module."""
    if mechanism not in LOGIN_MODULES:
        raise InputError(
            f"no login module is known for sasl_mechanism {mechanism!r} (known: {', '.join(sorted(LOGIN_MODULES))}); "
            "give 'sasl.jaas.config' in 'extra' instead",
            {"option": "sasl_mechanism"},
        )
    module, name_key, secret_key = LOGIN_MODULES[mechanism]
    more = options or {}
    pairs = {name_key: username, secret_key: password, **{key: str(more[key]) for key in sorted(more)}}
    return f"{module} required " + " ".join(f"{key}={quote(value)}" for key, value in pairs.items()) + ";"
