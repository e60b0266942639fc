# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading one flow: every option checked, every problem reported.

Private to streamops.kafka.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any, Callable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import (
    ABSENT,
    CONNECT,
    DEDICATED,
    DEFAULT_GROUPS_EXCLUDE,
    DEFAULT_TASKS,
    DEFAULT_TOPICS_EXCLUDE,
    POLICIES,
    PRESENT,
    Flow,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_canary import keeping_to_its_own
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_combinations import combination_problems
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_filters import filter_problems
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_keys import refused_key
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_profile import PROFILES, advice
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_removal import REMOVABLE, removal_problems
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import regex_problem
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import valid_replication_factor, whole_number
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import property_text

__all__ = ["flow_title", "parse_flow", "read_flow"]

_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_CLASS = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)+")
_SEPARATOR = re.compile(r"[A-Za-z0-9._-]+")
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def flow_title(options: Mapping[str, Any]) -> str:
    """How a flow is called in messages, however incomplete it is."""
    return f"{options.get('source') or '?'}->{options.get('target') or '?'}"


def read_flow(options: Mapping[str, Any]) -> Flow:
    """The flow, or InputError with all its problems."""
    flow, problems = parse_flow(options)
    if flow is None:
        raise InputError(f"flow {flow_title(options)}: " + "; ".join(problems), {"findings": problems})
    return flow


def parse_flow(options: Mapping[str, Any]) -> tuple[Optional[Flow], list[str]]:
    """The flow when it has no problems, and the problems: one sentence each, with the fix."""
    problems = [
        f"{name} is not an option of a flow; remove it, or correct the spelling"
        for name in sorted(set(map(str, options)) - set(_READERS))
    ]
    values: dict[str, Any] = {}
    for name, reader in _READERS.items():
        if options.get(name) is None:
            continue
        try:
            values[name] = reader(options[name])
        except ValueError as problem:
            problems.append(f"{name} {problem}")
    problems.extend(f"{name} is missing; give {hint}" for name, hint in _REQUIRED.items() if options.get(name) is None)
    if not problems:
        if values.get("profile"):
            values.setdefault("tasks_max", _advised_tasks(values))
        values.setdefault("replication_factor", values.get("target_replication_factor", 3))
        values["enabled"] = values.get("enabled", True) and values.get("state") != ABSENT
        flow = Flow(**values)
        problems.extend(_joint_problems(flow))
        if not problems:
            return (keeping_to_its_own(flow) if flow.canary else flow), []
    return None, problems


def _advised_tasks(values: Mapping[str, Any]) -> int:
    figures = {name: values[name] for name in ("round_trip_ms", "record_bytes", "partitions") if name in values}
    return advice(values["profile"], **figures).tasks_max or DEFAULT_TASKS


def _joint_problems(flow: Flow) -> list[str]:
    problems = []
    if flow.source == flow.target:
        problems.append("source and target are the same cluster; a flow onto itself copies for ever")
    if flow.replication_policy == "default":
        problems.extend(
            f"separator {flow.separator!r} occurs in alias {alias!r}, so topic names would be ambiguous; choose another"
            for alias in (flow.source, flow.target)
            if flow.separator in alias
        )
    if flow.state != ABSENT:
        problems.extend(combination_problems(flow))
        problems.extend(filter_problems(flow))
    return problems + removal_problems(flow)


def _alias(value: Any) -> str:
    if not _ALIAS.fullmatch(str(value)):
        raise ValueError(f"{value!r} is not usable as an alias; use letters, digits, '_' and '-'")
    return str(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = _WORDS.get(str(value).lower())
    if word is None:
        raise ValueError(f"is {value!r}; give true or false")
    return word


def _positive(value: Any) -> int:
    number = whole_number(value)
    if number is None or number < 1:
        raise ValueError(f"is {value!r}; give a whole number from 1 on")
    return number


def _figure(value: Any) -> int:
    """A measured number; 0 stands for none."""
    return _positive(value) if value else 0


def _copies(value: Any) -> int:
    if not valid_replication_factor(value):
        raise ValueError(f"is {value!r}; give a number from 1 on, or -1 for the brokers' default")
    return int(value)


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"is {value!r}; give {' or '.join(choices)}")
        return str(value)

    return read


def _policy(value: Any) -> str:
    for name, full in POLICIES.items():
        if value == full:
            return name
    if value not in POLICIES and not _CLASS.fullmatch(str(value)):
        raise ValueError(f"is {value!r}; give default, identity or the full name of a class")
    return str(value)


def _separator(value: Any) -> str:
    if not _SEPARATOR.fullmatch(str(value)):
        raise ValueError(f"is {value!r}; give characters that a topic's name may have")
    return str(value)


def _removable(value: Any) -> tuple[str, ...]:
    names = _texts(value)
    unknown = [name for name in names if name not in REMOVABLE]
    if unknown:
        raise ValueError(f"holds {', '.join(map(repr, unknown))}; known are {', '.join(REMOVABLE)}")
    return names


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (str, list, tuple)):
        raise ValueError("must be a list")
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _patterns(value: Any) -> tuple[str, ...]:
    patterns = _texts(value)
    problems = [f"{pattern!r} {regex_problem(pattern)}" for pattern in patterns if regex_problem(pattern)]
    twice = sorted({pattern for pattern in patterns if patterns.count(pattern) > 1})
    problems.extend(f"{pattern!r} is given twice, which MirrorMaker refuses; keep one" for pattern in twice)
    if problems:
        raise ValueError(" and ".join(problems))
    return patterns


def _included(value: Any) -> tuple[str, ...]:
    if not value:
        raise ValueError("is empty, so nothing would be copied; give at least one pattern")
    return _patterns(value)


def _excluded(always: tuple[str, ...]) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        return always + tuple(pattern for pattern in _patterns(value) if pattern not in always)

    return read


def _config(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError("must be a dictionary")
    problems = [f"sets {key}: {refused_key(str(key))}" for key in sorted(value, key=str) if refused_key(str(key))]
    if problems:
        raise ValueError(" and ".join(problems))
    return {str(key): property_text(item) for key, item in value.items() if item is not None}


def _client(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError("must be a dictionary")
    return {str(key): property_text(item) for key, item in value.items()}


_BY_NAME: dict[str, Callable[[Any], Any]] = {
    "source": _alias,
    "target": _alias,
    "mode": _one_of(DEDICATED, CONNECT),
    "topics": _included,
    "topics_exclude": _excluded(DEFAULT_TOPICS_EXCLUDE),
    "groups": _included,
    "groups_exclude": _excluded(DEFAULT_GROUPS_EXCLUDE),
    "replication_factor": _copies,
    "source_replication_factor": _copies,
    "target_replication_factor": _copies,
    "replication_policy": _policy,
    "separator": _separator,
    "offset_syncs_location": _one_of("source", "target"),
    "config": _config,
    "state": _one_of(PRESENT, ABSENT),
    "remove": _removable,
    "remove_topics": _texts,
    "connect_cluster": str,
    "source_credentials": str,
    "target_credentials": str,
    "source_client": _client,
    "target_client": _client,
    "profile": lambda value: _one_of(*PROFILES)(value) if value else "",
    "round_trip_ms": _figure,
    "record_bytes": _figure,
    "partitions": _figure,
}
_BY_TYPE: dict[str, Callable[[Any], Any]] = {"bool": _boolean, "int": _positive}
_READERS = {item.name: _BY_NAME.get(item.name) or _BY_TYPE[str(item.type)] for item in fields(Flow)}
_REQUIRED = {
    "source": "the alias of the cluster to copy from",
    "target": "the alias of the cluster to copy to",
    "mode": f"{DEDICATED} (own processes) or {CONNECT} (connectors on a Connect cluster)",
}
