# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the next run has to know of this one, to tell what happened to a mirror flow in between.

Private to streamops.kafka. MirrorMaker hides two faults: after a gap it goes on at what is left, and a topic that was
made again has the old name. A finding keeps the evidence that it stands on, so that it is found again until somebody
has dealt with it and removed the file.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_group_offsets import kept_offsets

__all__ = ["add_known", "add_known_groups", "earlier", "kept", "of_partition"]

_SCHEMA = 1


def earlier(history: Mapping[str, Any], clusters: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The evidence of the last run, if it is about these very clusters."""
    ids = {side: cluster["cluster_id"] for side, cluster in clusters.items()}
    if history.get("schema") != _SCHEMA or history.get("clusters") != ids or not all(ids.values()):
        return {}
    return history


def of_partition(history: Mapping[str, Any], kind: str, topic: str, partition: int) -> Any:
    """What was kept about a partition, None when there is nothing."""
    return history.get(kind, {}).get(topic, {}).get(str(partition))


def _known_for(history: Mapping[str, Any], kind: str, name: str) -> float:
    """For how many seconds a topic or a group has been there at least."""
    seconds = history.get(kind, {}).get(name)
    return 0.0 if seconds is None else float(seconds) + float(history["age"])


def _grown_for(history: Mapping[str, Any], topic: str, partitions: int) -> Optional[float]:
    """For how many seconds at least a topic has had more partitions than before; None when none were seen to come."""
    before = history.get("counts", {}).get(topic)
    if before is None:
        return None
    count, seconds = before
    if partitions > count:
        return 0.0
    return None if seconds is None else float(seconds) + float(history["age"])


def add_known(rows: Iterable[dict[str, Any]], history: Mapping[str, Any]) -> None:
    """Add for how many seconds each topic has been there at least, and has had the partitions that came later."""
    for row in rows:
        row["known_for"] = _known_for(history, "topics", row["topic"])
        row["grown_for"] = _grown_for(history, row["topic"], row["partitions"])


def add_known_groups(rows: Iterable[dict[str, Any]], history: Mapping[str, Any]) -> None:
    """Add for how many seconds each group has been there at least."""
    for row in rows:
        row["known_for"] = _known_for(history, "groups", row["group"])


def kept(evidence: Mapping[str, Any], history: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence to keep; empty when this run did not see enough."""
    clusters = {side: cluster.get("cluster_id") for side, cluster in evidence["clusters"].items()}
    if "partitions" not in evidence or not all(clusters.values()):
        return {}
    old = earlier(history, evidence["clusters"])
    return {
        "schema": _SCHEMA,
        "clusters": clusters,
        "topics": {row["topic"]: row["known_for"] for row in evidence["topics"]},
        "counts": {row["topic"]: [row["partitions"], row["grown_for"]] for row in evidence["topics"]},
        "groups": {row["group"]: row["known_for"] for row in evidence["groups"]} or old.get("groups", {}),
        "topic_ids": _topic_ids(evidence.get("topic_ids", {}), old),
        "syncs": _syncs(evidence, old),
        "held": _held(evidence),
        "waiting": evidence.get("waiting", {}),
        "offsets": kept_offsets(evidence.get("group_offsets")),
    }


def _topic_ids(found: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    known: Mapping[str, Mapping[str, str]] = old.get("topic_ids", {})
    if "changed" not in found:
        return {side: dict(ids) for side, ids in known.items()}
    return {
        side: {**found[side], **{name: known[side][name] for name in found["changed"][side]}}
        for side in ("source", "target")
    }


def _syncs(evidence: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The newest offset-sync of each partition; where records were lost, the one from before."""
    rows = evidence.get("gaps", {}).get("rows", ())
    lost = {(row["topic"], row["partition"]) for row in rows if row["lost"]}
    found: dict[str, dict[str, Any]] = {}
    for track in evidence["partitions"]:
        topic, partition = track["topic"], track["partition"]
        before = of_partition(old, "syncs", topic, partition)
        sync = before if (topic, partition) in lost else track["last"]["sync"] or before
        if sync is not None:
            found.setdefault(topic, {})[str(partition)] = list(sync)
    return found


def _held(evidence: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Where an open transaction holds records back: the stable end, the high watermark, and for how long."""
    found: dict[str, dict[str, Any]] = {}
    for row in evidence.get("open_transactions", {}).get("rows", ()):
        found.setdefault(row["topic"], {})[str(row["partition"])] = [row["stable"], row["high"], row["seconds"]]
    return found
