# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a sink keeps up, what becomes of the records that it cannot take, and whether its tasks have work.

Private to streamops.kafka. A sink commits once in ``offset.flush.interval.ms``: being behind for so long is normal.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["DLQ_TOPIC", "TOLERANCE", "dlq", "sink_lag", "tolerates_all"]

DLQ_TOPIC = "errors.deadletterqueue.topic.name"
TOLERANCE = "errors.tolerance"
_Evidence = Mapping[str, Any]
_SHOWN = ("topic", "tolerance", "records", "grown", "seconds", "last", "writable")


def sink_lag(spec: CheckSpec, item: _Evidence, evidence: _Evidence) -> CheckResult:
    """Whether the group of a sink reaches the end that its topics had when the look began."""
    limit = int(spec.options.get("max_records", 0))
    seen = item.get("sink") or {}
    state, reason = _lag(item, evidence["data_plane"], seen, limit)
    observed = {key: seen[key] for key in ("group", "isolation", "lag", "seconds", "partitions") if key in seen}
    return CheckResult(spec.name, state, reason, {"max_records": limit}, observed, item["name"])


def _lag(item: _Evidence, plane: _Evidence, seen: _Evidence, limit: int) -> tuple[str, str]:
    if item["type"] != "sink":
        return outcome.NOT_APPLICABLE, "it is no sink"
    if item["expected_state"] in ("paused", "stopped"):
        return outcome.NOT_APPLICABLE, f"it is {item['expected_state']} on purpose"
    if plane["outcome"]:
        return plane["outcome"], plane["reason"]
    if seen.get("error", "nothing is known of its consumers"):
        return outcome.NOT_PERMITTED, str(seen.get("error", "nothing is known of its consumers"))
    return _position(seen, limit)


def _position(seen: _Evidence, limit: int) -> tuple[str, str]:
    if seen["lag"] > limit and seen["real"]:
        return _behind(seen, limit)
    if seen["missing"]:
        return (
            outcome.INCONCLUSIVE,
            f"topic {', '.join(seen['missing'])} does not exist: no record yet, or a wrong name",
        )
    if not any(row["position"] is not None for row in seen["partitions"]):
        return outcome.INCONCLUSIVE, f"group {seen['group']} has committed nothing yet, and there is nothing to read"
    rest = f"{seen['lag']} records from" if seen["lag"] and seen["real"] else "at"
    count = len(seen["partitions"])
    return outcome.PASSED, f"group {seen['group']} is {rest} the end of {count} partitions within {seen['seconds']:g} s"


def _behind(seen: _Evidence, limit: int) -> tuple[str, str]:
    rows = seen["partitions"]
    gained = sum(
        (row["position"] or 0) - (row["first"] if row["first"] is not None else row["begin"])
        for row in rows
        if row["position"] is not None
    )
    grown = sum(row["end"] - row["goal"] for row in rows)
    worst = max(rows, key=lambda row: row["lag"])
    where = f"group {seen['group']} is {seen['lag']} records behind"
    most = f"most in {worst['topic']}-{worst['partition']} ({worst['lag']})"
    if gained <= 0:
        return outcome.FAILED, (
            f"{where} (limit {limit}), {most}, and did not move within {seen['seconds']:g} s: look at its tasks, their "
            "worker's log and the system that they write to"
        )
    if gained <= grown:
        return outcome.FAILED, (
            f"{where} and falls back: {gained} records read and {grown} written within {seen['seconds']:g} s, {most}: "
            "raise tasks.max up to the partitions, or make the writes faster"
        )
    backlog = sum(row["end"] - (row["position"] if row["position"] is not None else row["begin"]) for row in rows)
    eta = backlog * seen["seconds"] / (gained - grown)
    return outcome.CATCHING_UP, f"{where}, {most}, and catches up: about {eta:.0f} s to go"


def tolerates_all(config: Mapping[str, str]) -> bool:
    """Whether records that cannot be processed are left out."""
    return config.get(TOLERANCE, "none").strip().lower() == "all"


def dlq(spec: CheckSpec, item: _Evidence, evidence: _Evidence) -> CheckResult:
    """Whether bad records of a sink are kept, and whether there are new ones.

    Connect only logs a dead letter that it may not write, and goes on without the record.
    """
    seen = item.get("dlq") or {"topic": "", "tolerance": "none", "logged": False}
    limit: Optional[int] = spec.options.get("max_records")
    state, reason = _dlq(item, evidence["data_plane"], seen, None if limit is None else int(limit))
    observed = {key: seen[key] for key in _SHOWN if key in seen}
    return CheckResult(spec.name, state, reason, {"max_records": limit}, observed, item["name"])


def _dlq(item: _Evidence, plane: _Evidence, seen: _Evidence, limit: Optional[int]) -> tuple[str, str]:
    if item["type"] != "sink":
        return _dlq_of_source(seen)
    if not seen["topic"]:
        if seen["tolerance"] != "all":
            return (
                outcome.NOT_CONFIGURED,
                "neither tolerance nor a dead letter queue is set: a bad record stops its task",
            )
        return outcome.FAILED, f"{TOLERANCE} is all without {DLQ_TOPIC}: bad records are lost silently; set {DLQ_TOPIC}"
    if plane["outcome"]:
        return plane["outcome"], plane["reason"]
    if seen.get("error"):
        return outcome.NOT_PERMITTED, str(seen["error"])
    if not seen.get("exists"):
        return outcome.INCONCLUSIVE, (
            f"topic {seen['topic']} does not exist, or may not be seen: a worker makes it when the first task starts"
        )
    return _growth(seen, limit)


def _dlq_of_source(seen: _Evidence) -> tuple[str, str]:
    if seen["topic"]:
        return outcome.FAILED, (
            f"Connect ignores a dead letter queue on a source, {seen['topic']} will never be written: remove the keys "
            "errors.deadletterqueue.*"
        )
    if seen["tolerance"] == "all" and not seen["logged"]:
        return outcome.FAILED, (
            f"{TOLERANCE} is all on a source, which has no dead letter queue: bad records are lost silently; set it to "
            "none, or errors.log.enable to true"
        )
    return outcome.NOT_APPLICABLE, "it is no sink: Connect has dead letter queues for sinks only"


def _growth(seen: _Evidence, limit: Optional[int]) -> tuple[str, str]:
    if seen["writable"] is False:
        return outcome.FAILED, (
            f"it may not write to topic {seen['topic']}, so that Connect logs each dead letter and loses the record: "
            f"{seen['hindrance']}"
        )
    held = f"topic {seen['topic']} holds {seen['records']} records"
    last = f", the last {_last(seen['last'])}" if seen["last"] else ""
    if limit is not None and seen["records"] > limit:
        return outcome.FAILED, f"{held}, more than max_records {limit}{last}: correct what writes such records"
    if limit is None and seen["grown"]:
        return outcome.FAILED, (
            f"{seen['grown']} records came into {seen['topic']} within {seen['seconds']:g} s{last}: correct what "
            "writes such records"
        )
    stops = "" if seen["tolerance"] == "all" else f"; {TOLERANCE} is none, so that the first of them stops its task"
    grown = f"grew by {seen['grown']}" if seen["grown"] else "did not grow"
    found = f"{held} and {grown} within {seen['seconds']:g} s{last}{stops}"
    if seen["writable"] is None:
        return outcome.INCONCLUSIVE, f"{found}; whether the connector may write there is not known: {seen['hindrance']}"
    return outcome.PASSED, found


def _last(letter: Mapping[str, str]) -> str:
    """One sentence out of the headers, as far as they are there."""
    stage = f"at {letter['stage']}" if "stage" in letter else "without context headers"
    place = f" from {letter['topic']}-{letter['partition']}@{letter['offset']}" if "offset" in letter else ""
    cause = f" ({letter['exception'].rsplit('.', 1)[-1]}: {letter.get('message', '')})" if "exception" in letter else ""
    return stage + place + cause
