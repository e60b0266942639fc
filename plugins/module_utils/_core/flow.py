# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mirror flow: one description, from which every rendering is made.

Private to streamops.kafka. The names of the fields are the names of the options, in the inventory and in the module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, Mapping

__all__ = [
    "ABSENT",
    "CANARY_BEGINNING",
    "CONNECT",
    "DEDICATED",
    "DEFAULT_GROUPS_EXCLUDE",
    "DEFAULT_TASKS",
    "DEFAULT_TOPICS_EXCLUDE",
    "POLICIES",
    "PRESENT",
    "Flow",
]

DEDICATED = "dedicated"
CONNECT = "connect"
PRESENT = "present"
ABSENT = "absent"
POLICIES = {
    "default": "org.apache.kafka.connect.mirror.DefaultReplicationPolicy",
    "identity": "org.apache.kafka.connect.mirror.IdentityReplicationPolicy",
}
# The defaults of Kafka 4, written out so that an upgrade changes nothing, and the topics that Connect clusters keep
# their state in: a copy of those is of no use, and under the identity policy it would overwrite the target's.
DEFAULT_TOPICS_EXCLUDE = (r"mm2.*\.internal", r".*\.replica", "__.*", r"connect-.*-(configs|offsets|status)")
DEFAULT_TASKS = 4
CANARY_BEGINNING = "streamops.canary."
DEFAULT_GROUPS_EXCLUDE = ("console-consumer-.*", "connect-.*", "__.*")


@dataclass(frozen=True)
class Flow:
    """What is copied from ``source`` to ``target``, and how. Made by ``flow_options.parse_flow``."""

    source: str
    target: str
    mode: str
    enabled: bool = True
    state: str = PRESENT
    remove: tuple[str, ...] = ()
    remove_topics: tuple[str, ...] = ()
    connect_cluster: str = ""
    source_credentials: str = ""
    target_credentials: str = ""
    topics: tuple[str, ...] = (".*",)
    topics_exclude: tuple[str, ...] = DEFAULT_TOPICS_EXCLUDE
    groups: tuple[str, ...] = (".*",)
    groups_exclude: tuple[str, ...] = DEFAULT_GROUPS_EXCLUDE
    tasks_max: int = DEFAULT_TASKS
    replication_factor: int = 3
    source_replication_factor: int = 3
    target_replication_factor: int = 3
    replication_policy: str = "default"
    separator: str = "."
    heartbeats: bool = True
    checkpoints: bool = True
    sync_group_offsets: bool = False
    sync_topic_configs: bool = True
    sync_topic_acls: bool = False
    offset_syncs_location: str = "source"
    exactly_once: bool = False
    refresh_topics_interval: int = 600
    refresh_groups_interval: int = 600
    heartbeats_interval: int = 1
    checkpoints_interval: int = 60
    offset_flush_interval: int = 60
    canary: bool = False
    failover: bool = False
    profile: str = ""
    round_trip_ms: int = 0
    record_bytes: int = 0
    partitions: int = 0
    config: Mapping[str, str] = field(default_factory=dict)
    source_client: Mapping[str, str] = field(default_factory=dict)
    target_client: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How people and MirrorMaker write the flow."""
        return f"{self.source}->{self.target}"

    @property
    def policy_class(self) -> str:
        """The class that names the topics on the target."""
        return POLICIES.get(self.replication_policy, self.replication_policy)

    @property
    def internal_separator(self) -> str:
        """What stands between the parts of the names of MirrorMaker's own topics."""
        custom = self.config.get("replication.policy.internal.topic.separator.enabled", "true") == "true"
        return self.separator if custom else "."

    @property
    def offset_syncs(self) -> bool:
        """Whether offsets of the source and of the target are recorded side by side, as checkpoints need it."""
        return self.config.get("emit.offset-syncs.enabled", "true").lower() != "false"

    @property
    def offset_syncs_cluster(self) -> str:
        """The alias of the cluster that holds the offset-syncs topic."""
        return self.source if self.offset_syncs_location == "source" else self.target

    @property
    def offset_syncs_topic(self) -> str:
        """The topic that maps offsets of the source to those of the target; it names the other cluster."""
        other = self.target if self.offset_syncs_location == "source" else self.source
        return self.internal_separator.join(("mm2-offset-syncs", other, "internal"))

    @property
    def checkpoints_topic(self) -> str:
        """The topic on the target that holds the translated positions of consumer groups."""
        return self.internal_separator.join((self.source, "checkpoints", "internal"))

    @property
    def remote_heartbeats(self) -> str:
        """The copy of the source's heartbeats on the target; every built-in policy renames this topic."""
        return f"{self.source}{self.separator}heartbeats"

    @property
    def canary_topic(self) -> str:
        """The topic on the source that only verifications write to, one for each flow."""
        return f"{CANARY_BEGINNING}{self.source}.{self.target}"

    @property
    def all_topics(self) -> tuple[str, ...]:
        """Patterns of everything that is copied, the canary included."""
        own = re.escape(self.canary_topic)
        return (*self.topics, own) if self.canary and own not in self.topics else self.topics

    def remote_topic(self, topic: str) -> str:
        """The name of a topic's copy on the target (for a policy class of somebody else: what the default would do)."""
        if topic == "heartbeats":
            return self.remote_heartbeats
        return topic if self.replication_policy == "identity" else f"{self.source}{self.separator}{topic}"

    def as_options(self) -> dict[str, Any]:
        """The flow as plain data, which gives the same flow when it is read again."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
            for name, value in values.items()
        }
