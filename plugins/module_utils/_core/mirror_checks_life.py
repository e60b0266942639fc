# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a mirror flow is alive: its nodes, its tasks, its heartbeats.

Private to streamops.kafka. A status record is a log entry: it says RUNNING for ever after all nodes were killed. So a
state counts only together with a live member of the group that runs it, and a member only together with progress.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import DEDICATED
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_evidence import (
    HEARTBEAT_INTERVALS,
    MIN_ADVANCES,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import SOURCE_CONNECTOR
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_waiting import overdue, spared

__all__ = ["heartbeats", "liveness", "tasks"]

_AT_REST = ("PAUSED", "STOPPED")


def liveness(case: Case) -> Verdict:
    """Members of the group that serves the flow, and progress."""
    wanted = int(case.number("nodes", 1))
    expected = {"nodes": wanted, "progress": True}
    observed = {"nodes": len(case.members), "progress": case.moved}
    if not case.members:
        return Verdict(outcome.FAILED, _nobody(case), expected, observed)
    if len(case.members) < wanted:
        reason = f"{len(case.members)} of {wanted} nodes are alive: start the others"
        return Verdict(outcome.FAILED, reason, expected, observed)
    if case.moved:
        reason = f"{len(case.members)} node(s) are members of {case.evidence['group']['id']}, and records arrived"
        return Verdict(outcome.PASSED, reason, expected, observed)
    if case.evidence["heartbeats"]["on_target"] and case.view.flow.heartbeats:
        reason = (
            f"{len(case.members)} node(s) are still listed, but not one record arrived in {case.seconds:g} s, "
            "heartbeats included: a node that was killed stays listed for some seconds; look at the log of MirrorMaker"
        )
        return spared(case, Verdict(outcome.FAILED, reason, expected, observed))
    reason = f"{len(case.members)} node(s) are listed, but without heartbeats nothing shows that an idle flow moves"
    return Verdict(outcome.INCONCLUSIVE, reason, expected, observed)


def _nobody(case: Case) -> str:
    hint, flow = case.evidence["group"]["hint"], case.view.flow
    if any(status["state"] == "RUNNING" for status in case.evidence["statuses"]):
        return f"status says RUNNING but no node is alive: {hint}"
    if flow.mode == DEDICATED and not case.evidence["internal_topics"]["status"]:
        return f"no node ever served the flow: {case.view.status_topic} does not exist on {flow.target}; {hint}"
    return f"no node is alive: {hint}"


def tasks(case: Case) -> Verdict:
    """Every connector and task RUNNING, and run by somebody who is alive."""
    counts = {item["name"]: item["tasks"] for item in case.evidence["connectors"]}
    least = int(case.number("min", 1))
    expected = {"state": "RUNNING", "min": least}
    observed = {"tasks": counts, "states": _states(case)}
    return _tasks(case, counts, least)._replace(expected=expected, observed=observed)


def _tasks(case: Case, counts: Mapping[str, int], least: int) -> Verdict:
    if not case.members:
        return Verdict(outcome.FAILED, _nobody(case))
    statuses = [status for status in case.evidence["statuses"] if _counts(status, counts)]
    failed = [status for status in statuses if status["state"] == "FAILED"]
    if failed:
        causes = listed(
            f"{_label(status)} on {status['worker_id']}: {status['cause'] or 'no trace'}" for status in failed
        )
        return Verdict(outcome.FAILED, f"FAILED: {causes}")
    if SOURCE_CONNECTOR not in counts:
        return Verdict(outcome.FAILED, f"{SOURCE_CONNECTOR} has no configuration: the nodes have not started the flow")
    orphan = _orphan(case, counts)
    if orphan:
        return Verdict(outcome.FAILED, f"status says RUNNING, but no live node runs {orphan}")
    return _running(case, statuses, counts, least)


def _running(case: Case, statuses: Sequence[Mapping[str, Any]], counts: Mapping[str, int], least: int) -> Verdict:
    at_rest = [_label(status) for status in statuses if status["state"] in _AT_REST]
    if at_rest:
        return Verdict(outcome.NOT_APPLICABLE, f"paused or stopped on purpose: {listed(at_rest)}")
    seen = {(status["connector"], status["task"]): status["state"] for status in statuses}
    wanted: list[tuple[str, Optional[int]]] = [(name, None) for name in counts]
    wanted.extend((name, task) for name, count in counts.items() for task in range(count))
    waiting = [f"{_name(*key)} {seen.get(key, 'without status')}" for key in wanted if seen.get(key) != "RUNNING"]
    if waiting:
        reason = f"not RUNNING: {listed(waiting)}; after the loss of a node its tasks wait up to 5 minutes for another"
        return Verdict(outcome.FAILED if overdue(case) else outcome.INCONCLUSIVE, reason)
    if counts[SOURCE_CONNECTOR] < least:
        return Verdict(outcome.FAILED, _too_few(case, counts[SOURCE_CONNECTOR], least))
    return Verdict(
        outcome.PASSED, f"{sum(counts.values())} task(s) of {len(counts)} connectors are RUNNING on live nodes"
    )


def _too_few(case: Case, count: int, least: int) -> str:
    """Why there are fewer tasks than wanted. A source that MirrorMaker cannot read leaves it RUNNING with none."""
    flow, selected = case.view.flow, len(case.evidence.get("topics", ()))
    if count:
        return f"{SOURCE_CONNECTOR} has {count} task(s), {least} wanted: fewer partitions to copy, or tasks_max"
    if selected:
        return (
            f"{SOURCE_CONNECTOR} is RUNNING without a task although {selected} topic(s) of {flow.source} match: it "
            "cannot read that cluster; correct the address, the login or the rights that it runs with, and see its log"
        )
    return (
        f"{SOURCE_CONNECTOR} is RUNNING without a task: it sees no topic of {flow.source} that matches "
        f"{listed(flow.topics)}, or cannot read that cluster"
    )


def _counts(status: Mapping[str, Any], counts: Mapping[str, int]) -> bool:
    """Whether the status is about something that should run; records of removed tasks stay behind."""
    return status["connector"] in counts and (status["task"] is None or status["task"] < counts[status["connector"]])


def _orphan(case: Case, counts: Mapping[str, int]) -> str:
    """A task that no live member has, where all of them told and no rebalance goes on."""
    told = [member["tasks"] for member in case.members]
    if case.evidence["group"]["state"] != "Stable" or any(tasks is None for tasks in told):
        return ""
    owned = {task for tasks in told for task in tasks}
    wanted = (f"{name}-{task}" for name, count in counts.items() for task in range(count))
    states = {_name(status["connector"], status["task"]): status["state"] for status in case.evidence["statuses"]}
    return listed(task for task in wanted if task not in owned and states.get(task) == "RUNNING")


def _states(case: Case) -> dict[str, int]:
    found: dict[str, int] = {}
    for status in case.evidence["statuses"]:
        found[status["state"]] = found.get(status["state"], 0) + 1
    return found


def _label(status: Mapping[str, Any]) -> str:
    return _name(status["connector"], status["task"])


def _name(connector: str, task: Optional[int]) -> str:
    return connector if task is None else f"{connector}-{task}"


def heartbeats(case: Case) -> Verdict:
    """The source's heartbeats go on arriving on the target, by the verifier's own clock."""
    beats, flow = case.evidence["heartbeats"], case.view.flow
    wanted = int(case.number("min_advances", MIN_ADVANCES))
    expected = {"advances": wanted, "seconds": HEARTBEAT_INTERVALS * beats["interval"]}
    observed = {"advances": beats["advances"], "seconds": case.seconds, "delay_ms": beats["delay_ms"]}
    if not flow.heartbeats:
        return Verdict(outcome.NOT_CONFIGURED, "the flow has heartbeats switched off", expected, observed)
    if not beats["on_target"]:
        return _no_heartbeats(case)._replace(expected=expected, observed=observed)
    topic = f"{beats['topic']} on {flow.target}"
    if beats["advances"] >= wanted:
        reason = f"{topic} advanced {beats['advances']} times in {case.seconds:g} s"
        return Verdict(outcome.PASSED, reason, expected, observed)
    if case.seconds < HEARTBEAT_INTERVALS * beats["interval"]:
        reason = (
            f"{topic} was watched for {case.seconds:g} s only, an interval is {beats['interval']:g} s: raise observe"
        )
        return Verdict(outcome.INCONCLUSIVE, reason, expected, observed)
    reason = f"{topic} advanced {beats['advances']} times in {case.seconds:g} s, {wanted} wanted: the flow stands still"
    return spared(case, Verdict(outcome.FAILED, reason, expected, observed))


def _no_heartbeats(case: Case) -> Verdict:
    beats, flow = case.evidence["heartbeats"], case.view.flow
    if case.evidence["clusters"]["source"]["reachable"] and not beats["on_source"]:
        reason = (
            f"topic heartbeats does not exist on {flow.source}: no heartbeat connector writes there; MirrorMaker must "
            f"also run {flow.target}->{flow.source} with emit.heartbeats.enabled=true"
        )
        return Verdict(outcome.FAILED, reason)
    if case.members and not beats["assigned"] and flow.mode == DEDICATED:
        reason = (
            f"{beats['topic']} does not exist on {flow.target} yet: MirrorMaker looks for new topics every "
            f"{flow.refresh_topics_interval} s; check again after that"
        )
        return Verdict(outcome.CATCHING_UP, reason)
    return Verdict(outcome.FAILED, f"{beats['topic']} does not exist on {flow.target}: no heartbeat was ever copied")
