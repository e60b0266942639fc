# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that data came out of a connector, over the evidence of this run.

Private to streamops.kafka. RUNNING does not mean that data flows. An idle table is normal as well, so that a missing
topic fails only where the user named it; otherwise nothing was proven. A source that stands still fails only when the
database shows that there was something to send.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["source_progress", "topics_have_records"]

_Evidence = Mapping[str, Any]
# Seconds that a change may take from a table to a topic.
_PATIENCE = 5


def topics_have_records(spec: CheckSpec, item: _Evidence, evidence: _Evidence) -> CheckResult:
    """Whether the connector's topics, or those that are named, hold records."""
    named = list(spec.options.get("topics", ()))
    least = int(spec.options.get("min_records", 1))
    topics = named or item.get("topics") or []
    state, reason, observed = _topics(item, evidence, topics, bool(named), least)
    return CheckResult(spec.name, state, reason, {"topics": topics, "min_records": least}, observed, item["name"])


def _topics(
    item: _Evidence, evidence: _Evidence, topics: list[str], named: bool, least: int
) -> tuple[str, str, Mapping[str, Any]]:
    plane = evidence["data_plane"]
    if plane["outcome"]:
        return plane["outcome"], plane["reason"], {}
    if not topics:
        if item.get("topics") is None:
            return outcome.NOT_PERMITTED, item.get("topics_error") or "the worker does not tell the topics", {}
        return outcome.INCONCLUSIVE, "it has written to no topic yet: idle, or nothing that it captures exists", {}
    seen = {topic: evidence["topics"].get(topic, {}) for topic in topics}
    observed = {topic: data.get("records") for topic, data in seen.items()}
    errors = [f"{topic}: {data['error']}" for topic, data in seen.items() if data.get("error")]
    if errors:
        return (outcome.FAILED if named else outcome.NOT_PERMITTED), "; ".join(errors), observed
    short = [topic for topic in topics if (observed[topic] or 0) < least]
    if not short:
        counts = ", ".join(f"{topic}: {count}" for topic, count in observed.items())
        return outcome.PASSED, f"offsets between begin and end of each topic: {counts}", observed
    reason = "; ".join(_shortage(topic, seen[topic], least) for topic in short)
    if named:
        return outcome.FAILED, reason, observed
    return outcome.INCONCLUSIVE, f"{reason}: idle, or deleted by retention", observed


def _shortage(topic: str, data: _Evidence, least: int) -> str:
    if not data.get("exists"):
        return f"topic {topic} does not exist"
    return f"topic {topic} holds {data['records']} records, expected at least {least}"


def source_progress(spec: CheckSpec, item: _Evidence) -> CheckResult:
    """Whether the source moved while it was looked at: its offsets, its heartbeats, or the ends of its topics."""
    progress = item.get("progress") or {}
    observed = {key: progress.get(key) for key in ("offsets", "offsets_moved", "records", "seconds")}
    state, reason = _progress(item, progress)
    return CheckResult(spec.name, state, reason, "moves while observed", observed, item["name"])


def _progress(item: _Evidence, progress: _Evidence) -> tuple[str, str]:
    if item["type"] == "sink":
        return outcome.NOT_APPLICABLE, "it is a sink"
    if item["expected_state"] in ("paused", "stopped"):
        return outcome.NOT_APPLICABLE, f"it is {item['expected_state']} on purpose"
    if progress.get("error"):
        return outcome.NOT_PERMITTED, str(progress["error"])
    movement = _movement(progress)
    if movement:
        return outcome.PASSED, f"{movement} within {_seconds(progress)}"
    withheld = _withheld(progress, item.get("database") or {})
    if withheld:
        return outcome.FAILED, withheld
    if not progress.get("offsets"):
        return outcome.INCONCLUSIVE, "it has committed no offset yet: idle, or it never read anything"
    return (
        outcome.INCONCLUSIVE,
        f"it has offsets but did not move within {_seconds(progress)}: no change to capture, or stuck",
    )


def _seconds(progress: _Evidence) -> str:
    return f"{progress.get('seconds', 0):g} s"


def _movement(progress: _Evidence) -> str:
    if progress.get("offsets_moved"):
        return "its committed offsets moved"
    if progress.get("records"):
        return f"{progress['records']} records came into its topics"
    return "its heartbeats came" if progress.get("heartbeats_moved") else ""


def _withheld(progress: _Evidence, database: _Evidence) -> str:
    """What the source had and did not send, as far as the database tells; empty when nothing is certain."""
    if database.get("outcome", outcome.NOT_RUN) or not database["streams"]:
        return ""
    seconds = _seconds(progress)
    if database["rows"] and database["copies_rows"] and not progress.get("offsets") and progress.get("written") == []:
        return f"its tables hold rows, and it has written to no topic within {seconds}{_missing(database)}"
    if _changed(progress, database):
        return (
            f"its tables changed {database['changes']} times, and no record came within {seconds}{_missing(database)}"
        )
    if _silent(progress, database):
        return (
            f"the log of the server moved, and no heartbeat came within {seconds} although heartbeat.interval.ms is "
            f"{database['heartbeat'] * 1000:g}: read its worker's log"
        )
    return ""


def _changed(progress: _Evidence, database: _Evidence) -> bool:
    """Whether captured tables changed long enough before the end; what was rolled back counts as a change as well."""
    if database["drops_records"] or database["rolled_back"] or database["snapshots"]:
        return False
    return progress.get("records") == 0 and (database["changed_for"] or 0) >= _PATIENCE


def _silent(progress: _Evidence, database: _Evidence) -> bool:
    """Whether heartbeats ceased: there were some, and two of them are due."""
    beat = database["heartbeat"]
    due = bool(beat) and progress.get("seconds", 0) >= 2 * beat
    return due and database["log_moved"] and bool(progress.get("heartbeats"))


def _missing(database: _Evidence) -> str:
    if not database["topics_missing"]:
        return ""
    return (
        f": topic {database['topics_missing'][0]} does not exist, and Connect is not told to make it: set "
        "topic.creation.default.replication.factor and topic.creation.default.partitions, or the brokers' "
        "auto.create.topics.enable"
    )
