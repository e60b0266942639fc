# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether both regions of a pair of flows write the same keys.

Private to streamops.kafka. Two clusters that mirror each other settle no conflicts: a key that is written in both has
two last values. Keys are compared as salted digests of one run and are neither shown nor kept.
"""

from __future__ import annotations

import hashlib
from typing import AbstractSet, Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import POLICIES
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

__all__ = ["digest", "key_overlap", "overlap_row", "pairs"]


def digest(key: bytes, salt: bytes) -> bytes:
    """A key as it is compared; without the salt, which nobody keeps, it tells nothing."""
    return hashlib.blake2b(key, digest_size=16, key=salt).digest()


def pairs(view: MirrorView, topics: Iterable[str]) -> list[tuple[str, str]]:
    """Topics of the source with the copy of the topic of the same name that comes from the target."""
    known = set(topics)
    flow = view.flow
    if not view.naming_known or flow.policy_class == POLICIES["identity"]:
        return []
    found = ((topic, f"{flow.target}{flow.separator}{topic}") for topic in sorted(known) if view.replicates(topic))
    return [(own, copy) for own, copy in found if copy in known and own != flow.canary_topic]


def overlap_row(
    pair: tuple[str, str], own: AbstractSet[bytes], other: AbstractSet[bytes], records: int
) -> dict[str, Any]:
    """How many keys of the two topics are the same."""
    counts = {"own_keys": len(own), "peer_keys": len(other), "both": len(own & other)}
    return {"topic": pair[0], "peer_topic": pair[1], "records": records, **counts}


def key_overlap(case: Case) -> Verdict:
    """The newest records that were written in one region have no keys of the other's."""
    rows, flow = case.evidence["key_overlap"], case.view.flow
    limit = {name: case.number(name, 0) for name in ("max_overlap",) if name in case.options}
    observed = {name: sum(row[name] for row in rows) for name in ("records", "own_keys", "peer_keys", "both")}
    return _overlap(case, rows, observed, flow.source)._replace(expected=limit, observed=observed)


def _overlap(case: Case, rows: Iterable[Mapping[str, Any]], observed: Mapping[str, int], source: str) -> Verdict:
    flow = case.view.flow
    found = list(rows)
    if not found:
        reason = f"no topic of the flow has a copy from {flow.target} beside it on {source}: nothing is mirrored back"
        return Verdict(outcome.NOT_APPLICABLE, reason)
    if not observed["own_keys"] or not observed["peer_keys"]:
        reason = f"the newest {observed['records']} records of {len(found)} pairs of topics have no keys on both sides"
        return Verdict(outcome.INCONCLUSIVE, reason)
    shared = listed(f"{row['topic']} and {row['peer_topic']} ({row['both']})" for row in found if row["both"])
    if "max_overlap" in case.options and observed["both"] > case.number("max_overlap", 0):
        reason = (
            f"the same keys are written in both regions: {shared}; {case.number('max_overlap', 0):g} are allowed: give "
            "each region keys of its own, or let only one of them write"
        )
        return Verdict(outcome.FAILED, reason)
    reason = (
        f"{observed['own_keys']} and {observed['peer_keys']} keys of the newest {observed['records']} records compared"
    )
    return Verdict(outcome.PASSED, f"{reason}, the same in {shared}" if shared else f"{reason}, none is the same")
