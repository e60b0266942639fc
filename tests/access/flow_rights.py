# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rights of a mirror flow, in rounds: those that show in different places are taken away together.

Each round provokes every moment there is, and looks for one symptom per right.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_access import kafka_access

__all__ = ["AGAIN", "BEATS", "FLOW", "ROUNDS", "Right", "Round", "needed"]

FLOW: dict[str, Any] = {
    "source": "a",
    "target": "b",
    "mode": "dedicated",
    "topics": ["shop[.].*"],
    "groups": ["app-.*"],
    "source_credentials": "reader",
    "target_credentials": "writer",
    "sync_group_offsets": True,
    "tasks_max": 1,
    "refresh_topics_interval": 2,
    "refresh_groups_interval": 2,
    "heartbeats_interval": 1,
    "checkpoints_interval": 1,
    "offset_flush_interval": 1,
    "config": {"sync.topic.configs.interval.seconds": 2},
}
BEATS = "a.heartbeats"


class Right(NamedTuple):
    """A right: whose, for what; the checks of which one does not pass without it, or else what the log says."""

    principal: str
    operation: str
    name: str
    checks: tuple[str, ...] = ()
    log: str = ""


class Round(NamedTuple):
    """Rights that are taken away together, and when: while MirrorMaker runs, or before it starts."""

    title: str
    rights: tuple[Right, ...]
    restart: bool = False
    heals: bool = True  # whether what runs goes on by itself when the rights are back
    anew: tuple[tuple[str, str], ...] = ()  # clusters and topics that are deleted before


def start_right(operation: str, topic: str) -> Round:
    """The worker on the source writes heartbeats alone, that on the target does everything else."""
    source = Right("reader", operation, topic.format("b"), ("heartbeats",))
    target = Right("writer", operation, topic.format("a"), ("liveness",))
    return Round(f"{operation} {topic}", (source, target), True, heals=False)


REFUSED = "Not authorized to access topics: [{}]"
ALTERED = "Could not alter configuration of topic {}"
ROUNDS = (
    Round(
        "topics and groups are seen",
        (
            Right("reader", "describe", "app-", ("checkpoints",)),
            Right("reader", "describe_configs", "shop.", ("topics",)),
            Right("reader", "read", "heartbeats", ("heartbeats",)),
        ),
    ),
    Round(
        "topics are made and grow",
        (
            Right("writer", "create", "a.shop.", ("topics",)),
            Right("writer", "create", BEATS, ("heartbeats",)),
            Right("writer", "alter_configs", "a.shop.", log=ALTERED.format("a.shop.old")),
        ),
        anew=(("b", BEATS),),
    ),
    Round(
        "the copy of heartbeats",
        (
            Right("reader", "describe_configs", "heartbeats", ("heartbeats",)),
            Right("writer", "read", "app-", ("group_offsets",)),
        ),
        anew=(("b", BEATS),),
    ),
    Round(
        "records are read, the copy of heartbeats follows",
        (
            Right("reader", "read", "shop.", ("lag_records",)),
            Right("writer", "alter_configs", BEATS, log=ALTERED.format(BEATS)),
            Right("writer", "alter", BEATS, log=f"Could not create topic-partitions for {BEATS}"),
        ),
    ),
    Round(
        "partitions are added, positions are set",
        (
            Right("writer", "alter", "a.shop.", ("partitions",)),
            Right("writer", "read", "a.shop.", ("group_offsets",)),
        ),
    ),
    Round(
        "what the workers write",
        (
            Right("writer", "write", "mm2-configs.a.internal", ("partitions", "lag_records")),
            Right("writer", "write", "mm2-offsets.a.internal", log=REFUSED.format("mm2-offsets.a.internal")),
            Right("reader", "write", "mm2-offsets.b.internal", log=REFUSED.format("mm2-offsets.b.internal")),
        ),
    ),
    Round(
        "the other ends",
        (
            Right("reader", "write", "mm2-offset-syncs.b.internal", log=REFUSED.format("mm2-offset-syncs.b.internal")),
            Right("writer", "write", "mm2-status.a.internal", log=REFUSED.format("mm2-status.a.internal")),
            Right("reader", "write", "mm2-status.b.internal", log=REFUSED.format("mm2-status.b.internal")),
        ),
        True,
        heals=False,
    ),
    Round(
        "heartbeats and positions are written",
        (
            Right("reader", "write", "heartbeats", ("heartbeats",)),
            Right("writer", "write", "a.checkpoints.internal", ("checkpoints",)),
        ),
        True,
        heals=False,
    ),
    Round(
        "positions are translated",
        (
            Right("reader", "read", "mm2-offset-syncs.b.internal", ("checkpoints",)),
            Right("reader", "write", "mm2-configs.b.internal", ("heartbeats",)),
        ),
        True,
        heals=False,
        anew=(("a", "mm2-configs.b.internal"),),
    ),
    Round(
        "records are written",
        (
            Right("writer", "write", "a.shop.", ("lag_records",)),
            Right("writer", "read", "a.checkpoints.internal", log="Not authorized to access checkpoints topic"),
        ),
        True,
        heals=False,
    ),
    start_right("read", "{}-mm2"),
    # The same moments again, of other topics.
    Round("heartbeats are copied", (Right("writer", "write", BEATS, ("tasks",)),), True, heals=False),
    start_right("read", "mm2-configs.{}.internal"),
    start_right("read", "mm2-offsets.{}.internal"),
    start_right("read", "mm2-status.{}.internal"),
)
AGAIN = 4


def needed() -> dict[tuple[str, str, str], tuple[str, dict[str, str]]]:
    """The rights of the flow by principal, operation and name, with the cluster that they are on."""
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512", "replication_factor": 1}
    clusters = {alias: {"bootstrap_servers": f"{alias}:1", **login} for alias in ("a", "b")}
    credentials = {name: {"sasl_username": name} for name in ("reader", "writer")}
    access = kafka_access(clusters, {}, [FLOW], credentials)
    return {
        (acl["principal"].partition(":")[2], acl["operation"], acl["name"]): (alias, acl)
        for alias in clusters
        for acl in access[alias]["acls"]
    }
