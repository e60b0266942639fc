# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file ``mm2.properties`` means: every key where it takes effect.

Private to streamops.kafka. MirrorMaker takes keys of its connectors and of its clients from the top level as defaults,
and the stores' settings of its workers from there against the cluster's own; here all of them stand on their flow or
their cluster, so that two files of one meaning are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import handed_on

__all__ = ["BEATS", "Canonical", "canonical", "same_value"]

Ends = tuple[str, str]
# Keys that the three connectors take from the top level.
_OF_CONNECTORS = (
    "admin.timeout.ms", "checkpoints.", "config.propert", "consumer.poll.timeout.ms", "emit.", "forwarding.admin.",
    "group.filter.", "groups", "heartbeats.", "metric.names.", "offset-syncs.", "offset.lag.max", "refresh.",
    "replication.factor", "replication.policy.", "sync.", "tasks.max", "topic.filter.", "topics", "use.defaults.from",
)  # fmt: skip
# Worker settings whose top-level value wins over that of the cluster.
_OF_STORES = ("config.storage.", "offset.storage.", "status.storage.")
# Keys of the connector that writes heartbeats, into the target of its pair.
BEATS = ("emit.heartbeats.", "heartbeats.topic.")
_LISTS = ("topics", "topics.exclude", "groups", "groups.exclude", "bootstrap.servers", "config.providers")


@dataclass(frozen=True)
class Canonical:
    """Keys by pair, by cluster, and of the process itself."""

    aliases: tuple[str, ...]
    pairs: Mapping[Ends, Mapping[str, str]]
    clusters: Mapping[str, Mapping[str, str]]
    process: Mapping[str, str]

    @property
    def enabled(self) -> list[Ends]:
        """The pairs that copy."""
        return [ends for ends, keys in self.pairs.items() if keys.get("enabled", "false").strip() == "true"]


def canonical(properties: Mapping[str, str]) -> Canonical:
    """Take the properties apart; InputError when they name no clusters."""
    aliases = tuple(alias.strip() for alias in properties.get("clusters", "").split(",") if alias.strip())
    if not aliases:
        raise InputError("the key 'clusters' is missing or empty, so these are no properties of MirrorMaker")
    pairs: dict[Ends, dict[str, str]] = {(a, b): {} for a in aliases for b in aliases if a != b}
    clusters: dict[str, dict[str, str]] = {alias: {} for alias in aliases}
    prefixes = {f"{a}->{b}.": keys for (a, b), keys in pairs.items()}
    prefixes.update({f"{alias}.": keys for alias, keys in clusters.items()})
    top = {}
    for key, value in properties.items():
        prefix = next((each for each in prefixes if key.startswith(each)), "")
        if prefix:
            prefixes[prefix][key[len(prefix) :]] = value
        elif key != "clusters":
            top[key] = value
    process = _spread(top, pairs, clusters)
    for keys in clusters.values():
        if keys.get("security.protocol") == "PLAINTEXT":
            del keys["security.protocol"]
    return Canonical(aliases, pairs, clusters, process)


def _spread(
    top: Mapping[str, str], pairs: Mapping[Ends, dict[str, str]], clusters: Mapping[str, dict[str, str]]
) -> dict[str, str]:
    """Carry what is given once for all to where it takes effect; the rest concerns the process."""
    process = {}
    for key, value in top.items():
        if key.startswith(_OF_CONNECTORS):
            for keys in pairs.values():
                keys.setdefault(key, value)
        elif key.startswith(_OF_STORES):
            for keys in clusters.values():
                keys[key] = value
        elif handed_on(key):
            for keys in clusters.values():
                keys.setdefault(key, value)
        else:
            process[key] = value
    return process


def same_value(key: str, one: str, other: str) -> bool:
    """Whether two values mean the same to MirrorMaker."""
    if key in _LISTS:
        return [item.strip() for item in one.split(",")] == [item.strip() for item in other.split(",")]
    return one.strip() == other.strip()
