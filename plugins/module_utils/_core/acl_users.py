# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must happen to SCRAM users so that they are as wanted: a plan as a value.

Private to streamops.kafka. Kafka keeps no password that could be compared, so a plan is told whether one was accepted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["MECHANISMS", "UPDATES", "WHEN_REFUSED", "Key", "ScramUser", "UserChange", "plan_users", "wanted_users"]

MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-512")
ON_CREATE, ALWAYS, WHEN_REFUSED = "on_create", "always", "when_refused"
UPDATES = (ON_CREATE, ALWAYS, WHEN_REFUSED)
_ITERATIONS = range(4096, 16385)
Key = tuple[str, str]
_NOBODY: Mapping[Key, bool] = MappingProxyType({})


@dataclass(frozen=True)
class ScramUser:
    """A user as wanted."""

    name: str
    mechanism: str = "SCRAM-SHA-512"
    password: str = field(default="", repr=False)
    iterations: int = 4096
    state: str = "present"

    @property
    def key(self) -> Key:
        """What makes it one user to Kafka."""
        return self.name, self.mechanism

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> ScramUser:
        """One entry of the option ``users``; raises InputError that names user and key."""
        user = cls(
            name=str(options.get("name") or ""),
            mechanism=str(options.get("mechanism") or "SCRAM-SHA-512"),
            password=str(options.get("password") or ""),
            iterations=int(options.get("iterations") or 4096),
            state=str(options.get("state") or "present"),
        )
        if not user.name:
            raise InputError("users: an entry has no name; add it", {"option": "name"})
        if user.state == "present" and not user.password:
            raise InputError(f"User {user.name}: password is missing; give it", {"user": user.name})
        if user.iterations not in _ITERATIONS:
            raise InputError(
                f"User {user.name}: iterations is {user.iterations}; give a number from {_ITERATIONS.start} to "
                f"{_ITERATIONS.stop - 1}",
                {"user": user.name},
            )
        return user


@dataclass(frozen=True)
class UserChange:
    """The step for one user, and why; no reason for none."""

    user: ScramUser
    reason: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything has to be done."""
        return bool(self.reason)

    def result(self) -> dict[str, Any]:
        """What a module returns about the user."""
        user = self.user
        shown = {"name": user.name, "mechanism": user.mechanism, "state": user.state}
        return {**shown, "changed": self.changed, **({"reason": self.reason} if self.reason else {})}


def wanted_users(entries: Iterable[Mapping[str, Any]]) -> list[ScramUser]:
    """The users, each mechanism of each once."""
    users = [ScramUser.from_options(options) for options in entries]
    keys = [user.key for user in users]
    for name, mechanism in keys:
        if keys.count((name, mechanism)) > 1:
            raise InputError(f"User {name} stands in users twice with {mechanism}; give it once", {"user": name})
    return users


def plan_users(
    users: Iterable[ScramUser],
    found: Mapping[str, Mapping[str, int]],
    update: str = ON_CREATE,
    accepted: Mapping[Key, bool] = _NOBODY,
) -> list[UserChange]:
    """One step per user; ``found`` has the iterations by user and mechanism, ``accepted`` whose password was tried."""
    return [
        UserChange(user, _reason(user, found.get(user.name, {}).get(user.mechanism), update, accepted))
        for user in users
    ]


def _reason(user: ScramUser, iterations: Optional[int], update: str, accepted: Mapping[Key, bool]) -> str:
    if user.state == "absent":
        return "" if iterations is None else "removed"
    if iterations is None:
        return "made"
    if iterations != user.iterations:
        return f"iterations {iterations} -> {user.iterations}"
    if update == ALWAYS:
        return "password set without looking"
    if update == WHEN_REFUSED and not accepted.get(user.key, False):
        return "the password was refused"
    return ""
