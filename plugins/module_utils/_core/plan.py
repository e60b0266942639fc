# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: what must be written so that connectors become what is wanted.

Private to streamops.kafka. A plan is a value. Applying it, predicting it in check mode and showing it as a diff are
three readings of the same value.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import (
    READY,
    Desired,
    Expected,
    Found,
    judge,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.masked import unmask
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import target_config
from ansible_collections.streamops.kafka.plugins.module_utils._core.purge import NO_PURGE, Purge
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import mask_pair

__all__ = ["Action", "Change", "Plan", "make_plan", "rollback"]

CREATE = "create"
UPDATE = "update"
DELETE = "delete"
PAUSE = "pause"
RESUME = "resume"
STOP = "stop"
RESTART = "restart"

_TO = {"running": RESUME, "paused": PAUSE, "stopped": STOP}


@dataclass(frozen=True)
class Action:
    """One write; ``config`` belongs to create and update, ``initial_state`` to create."""

    kind: str
    config: Mapping[str, str] = field(default_factory=dict)
    initial_state: str = "running"


@dataclass(frozen=True)
class Change:
    """What happens to one connector, from what it is to what it will be; ``purged`` are those that nobody listed."""

    desired: Desired
    before: Optional[Found]
    config: Optional[Mapping[str, str]]
    actions: tuple[Action, ...]
    purged: bool = False

    @property
    def name(self) -> str:
        """The connector's name."""
        return self.desired.name

    @property
    def changed(self) -> bool:
        """Whether anything is written."""
        return bool(self.actions)

    @property
    def new_config(self) -> Optional[Mapping[str, str]]:
        """The configuration that will be written, if one will be."""
        writes = [action.config for action in self.actions if action.kind in (CREATE, UPDATE)]
        return writes[0] if writes else None

    @property
    def expected(self) -> Expected:
        """What the connector is waited for to become."""
        if self.desired.state == "absent":
            return Expected("gone")
        as_found = self.before.target if self.before else "running"
        return Expected(self.desired.run_state or as_found, self.desired.tasks_min)

    @property
    def waits(self) -> bool:
        """Whether the run is about the state; a connector that is only looked at is left to the checks."""
        return self.changed or self.desired.config is not None or self.desired.run_state is not None

    @property
    def settled(self) -> bool:
        """Whether the connector was already, when it was first looked at, what it is meant to be."""
        return judge(self.expected, self.before).state == READY

    @property
    def stale(self) -> frozenset[str]:
        """Failures that were there before and that this change is to cure."""
        return self.before.failures if self.before and self.changed else frozenset()

    def sides(self, secret_keys: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The connector before and after as it may be printed, an empty dictionary where there is none."""
        old = dict(self.before.config) if self.before else {}
        new = dict(self.config) if self.config is not None else {}
        shown_old, shown_new = mask_pair(old, new, secret_keys)
        before = {"config": shown_old, "run_state": self.before.run_state} if self.before else {}
        after = {"config": shown_new, "run_state": self._run_state_after()} if self.config is not None else {}
        return before, after

    def diff(self, secret_keys: Iterable[str]) -> dict[str, Any]:
        """The difference key by key, in the form that Ansible prints."""
        before, after = self.sides(secret_keys)
        return {
            "before_header": f"connector {self.name}",
            "after_header": f"connector {self.name}",
            "before": _only_different(before, after),
            "after": _only_different(after, before),
        }

    def _run_state_after(self) -> str:
        if any(action.kind == RESTART for action in self.actions):
            return "restarted"
        if self.desired.run_state is None and self.before:
            return self.before.run_state
        return self.expected.run_state


@dataclass(frozen=True)
class Plan:
    """The changes of a fleet in the order in which the user listed its connectors, then what is purged."""

    changes: tuple[Change, ...] = ()
    spared: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything is written."""
        return any(change.changed for change in self.changes)

    @property
    def changing(self) -> list[Change]:
        """The changes that write something."""
        return [change for change in self.changes if change.changed]


def make_plan(
    fleet: Sequence[Desired], snapshot: Mapping[str, Found], purge: Purge = NO_PURGE, only_checks: bool = False
) -> Plan:
    """Compare what is wanted with what is there; ``only_checks`` leaves what is missing to the checks."""
    if not only_checks:
        _refuse_missing(fleet, snapshot)
    unmasked = [unmask(desired, snapshot.get(desired.name)) for desired in fleet]
    problems = [problem for dummy, found in unmasked for problem in found]
    if problems:
        raise InputError(f"{' '.join(problems)} Give the value, or a reference to a config provider.")
    doomed, spared = purge.split((desired.name for desired in fleet), snapshot)
    changes = [_change(desired, snapshot.get(desired.name)) for desired, dummy in unmasked]
    purges = [Change(Desired(item.name, "absent"), item, None, (Action(DELETE),), purged=True) for item in doomed]
    return Plan((*changes, *purges), spared)


def rollback(change: Change, seen: Optional[Found]) -> Optional[Change]:
    """The change that puts back what was there before; None where that is not wanted or nothing was replaced."""
    if not change.desired.rollback or change.before is None or change.new_config is None:
        return None
    config = {**change.before.config, "name": change.name}
    target = change.before.target
    move = [Action(_TO[target])] if target != change.expected.run_state else []
    desired = replace(change.desired, run_state=target)
    return Change(desired, seen or change.before, config, tuple(_in_order([Action(UPDATE, config)], move)))


def _refuse_missing(fleet: Sequence[Desired], snapshot: Mapping[str, Found]) -> None:
    missing = [
        desired.name
        for desired in fleet
        if desired.state == "present" and desired.config is None and desired.name not in snapshot
    ]
    if missing:
        raise InputError(
            f"Connector {', '.join(missing)} does not exist on this Connect cluster and no config is given: "
            "add config to create it, or correct the name or connect_urls.",
            {"missing": missing, "available": sorted(snapshot)},
        )


def _change(desired: Desired, found: Optional[Found]) -> Change:
    if desired.state == "absent":
        return Change(desired, found, None, (Action(DELETE),) if found else ())
    wanted = desired.config if desired.config is not None else {}
    merged = desired.config is None or desired.config_mode == "merged"
    config = target_config(desired.name, wanted, found.config if found else None, merged)
    if found is None and desired.config is None:
        return Change(desired, None, None, ())
    if found is None:
        return Change(desired, None, config, (Action(CREATE, config, desired.run_state or "running"),))
    return Change(desired, found, config, tuple(_actions(desired, found, config)))


def _actions(desired: Desired, found: Found, config: Mapping[str, str]) -> list[Action]:
    update = [Action(UPDATE, config)] if desired.config is not None and _differs(desired.name, found, config) else []
    move = [] if desired.run_state in (None, found.target) else [Action(_TO[str(desired.run_state)])]
    resting = bool(move) and move[0].kind != RESUME
    restart = desired.restart == "failed" and not update and not resting and bool(found.failures)
    return _in_order(update, move) + ([Action(RESTART)] if restart else [])


def _in_order(update: list[Action], move: list[Action]) -> list[Action]:
    """An update of a connector that is to rest comes after the rest, one that is to run comes before the run."""
    return update + move if move and move[0].kind == RESUME else move + update


def _differs(name: str, found: Found, config: Mapping[str, str]) -> bool:
    return {**found.config, "name": name} != dict(config)


def _only_different(side: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What of a side is not on the other side as well."""
    config, rest = side.get("config", {}), other.get("config", {})
    shown: dict[str, Any] = {}
    different = {key: value for key, value in config.items() if key not in rest or rest[key] != value}
    if different:
        shown["config"] = different
    if side and side.get("run_state") != other.get("run_state"):
        shown["run_state"] = side["run_state"]
    return shown
