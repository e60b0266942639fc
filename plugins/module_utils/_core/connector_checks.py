# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The named checks of connectors: predicates over the evidence that was gathered in this run.

Private to streamops.kafka. Nothing here asks anybody anything. A check passes on what was seen; what could not be seen
has an outcome of its own.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome, query
from ansible_collections.streamops.kafka.plugins.module_utils._core.capacity_checks import capacity
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.database_checks import source_database
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult
from ansible_collections.streamops.kafka.plugins.module_utils._core.progress_checks import (
    source_progress,
    topics_have_records,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.security_checks import (
    kafka_secured,
    rest_secured,
    secrets_hidden,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.sink_checks import dlq, sink_lag

__all__ = ["NAMED_CHECKS", "check_evidence", "not_run"]

# The named checks and the thresholds that each takes.
NAMED_CHECKS: dict[str, tuple[str, ...]] = {
    "workers_live": (),
    "plugins_everywhere": ("classes",),
    "running": ("tasks_min",),
    "topics_have_records": ("topics", "min_records"),
    "source_progress": ("observe",),
    "source_database": ("observe", "max_lag_bytes"),
    "sink_lag": ("max_records", "flush_interval"),
    "dlq": ("max_records", "observe"),
    "capacity": (),
    "kafka_secured": (),
    "rest_secured": (),
    "secrets_hidden": (),
}
_Evidence = Mapping[str, Any]


def check_evidence(specs: Iterable[CheckSpec], evidence: _Evidence) -> list[CheckResult]:
    """The result of every check; one about all connectors gives a result for each."""
    specs = list(specs)
    if not any(worker["live"] for worker in evidence["workers"]):
        dead = [spec for spec in specs if spec.name == "workers_live"] or [CheckSpec("workers_live")]
        others = [spec for spec in specs if spec.name != "workers_live"]
        return [_workers_live(spec, evidence) for spec in dead] + not_run(others, "no worker is live")
    results: list[CheckResult] = []
    for spec in specs:
        results.extend(_results(spec, evidence))
    return results


def not_run(specs: Iterable[CheckSpec], reason: str) -> list[CheckResult]:
    """The checks that something else kept from being made."""
    return [CheckResult(spec.name, outcome.NOT_RUN, reason, subject=spec.subject) for spec in specs]


def _results(spec: CheckSpec, evidence: _Evidence) -> list[CheckResult]:
    connectors = [item for item in evidence["connectors"] if spec.subject in ("", item["name"])]
    if spec.query:
        return [_query(spec, {**evidence, "connectors": connectors})]
    if spec.name in _OF_CLUSTER:
        return [_OF_CLUSTER[spec.name](spec, evidence)]
    judged = [item for item in connectors if item["expected_state"] != "gone"]
    if not judged:
        reason = "there is no connector to check"
        return [CheckResult(spec.name, outcome.NOT_APPLICABLE, reason, subject=spec.subject)]
    return [_of_connector(spec, item, evidence) for item in judged]


def _of_connector(spec: CheckSpec, item: _Evidence, evidence: _Evidence) -> CheckResult:
    if spec.name == "running":
        return _running(spec, item, evidence)
    if spec.name == "source_progress":
        return source_progress(spec, item)
    if spec.name in _NEEDS_STATUS and item["state"] == "UNKNOWN":
        return CheckResult(spec.name, outcome.NOT_RUN, "it does not exist, or has no status yet", subject=item["name"])
    if spec.name == "source_database":
        return source_database(spec, item)
    return _WITH_PLANE[spec.name](spec, item, evidence)


_NEEDS_STATUS = ("source_database", "sink_lag", "dlq", "capacity")
_WITH_PLANE = {"topics_have_records": topics_have_records, "sink_lag": sink_lag, "dlq": dlq, "capacity": capacity}


def _query(spec: CheckSpec, evidence: _Evidence) -> CheckResult:
    observed, error = query.search(spec.query, evidence)
    if error:
        reason = f"the query failed: {error}"
        return CheckResult(spec.name, outcome.FAILED, reason, {spec.operator: spec.value}, None, spec.subject)
    state, reason = query.decide(spec.operator, spec.value, observed)
    return CheckResult(spec.name, state, reason, {spec.operator: spec.value}, observed, spec.subject)


def _workers_live(spec: CheckSpec, evidence: _Evidence) -> CheckResult:
    workers = [worker for worker in evidence["workers"] if worker["listed"]]
    dead = [worker for worker in workers if not worker["live"]]
    expected, observed = len(workers), len(workers) - len(dead)
    if not dead:
        reason = f"all {expected} workers answer /health with 200"
        return CheckResult(spec.name, outcome.PASSED, reason, expected, observed)
    named = ", ".join(f"{worker['url']} ({worker['message']})" for worker in dead)
    reason = f"{len(dead)} of {expected} workers are not live: {named}: start them or correct connect_urls"
    return CheckResult(spec.name, outcome.FAILED, reason, expected, observed)


def _plugins_everywhere(spec: CheckSpec, evidence: _Evidence) -> CheckResult:
    wanted = sorted({*spec.options.get("classes", ()), *evidence.get("classes", ())})
    if not wanted:
        return CheckResult(spec.name, outcome.NOT_CONFIGURED, "no class is named: give classes or plugins")
    missing: list[str] = []
    unseen: list[str] = []
    for worker in evidence["workers"]:
        there = worker.get("plugins")
        if there is None and worker["listed"]:
            unseen.append(worker["url"])
        missing.extend(f"{name} on {worker['url']}" for name in wanted if there is not None and not _has(there, name))
    if missing:
        reason = f"plugins are missing: {', '.join(missing)}: install them and restart those workers"
        return CheckResult(spec.name, outcome.FAILED, reason, wanted, missing)
    if unseen:
        reason = f"no list of plugins from {', '.join(unseen)}"
        return CheckResult(spec.name, outcome.NOT_RUN, reason, wanted, None)
    reason = f"{len(wanted)} classes are on each of {len(evidence['workers'])} workers"
    return CheckResult(spec.name, outcome.PASSED, reason, wanted, wanted)


_OF_CLUSTER: Mapping[str, Callable[[CheckSpec, _Evidence], CheckResult]] = {
    "workers_live": _workers_live,
    "plugins_everywhere": _plugins_everywhere,
    "kafka_secured": kafka_secured,
    "rest_secured": rest_secured,
    "secrets_hidden": secrets_hidden,
}


def _has(there: Sequence[str], wanted: str) -> bool:
    """Whether a class is there, by its full or its short name."""
    return any(name == wanted or name.rsplit(".", 1)[-1] in (wanted, f"{wanted}Connector") for name in there)


def _running(spec: CheckSpec, item: _Evidence, evidence: _Evidence) -> CheckResult:
    """State counts only together with a live worker: a status record outlives the worker that wrote it."""
    tasks_min = spec.options.get("tasks_min", item["tasks_min"])
    wanted = {"paused": "PAUSED", "stopped": "STOPPED"}.get(item["expected_state"], "RUNNING")
    observed = {"state": item["state"], "tasks": [task["state"] for task in item["tasks"]]}
    state, reason = _state_of(item, wanted, tasks_min)
    if state == outcome.PASSED:
        state, reason = _life_of(item, evidence["workers"], wanted)
    return CheckResult(spec.name, state, reason, {"state": wanted, "tasks_min": tasks_min}, observed, item["name"])


def _state_of(item: _Evidence, wanted: str, tasks_min: int) -> tuple[str, str]:
    if item["state"] == "UNKNOWN":
        return outcome.FAILED, "it does not exist, or has no status yet"
    for entry in _entries(item):
        label = f"task {entry['id']}" if entry["id"] >= 0 else "the connector"
        if entry["state"] == "FAILED":
            return outcome.FAILED, f"{label} is FAILED on {entry['worker_id']}: {entry.get('cause', 'no trace')}"
        if entry["state"] != wanted:
            meant = "; set run_state if that is meant" if entry["state"] in ("PAUSED", "STOPPED") else ""
            return outcome.FAILED, f"{label} is {entry['state']}, expected {wanted}{meant}"
    if wanted == "RUNNING" and len(item["tasks"]) < tasks_min:
        return outcome.FAILED, f"{len(item['tasks'])} tasks run, expected at least {tasks_min}"
    return outcome.PASSED, ""


def _life_of(item: _Evidence, workers: Sequence[_Evidence], wanted: str) -> tuple[str, str]:
    live = {worker["worker_id"] for worker in workers if worker["live"]}
    dead = {worker["worker_id"] for worker in workers if worker["listed"] and not worker["live"]}
    used = sorted({entry["worker_id"] for entry in _entries(item)} - {""})
    for worker in used:
        if worker in dead:
            return (
                outcome.FAILED,
                f"{wanted} is what worker {worker} said before it stopped answering: start the worker",
            )
    unknown = [worker for worker in used if worker not in live]
    if unknown:
        words = ", ".join(unknown)
        return (
            outcome.INCONCLUSIVE,
            f"worker {words} is not in connect_urls and does not answer from here: list every worker",
        )
    return outcome.PASSED, f"{wanted} with {len(item['tasks'])} tasks on live workers {', '.join(used)}"


def _entries(item: _Evidence) -> list[_Evidence]:
    own = {"id": -1, "state": item["state"], "worker_id": item["worker_id"], "cause": item.get("cause", "no trace")}
    return [own, *item["tasks"]]
