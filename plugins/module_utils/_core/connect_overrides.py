# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which settings of their Kafka clients the connectors of a cluster may override: those that they use, and no others.

Private to streamops.kafka. Kafka 4.2 has a policy with a list; before that it is all or nothing.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping

__all__ = ["override_keys", "override_policy"]

POLICY = "connector.client.config.override.policy"
ALLOWLIST = "connector.client.config.override.allowlist"
_OVERRIDE = re.compile(r"^(?:producer|consumer|admin)\.override\.(.+)$")
_NUMBERS = re.compile(r"[0-9]+")


def override_keys(configs: Iterable[Mapping[str, Any]]) -> list[str]:
    """The keys that these connector configurations override, without their prefix."""
    found = (_OVERRIDE.match(str(key)) for config in configs for key in config)
    return sorted({match[1] for match in found if match})


def override_policy(keys: Iterable[str], kafka_version: str) -> dict[str, str]:
    """The worker's settings that allow exactly these keys, as far as its version can."""
    allowed = sorted(set(keys))
    if not allowed:
        return {POLICY: "None"}
    if tuple(int(number) for number in _NUMBERS.findall(kafka_version)[:2]) < (4, 2):
        return {POLICY: "All"}
    return {POLICY: "Allowlist", ALLOWLIST: ",".join(allowed)}
