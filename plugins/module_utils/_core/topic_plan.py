# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must happen to topics so that they are as wanted: a plan as a value.

Private to streamops.kafka. Partitions are never reduced, replicas never moved, other keys never touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["TopicChange", "TopicSpec", "TopicState", "plan_topics", "topic_result"]

_CREATE, _UPDATE, _DELETE, _NONE = "create", "update", "delete", "none"


@dataclass(frozen=True)
class TopicSpec:
    """A topic as wanted; what is None is left to the cluster."""

    name: str
    partitions: Optional[int] = None
    replication_factor: Optional[int] = None
    config: Mapping[str, str] = field(default_factory=dict)
    state: str = "present"

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> TopicSpec:
        """One entry of the option ``topics``; raises InputError that names topic and key."""
        spec = cls(
            name=str(options["name"]),
            partitions=options.get("partitions"),
            replication_factor=options.get("replication_factor"),
            config={str(key): _text(value) for key, value in (options.get("config") or {}).items()},
            state=options.get("state") or "present",
        )
        for name in ("partitions", "replication_factor"):
            value = getattr(spec, name)
            if value is not None and value < 1:
                raise InputError(f"Topic {spec.name}: {name} is {value}; give 1 or more, or leave it out")
        return spec


@dataclass(frozen=True)
class TopicState:
    """A topic as it is, with its effective configuration."""

    name: str
    partitions: int
    replication_factor: int
    config: Mapping[str, str]


@dataclass(frozen=True)
class TopicChange:
    """The step for one topic; ``before`` and ``after`` hold what the step is about."""

    spec: TopicSpec
    action: str
    before: Optional[Mapping[str, Any]] = None
    after: Optional[Mapping[str, Any]] = None
    config: Mapping[str, str] = field(default_factory=dict)
    partitions: Optional[int] = None
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything has to be done."""
        return self.action != _NONE


def plan_topics(specs: Iterable[TopicSpec], states: Mapping[str, TopicState], brokers: int) -> tuple[TopicChange, ...]:
    """One change per wanted topic, in their order; raises InputError when one cannot be."""
    wanted = list(specs)
    _refuse(wanted, states, brokers)
    return tuple(_change(spec, states.get(spec.name)) for spec in wanted)


def topic_result(change: TopicChange, state: Optional[TopicState]) -> dict[str, Any]:
    """What a module returns about one topic; ``state`` is what was seen last, older than the change in check mode."""
    result: dict[str, Any] = {"name": change.spec.name, "state": change.spec.state, "changed": change.changed}
    if change.spec.state == "present":
        shown = change.after or {}
        result["partitions"] = max(state.partitions, change.partitions or 0) if state else shown["partitions"]
        result["replication_factor"] = state.replication_factor if state else shown["replication_factor"]
    if change.changed:
        result.update(before=change.before, after=change.after)
    return result


def _refuse(specs: list[TopicSpec], states: Mapping[str, TopicState], brokers: int) -> None:
    names = [spec.name for spec in specs]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"Topic {name} stands in topics {names.count(name)} times; give it once", {"topic": name})
    for spec in specs:
        new = spec.state == "present" and spec.name not in states
        if new and spec.replication_factor is not None and spec.replication_factor > brokers:
            raise InputError(
                f"Topic {spec.name}: replication_factor {spec.replication_factor} is above the {brokers} broker(s) of "
                "the cluster; lower it or add brokers",
                {"topic": spec.name, "replication_factor": spec.replication_factor, "brokers": brokers},
            )


def _change(spec: TopicSpec, state: Optional[TopicState]) -> TopicChange:
    if state is None:
        if spec.state == "absent":
            return TopicChange(spec, _NONE)
        return TopicChange(spec, _CREATE, after=_view(spec.partitions, spec.replication_factor, spec.config))
    if spec.state == "absent":
        return TopicChange(spec, _DELETE, before=_view(state.partitions, state.replication_factor, {}))
    return _update(spec, state)


def _update(spec: TopicSpec, state: TopicState) -> TopicChange:
    config = {key: value for key, value in spec.config.items() if state.config.get(key) != value}
    grow = spec.partitions if spec.partitions is not None and spec.partitions > state.partitions else None
    warnings = _warnings(spec, state)
    if not config and grow is None:
        return TopicChange(spec, _NONE, warnings=warnings)
    before = {key: state.config.get(key) for key in config}
    return TopicChange(
        spec,
        _UPDATE,
        before=_view(state.partitions, state.replication_factor, before),
        after=_view(grow or state.partitions, state.replication_factor, config),
        config=config,
        partitions=grow,
        warnings=warnings,
    )


def _warnings(spec: TopicSpec, state: TopicState) -> tuple[str, ...]:
    found = []
    if spec.partitions is not None and spec.partitions < state.partitions:
        found.append(f"Topic {spec.name} has {state.partitions} partitions, {spec.partitions} wanted: never reduced")
    if spec.replication_factor not in (None, state.replication_factor):
        found.append(
            f"Topic {spec.name} has replication factor {state.replication_factor}, {spec.replication_factor} wanted: "
            "replicas are not moved here, use kafka-reassign-partitions.sh"
        )
    return tuple(found)


def _view(partitions: Optional[int], replication_factor: Optional[int], config: Mapping[str, Any]) -> dict[str, Any]:
    return {"partitions": partitions, "replication_factor": replication_factor, "config": dict(config)}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
