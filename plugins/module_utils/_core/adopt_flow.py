# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A flow out of the properties of its pair of clusters: the way back from ``flow_settings``.

Private to streamops.kafka. The way back is data: which key an option stands for, what MirrorMaker does without the key,
how its text is read. What the options cannot say is kept literally in ``config``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_canonical import BEATS, same_value
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import (
    DEDICATED,
    DEFAULT_GROUPS_EXCLUDE,
    DEFAULT_TOPICS_EXCLUDE,
    POLICIES,
    Flow,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_keys import refused_key
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import parse_flow, read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import (
    flow_settings,
    heartbeat_settings,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import whole_number
from ansible_collections.streamops.kafka.plugins.module_utils._core.yaml_text import readable

__all__ = ["DEFAULTS", "Keys", "adopt_flow", "brief_options"]


@dataclass(frozen=True)
class Keys:
    """What a flow is made of: keys of its pair, of the opposite pair, of the worker on its target."""

    flow: Mapping[str, str]
    back: Mapping[str, str]
    worker: Mapping[str, str]


def _text(value: str) -> str:
    return value.strip()


def _truth(value: str) -> bool:
    return value.strip().lower() == "true"


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _besides(always: tuple[str, ...]) -> Callable[[str], list[str]]:
    return lambda value: [item for item in _items(value) if item not in always]


def _policy(value: str) -> str:
    return next((name for name, policy in POLICIES.items() if policy == value.strip()), value.strip())


def _seconds(value: str) -> Any:
    number = whole_number(value.strip())
    return None if number is None or number % 1000 else number // 1000


def _enabled(value: str) -> bool:
    return value.strip().lower() == "enabled"


# Option, key, what MirrorMaker takes when the key is not there, how the text is read.
_FLOW = (
    ("topics", "topics", ".*", _items),
    ("topics_exclude", "topics.exclude", r"mm2.*\.internal,.*\.replica,__.*", _besides(DEFAULT_TOPICS_EXCLUDE)),
    ("groups", "groups", ".*", _items),
    ("groups_exclude", "groups.exclude", ",".join(DEFAULT_GROUPS_EXCLUDE), _besides(DEFAULT_GROUPS_EXCLUDE)),
    ("tasks_max", "tasks.max", "1", _text),
    ("replication_factor", "replication.factor", "2", _text),
    ("source_replication_factor", "offset-syncs.topic.replication.factor", "3", _text),
    ("target_replication_factor", "checkpoints.topic.replication.factor", "3", _text),
    ("replication_policy", "replication.policy.class", POLICIES["default"], _policy),
    ("separator", "replication.policy.separator", ".", _text),
    ("offset_syncs_location", "offset-syncs.topic.location", "source", _text),
    ("checkpoints", "emit.checkpoints.enabled", "true", _truth),
    ("checkpoints_interval", "emit.checkpoints.interval.seconds", "60", _text),
    ("sync_group_offsets", "sync.group.offsets.enabled", "false", _truth),
    ("sync_topic_configs", "sync.topic.configs.enabled", "true", _truth),
    ("sync_topic_acls", "sync.topic.acls.enabled", "true", _truth),
    ("refresh_topics_interval", "refresh.topics.interval.seconds", "600", _text),
    ("refresh_groups_interval", "refresh.groups.interval.seconds", "600", _text),
)
_BACK = (
    ("heartbeats", "emit.heartbeats.enabled", "true", _truth),
    ("heartbeats_interval", "emit.heartbeats.interval.seconds", "1", _text),
)
_WORKER = (
    ("offset_flush_interval", "offset.flush.interval.ms", "60000", _seconds),
    ("exactly_once", "exactly.once.source.support", "disabled", _enabled),
)
# With the offset-syncs on the target, only the topic of the heartbeats tells how many copies the source has.
_SYNCS_ELSEWHERE = (("source_replication_factor", "heartbeats.topic.replication.factor", "3", _text),)
DEFAULTS = {key: default for dummy, key, default, reader in _FLOW}


def adopt_flow(source: str, target: str, keys: Keys) -> Flow:
    """The flow that renders to these keys, as far as one can."""
    ends = {"source": source, "target": target, "mode": DEDICATED}
    options: dict[str, Any] = dict(ends)
    elsewhere = keys.flow.get("offset-syncs.topic.location", "source").strip() == "target"
    tables = ((_FLOW, keys.flow), (_SYNCS_ELSEWHERE if elsewhere else (), keys.back), (_BACK, keys.back))
    for table, found in (*tables, (_WORKER, keys.worker)):
        for option, key, default, read in table:
            value = read(found.get(key, default))
            if value is not None and parse_flow({**ends, option: value})[0] is not None:
                options[option] = value
    options.update(_with_canary(options))
    flow = parse_flow(options)[0] or read_flow({**options, "separator": None, "replication_policy": None})
    return read_flow({**flow.as_options(), "config": _exact(flow, keys)})


def _with_canary(options: Mapping[str, Any]) -> dict[str, Any]:
    """The topics without the canary of the flow, which an option stands for; rendered, it is the last of them."""
    own = re.escape(Flow(options["source"], options["target"], DEDICATED).canary_topic)
    *others, last = options.get("topics") or [""]
    return {"topics": others, "canary": True} if others and last == own else {}


def _exact(flow: Flow, keys: Keys) -> dict[str, str]:
    """What the options do not say, or say otherwise."""
    own = {key: value for key, value in keys.flow.items() if not key.startswith(BEATS)}
    beats = {key: value for key, value in keys.back.items() if key.startswith(BEATS)} if flow.heartbeats else {}
    rendered = ((own, flow_settings(flow)), (beats, heartbeat_settings(flow)))
    return {
        key: value
        for found, settings in rendered
        for key, value in sorted(found.items())
        if not refused_key(key) and not (key in settings and same_value(key, settings[key], value))
    }


def brief_options(flow: Flow, factors: Mapping[str, int]) -> dict[str, Any]:
    """The options that have to be written, with those copies per cluster that the inventory knows."""
    full = flow.as_options()
    ends = (("source", flow.source), ("target", flow.target))
    known = {f"{end}_replication_factor": factors[alias] for end, alias in ends}
    options: dict[str, Any] = {name: full[name] for name in ("source", "target", "mode")}
    # Twice, because one option may be the default of another.
    for dummy in range(2):
        base = read_flow({**known, **options}).as_options()
        options.update({name: value for name, value in full.items() if base[name] != value})
    if "config" in options:
        options["config"] = {key: readable(value) for key, value in sorted(options["config"].items())}
    return options
