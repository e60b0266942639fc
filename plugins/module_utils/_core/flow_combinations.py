# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of one flow that do not go together.

Private to streamops.kafka. MirrorMaker would refuse a connector at its start, or go on without what was asked for.
"""

from __future__ import annotations

from typing import Iterator

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow

__all__ = ["combination_problems"]

_ISOLATION = ("consumer.isolation.level", "source.consumer.isolation.level")


def combination_problems(flow: Flow) -> list[str]:
    """What cannot be meant: one sentence each, with the fix."""
    return [*_offsets(flow), *_offset_syncs(flow), *_exactly_once(flow), *_profile(flow)]


def _offsets(flow: Flow) -> Iterator[str]:
    if flow.sync_group_offsets and not flow.checkpoints:
        yield (
            "sync_group_offsets needs the connector that checkpoints switches off; set checkpoints to true, "
            "or sync_group_offsets to false"
        )
    if flow.failover and not flow.checkpoints:
        yield "failover needs translated offsets, and checkpoints is false; set it to true"


def _offset_syncs(flow: Flow) -> Iterator[str]:
    if flow.offset_syncs:
        return
    if flow.checkpoints:
        yield (
            "config sets emit.offset-syncs.enabled to false, which checkpoints need; take it out, or set checkpoints "
            "to false"
        )
    keys = sorted(key for key in flow.config if key.startswith(("offset-syncs.topic.", "offset-syncs-")))
    if keys:
        yield (
            f"config sets {', '.join(keys)}, which MirrorMaker refuses while emit.offset-syncs.enabled is false; "
            "take one of them out"
        )


def _exactly_once(flow: Flow) -> Iterator[str]:
    for key in _ISOLATION:
        if flow.exactly_once and flow.config.get(key, "read_committed") != "read_committed":
            yield f"exactly_once copies committed records only, and config sets {key} to another level; take it out"


def _profile(flow: Flow) -> Iterator[str]:
    if flow.profile == "auto" and not flow.round_trip_ms:
        yield (
            "profile auto needs round_trip_ms; measure it with the check throughput of mm2_flow, which prints the "
            "value, or take profile lan or wan"
        )
    if not flow.profile:
        given = [name for name in ("round_trip_ms", "record_bytes", "partitions") if getattr(flow, name)]
        if given:
            yield f"{', '.join(given)} say something only to a profile; add profile auto, or take them out"
