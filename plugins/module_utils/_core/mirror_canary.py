# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the canaries that this run wrote came through, and which tasks they proved.

Private to streamops.kafka. A canary proves the task that has its partition and no other, so the answer names both.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import GRACE
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR

__all__ = ["canary"]

Rows = Sequence[Mapping[str, Any]]


def canary(case: Case) -> Verdict:
    """Records written to the canary topic of the source in this run arrived in its copy."""
    flow = case.view.flow
    if not flow.canary:
        reason = f"no canary: set kafka_clusters.{flow.source}.canary, or canary of the flow, to true"
        return Verdict(outcome.NOT_CONFIGURED, reason)
    seen = case.evidence["canary"]
    if not seen["wanted"]:
        return Verdict(outcome.NOT_RUN, "check mode writes no canary")
    if not seen["partitions"]:
        reason = f"{seen['topic']} does not exist on {flow.source}: create it before MirrorMaker starts"
        return Verdict(outcome.FAILED, reason)
    limits = {name: case.number(name, 0) for name in ("max_ms",) if name in case.options}
    return _written(case, seen)._replace(expected=limits, observed=_observed(seen))


def _observed(seen: Mapping[str, Any]) -> dict[str, Any]:
    arrived = [row for row in seen["partitions"] if row["ms"] is not None]
    return {
        "partitions": [row["partition"] for row in arrived],
        "tasks": sorted({row["task"] for row in arrived if row["task"] is not None}),
        "max_ms": max((row["ms"] for row in arrived), default=None),
        "round_trip_ms": seen["round_trip_ms"],
    }


def _written(case: Case, seen: Mapping[str, Any]) -> Verdict:
    missing = [row for row in seen["partitions"] if row["ms"] is None]
    if not missing:
        return _arrived(case, seen)
    if not case.members:
        reason = f"{len(missing)} canaries did not arrive, and no node is alive"
        return Verdict(outcome.FAILED, f"{reason}: {case.evidence['group']['hint']}")
    if not seen["taken_up"] and len(missing) == len(seen["partitions"]):
        return _not_taken_up(case, seen)
    return _not_arrived(case, seen, missing)


def _arrived(case: Case, seen: Mapping[str, Any]) -> Verdict:
    observed = _observed(seen)
    trips = seen["round_trip_ms"]
    tasks = _tasks(seen["partitions"])
    reason = (
        f"{len(seen['partitions'])} canaries arrived within {observed['max_ms']:g} ms of their acknowledgement "
        f"(round trip {trips['source']:g} ms to the source, {trips['target']:g} ms to the target); they prove {tasks}"
    )
    if "max_ms" in case.options and observed["max_ms"] > case.number("max_ms", 0):
        return Verdict(outcome.FAILED, f"{reason}; {case.number('max_ms', 0):g} ms are allowed")
    uncovered = _uncovered(case, observed["tasks"])
    return Verdict(outcome.PASSED, reason + (f", not {uncovered}" if uncovered else ""))


def _tasks(rows: Rows) -> str:
    """The tasks that have these partitions, or the partitions where nobody tells."""
    tasks = sorted({row["task"] for row in rows if row["task"] is not None})
    if tasks:
        return f"task{'s' if len(tasks) > 1 else ''} {', '.join(map(str, tasks))}"
    return f"what has partitions {', '.join(str(row['partition']) for row in rows)}"


def _uncovered(case: Case, tasks: Sequence[int]) -> str:
    """Tasks of the flow whose partitions no canary passed."""
    found = next((item for item in case.evidence["connectors"] if item["name"] == SOURCE_CONNECTOR), None)
    rest = sorted(set(range(found["tasks"] if found else 0)) - set(tasks))
    return f"task {', '.join(map(str, rest))}" if tasks and rest else ""


def _not_taken_up(case: Case, seen: Mapping[str, Any]) -> Verdict:
    refresh = case.view.flow.refresh_topics_interval
    if seen["selected"] is False:
        reason = f"the topics that MirrorMaker runs with leave {seen['topic']} out: restart its nodes one by one"
        return Verdict(outcome.FAILED, reason)
    if seen["age"] > refresh + GRACE:
        reason = (
            f"{seen['topic']} is not taken up, although a canary was written {seen['age']:g} s ago and topics are "
            f"looked for every {refresh} s: look at MirrorMaker's log for the refresh of topics"
        )
        return Verdict(outcome.FAILED, reason)
    left = max(refresh + GRACE - seen["age"], 0)
    reason = (
        f"{seen['topic']} is not taken up yet: the next refresh of topics comes within {left:.0f} s, every {refresh} s"
    )
    return Verdict(outcome.CATCHING_UP, reason)


def _not_arrived(case: Case, seen: Mapping[str, Any], missing: Rows) -> Verdict:
    numbers = ", ".join(str(row["partition"]) for row in missing)
    found = f"the canary of partition {numbers} did not arrive within {seen['seconds']:g} s"
    resting = _resting(case, missing)
    if resting:
        return Verdict(outcome.INCONCLUSIVE, f"{found}: {resting}")
    backlog = [track for track in case.evidence["partitions"] if track["shrinking"] and not track["reached"]]
    if backlog:
        names = listed(f"{track['topic']}-{track['partition']}" for track in backlog)
        return Verdict(outcome.CATCHING_UP, f"{found}: it waits behind the backlog of {names}")
    cause = f": {_tasks(missing)} stands still; look at the log of its node" if _known(missing) else ""
    hint = cause or ": the task that has it stands still; look at MirrorMaker's log"
    return Verdict(outcome.FAILED, found + hint)


def _known(rows: Rows) -> bool:
    return any(row["task"] is not None for row in rows)


def _resting(case: Case, missing: Rows) -> Optional[str]:
    """Why nobody copies these partitions just now, if that passes by itself."""
    if case.evidence["group"]["state"] not in ("Stable", ""):
        return f"group {case.evidence['group']['id']} is in a rebalance"
    tasks = {row["task"] for row in missing}
    waiting = [
        f"{status['task']} is {status['state']}"
        for status in case.evidence["statuses"]
        if status["connector"] == SOURCE_CONNECTOR
        and status["state"] not in ("RUNNING", "FAILED")
        and (status["task"] in tasks or status["task"] is None or not _known(missing))
    ]
    return f"task {listed(waiting)}" if waiting else None
