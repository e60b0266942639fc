# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must be written so that the offsets of a connector become what is wanted.

Private to streamops.kafka. The server's own rules are kept here first, so that a mistake is told before anything is
written and with the place where it was made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.offset_values import (
    Position,
    fitted,
    same,
    scalar_problem,
)

__all__ = ["OffsetPlan", "not_stopped", "plan_offsets", "plan_reset", "read_positions", "refusal"]

_TOPIC, _PARTITION, _OFFSET = "kafka_topic", "kafka_partition", "kafka_offset"
_WHOLE = re.compile(r"0|[1-9][0-9]*")
_STOP_FIRST = "set run_state of it to stopped with kafka_connector first, and back to running afterwards"


@dataclass(frozen=True)
class OffsetPlan:
    """The offsets before and after, and the writes between them; ``reset`` forgets all in one."""

    name: str
    before: tuple[Position, ...]
    after: tuple[Position, ...]
    writes: tuple[Position, ...] = ()
    reset: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything is written."""
        return self.reset or bool(self.writes)

    def is_done(self, stored: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the stored offsets are what the writes make of them."""
        now = {item.key: item for item in _stored(stored)}
        if self.reset:
            return not now
        return all(same(item.offset, now[item.key].offset if item.key in now else None) for item in self.writes)

    def diff(self) -> dict[str, Any]:
        """The partitions that change, in the form that Ansible prints."""
        title = f"offsets of connector {self.name}"
        keys = {item.key for item in (self.before if self.reset else self.writes)}
        before = {item.label: item.offset for item in self.before if item.key in keys}
        after = {item.label: item.offset for item in self.after if item.key in keys}
        return {"before_header": title, "after_header": title, "before": before, "after": after}


def read_positions(name: str, entries: Sequence[Mapping[str, Any]]) -> tuple[Position, ...]:
    """Read the option; what can be mistaken without knowing the connector is refused, all of it in one report."""
    if not entries:
        raise InputError(
            f"Connector {name}: offsets is an empty list: list the partitions to change, "
            "or set state to absent to forget all offsets."
        )
    problems = []
    for number, entry in enumerate(entries):
        problems += _value_problems(f"offsets[{number}].partition", entry["partition"])
        problems += [] if entry["offset"] is None else _value_problems(f"offsets[{number}].offset", entry["offset"])
    _refuse(name, problems)
    return tuple(Position(entry["partition"], entry["offset"]) for entry in entries)


def plan_offsets(found: Found, stored: Sequence[Mapping[str, Any]], wanted: Sequence[Position]) -> OffsetPlan:
    """Alter the wanted partitions and leave the others alone; those that are so already are not written."""
    before = _stored(stored)
    if found.type == "sink":
        wanted = _sink_positions(found.name, wanted)
    fitting = [_fitted(item, before) for item in wanted]
    keys = [item.key for item in fitting]
    twice = sorted({item.label for item in fitting if keys.count(item.key) > 1})
    _refuse(found.name, [f"the partition {label} is listed more than once: keep one entry." for label in twice])
    now = {item.key: item.offset for item in before}
    writes = tuple(item for item in fitting if not same(now.get(item.key), item.offset))
    return OffsetPlan(
        found.name, before, _laid_over(before, writes), writes, warnings=tuple(_warnings(found.name, before, writes))
    )


def plan_reset(found: Found, stored: Sequence[Mapping[str, Any]]) -> OffsetPlan:
    """Forget all offsets; where there are none nothing is written."""
    before = _stored(stored)
    return OffsetPlan(found.name, before, (), reset=bool(before))


def not_stopped(found: Found) -> str:
    """Why the offsets of the connector cannot be changed now; empty when they can."""
    if found.state == "STOPPED" and not found.tasks:
        return ""
    tasks = f" with {len(found.tasks)} task{'' if len(found.tasks) == 1 else 's'}" if found.tasks else ""
    return (
        f"Connector {found.name} is {found.state}{tasks}, but offsets can be changed only while it is stopped: "
        f"{_STOP_FIRST}."
    )


def refusal(name: str, message: str) -> str:
    """What to do about the answer of a worker that refused; empty when nothing better than the answer is known."""
    if "external modification" in message:
        return (
            f"The plugin of connector {name} does not let its offsets be changed through Connect: "
            "use the means of the plugin, or give the connector another name, with which it begins anew."
        )
    if "STOPPED state" in message:
        return f"Connector {name} is not stopped: {_STOP_FIRST}."
    if "zombie" in message:
        return (
            f"Tasks of connector {name} still hold its consumer group although it is stopped: restart the workers of "
            f"this Connect cluster, then try again. The last answer was: {message}"
        )
    return ""


def _stored(entries: Sequence[Mapping[str, Any]]) -> tuple[Position, ...]:
    """What the server returned; a partition without an offset is as good as none."""
    return tuple(
        Position(entry.get("partition") or {}, entry["offset"]) for entry in entries if entry.get("offset") is not None
    )


def _sink_positions(name: str, wanted: Sequence[Position]) -> list[Position]:
    """Positions of a sink have a form that Kafka gives them."""
    problems: list[str] = []
    for number, item in enumerate(wanted):
        where = f"offsets[{number}]"
        problems += _form_problems(f"{where}.partition", item.partition, {_TOPIC, _PARTITION}, _PARTITION)
        if item.offset is not None:
            problems += _form_problems(f"{where}.offset", item.offset, {_OFFSET}, _OFFSET)
    _refuse(name, problems)
    return [
        Position(
            {_TOPIC: str(item.partition[_TOPIC]), _PARTITION: int(item.partition[_PARTITION])},
            None if item.offset is None else {_OFFSET: int(item.offset[_OFFSET])},
        )
        for item in wanted
    ]


def _value_problems(where: str, values: Any) -> list[str]:
    if not isinstance(values, Mapping):
        return [f"{where} is {values!r}: write a dictionary."]
    found = {key: scalar_problem(value) for key, value in values.items()}
    return [f"{where}.{key} {problem}." for key, problem in found.items() if problem]


def _form_problems(where: str, values: Mapping[str, Any], keys: set[str], number: str) -> list[str]:
    if values.keys() != keys:
        return [f"{where} has the keys {_words(values)}; of a sink it has {_words(keys)} and no others."]
    if isinstance(values[number], bool) or not _WHOLE.fullmatch(str(values[number])):
        return [f"{where}.{number} is {values[number]!r}: write a whole number that is not negative."]
    if not values.get(_TOPIC, "any"):
        return [f"{where}.{_TOPIC} is empty: write the name of a topic."]
    return []


def _fitted(item: Position, before: Sequence[Position]) -> Position:
    """The position with the partition that is stored, where one is, and with the types of what is stored."""
    known = [other for other in before if other.key == item.key]
    partition = known[0].partition if known else fitted(item.partition, [other.partition for other in before])
    samples = [other.offset for other in (*known, *before) if other.offset is not None]
    return Position(partition, None if item.offset is None else fitted(item.offset, samples))


def _laid_over(before: Sequence[Position], writes: Sequence[Position]) -> tuple[Position, ...]:
    new = {item.key: item for item in writes}
    old = [new.pop(item.key, item) for item in before]
    return tuple(item for item in (*old, *new.values()) if item.offset is not None)


def _warnings(name: str, before: Sequence[Position], writes: Sequence[Position]) -> list[str]:
    """Keys that no stored position has: the connector may never look at them."""
    if not before:
        return []
    partitions = {key for item in before for key in item.partition}
    offsets = {key for item in before for key in item.offset or ()}
    found = []
    for item in writes:
        odd = [f"partition key {key}" for key in item.partition if key not in partitions]
        odd += [f"offset key {key}" for key in item.offset or () if key not in offsets]
        if odd:
            found.append(f"Connector {name}: no stored offset has the {' or the '.join(odd)}; it may have no effect.")
    return found


def _words(keys: Any) -> str:
    return ", ".join(sorted(map(str, keys))) or "none"


def _refuse(name: str, problems: Sequence[str]) -> None:
    if problems:
        raise InputError(f"Connector {name}: {' '.join(problems)}", {"connector": name})
