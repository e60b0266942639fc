# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a connector should be, what it is, and whether the two agree.

Private to streamops.kafka. ``Desired`` is what the user wrote, ``Found`` what the cluster said in one answer, ``judge``
the predicate that every wait and the check ``running`` share.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import normalize_config, stored_config
from ansible_collections.streamops.kafka.plugins.module_utils._core.stack_trace import root_cause

__all__ = [
    "FAILED",
    "READY",
    "WAITING",
    "Desired",
    "Entry",
    "Expected",
    "Found",
    "Patience",
    "Verdict",
    "judge",
    "read_found",
]

READY = "ready"
WAITING = "waiting"
FAILED = "failed"

_TARGETS = {"RUNNING": "running", "PAUSED": "paused", "STOPPED": "stopped"}
_MARGIN = 60.0  # what a rebalance may take beyond the delay


@dataclass(frozen=True)
class Desired:
    """One connector as the user wants it; ``config`` and ``run_state`` of None mean as found."""

    name: str
    state: str = "present"
    config: Optional[Mapping[str, Optional[str]]] = None
    config_mode: str = "replaced"
    run_state: Optional[str] = None
    restart: str = "never"
    tasks_min: int = 1
    rollback: bool = False
    secret_keys: frozenset[str] = frozenset()
    allow_plain_secrets: bool = False
    login: Optional[Mapping[str, Any]] = field(default=None, repr=False)

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Desired:
        """Read the options of a module, with defaults where they say nothing."""
        name = options["name"]
        config = options.get("config")
        return cls(
            name=name,
            state=options.get("state") or "present",
            config=None if config is None else normalize_config(name, config),
            config_mode=options.get("config_mode") or "replaced",
            run_state=options.get("run_state"),
            restart=options.get("restart") or "never",
            tasks_min=1 if options.get("tasks_min") is None else options["tasks_min"],
            rollback=bool(options.get("rollback")),
            secret_keys=frozenset(options.get("secret_keys") or ()),
            allow_plain_secrets=bool(options.get("allow_plain_secrets")),
            login=options.get("login"),
        )


@dataclass(frozen=True)
class Entry:
    """The state of the connector itself (``id`` -1) or of one task."""

    id: int
    state: str
    worker_id: str = ""
    trace: str = ""

    @property
    def label(self) -> str:
        """How the entry is called in a sentence."""
        return "the connector" if self.id < 0 else f"task {self.id}"

    @property
    def signature(self) -> str:
        """What tells a new failure from one that was there before."""
        return f"{self.id}|{self.worker_id}|{self.trace}"

    def as_dict(self) -> dict[str, Any]:
        """The entry as it is returned, with the cause in place of the trace."""
        shown: dict[str, Any] = {"id": self.id, "state": self.state, "worker_id": self.worker_id}
        if self.trace:
            shown["cause"] = root_cause(self.trace)
        return shown


@dataclass(frozen=True)
class Found:
    """One connector as the cluster described it; without a status record ``connector`` is None."""

    name: str
    config: Mapping[str, str] = field(default_factory=dict)
    type: str = "unknown"
    connector: Optional[Entry] = None
    tasks: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The connector and its tasks."""
        return self.tasks if self.connector is None else (self.connector, *self.tasks)

    @property
    def failures(self) -> frozenset[str]:
        """The signatures of everything that is FAILED now."""
        return frozenset(entry.signature for entry in self.entries if entry.state == "FAILED")

    @property
    def state(self) -> str:
        """The state of the connector itself."""
        return "UNKNOWN" if self.connector is None else self.connector.state

    @property
    def run_state(self) -> str:
        """The state in the words of the option; other states as they are, in small letters."""
        return _TARGETS.get(self.state, self.state.lower())

    @property
    def target(self) -> str:
        """The state that the connector is meant to be in, as far as the status tells."""
        return _TARGETS.get(self.state, "running")


@dataclass(frozen=True)
class Expected:
    """What a wait waits for: a run state, or ``gone``."""

    run_state: str
    tasks_min: int = 1


@dataclass(frozen=True)
class Verdict:
    """Ready, waiting or failed, and why."""

    state: str
    reason: str = ""


@dataclass(frozen=True)
class Patience:
    """For how many seconds each entry was UNASSIGNED so far, how long that may last, and what the run has left."""

    so_far: Mapping[int, float] = field(default_factory=dict)
    delay: float = 300.0
    left: float = math.inf

    def judge(self, entry: Entry) -> Verdict:
        """Waiting until the delay of the cluster and a margin are over."""
        seconds = self.so_far.get(entry.id, 0.0)
        rest = self.delay + _MARGIN - seconds
        if rest <= 0:
            reason = f"UNASSIGNED for {seconds:.0f} s, longer than rebalance_delay ({self.delay:g} s) and {_MARGIN:g} s"
            fix = "no worker takes it over; look whether the workers run and form one group"
            return Verdict(FAILED, f"{entry.label} is {reason}: {fix}")
        until = f"in at most {rest:.0f} s" if rest <= self.left else f"only after wait_timeout, in {rest:.0f} s"
        return Verdict(
            WAITING,
            f"{entry.label} is UNASSIGNED: a rebalance is under way, or a worker left and its work waits for "
            f"scheduled.rebalance.max.delay.ms (rebalance_delay, {self.delay:g} s) before it is handed over; "
            f"that ends {until}",
        )


def read_found(name: str, entry: Mapping[str, Any]) -> Found:
    """Read one entry of the expanded list of connectors, or of its parts."""
    info = entry.get("info") or {}
    status = entry.get("status") or {}
    return Found(
        name=name,
        config=stored_config(info.get("config") or {}),
        type=status.get("type") or info.get("type") or "unknown",
        connector=_entry(-1, status["connector"]) if status.get("connector") else None,
        tasks=tuple(_entry(int(task["id"]), task) for task in status.get("tasks") or ()),
    )


def judge(
    expected: Expected, found: Optional[Found], stale: frozenset[str] = frozenset(), patience: Patience = Patience()
) -> Verdict:
    """Whether the connector is what is expected; ``stale`` are failures of before the change that may still show."""
    if expected.run_state == "gone":
        return Verdict(READY) if found is None else Verdict(WAITING, "it is still listed")
    if found is None or found.connector is None:
        return Verdict(WAITING, "it has no status yet")
    for entry in found.entries:
        if entry.state == "FAILED" and entry.signature not in stale:
            return Verdict(FAILED, _failure(entry))
    for entry in found.entries:
        if entry.state == "UNASSIGNED":
            return patience.judge(entry)
    if expected.run_state == "stopped":
        return _judge_stopped(found)
    return _judge_states(expected, found)


def _judge_stopped(found: Found) -> Verdict:
    if found.state != "STOPPED":
        return Verdict(WAITING, f"the connector is {found.state}, not STOPPED")
    if found.tasks:
        return Verdict(WAITING, f"{len(found.tasks)} tasks are still there")
    return Verdict(READY)


def _judge_states(expected: Expected, found: Found) -> Verdict:
    wanted = "PAUSED" if expected.run_state == "paused" else "RUNNING"
    for entry in found.entries:
        if entry.state != wanted:
            return Verdict(WAITING, f"{entry.label} is {entry.state}, not {wanted}")
    if wanted == "RUNNING" and len(found.tasks) < expected.tasks_min:
        return Verdict(WAITING, f"it has {len(found.tasks)} tasks, expected at least {expected.tasks_min}")
    return Verdict(READY)


def _failure(entry: Entry) -> str:
    cause = root_cause(entry.trace) or "the worker gave no trace"
    return f"{entry.label} is FAILED on worker {entry.worker_id or 'unknown'}: {cause}"


def _entry(number: int, data: Mapping[str, Any]) -> Entry:
    return Entry(
        number, str(data.get("state", "UNKNOWN")), str(data.get("worker_id") or ""), str(data.get("trace") or "")
    )
