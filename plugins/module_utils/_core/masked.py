# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Configurations that were printed, given back as input.

Private to streamops.kafka. What is printed shows the mask in place of a secret. Given back, the mask means what is
stored, so that no secret has to leave the cluster for its configuration to be written down.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK, holds_mask, mask_value

__all__ = ["unmask"]


def unmask(desired: Desired, found: Optional[Found]) -> tuple[Desired, list[str]]:
    """The connector with the stored values in place of masks, and what is wrong with masks that stand for nothing."""
    masked = {key: value for key, value in (desired.config or {}).items() if value is not None and holds_mask(value)}
    if not masked or desired.state == "absent":
        return desired, []
    stored = found.config if found else {}
    problems = [_problem(desired.name, key, value, stored) for key, value in masked.items()]
    known = {key: stored[key] for key in masked if key in stored}
    return replace(desired, config={**(desired.config or {}), **known}), [text for text in problems if text]


def _problem(name: str, key: str, value: str, stored: Mapping[str, str]) -> str:
    where = f"Connector {name}: config key {key} holds {MASK}, which stands for the stored value"
    if key not in stored:
        return f"{where}, but none is stored."
    if value not in (MASK, stored[key], mask_value(stored[key])):
        return f"{where}, and differs from it in other parts."
    return ""
