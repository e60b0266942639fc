# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of both clusters once a mirror flow was watched, each under the name of the evidence that it makes.

Private to streamops.kafka. A probe that cannot answer says why in its place; the others go on.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Callable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka import mirror_gaps, mirror_ids, mirror_probe_groups
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_probe_keys import key_overlap
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_probe_throughput import throughput
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Sight

__all__ = ["PROBES", "Sight", "run_probes"]

PROBES: Mapping[str, Callable[[Sight], Any]] = MappingProxyType(
    {
        "identity": mirror_ids.identity,
        "topic_ids": mirror_ids.topic_ids,
        "gaps": mirror_gaps.gaps,
        "open_transactions": mirror_gaps.open_transactions,
        "throughput": throughput,
        "group_offsets": mirror_probe_groups.group_offsets,
        "source_loss": mirror_probe_groups.source_loss,
        "key_overlap": key_overlap,
    }
)


def run_probes(sight: Sight, probes: Mapping[str, Callable[[Sight], Any]] = PROBES) -> dict[str, Any]:
    """The evidence of every probe that is wanted."""
    found = {}
    for need, probe in probes.items():
        if need in sight.request.needs:
            try:
                found[need] = probe(sight)
            except StreamopsError as error:
                found[need] = {"error": error.message, "kind": str(error.details.get("kind", ""))}
    return found
