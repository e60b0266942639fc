# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Topologies: a pattern over named clusters, expanded into flows.

Private to streamops.kafka. An entry of the inventory's list is a flow (``source``, ``target``) or a pattern
(``topology``) whose other options hold for each of its flows; a flow that is listed beside a pattern overrides the
pattern's.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable, Mapping, Sequence

__all__ = ["TOPOLOGIES", "expand_entries"]

Pair = tuple[str, str]
_PATTERN_KEYS = ("topology", "clusters", "hub", "spokes", "direction")


def _active_passive(clusters: Sequence[str]) -> list[Pair]:
    return [(clusters[0], other) for other in clusters[1:]]


def _full_mesh(clusters: Sequence[str]) -> list[Pair]:
    return [(one, other) for one in clusters for other in clusters if one != other]


def _chain(clusters: Sequence[str]) -> list[Pair]:
    return list(zip(clusters, clusters[1:]))


_OVER_CLUSTERS: dict[str, Callable[[Sequence[str]], list[Pair]]] = {
    "active_passive": _active_passive,
    "active_active": _full_mesh,
    "full_mesh": _full_mesh,
    "chain": _chain,
}
TOPOLOGIES = (*_OVER_CLUSTERS, "hub_spoke")


def expand_entries(entries: Iterable[Any], defaults: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The options of every flow, those of patterns first, and what is wrong with the patterns."""
    patterned: dict[Pair, dict[str, Any]] = {}
    flows: list[dict[str, Any]] = []
    findings: list[str] = []
    listed = []
    for number, item in enumerate(entries, start=1):
        if not isinstance(item, Mapping):
            findings.append(f"entry {number} is no dictionary; give source, target and mode, or a topology")
        elif item.get("topology") is None:
            listed.append(item)
        else:
            found, problems = _expand(item, number)
            findings.extend(problems)
            for flow in found:
                flows.append({**defaults, **flow})
                patterned.setdefault((flow["source"], flow["target"]), flows[-1])
    for item in listed:
        beside = patterned.pop((str(item.get("source")), str(item.get("target"))), None)
        if beside is None:
            flows.append({**defaults, **item})
        else:
            beside.update(item)
    return flows, findings


def _expand(item: Mapping[str, Any], number: int) -> tuple[list[dict[str, Any]], list[str]]:
    topology = item["topology"]
    if topology not in TOPOLOGIES:
        return [], [f"entry {number} has topology {topology!r}; give one of {', '.join(sorted(TOPOLOGIES))}"]
    pairs = _hub_spoke(item) if topology == "hub_spoke" else _over_clusters(item)
    if not pairs:
        return [], [
            f"entry {number} ({topology}) needs {_NEEDS.get(topology, 'clusters, a list of two or more aliases')}"
        ]
    options = {key: value for key, value in item.items() if key not in _PATTERN_KEYS}
    return [{**options, "source": source, "target": target} for source, target in pairs], []


_NEEDS = {"hub_spoke": "hub, spokes (a list of aliases) and direction: to_hub, from_hub or both"}


def _over_clusters(item: Mapping[str, Any]) -> list[Pair]:
    clusters = item.get("clusters")
    if not isinstance(clusters, (list, tuple)) or not clusters:
        return []
    return _OVER_CLUSTERS[item["topology"]]([str(alias) for alias in clusters])


def _hub_spoke(item: Mapping[str, Any]) -> list[Pair]:
    hub, spokes, direction = item.get("hub"), item.get("spokes"), item.get("direction", "to_hub")
    if not hub or not isinstance(spokes, (list, tuple)) or direction not in ("to_hub", "from_hub", "both"):
        return []
    inward = [(str(spoke), str(hub)) for spoke in spokes] if direction != "from_hub" else []
    outward = [(str(hub), str(spoke)) for spoke in spokes] if direction != "to_hub" else []
    return inward + outward
