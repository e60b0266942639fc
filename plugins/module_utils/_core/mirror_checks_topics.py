# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether every topic that a mirror flow selects has its copy, and why not.

Private to streamops.kafka. A new topic waits for MirrorMaker's next look for topics; one that was passed over by it has
a cause.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import GRACE
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_waiting import next_look

__all__ = ["no_topics", "topics"]

Rows = Sequence[Mapping[str, Any]]


def topics(case: Case) -> Verdict:
    """Every topic that the flow selects has its copy."""
    rows, flow = case.evidence["topics"], case.view.flow
    missing = [row for row in rows if not row["target_partitions"]]
    observed = {"topics": len(rows), "missing": [row["target_topic"] for row in missing]}
    if not rows:
        return no_topics(case)
    if not missing:
        return Verdict(outcome.PASSED, f"all {len(rows)} topics have their copy on {flow.target}", len(rows), observed)
    return _missing(case, missing)._replace(expected=len(rows), observed=observed)


def _missing(case: Case, missing: Rows) -> Verdict:
    flow, names = case.view.flow, listed(row["topic"] for row in missing)
    brokers = case.evidence["clusters"]["target"]["brokers"]
    if flow.replication_factor > brokers > 0:
        reason = (
            f"{names} has no copy and cannot get one: replication_factor {flow.replication_factor} is above the "
            f"{brokers} broker(s) of {flow.target}; lower it"
        )
        return Verdict(outcome.FAILED, reason)
    copied = {track["topic"] for track in case.evidence["partitions"] if track["last"]["position"] is not None}
    refused = [row["target_topic"] for row in missing if row["assigned"] or row["topic"] in copied]
    if refused:
        reason = (
            f"MirrorMaker copies to {listed(refused)}, which does not exist on {flow.target}: it may not create it, "
            "the name collides with a topic's, or somebody deleted it; look at its log"
        )
        return Verdict(outcome.FAILED, reason)
    if not case.members:
        return Verdict(outcome.FAILED, f"{names} has no copy on {flow.target}, and no node is alive")
    return _awaited(case, names, max(row["known_for"] for row in missing))


def _awaited(case: Case, names: str, known_for: float) -> Verdict:
    """A topic is taken up at the next look for topics; one that was passed over by it is never taken up."""
    flow = case.view.flow
    left = flow.refresh_topics_interval - known_for
    if left + GRACE < 0:
        reason = (
            f"{names} has no copy on {flow.target} although it has been there for {known_for:.0f} s and MirrorMaker "
            f"looks for new topics every {flow.refresh_topics_interval} s: it does not see the topic, runs with other "
            "filters, or has nodes that cannot reach each other (dedicated.mode.enable.internal.rest); look at its log"
        )
        return Verdict(outcome.FAILED, reason)
    coming = next_look("new topics", flow.refresh_topics_interval, left)
    return Verdict(outcome.CATCHING_UP, f"{names} has no copy on {flow.target} yet: {coming}")


def no_topics(case: Case) -> Verdict:
    flow = case.view.flow
    if not case.view.naming_known:
        reason = f"how {flow.replication_policy} names the copies is not known here"
        return Verdict(outcome.NOT_RUN, reason)
    reason = f"no topic on {flow.source} matches {listed(flow.topics)}, or this user may not see it"
    return Verdict(outcome.INCONCLUSIVE, reason)
