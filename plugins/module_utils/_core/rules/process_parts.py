# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What workers and mirror processes have in common when they are read.

Private to streamops.kafka.
"""

from __future__ import annotations

import re
from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import parse_properties

__all__ = ["environment", "files", "version"]

_VERSION = re.compile(r"^(\d+)\.(\d+)\.(\d+)")


def version(*texts: Any) -> tuple[int, ...]:
    """The first of the texts that is a release, as numbers."""
    found = next((match for text in texts if text for match in [_VERSION.match(str(text))] if match), None)
    return tuple(map(int, found.groups())) if found else ()


def environment(value: Any) -> dict[str, str]:
    """What a unit adds to the environment of a process."""
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, Mapping) else {}


def files(given: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, str]]]:
    """The files that were given under this name: place and properties."""
    found = given.get(name)
    pairs = found.items() if isinstance(found, Mapping) else ()
    return [(str(place), parse_properties(str(text))) for place, text in pairs]
