# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets beside properties: what may stand in a rendered file, and what goes to a file of mode 0400.

Private to streamops.kafka. A secret is replaced by ``${file:<path>:<key>}``, which Kafka's FileConfigProvider resolves
when the process starts.
"""

from __future__ import annotations

import re
from typing import Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import secret_key
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["provider_properties", "secret_values", "with_references"]

_REFERENCE = re.compile(r"\$\{[^}:]+:[^}]*\}")
_CLASSES = {
    "dir": "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
    "env": "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
    "file": "org.apache.kafka.common.config.provider.FileConfigProvider",
}
_PARAMETERS = {"dir": "allowed.paths", "env": "allowlist.pattern", "file": "allowed.paths"}


def secret_values(properties: Mapping[str, str]) -> dict[str, str]:
    """The properties whose values are secrets and not references to some already."""
    return {
        key: value for key, value in properties.items() if value and secret_key(key) and not _REFERENCE.search(value)
    }


def with_references(properties: Mapping[str, str], path: str, prefix: str = "") -> dict[str, str]:
    """The properties with every secret replaced by a reference to ``path`` under ``prefix`` + key."""
    secrets = secret_values(properties)
    if secrets and not path:
        raise InputError(
            f"{prefix}{sorted(secrets)[0]} is a secret and may not stand in the properties; "
            "give secrets_file, the file on the host that will hold it"
        )
    references = {key: "${file:" + path + ":" + prefix + key + "}" for key in secrets}
    return {**properties, **references}


def provider_properties(limits: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """``config.providers`` for the named providers, each held to its limits (paths, or a pattern)."""
    wanted = {name: ",".join(sorted(set(values))) for name, values in limits.items()}
    wanted = {name: value for name, value in wanted.items() if value}
    if not wanted:
        return {}
    properties = {"config.providers": ",".join(sorted(wanted))}
    for name, value in wanted.items():
        properties[f"config.providers.{name}.class"] = _CLASSES[name]
        properties[f"config.providers.{name}.param.{_PARAMETERS[name]}"] = value
    return properties
