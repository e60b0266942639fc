# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two checklists of a roll-out, Kafka Connect and MirrorMaker 2, and how results of checks become their lines.

Private to streamops.kafka. A line is ``passed`` only when every check it stands on passed (or does not apply, beside at
least one that passed). Whatever was not looked at says so in its own words: nothing unknown is ever shown as a pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome as kinds
from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_basis import Basis, Inventory, basis_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_runs import (
    CLUSTERS_READ,
    HOST_REACHABLE,
    VERIFICATION,
    Run,
    complete,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult, blocking, count_outcomes

__all__ = ["CHECKLISTS", "Checklist", "Line", "build_report", "fold"]

SCHEMA_VERSION = 1

# The worst first: a line takes the first of these that one of its checks has.
_WORST_FIRST = (
    kinds.FAILED,
    kinds.NOT_PERMITTED,
    kinds.NOT_RUN,
    kinds.INCONCLUSIVE,
    kinds.CATCHING_UP,
    kinds.NOT_CONFIGURED,
    kinds.PASSED,
    kinds.NOT_APPLICABLE,
)
# A guard with one of these counts for its line. Without a verdict (idle, off, too early) it only stands beside it.
_GUARDED = (kinds.FAILED, kinds.NOT_PERMITTED, kinds.PASSED)
# How many reasons an evidence sentence gives before it only counts the rest.
_SHOWN = 3


@dataclass(frozen=True)
class Line:
    """One line of a checklist, the checks that must have run for it, and those that count when there is one.

    Guards count when they passed or failed: what they look for need not be there to be judged in every run.
    """

    key: str
    text: str
    checks: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All checks that stand under the line."""
        return self.checks + self.extra + self.guards

    def counts(self, result: CheckResult) -> bool:
        """Whether the result has a say in the outcome of the line."""
        return result.name not in self.guards or result.outcome in _GUARDED


@dataclass(frozen=True)
class Checklist:
    """A titled list of lines."""

    key: str
    title: str
    lines: tuple[Line, ...]


CHECKLISTS = (
    Checklist(
        "connect",
        "Kafka Connect",
        (
            Line(
                "connect_worker",
                "Distributed worker answers (/connectors REST)",
                ("workers_live",),
                (HOST_REACHABLE,),
            ),
            Line(
                "connect_plugins", "plugin.path holds the connectors and the drivers they need", ("plugins_everywhere",)
            ),
            Line(
                "connect_connector",
                "Connector created by REST and RUNNING",
                ("running", "topics_have_records", "source_progress", "source_database", "sink_lag", "capacity"),
                (VERIFICATION,),
            ),
            Line("connect_dlq", "Dead letter queue and error tolerance configured", ("dlq",)),
            Line("connect_schema", "Schema Registry and compatibility defined"),
            Line(
                "connect_security",
                "Security (SASL/SSL, secrets) and observability (JMX, logs)",
                ("kafka_secured", "rest_secured", "secrets_hidden"),
            ),
        ),
    ),
    Checklist(
        "mm2",
        "MirrorMaker 2",
        (
            Line(
                "mm2_clusters",
                "Two clusters reachable, with security configured",
                (CLUSTERS_READ,),
                (VERIFICATION,),
                ("identity",),
            ),
            Line(
                "mm2_properties",
                "mm2.properties in effect (topics, policy, heartbeats)",
                ("liveness", "tasks", "config_in_effect"),
                (HOST_REACHABLE,),
            ),
            Line(
                "mm2_topics",
                "Mirror topics present on the target (<source>.<topic>)",
                ("topics", "partitions", "same_records"),
                (),
                ("retention_gap", "recreated_topic", "key_overlap", "canary"),
            ),
            Line(
                "mm2_lag",
                "Lag and latency under control, heartbeats visible",
                ("heartbeats", "lag_records", "lag_seconds", "checkpoints", "latency"),
                (),
                ("group_offsets", "throughput", "source_loss"),
            ),
            Line("mm2_strategy", "Strategy for Schema Registry and ACLs outside MM2"),
        ),
    ),
)


@dataclass(frozen=True)
class _Judged:
    """A line with its outcome and the results behind it, each beside the run that brought it."""

    key: str
    text: str
    outcome: str
    evidence: str
    results: tuple[tuple[Run, CheckResult], ...]

    def as_dict(self) -> dict[str, Any]:
        return {"key": self.key, "text": self.text, "outcome": self.outcome, "evidence": self.evidence}

    def checks(self) -> list[dict[str, Any]]:
        return [
            {"line": self.key, "scope": run.name, "host": run.host, **result.as_dict()} for run, result in self.results
        ]


def fold(results: Sequence[CheckResult], basis: Optional[Basis] = None) -> tuple[str, str]:
    """Outcome and evidence of a line: its worst check, or its basis when the checks have nothing against it."""
    worst = next((kind for kind in _WORST_FIRST if any(result.outcome == kind for result in results)), kinds.NOT_RUN)
    if basis is not None and (not results or worst in (kinds.PASSED, kinds.NOT_APPLICABLE)):
        return basis.outcome, basis.reason
    return worst, _evidence([result for result in results if result.outcome == worst])


def _evidence(results: Sequence[CheckResult]) -> str:
    sentences = list(dict.fromkeys(_sentence(result) for result in results))
    more = len(sentences) - _SHOWN
    return "; ".join(sentences[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _sentence(result: CheckResult) -> str:
    """The reason, with its subject in front when it does not name it."""
    reason = result.reason or result.name
    return reason if result.subject in reason else f"{result.subject}: {reason}"


def _judge(line: Line, kind: str, runs: Sequence[Run], inventory: Inventory) -> _Judged:
    pairs = [
        (run, result)
        for run in runs
        if run.kind == kind
        for result in complete(run, line.checks)
        if result.name in line.names
    ]
    counted = [result for dummy, result in pairs if line.counts(result)]
    outcome, evidence = fold(counted, basis_of(kind, line.key, inventory))
    return _Judged(line.key, line.text, outcome, evidence, _worst_first(pairs))


def _worst_first(pairs: Iterable[tuple[Run, CheckResult]]) -> tuple[tuple[Run, CheckResult], ...]:
    return tuple(sorted(pairs, key=lambda pair: _WORST_FIRST.index(pair[1].outcome)))


def _others(runs: Sequence[Run]) -> list[_Judged]:
    """One more line when there are results that no line of the two checklists stands on."""
    known = {name for checklist in CHECKLISTS for line in checklist.lines for name in line.names}
    pairs = [(run, result) for run in runs for result in run.results if result.name not in known]
    if not pairs:
        return []
    outcome, evidence = fold([result for dummy, result in pairs])
    return [_Judged("other_checks", "Checks beyond the two checklists", outcome, evidence, _worst_first(pairs))]


def build_report(runs: Sequence[Run], inventory: Inventory, strict: bool = False) -> dict[str, Any]:
    """Both checklists with the evidence of each line, the counts, and whether anything ends the run: a JSON object."""
    titled = [
        (each.key, each.title, [_judge(line, each.key, runs, inventory) for line in each.lines]) for each in CHECKLISTS
    ]
    titled += [("other", "Other checks", others) for others in [_others(runs)] if others]
    lines = [line for dummy, dummy2, judged in titled for line in judged]
    results = [result for line in lines for dummy, result in line.results]
    stops = blocking(results, strict)
    counts = _count(line.outcome for line in lines)
    return {
        "schema_version": SCHEMA_VERSION,
        "ok": not stops,
        "sentence": _closing(stops, counts),
        "counts": counts,
        "check_counts": count_outcomes(results),
        "checklists": [
            {"key": key, "title": title, "lines": [line.as_dict() for line in judged]} for key, title, judged in titled
        ],
        "checks": [check for line in lines for check in line.checks()],
    }


def _count(outcomes: Iterable[str]) -> dict[str, int]:
    return count_outcomes(CheckResult("line", outcome, "") for outcome in outcomes)


def _closing(stops: Sequence[CheckResult], counts: Mapping[str, int]) -> str:
    """The last word of a verification, in one sentence."""
    lines = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
    if not stops:
        return f"Nothing failed; checklist lines: {lines}."
    first = f"{stops[0].name}: {_sentence(stops[0])}"
    return f"{len(stops)} check(s) ended the verification, first {first} (checklist lines: {lines})."
