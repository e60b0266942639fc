# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules over all flows of an inventory: what MirrorMaker would accept and then do wrong.

Private to streamops.kafka. Each finding is one sentence that names the flows and the fix.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any, Iterable, Iterator, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import normalise_servers
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import ABSENT, DEDICATED, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_collisions import (
    colliding,
    nearly_colliding,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_loops import loops
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import known_policy
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import whole_number

__all__ = ["flow_findings"]


def flow_findings(flows: Sequence[Flow], clusters: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong between the flows; empty when all is well."""
    running = [flow for flow in flows if flow.enabled]
    return [
        *_unknown_aliases(flows, clusters),
        *_duplicates(flows),
        *_one_cluster_twice(flows, clusters),
        *_two_writers(running),
        *_unsafe_loops(running),
        *_worker_settings(running),
        *_missing_ways_back(flows),
        *_shared_offset_syncs(running),
        *_beyond_brokers(flows, clusters),
    ]


_DISJOINT = "make their topics disjoint, or use the default policy, which puts the source's alias before the name"
_ONE_SEPARATOR = "an alias with its separator begins like another's; give all flows into it one separator"


def _names(flows: Iterable[Flow]) -> str:
    names = sorted({flow.name for flow in flows})
    shown = ", ".join(names[:6])
    return shown if len(names) <= 6 else f"{shown} and {len(names) - 6} more"


def _unknown_aliases(flows: Sequence[Flow], clusters: Mapping[str, Any]) -> Iterator[str]:
    users = defaultdict(list)
    for flow in flows:
        for alias in (flow.source, flow.target):
            if alias not in clusters:
                users[alias].append(flow)
    known = ", ".join(sorted(clusters)) or "none"
    for alias, found in sorted(users.items()):
        yield f"{_names(found)}: alias {alias!r} is not in kafka_clusters (known: {known}); add it, or correct the flow"


def _duplicates(flows: Sequence[Flow]) -> Iterator[str]:
    count: dict[str, int] = defaultdict(int)
    for flow in flows:
        count[flow.name] += 1
    for name, times in sorted(count.items()):
        if times > 1:
            yield f"{name} is given {times} times; keep one, with the patterns of all"


def _one_cluster_twice(flows: Sequence[Flow], clusters: Mapping[str, Any]) -> Iterator[str]:
    owner: dict[str, str] = {}
    reported = set()
    used = {alias for flow in flows for alias in (flow.source, flow.target)}
    for alias in sorted(alias for alias in used if isinstance(clusters.get(alias), Mapping)):
        for server in normalise_servers(clusters[alias].get("bootstrap_servers")).lower().split(","):
            first = owner.setdefault(server, alias) if server else alias
            if first != alias and (first, alias) not in reported:
                reported.add((first, alias))
                found = [flow for flow in flows if {flow.source, flow.target} & {first, alias}]
                yield (
                    f"{_names(found)}: {first!r} and {alias!r} are one cluster (both have {server}), "
                    "so records would go round; use one alias"
                )


def _two_writers(flows: Sequence[Flow]) -> Iterator[str]:
    by_target = defaultdict(list)
    for flow in flows:
        if known_policy(flow):
            by_target[flow.target].append(flow)
    for target, writers in sorted(by_target.items()):
        same = colliding(writers)
        for found in same:
            by_name = any(flow.replication_policy == "identity" for flow in found)
            cure = _DISJOINT if by_name else _ONE_SEPARATOR
            yield f"{_names(found)}: may write the same topics of {target!r}; {cure}"
        for found in nearly_colliding(writers):
            if not any(set(_ids(found)) <= set(_ids(told)) for told in same):
                yield (
                    f"{_names(found)}: may write topics of {target!r} whose names differ only in '.' and '_', which "
                    "its brokers refuse; rename the alias or the topics of one"
                )


def _ids(flows: Iterable[Flow]) -> Iterator[int]:
    return map(id, flows)


def _unsafe_loops(flows: Sequence[Flow]) -> Iterator[str]:
    for loop in loops([flow for flow in flows if known_policy(flow)]):
        if any(flow.replication_policy == "identity" for flow in loop):
            cause = "the identity policy cannot tell where a topic came from"
            cure = "use the default policy in all of them, or make their topics disjoint"
        else:
            cause = "the flows of a loop recognise their own topics only by the same separator"
            cure = "give all of them one"
        yield f"{_names(loop)}: records would go round for ever, because {cause}; {cure}"


def _worker_settings(flows: Sequence[Flow]) -> Iterator[str]:
    by_target = defaultdict(list)
    for flow in flows:
        if flow.mode == DEDICATED:
            by_target[flow.target].append(flow)
    for target, found in sorted(by_target.items()):
        for option in ("offset_flush_interval", "exactly_once"):
            if len({getattr(flow, option) for flow in found}) > 1:
                yield (
                    f"{_names(found)}: {option} is one setting for all dedicated flows into {target!r}; "
                    "give them the same value"
                )


def _missing_ways_back(flows: Sequence[Flow]) -> Iterator[str]:
    ways = {(flow.source, flow.target) for flow in flows if flow.state != ABSENT}
    for flow in flows:
        if flow.failover and flow.enabled and (flow.target, flow.source) not in ways:
            yield (
                f"{flow.name}: failover is set, but there is no flow {flow.target}->{flow.source} for the way back; "
                "add it (enabled: false until it is needed), or set failover to false"
            )


def _shared_offset_syncs(flows: Sequence[Flow]) -> Iterator[str]:
    users: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        if known_policy(flow) and flow.offset_syncs:
            users[flow.offset_syncs_cluster, flow.offset_syncs_topic].append(flow)
    for (cluster, topic), found in sorted(users.items()):
        if len({flow.name for flow in found}) > 1:
            yield (
                f"{_names(found)}: both would keep their offset-syncs in {topic} on {cluster!r}, and translate offsets "
                "wrongly; give them the same offset_syncs_location"
            )


def _beyond_brokers(flows: Sequence[Flow], clusters: Mapping[str, Any]) -> Iterator[str]:
    asked: dict[tuple[str, int], list[Flow]] = defaultdict(list)
    for flow in flows:
        asked[flow.source, flow.source_replication_factor].append(flow)
        for factor in sorted({flow.target_replication_factor, flow.replication_factor}):
            asked[flow.target, factor].append(flow)
    counts = {alias: _brokers(clusters.get(alias)) for alias, dummy in asked}
    for alias in sorted(counts):
        if counts[alias] == 0:
            yield f"kafka_clusters.{alias}.brokers is no number from 1 on; correct it, or leave it out"
    for (alias, factor), found in sorted(asked.items(), key=lambda item: item[0]):
        if 0 < counts[alias] < factor:
            yield (
                f"{_names(found)}: {factor} replicas on {alias!r}, which has {counts[alias]} by "
                f"kafka_clusters.{alias}.brokers; lower replication_factor there"
            )


def _brokers(cluster: Any) -> float:
    """How many brokers the inventory states: no limit where it says nothing, 0 where it cannot be meant."""
    stated = cluster.get("brokers") if isinstance(cluster, Mapping) else None
    return math.inf if stated is None else max(whole_number(stated) or 0, 0)
