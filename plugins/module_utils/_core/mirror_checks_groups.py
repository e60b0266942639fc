# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints of consumer groups, the running configuration, and the delay of records of a mirror flow.

Private to streamops.kafka. Checkpoints need not be fresh: MirrorMaker writes none while a group stands still. They must
have come as far as the group had.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import CONNECT
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import flow_settings
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import GRACE
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import (
    CHECKPOINT_CONNECTOR,
    SOURCE_CONNECTOR,
    MirrorView,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_waiting import next_look, spared
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import property_text
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK, mask_pair

__all__ = ["checkpoints", "config_in_effect", "desired_config", "latency"]

_FLUSH_KEY = "target.cluster.offset.flush.interval.ms"
# Options of a flow, the key that carries each, and what runs when the key is not set.
_KEYS = {
    "topics": ("topics", ".*"),
    "topics_exclude": ("topics.exclude", r"mm2.*\.internal,.*\.replica,__.*"),
    "groups": ("groups", ".*"),
    "groups_exclude": ("groups.exclude", "console-consumer-.*,connect-.*,__.*"),
    "tasks_max": ("tasks.max", "1"),
    "replication_factor": ("replication.factor", "2"),
    "replication_policy": (
        "replication.policy.class",
        "org.apache.kafka.connect.mirror.DefaultReplicationPolicy",
    ),
    "separator": ("replication.policy.separator", "."),
    "checkpoints": ("emit.checkpoints.enabled", "true"),
    "sync_group_offsets": ("sync.group.offsets.enabled", "false"),
    "sync_topic_configs": ("sync.topic.configs.enabled", "true"),
    "sync_topic_acls": ("sync.topic.acls.enabled", "true"),
    "offset_syncs_location": ("offset-syncs.topic.location", "source"),
    "refresh_topics_interval": ("refresh.topics.interval.seconds", "600"),
    "refresh_groups_interval": ("refresh.groups.interval.seconds", "600"),
    "checkpoints_interval": ("emit.checkpoints.interval.seconds", "60"),
    "offset_flush_interval": (_FLUSH_KEY, "60000"),
    "exactly_once": ("source.consumer.isolation.level", "read_uncommitted"),
    "target_replication_factor": ("checkpoints.topic.replication.factor", "3"),
}
_DEFAULTS = dict(_KEYS.values())


def checkpoints(case: Case) -> Verdict:
    """Every group's checkpoint has come as far as the group had when the observation began."""
    rows = case.evidence["groups"]
    late = [row for row in rows if row["reached"] is False]
    unsure = [row for row in rows if row["reached"] is None]
    groups = sorted({row["group"] for row in rows})
    limit = int(case.number("max_records", 0))
    observed = {"groups": len(groups), "offsets": len(rows), "late": len(late), "not_translatable": len(unsure)}
    if not case.view.flow.checkpoints:
        return Verdict(outcome.NOT_CONFIGURED, "the flow has checkpoints switched off", limit, observed)
    if not rows:
        reason = f"no consumer group on {case.view.flow.source} has offsets in topics of the flow"
        return Verdict(outcome.NOT_APPLICABLE, reason, limit, observed)
    if late:
        return _late(case, late, limit, observed)
    if len(unsure) == len(rows):
        reason = f"{listed(groups)} stand before the newest offset-sync, where MirrorMaker need not translate"
        return Verdict(outcome.INCONCLUSIVE, reason, limit, observed)
    reason = f"{len(rows) - len(unsure)} offsets of {len(groups)} groups are translated up to where the groups stood"
    return Verdict(outcome.PASSED, reason, limit, observed)


def _late(case: Case, late: Sequence[Mapping[str, Any]], limit: int, observed: Mapping[str, int]) -> Verdict:
    observation, flow = case.evidence["observation"], case.view.flow
    names = [f"{row['group']} on {row['topic']}-{row['partition']}" for row in late]
    found = f"the checkpoint of {listed(names)} has not come as far as the group"
    if not case.members:
        return Verdict(outcome.FAILED, f"{found}, and no node is alive", limit, observed)
    needed = flow.checkpoints_interval + observation["offset_flush_interval"]
    if case.seconds + 1 < needed:
        reason = f"{found}; watched for {case.seconds:g} s, it may take {needed:g} s: raise observe"
        return Verdict(outcome.INCONCLUSIVE, reason, limit, observed)
    left = _next_look(case, late)
    if left > 0:
        coming = next_look("new groups", flow.refresh_groups_interval, left)
        return Verdict(outcome.CATCHING_UP, f"{found}: {coming}", limit, observed)
    return spared(case, Verdict(outcome.FAILED, f"{found} within {case.seconds:g} s", limit, observed))


def _next_look(case: Case, late: Sequence[Mapping[str, Any]]) -> float:
    """In how many seconds the oldest of these groups is overdue; 0 when it is, or when MirrorMaker knows one."""
    known = {row["group"] for row in case.evidence["groups"] if row["checkpoint"] is not None}
    if any(row["group"] in known for row in late):
        return 0.0
    seen = max(row["known_for"] for row in late)
    return max(case.view.flow.refresh_groups_interval + GRACE - seen - case.seconds, 0.0)


def desired_config(view: MirrorView) -> dict[str, str]:
    """The keys that the given options stand for, and all of ``config``. The heartbeats are another connector's."""
    flow = view.flow
    settings = {**_DEFAULTS, **flow_settings(flow), _FLUSH_KEY: str(flow.offset_flush_interval * 1000)}
    keys = [key for option, (key, dummy) in _KEYS.items() if option in view.given]
    keys.extend(key for key in flow.config if key in settings)
    # In mode connect this is a setting of the workers.
    return {key: settings[key] for key in keys if key != _FLUSH_KEY or flow.mode != CONNECT}


def config_in_effect(case: Case) -> Verdict:
    """The connectors that copy run with the configuration that was given."""
    wanted, found = desired_config(case.view), _copying(case)
    if SOURCE_CONNECTOR not in found:
        where = "the workers" if case.view.flow.mode == CONNECT else case.view.config_topic
        return Verdict(outcome.FAILED, f"no configuration of {SOURCE_CONNECTOR} in {where}: the flow never ran")
    if not case.members:
        reason = f"no node is alive, so no configuration is in effect: {case.evidence['group']['hint']}"
        return Verdict(outcome.FAILED, reason)
    if not wanted:
        return Verdict(outcome.NOT_APPLICABLE, "no option was given to compare with")
    for name, config in found.items():
        running = {key: property_text(config.get(key, _DEFAULTS.get(key, ""))) for key in wanted}
        differing = [key for key in wanted if running[key] != wanted[key] and config.get(key) != MASK]
        if differing:
            return _differing(case, name, {key: (wanted[key], running[key]) for key in differing})
    return Verdict(outcome.PASSED, f"{len(wanted)} keys run as given", len(wanted), len(wanted))


def _copying(case: Case) -> dict[str, Mapping[str, str]]:
    """The running configurations of the connectors that share the options of the flow."""
    configs = {item["name"]: item["config"] for item in case.evidence["connectors"]}
    return {name: configs[name] for name in (SOURCE_CONNECTOR, CHECKPOINT_CONNECTOR) if configs.get(name) is not None}


def _differing(case: Case, name: str, keys: Mapping[str, tuple[str, str]]) -> Verdict:
    expected, observed = mask_pair(
        {key: wanted for key, (wanted, dummy) in keys.items()}, {key: running for key, (dummy, running) in keys.items()}
    )
    why = (
        "somebody else changes the connector, or the workers have not taken it up"
        if case.view.flow.mode == CONNECT
        else "the nodes were not restarted since it changed, or a node with the old file is the leader"
    )
    reason = f"{listed(keys)} of {name} runs with another value: {why}"
    return Verdict(outcome.FAILED, reason, expected, observed)


def latency(case: Case) -> Verdict:
    """How long records took that passed while watching; where none did, heartbeats, which the same connector copies."""
    seen = case.evidence["latency"]
    limits = {name: float(case.options[name]) for name in ("max_ms", "max_p50_ms") if name in case.options}
    observed = {name: seen[name] for name in ("records", "p50_ms", "max_ms", "heartbeats")}
    if seen["error"]:
        return Verdict(outcome.NOT_RUN, seen["error"], limits, observed)
    timed, what = (seen, "records") if seen["records"] else (seen["heartbeats"], "heartbeats, and no other record,")
    if not timed["records"]:
        reason = f"neither a record nor a heartbeat passed in {case.seconds:g} s"
        return Verdict(outcome.INCONCLUSIVE, reason, limits, observed)
    over = [name for name, limit in limits.items() if timed[name[4:] if name == "max_p50_ms" else name] > limit]
    reason = f"{timed['records']} {what} took {timed['p50_ms']:g} ms in the middle and {timed['max_ms']:g} ms at most"
    return Verdict(outcome.FAILED if over else outcome.PASSED, reason, limits, observed)
