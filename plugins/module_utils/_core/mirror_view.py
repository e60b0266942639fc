# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One mirror flow as its observer sees it: where MirrorMaker keeps its state, and what the flow selects.

Private to streamops.kafka. Follows MirrorMaker's own rules (topic filter, replication policy, internal topics).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import POLICIES, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import compile_java

__all__ = ["CHECKPOINT_CONNECTOR", "HEARTBEAT_CONNECTOR", "SOURCE_CONNECTOR", "MirrorView"]

SOURCE_CONNECTOR = "MirrorSourceConnector"
CHECKPOINT_CONNECTOR = "MirrorCheckpointConnector"
HEARTBEAT_CONNECTOR = "MirrorHeartbeatConnector"


@dataclass(frozen=True)
class MirrorView:
    """The names around a flow in dedicated mode, and its filters; ``given`` are the options that the user set."""

    flow: Flow
    given: frozenset[str] = frozenset()

    @property
    def group(self) -> str:
        """The Connect group of the nodes that serve the flow; it is on the target."""
        return f"{self.flow.source}-mm2"

    @property
    def config_topic(self) -> str:
        """Running configuration, on the target. These three names know no separator."""
        return f"mm2-configs.{self.flow.source}.internal"

    @property
    def status_topic(self) -> str:
        """States of connectors and tasks, on the target."""
        return f"mm2-status.{self.flow.source}.internal"

    @property
    def offset_topic(self) -> str:
        """Replicated positions, on the target."""
        return f"mm2-offsets.{self.flow.source}.internal"

    @property
    def naming_known(self) -> bool:
        """Whether the names that the replication policy makes can be told."""
        return self.flow.replication_policy in POLICIES or self.flow.replication_policy in POLICIES.values()

    @property
    def _identity(self) -> bool:
        return self.flow.policy_class == POLICIES["identity"]

    @property
    def sole_writer(self) -> bool:
        """Whether the names of the copies make it certain that nobody but MirrorMaker writes to them."""
        return self.flow.policy_class == POLICIES["default"]

    def remote(self, topic: str) -> str:
        """Name of the mirrored topic on the target."""
        heartbeat = self._is_heartbeat(topic)
        return topic if self._identity and not heartbeat else f"{self.flow.source}{self.flow.separator}{topic}"

    def replicates(self, topic: str) -> Optional[bool]:
        """Whether the flow mirrors this topic of the source, heartbeats aside; None where only Java can tell."""
        return False if self.dropped(topic) else _selected(topic, self.flow.all_topics, self.flow.topics_exclude)

    def dropped(self, topic: str) -> str:
        """What kind of topic this is, if MirrorMaker leaves it out whatever the filters say; else ''."""
        if self._is_internal(topic):
            return "internal topics"
        if self._is_heartbeat(topic):
            return "heartbeats"
        return f"copies that came from {self.flow.target}" if self._is_cycle(topic) else ""

    def watches(self, group: str) -> bool:
        """Whether the flow makes checkpoints for this group of the source; False where only Java can tell."""
        return bool(_selected(group, self.flow.groups, self.flow.groups_exclude))

    def _is_heartbeat(self, topic: str) -> bool:
        return topic == "heartbeats" or topic.endswith(f"{self.flow.separator}heartbeats")

    def _is_internal(self, topic: str) -> bool:
        return topic.startswith(("__", ".")) or any(
            topic.endswith(f"{mark}internal")
            and (topic.startswith("mm2") or topic.endswith(f"checkpoints{mark}internal"))
            for mark in (self.flow.internal_separator, ".")
        )

    def _is_cycle(self, topic: str) -> bool:
        return not self._identity and self.flow.target in topic.split(self.flow.separator)[:-1]


def _selected(name: str, include: Iterable[str], exclude: Iterable[str]) -> Optional[bool]:
    excluded, included = _matches(name, exclude), _matches(name, include)
    if excluded or included is False:
        return False
    return None if excluded is None or included is None else True


def _matches(name: str, patterns: Iterable[str]) -> Optional[bool]:
    unknown = False
    for pattern in patterns:
        compiled = compile_java(pattern)
        if compiled is None:
            unknown = True
        elif compiled.fullmatch(name):
            return True
    return None if unknown else False
