# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Levels of the loggers of a worker: which there are, and what must be set so that they become what is wanted.

Private to streamops.kafka. Setting a logger sets every logger whose name begins with that text as well, and with
``root`` all of them. So the short names go first, and what a short name covers is set again after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["LEVELS", "WorkerLevels", "differing", "plan_levels", "read_levels"]

LEVELS = ("OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL")
ROOT = "root"
# Jetty answers 400 to an address that holds one of these.
_UNADDRESSABLE = "/\\%"


@dataclass(frozen=True)
class WorkerLevels:
    """The wanted loggers of one worker as they were, and the levels to set in their order."""

    url: str
    before: Mapping[str, Optional[str]]
    writes: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self, after: Mapping[str, Optional[str]]) -> dict[str, Any]:
        """The worker as it is returned."""
        return {"url": self.url, "changed": bool(self.writes), "before": dict(self.before), "after": dict(after)}

    def diff(self) -> dict[str, Any]:
        """The loggers that change, in the form that Ansible prints."""
        title = f"loggers of {self.url}"
        before = {name: self.before.get(name) for name in self.writes}
        return {"before_header": title, "after_header": title, "before": before, "after": dict(self.writes)}


def read_levels(loggers: Mapping[str, Any]) -> dict[str, str]:
    """The option as names and levels; YAML reads a bare OFF as false."""
    if not loggers:
        raise InputError("loggers is empty: name at least one logger and its level, such as root: INFO.")
    problems = []
    wanted: dict[str, str] = {}
    for given, value in loggers.items():
        name = ROOT if str(given).lower() == ROOT else str(given)
        level = "OFF" if value is False else str(value).strip().upper()
        if not name or name != name.strip() or any(letter in name for letter in _UNADDRESSABLE):
            problems.append(f"Logger {name!r} cannot be part of an address of the REST API: correct its name.")
        if level not in LEVELS:
            problems.append(f"Logger {name}: there is no level {value!r}: use one of {', '.join(LEVELS)}.")
        if name in wanted:
            problems.append(f"Logger {name} is listed more than once: keep one entry.")
        wanted[name] = level
    if problems:
        raise InputError(" ".join(problems), {"loggers": sorted(wanted)})
    return wanted


def plan_levels(wanted: Mapping[str, str], current: Mapping[str, Optional[str]]) -> dict[str, str]:
    """What to set on a worker, in this order; a logger that nothing has asked for yet is made by setting it."""
    writes: dict[str, str] = {}
    for name in sorted(wanted, key=lambda item: (item != ROOT, len(item), item)):
        covering = [level for above, level in writes.items() if above == ROOT or name.startswith(above)]
        now = covering[-1] if covering else current.get(name)
        if now != wanted[name] or current.get(name) is None:
            writes[name] = wanted[name]
    return writes


def differing(wanted: Mapping[str, str], current: Mapping[str, Optional[str]]) -> list[str]:
    """The loggers that are not what is wanted, each with what it is."""
    return [f"{name} is {current.get(name) or 'not there'}" for name in wanted if current.get(name) != wanted[name]]
