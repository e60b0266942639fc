# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check of a mirror flow is given, and what it answers.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

__all__ = ["Case", "Verdict", "listed", "unanswered"]

_SHOWN = 3


class Verdict(NamedTuple):
    """Outcome and reason, with what was wanted and what was there."""

    outcome: str
    reason: str
    expected: Any = None
    observed: Any = None


class Case(NamedTuple):
    """The evidence about a flow, the flow, and the thresholds of the check."""

    evidence: Mapping[str, Any]
    view: MirrorView
    options: Mapping[str, Any]

    def number(self, name: str, default: float) -> float:
        """A threshold."""
        return float(self.options.get(name, default))

    @property
    def members(self) -> Sequence[Mapping[str, Any]]:
        """Nodes that are alive now."""
        members: Sequence[Mapping[str, Any]] = self.evidence["group"]["members"]
        return members

    @property
    def seconds(self) -> float:
        """How long the flow was watched."""
        return float(self.evidence["observation"]["seconds"])

    @property
    def patient(self) -> bool:
        """Whether it was watched for as long as a healthy flow may need to commit its position."""
        return self.seconds + 1 >= float(self.evidence["observation"]["offset_flush_interval"])

    @property
    def moved(self) -> bool:
        """Whether anything was copied while watching."""
        beats = self.evidence["heartbeats"]["advances"] > 0
        return beats or any(partition["moved"] for partition in self.evidence["partitions"])


def listed(names: Iterable[str]) -> str:
    """A few names, and how many more there are."""
    found = list(names)
    more = len(found) - _SHOWN
    return ", ".join(found[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def unanswered(found: Mapping[str, Any]) -> Verdict:
    """What a probe says that could not answer: a right that is missing, or what else went wrong."""
    kind = outcome.NOT_PERMITTED if found["kind"] == "not_permitted" else outcome.NOT_RUN
    return Verdict(kind, found["error"])
