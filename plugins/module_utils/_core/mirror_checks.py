# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The named checks of a mirror flow, and which evidence each of them needs.

Private to streamops.kafka. Nothing here asks anybody anything. A check passes on what was seen in this run; what could
not be seen has an outcome of its own, and a cluster that cannot be read fails one check, not all.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable, Mapping, NamedTuple, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import (
    mirror_canary,
    mirror_checks_copies,
    mirror_checks_groups,
    mirror_checks_life,
    mirror_checks_topics,
    mirror_gaps,
    mirror_group_offsets,
    mirror_identity,
    mirror_keys,
    mirror_loss,
    mirror_throughput,
    outcome,
    query,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec, read_checks
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["MIRROR_CHECKS", "check_flow", "needs_of", "read_mirror_checks"]

_BOTH = ("target", "source")
_TARGET = ("target",)


class _Named(NamedTuple):
    """A check: how it decides, its thresholds, the clusters and the kinds of evidence it needs."""

    decide: Callable[[Case], Verdict]
    thresholds: tuple[str, ...] = ()
    clusters: tuple[str, ...] = _BOTH
    needs: frozenset[str] = frozenset()
    part: str = "observation"


_CHECKS: dict[str, _Named] = {
    "liveness": _Named(mirror_checks_life.liveness, ("nodes",), _TARGET, frozenset({"heartbeats"}), part="observation"),
    "tasks": _Named(mirror_checks_life.tasks, ("min",), _TARGET, part="statuses"),
    "topics": _Named(mirror_checks_topics.topics),
    "identity": _Named(mirror_identity.identity, (), _BOTH, frozenset({"identity"}), part="identity"),
    "partitions": _Named(mirror_checks_copies.partitions, (), _BOTH, frozenset({"lag"})),
    "heartbeats": _Named(mirror_checks_life.heartbeats, ("min_advances",), _TARGET, frozenset({"heartbeats"})),
    "lag_records": _Named(
        mirror_checks_copies.lag_records, ("max_records",), _BOTH, frozenset({"lag", "open_transactions"})
    ),
    "lag_seconds": _Named(mirror_checks_copies.lag_seconds, ("max_seconds",), _BOTH, frozenset({"lag"})),
    "checkpoints": _Named(mirror_checks_groups.checkpoints, ("max_records",), _BOTH, frozenset({"groups"})),
    "retention_gap": _Named(mirror_gaps.retention_gap, (), _BOTH, frozenset({"gaps"}), part="gaps"),
    "recreated_topic": _Named(mirror_gaps.recreated_topic, (), _BOTH, frozenset({"topic_ids"})),
    "config_in_effect": _Named(mirror_checks_groups.config_in_effect, (), _TARGET, part="connectors"),
    "same_records": _Named(
        mirror_checks_copies.same_records,
        ("max_records", "max_repeated"),
        _BOTH,
        frozenset({"lag", "records"}),
        part="same_records",
    ),
    "latency": _Named(
        mirror_checks_groups.latency, ("max_ms", "max_p50_ms"), _BOTH, frozenset({"latency"}), part="latency"
    ),
    "throughput": _Named(
        mirror_throughput.throughput,
        ("min_records_per_s",),
        _BOTH,
        frozenset({"lag", "throughput"}),
        part="throughput",
    ),
    "group_offsets": _Named(
        mirror_group_offsets.group_offsets, (), _BOTH, frozenset({"groups", "group_offsets"}), part="group_offsets"
    ),
    "source_loss": _Named(
        mirror_loss.source_loss,
        mirror_loss.LIMITS,
        _BOTH,
        frozenset({"lag", "groups", "latency", "source_loss"}),
        part="source_loss",
    ),
    "key_overlap": _Named(
        mirror_keys.key_overlap,
        ("max_overlap", "max_records"),
        _BOTH,
        frozenset({"key_overlap"}),
        part="key_overlap",
    ),
    "canary": _Named(mirror_canary.canary, ("max_ms",), _BOTH, frozenset({"canary"}), part="canary"),
}
MIRROR_CHECKS: Mapping[str, tuple[str, ...]] = {name: check.thresholds for name, check in _CHECKS.items()}


def read_mirror_checks(checks: Sequence[Mapping[str, Any]]) -> list[CheckSpec]:
    """Read the checks of a flow, all of them when none is given."""
    return read_checks(checks, MIRROR_CHECKS) or [CheckSpec(name) for name in _CHECKS]


def needs_of(specs: Iterable[CheckSpec]) -> frozenset[str]:
    """The kinds of evidence to gather; a query may ask for anything."""
    needs: frozenset[str] = frozenset()
    for spec in specs:
        needs |= (
            frozenset().union(*(check.needs for check in _CHECKS.values())) if spec.query else _CHECKS[spec.name].needs
        )
    return needs


def check_flow(specs: Iterable[CheckSpec], evidence: Mapping[str, Any], view: MirrorView) -> list[CheckResult]:
    """The result of every check, in their order."""
    told: set[str] = set()
    results = []
    for spec in specs:
        clusters = _BOTH if spec.query else _CHECKS[spec.name].clusters
        verdict = _unreadable(clusters, evidence, told) or _partial(spec, evidence, told)
        if verdict is None:
            verdict = (
                _query(spec, evidence) if spec.query else _CHECKS[spec.name].decide(Case(evidence, view, spec.options))
            )
        results.append(
            CheckResult(spec.name, verdict.outcome, verdict.reason, verdict.expected, verdict.observed, view.flow.name)
        )
    return results


def _unreadable(clusters: Iterable[str], evidence: Mapping[str, Any], told: set[str]) -> Optional[Verdict]:
    """The first check that needs an unreachable cluster fails with the cause; the others were not run."""
    for side in clusters:
        cluster = evidence["clusters"][side]
        if not cluster["reachable"]:
            if side in told:
                return Verdict(outcome.NOT_RUN, f"needs the {side} cluster {cluster['alias']}, which cannot be read")
            told.add(side)
            return Verdict(outcome.FAILED, cluster["error"])
    return None


def _partial(spec: CheckSpec, evidence: Mapping[str, Any], told: set[str]) -> Optional[Verdict]:
    """What an error in the middle of the observation left undone."""
    part = "observation" if spec.query else _CHECKS[spec.name].part
    if part in evidence:
        return _unanswered(evidence[part])
    if not evidence["problem"]:
        return None
    if evidence.get("problem_kind") == "not_permitted":
        return Verdict(outcome.NOT_PERMITTED, evidence["problem"])
    if "problem" in told:
        return Verdict(outcome.NOT_RUN, f"the observation was cut short: {evidence['problem']}")
    told.add("problem")
    return Verdict(outcome.FAILED, evidence["problem"])


def _unanswered(found: Any) -> Optional[Verdict]:
    """What a probe says that could not answer."""
    if isinstance(found, Mapping) and {"error", "kind"} <= found.keys():
        kind = outcome.NOT_PERMITTED if found["kind"] == "not_permitted" else outcome.NOT_RUN
        return Verdict(kind, found["error"])
    return None


def _query(spec: CheckSpec, evidence: Mapping[str, Any]) -> Verdict:
    observed, error = query.search(spec.query, evidence)
    expected = {spec.operator: spec.value}
    if error:
        return Verdict(outcome.FAILED, f"the query failed: {error}", expected)
    state, reason = query.decide(spec.operator, spec.value, observed)
    return Verdict(state, reason, expected, observed)
