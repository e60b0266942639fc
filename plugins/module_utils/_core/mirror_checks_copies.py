# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a mirror flow copies: partitions, lag, and the records themselves.

Private to streamops.kafka. A backlog that shrinks is catching up, with a time; what may only be waiting for the next
commit of positions is inconclusive, unless it was watched for longer than that takes.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks_topics import no_topics
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import GRACE
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_waiting import next_look, spared

__all__ = ["lag_records", "lag_seconds", "partitions", "same_records"]

# The brokers look for transactions to abort every 10 s.
_ENDING = 60.0
Rows = Sequence[Mapping[str, Any]]


def partitions(case: Case) -> Verdict:
    """The target has all partitions, and none of them stands still while its source grows."""
    if not case.evidence["topics"]:
        return no_topics(case)
    tracks = case.evidence["partitions"]
    fewer = [row for row in case.evidence["topics"] if 0 < row["target_partitions"] < row["partitions"]]
    recreated = _names(track for track in tracks if track["recreated"])
    idle = [track for track in tracks if track["standing"] is not None and _stands(case, track)]
    observed = {
        "partitions": len(tracks),
        "fewer": _counts(fewer),
        "recreated": recreated,
        "standing_still": _names(idle),
    }
    if fewer:
        return _fewer(case, fewer)._replace(expected=0, observed=observed)
    if recreated:
        reason = f"the position lies beyond the end of {listed(recreated)}: the topic was deleted and made again"
        return Verdict(outcome.FAILED, reason, 0, observed)
    waiting = [track for track in idle if not _new(case, track)]
    if not waiting:
        return Verdict(outcome.PASSED, f"none of {len(tracks)} partitions stands still", 0, observed)
    names = listed(_names(waiting))
    if case.patient or not case.members:
        refused = _refused(case, waiting)
        if refused is not None:
            return refused._replace(expected=0, observed=observed)
        hint = (waiting[0]["unread"] or "look at the task that has it") if case.members else "no node is alive"
        reason = f"{names} stands still although its source holds more: {hint}"
        return spared(case, Verdict(outcome.FAILED, reason, 0, observed))
    reason = (
        f"{names} did not move in {case.seconds:g} s; positions are committed every {_flush(case):g} s: raise observe"
    )
    return Verdict(outcome.INCONCLUSIVE, reason, 0, observed)


def _fewer(case: Case, rows: Rows) -> Verdict:
    """Partitions that came since the last run are made on the target at the next look for topics."""
    interval = case.view.flow.refresh_topics_interval
    reason = f"partitions are missing on the target: {listed(_counts(rows))}"
    grown = [row["grown_for"] for row in rows]
    left = 0.0 if None in grown else interval + GRACE - max(grown) - case.seconds
    if left <= 0 or not case.members:
        return Verdict(outcome.FAILED, reason)
    coming = next_look("changes", interval, left)
    return Verdict(outcome.CATCHING_UP, f"{reason}; the source had fewer at the last run, and {coming}")


def _counts(rows: Rows) -> list[str]:
    return [f"{row['target_topic']} has {row['target_partitions']} of {row['partitions']}" for row in rows]


def _stands(case: Case, track: Mapping[str, Any]) -> bool:
    """What was behind from the beginning counts at once; what only came while watching, once positions were due."""
    return not track["reached"] or float(track["standing"]) + 1 >= _flush(case)


def lag_records(case: Case) -> Verdict:
    """Everything that stood in the source when the observation began is proven to be copied."""
    tracks, limit = case.evidence["partitions"], int(case.number("max_records", 0))
    behind = [track for track in tracks if track["lag"] > limit]
    held = case.evidence["open_transactions"].get("rows", ())
    observed = {
        "records": sum(track["lag"] for track in tracks),
        "partitions_behind": len(behind),
        "behind_open_transactions": sum(row["held_back"] for row in held),
    }
    if not tracks:
        return no_topics(case)
    if held and (not behind or _hanging(case)):
        return _held_back(case, held)._replace(expected=limit, observed=observed)
    if not behind:
        reason = f"{len(tracks)} partitions are within {limit} records of their end"
        return Verdict(outcome.PASSED, reason, limit, observed)
    return _behind(case, behind)._replace(expected=limit, observed=observed)


def _hanging(case: Case) -> Rows:
    """Open transactions that are older than any transaction may be, while more is written behind them."""
    seen = case.evidence["open_transactions"]
    return [row for row in seen["rows"] if row["growing"] and row["seconds"] > seen["longest"] + _ENDING]


def _held_back(case: Case, held: Rows) -> Verdict:
    source, hanging = case.view.flow.source, _hanging(case)
    longest = case.evidence["open_transactions"]["longest"]
    if hanging:
        reason = (
            f"a transaction on {source} has been open for {max(row['seconds'] for row in hanging):g} s, {longest:g} s "
            f"are allowed, and nothing behind it in {listed(_names(hanging))} can be read; find it with "
            "kafka-transactions.sh find-hanging and abort it"
        )
        return Verdict(outcome.FAILED, reason)
    reason = (
        f"an open transaction on {source} holds back {max(row['held_back'] for row in held)} offsets in "
        f"{listed(_names(held))}; it ends within {longest:g} s"
    )
    return Verdict(outcome.CATCHING_UP, reason)


def lag_seconds(case: Case) -> Verdict:
    """How long it took to copy what stood in the source when the observation began."""
    tracks, limit = case.evidence["partitions"], case.number("max_seconds", _flush(case) + GRACE)
    if not tracks:
        return no_topics(case)
    behind = [track for track in tracks if not track["reached"]]
    if behind:
        return _behind(case, behind)._replace(expected=limit, observed=None)
    seconds = max(track["reached_after"] for track in tracks)
    kind = outcome.PASSED if seconds <= limit else outcome.FAILED
    return Verdict(kind, f"the ends of {len(tracks)} partitions were reached after {seconds:g} s", limit, seconds)


def _behind(case: Case, behind: Rows) -> Verdict:
    """Why partitions are behind: dead, new, catching up, not watched for long enough, or stuck."""
    worst = max(behind, key=lambda track: track["lag"])
    found = f"{listed(_names(behind))} behind, the worst by up to {worst['lag']} offsets"
    if worst["left"] is not None:
        found += f" ({worst['left']} of them are records)"
    if not case.members:
        return Verdict(outcome.FAILED, f"{found}, and no node is alive to copy them")
    if all(_new(case, track) for track in behind):
        reason = f"{found}: not taken up yet, topics are looked for every {case.view.flow.refresh_topics_interval} s"
        return Verdict(outcome.CATCHING_UP, reason)
    if all(track["shrinking"] for track in behind):
        rate = {id(track): (track["lag_first"] - track["lag"]) / max(track["seconds"], 0.001) for track in behind}
        eta = max(track["lag"] / rate[id(track)] for track in behind)
        return Verdict(outcome.CATCHING_UP, f"{found}, copied faster than it grows, done in about {eta:.0f} s")
    refused = _refused(case, behind)
    if refused is not None:
        return refused
    if not case.patient:
        reason = (
            f"{found}; watched for {case.seconds:g} s, positions are committed every {_flush(case):g} s: raise observe"
        )
        return Verdict(outcome.INCONCLUSIVE, reason)
    why = f": {worst['unread']}" if worst["unread"] else ""
    return spared(case, Verdict(outcome.FAILED, f"{found}, and not copied within {case.seconds:g} s{why}"))


def _refused(case: Case, tracks: Rows) -> Optional[Verdict]:
    """Behind a position there may be markers only, which shows by reading. Where nothing was ever copied it is enough
    that records went in."""
    unsure = [track for track in tracks if track["unread"] and track["last"]["position"] is not None]
    if not unsure or not case.members:
        return None
    return Verdict(outcome.NOT_PERMITTED, unsure[0]["unread"])


def _new(case: Case, track: Mapping[str, Any]) -> bool:
    """Whether MirrorMaker has not taken up the topic: nothing was ever copied and no task has it."""
    row = next(row for row in case.evidence["topics"] if row["topic"] == track["topic"])
    return not row["assigned"] and track["last"]["position"] is None and bool(case.members)


def same_records(case: Case) -> Verdict:
    """The newest records of each partition are the same ones; repeats are counted, an error only with exactly-once."""
    rows: Rows = case.evidence["same_records"]
    totals = {key: sum(row[key] for row in rows) for key in ("compared", "missing", "repeated", "unknown")}
    observed = {"partitions": len(rows), **totals}
    strict = case.view.flow.exactly_once
    allowed = case.options.get("max_repeated", 0 if strict else None)
    return _same(case, rows, totals, allowed)._replace(
        expected={"missing": 0, "max_repeated": allowed}, observed=observed
    )


def _same(case: Case, rows: Rows, totals: Mapping[str, int], allowed: Any) -> Verdict:
    if not case.evidence["topics"]:
        return no_topics(case)
    bad = [row for row in rows if row["missing"] or (row["unknown"] and row["whole"])]
    if bad:
        reason = (
            f"{listed(_names(bad))}: {totals['missing']} records of the source are not in the copy, "
            f"{totals['unknown']} of the copy are not in the source"
        )
        return Verdict(outcome.FAILED, reason)
    if allowed is not None and totals["repeated"] > int(allowed):
        return Verdict(outcome.FAILED, f"{totals['repeated']} records were copied more than once, {allowed} allowed")
    unsure = _names(row for row in rows if row["unknown"])
    behind = _names(track for track in case.evidence["partitions"] if not track["reached"])
    if unsure or behind:
        reason = f"not compared to the end: {listed(unsure + behind)}" + (" (behind)" if behind else " (older repeats)")
        return Verdict(outcome.INCONCLUSIVE, reason)
    if not totals["compared"]:
        return Verdict(outcome.INCONCLUSIVE, "the topics hold no records to compare")
    reason = (
        f"the newest {totals['compared']} records of {len(rows)} of {len(case.evidence['partitions'])} partitions are "
        f"the same, {totals['repeated']} of them copied more than once"
    )
    return Verdict(outcome.PASSED, reason)


def _names(tracks: Any) -> list[str]:
    return [f"{track['topic']}-{track['partition']}" for track in tracks]


def _flush(case: Case) -> float:
    return float(case.evidence["observation"]["offset_flush_interval"])
