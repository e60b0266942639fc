# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of cases for MirrorMaker: id and meaning. A14 and A15 are those of Kafka's own integration tests."""

from __future__ import annotations

MIRROR_CASES: dict[str, str] = {
    "A14.counts": "two clusters mirror each other: as many records on both sides, none goes round",
    "A14.heartbeats": "the heartbeats of both clusters arrive at the other",
    "A14.checkpoints": "offsets of a group are translated, and set for the group on the target",
    "A14.empty-partition": "a partition without records, with an offset committed at 0",
    "A14.no-records": "no checkpoint for a topic of which nothing was mirrored; one as soon as something was",
    "A14.failover": "a group goes on at the target: nothing lost, nothing again",
    "A14.failback": "the group returns: nothing lost",
    "A14.identity": "the policy that keeps the names of topics",
    "A15.nodes": "three nodes serve one flow; a topic made later is found and shared out",
    "A15.alias": "aliases with odd characters, one the beginning of the other; others are refused",
    "A15.exactly-once": "every committed record once, no aborted one, over the death of a node",
    "A15.roll": "a changed flow takes effect by a roll of all nodes, and is told from one that is not rolled yet",
}
