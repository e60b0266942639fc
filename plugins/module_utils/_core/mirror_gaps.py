# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records that were never copied, and topics that are not the ones which were copied.

Private to streamops.kafka. The source may drop records before MirrorMaker has them, which then goes on at what is left.
Between two runs as many records must have arrived as were sent; where markers or compaction take offsets nobody can
tell by counting, and nothing is claimed.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import (
    Case,
    Verdict,
    listed,
    unanswered,
)

__all__ = ["lost_records", "recreated_topic", "retention_gap"]

_NO_HISTORY = "nothing was kept of an earlier run about these clusters (history_dir); the next one can tell"


def lost_records(upstream: int, downstream: int, records: Optional[int], contiguous: bool) -> Optional[int]:
    """How many records between two offset-syncs were not copied; None where offsets are no records.

    ``records`` is their number where all of them still stand in the source.
    """
    if records is not None:
        return max(records - downstream, 0)
    return max(upstream - downstream, 0) if contiguous else None


def retention_gap(case: Case) -> Verdict:
    """Nothing was dropped by the source before it was copied, now or since the last run."""
    tracks, rows = case.evidence["partitions"], case.evidence["gaps"]["rows"]
    now = [track for track in tracks if track["gap"]]
    lost = [row for row in rows if row["lost"]]
    unsure = [row for row in rows if row["lost"] is None]
    observed = {
        "now": {_name(track): track["gap"] for track in now},
        "since_last_run": {_name(row): row["lost"] for row in lost},
        "not_countable": [_name(row) for row in unsure],
        "compared": case.evidence["gaps"]["compared"],
    }
    return _gap(case, now, lost, unsure)._replace(expected=0, observed=observed)


def _gap(case: Case, now: list[Any], lost: list[Any], unsure: list[Any]) -> Verdict:
    source, past, compared = case.view.flow.source, case.evidence["history"], case.evidence["gaps"]["compared"]
    if now and not (case.patient or not case.members):
        flush = case.evidence["observation"]["offset_flush_interval"]
        reason = (
            f"{_names(now)} may have lost records: positions are committed every {flush:g} s, watched for "
            f"{case.seconds:g} s: raise observe"
        )
        return Verdict(outcome.INCONCLUSIVE, reason)
    if now:
        reason = (
            f"{_names(now)}: {source} dropped up to {max(track['gap'] for track in now)} offsets, possibly markers, "
            "before they were copied; make its retention.ms and retention.bytes longer than the flow may stand still, "
            "and raise tasks_max if it cannot keep up"
        )
        return Verdict(outcome.FAILED, reason)
    if lost:
        reason = (
            f"{_names(lost)}: {sum(row['lost'] for row in lost)} records of {source} were never copied since "
            f"{past['time']}, MirrorMaker went on behind them; make retention longer there, copy them from elsewhere, "
            f"and then remove {past['file']}"
        )
        return Verdict(outcome.FAILED, reason)
    if not case.evidence["partitions"]:
        return Verdict(outcome.INCONCLUSIVE, "the flow has no topic to look at")
    if not past:
        return Verdict(outcome.INCONCLUSIVE, f"nothing is missing now, but {_NO_HISTORY}")
    without = f"; not countable, for markers or compaction: {_names(unsure)}" if unsure else ""
    reason = f"nothing is missing now, nor since {past['time']} in {compared} partitions{without}"
    return Verdict(outcome.PASSED, reason)


def recreated_topic(case: Case) -> Verdict:
    """Every topic and every copy is the one that it was."""
    tracks, ids = case.evidence["partitions"], case.evidence["topic_ids"]
    changed: Mapping[str, list[str]] = ids.get("changed", {"source": [], "target": []})
    beyond = _topics((track for track in tracks if track["recreated"]), "topic")
    cut = _topics((track for track in tracks if track["cut"]), "target_topic")
    observed = {"source": sorted({*changed["source"], *beyond}), "target": sorted({*changed["target"], *cut})}
    return _recreated(case, observed, ids)._replace(expected={"source": [], "target": []}, observed=observed)


def _recreated(case: Case, observed: Mapping[str, list[str]], ids: Mapping[str, Any]) -> Verdict:
    flow, past = case.view.flow, case.evidence["history"]
    done = f"; when that is done remove {past['file']}" if past else ""
    if observed["source"]:
        reason = (
            f"{listed(observed['source'])} on {flow.source} was deleted and made again: MirrorMaker goes on at the "
            "old position and leaves out what stands before it; reset its position for the topic and restart the flow"
            f"{done}"
        )
        return Verdict(outcome.FAILED, reason)
    if observed["target"]:
        reason = (
            f"{listed(observed['target'])} on {flow.target} was deleted and made again: only what came since is in it; "
            f"reset the position of its topic to copy everything once more{done}"
        )
        return Verdict(outcome.FAILED, reason)
    if "error" in ids:
        return unanswered(ids)
    if not case.evidence["partitions"]:
        return Verdict(outcome.INCONCLUSIVE, "the flow has no topic to look at")
    if not ids["compared"]:
        return Verdict(outcome.INCONCLUSIVE, f"no position lies beyond its topic, but {_NO_HISTORY}")
    return Verdict(outcome.PASSED, f"{ids['compared']} topics and copies are the ones of {past['time']}")


def _topics(tracks: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    return sorted({track[name] for track in tracks})


def _names(rows: Iterable[Mapping[str, Any]]) -> str:
    return listed(_name(row) for row in rows)


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['topic']}-{row['partition']}"
