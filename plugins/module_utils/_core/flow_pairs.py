# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pairs of clusters a dedicated instance runs, and what each pair is for.

Private to streamops.kafka. A flow from A to B needs the pair A->B, and the pair B->A for its heartbeats. Where B->A is
a flow too, whoever runs it writes them; else the instance that runs A->B does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import DEDICATED, Flow

__all__ = ["Pair", "instance_pairs"]


@dataclass(frozen=True)
class Pair:
    """One herder of MirrorMaker: the flow it copies, and the flow whose heartbeats it writes."""

    source: str
    target: str
    flow: Optional[Flow]
    heartbeats_of: Optional[Flow]


def instance_pairs(flows: Sequence[Flow], targets: Sequence[str]) -> list[Pair]:
    """The pairs of the instance that serves the targets; InputError when there is none to run."""
    dedicated = {(flow.source, flow.target): flow for flow in flows if flow.mode == DEDICATED and flow.enabled}
    beating = {(flow.target, flow.source): flow for flow in dedicated.values() if flow.heartbeats}
    own = [ends for ends in dedicated if ends[1] in targets]
    idle = sorted(set(targets) - {target for dummy, target in own})
    if idle or not own:
        raise InputError(
            f"no enabled flow of mode {DEDICATED} writes to {', '.join(idle) or 'any target'}, so MirrorMaker would "
            "not start; add the flow to mm2_flows, or take the target out of the instance",
            {"targets": idle},
        )
    for_heartbeats = [ends for ends, flow in beating.items() if flow.target in targets and ends not in dedicated]
    return [Pair(*ends, dedicated.get(ends), beating.get(ends)) for ends in sorted(own + for_heartbeats)]
