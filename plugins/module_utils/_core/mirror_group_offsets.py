# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the offsets that MirrorMaker writes for consumer groups of the target are usable.

Private to streamops.kafka. It writes them only while the group is not active there, so an active one is no fault. An
offset may wait for the next writing: only what waited for longer, in this run or since the last one, is late.
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import flow_settings
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import GRACE
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed

__all__ = ["Owed", "group_offsets", "kept_offsets", "offset_row"]

_AT_REST = ("EMPTY", "DEAD", "UNKNOWN")
Rows = Sequence[Mapping[str, Any]]


class Owed(NamedTuple):
    """An offset that was translated earlier, and for how many seconds that has been known."""

    offset: int
    seconds: float


def offset_row(
    place: tuple[str, str, int],
    committed: Optional[int],
    end: int,
    translated: int,
    earlier: Sequence[Owed],
    states: tuple[str, str],
) -> dict[str, Any]:
    """One partition of a group on the target; ``states`` are the group's on the source and on the target."""
    waiting = [owed for owed in earlier if committed is None or committed < owed.offset]
    longest = max(waiting, key=lambda owed: owed.seconds, default=None)
    row = {"group": place[0], "topic": place[1], "partition": place[2]}
    return {
        **row,
        "committed": committed,
        "end": end,
        "translated": translated,
        "waits": None if longest is None else list(longest),
        "follows": bool(earlier) and not waiting,
        "active": states[1] not in _AT_REST,
        "active_on_source": states[0] not in _AT_REST,
    }


def kept_offsets(rows: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """What the next run has to know: the translation, or the older one that still waits."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows if isinstance(rows, list) else ():
        place = found.setdefault(row["group"], {}).setdefault(row["topic"], {})
        place[str(row["partition"])] = row["waits"] or [row["translated"], 0.0]
    return found


def group_offsets(case: Case) -> Verdict:
    """Groups at rest on the target stand where the newest checkpoint says, and within their partitions."""
    flow = case.view.flow
    interval = int(flow_settings(flow)["sync.group.offsets.interval.seconds"])
    if not flow.sync_group_offsets:
        return Verdict(outcome.NOT_CONFIGURED, "sync_group_offsets is off: consumers translate offsets themselves")
    rows: Rows = case.evidence["group_offsets"]
    resting = [row for row in rows if not row["active"]]
    beyond = [row for row in rows if row["committed"] is not None and row["committed"] > row["end"]]
    late = [row for row in resting if row["waits"] and row["waits"][1] > interval + GRACE]
    pending = [row for row in resting if not _stands(row) and not row["follows"] and row not in late]
    both = sorted({row["group"] for row in rows if row["active"] and row["active_on_source"]})
    observed = {
        "offsets": len(rows),
        "beyond_the_end": len(beyond),
        "late": len(late),
        "waiting": len(pending),
        "active_on_target": sorted({row["group"] for row in rows if row["active"]}),
        "active_on_both": both,
    }
    found = _bad(beyond, late, interval) or _good(case, rows, resting, pending, interval)
    warning = f"; {listed(both)} is active on both sides, and may be set back when it pauses on the target"
    return found._replace(reason=found.reason + (warning if both else ""), expected=0, observed=observed)


def _stands(row: Mapping[str, Any]) -> bool:
    """At the checkpoint, or farther, where the group has been on the target itself."""
    return row["committed"] is not None and row["committed"] >= row["translated"]


def _bad(beyond: Rows, late: Rows, interval: int) -> Optional[Verdict]:
    if beyond:
        reason = (
            f"{listed(map(_name, beyond))}: the offset lies beyond the end of the partition, so the lag is negative; "
            "reset the group there, and run MirrorMaker 3.5 or newer"
        )
        return Verdict(outcome.FAILED, reason)
    if late:
        waited = max(row["waits"][1] for row in late)
        reason = (
            f"{listed(map(_name, late))}: the offset stands before a translation that has been there for {waited:.0f} "
            f"s, although they are written every {interval} s; look for alter offsets in MirrorMaker's log, and at its "
            "right to READ the group on the target"
        )
        return Verdict(outcome.FAILED, reason)
    return None


def _good(case: Case, rows: Rows, resting: Rows, pending: Rows, interval: int) -> Verdict:
    flow = case.view.flow
    if not rows:
        return Verdict(outcome.NOT_APPLICABLE, f"no group on {flow.source} has a translated offset")
    if not resting:
        reason = f"every group is active on {flow.target}, where MirrorMaker leaves its offsets alone on purpose"
        return Verdict(outcome.NOT_APPLICABLE, reason)
    if pending:
        reason = (
            f"{listed(map(_name, pending))} wait for the next writing of offsets, every {interval} s; watched for "
            f"{case.seconds:g} s: raise observe, or check again after that"
        )
        return Verdict(outcome.INCONCLUSIVE, reason)
    groups = sorted({row["group"] for row in resting})
    reason = f"{len(resting)} offsets of {len(groups)} groups at rest on {flow.target} are where they are translated to"
    return Verdict(outcome.PASSED, reason)


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['group']} on {row['topic']}-{row['partition']}"
