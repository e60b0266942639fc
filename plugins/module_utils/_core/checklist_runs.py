# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One verification of one Connect cluster or mirror flow, as the results of checks that it stands for.

Private to streamops.kafka. A host that did not answer, a module that ended in an error and a check that should have run
and did not are results of their own, so that nothing drops out of a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome as kinds
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["CLUSTERS_READ", "HOST_REACHABLE", "VERIFICATION", "Run", "as_runs", "complete"]

HOST_REACHABLE = "host_reachable"
VERIFICATION = "verification"
CLUSTERS_READ = "clusters_read"

# A flow whose check of one of these came to a verdict was read on both of its clusters.
_READS_BOTH = ("topics", "partitions", "same_records")
_VERDICTS = (kinds.PASSED, kinds.FAILED, kinds.CATCHING_UP)


@dataclass(frozen=True)
class Run:
    """What is known about one cluster or flow: who was asked, what came back, why not if nothing did."""

    kind: str
    name: str
    host: str = ""
    results: tuple[CheckResult, ...] = ()
    error: str = ""


def as_runs(units: Iterable[Mapping[str, Any]], records: Iterable[Mapping[str, Any]]) -> list[Run]:
    """One run per unit (what the inventory says there is), with the record of it, if any host brought one."""
    found = {(str(record["kind"]), str(record["name"])): record for record in records}
    return [_as_run(unit, found.get((str(unit["kind"]), str(unit["name"])))) for unit in units]


def _as_run(unit: Mapping[str, Any], record: Optional[Mapping[str, Any]]) -> Run:
    kind, name, host = str(unit["kind"]), str(unit["name"]), str(unit.get("elected", ""))
    silent = tuple(_unreachable(str(member), name) for member in unit.get("unreachable", ()))
    if not host:
        return Run(kind, name, host, silent, f"no host that could verify {name} is in this run or answers")
    checks = tuple(_as_result(check, name) for check in (record or {}).get("checks", ()))
    if checks:
        return Run(kind, name, host, silent + checks + _clusters_read(name, host, checks))
    error = str((record or {}).get("error") or f"{host} brought no result back")
    return Run(kind, name, host, (*silent, CheckResult(VERIFICATION, kinds.FAILED, error, subject=name)), error)


def _clusters_read(name: str, host: str, checks: Iterable[CheckResult]) -> tuple[CheckResult, ...]:
    if any(check.name in _READS_BOTH and check.outcome in _VERDICTS for check in checks):
        reason = f"both clusters of {name} were read from {host}"
        return (CheckResult(CLUSTERS_READ, kinds.PASSED, reason, subject=name),)
    return ()


def _unreachable(host: str, name: str) -> CheckResult:
    return CheckResult(HOST_REACHABLE, kinds.FAILED, f"host {host} of {name} does not answer to Ansible", subject=host)


def _as_result(check: Mapping[str, Any], name: str) -> CheckResult:
    """Only the known keys are taken over; a kind of outcome that this version does not know is no pass."""
    kind, reason = str(check.get("outcome", "")), str(check.get("reason", ""))
    if kind not in kinds.OUTCOMES:
        kind, reason = kinds.FAILED, f"unknown outcome {kind!r}: {reason}"
    subject = str(check.get("subject") or name)
    return CheckResult(str(check.get("name", "")), kind, reason, check.get("expected"), check.get("observed"), subject)


def complete(run: Run, expected: Sequence[str]) -> tuple[CheckResult, ...]:
    """The results of a run, and a ``not_run`` for each expected check that is not among them."""
    present = {result.name for result in run.results}
    reason = run.error or f"not among the results of {run.name} that {run.host} brought back"
    missing = [CheckResult(name, kinds.NOT_RUN, reason, subject=run.name) for name in expected if name not in present]
    return run.results + tuple(missing)
