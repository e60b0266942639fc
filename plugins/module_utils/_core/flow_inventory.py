# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All flows of an inventory: patterns expanded, defaults filled in, rules held.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_canary import (
    canary_given,
    without_foreign_canaries,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import flow_title, parse_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_rules import flow_findings
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topology import expand_entries
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import replication_factor

__all__ = ["expand_flows", "inventory_flows"]


def inventory_flows(
    entries: Iterable[Any], clusters: Mapping[str, Any], defaults: Optional[Mapping[str, Any]] = None
) -> list[Flow]:
    """The flows; InputError with every finding of the whole inventory when there is one."""
    expanded, findings = expand_entries(entries, defaults or {})
    factors = _factors(expanded, clusters, findings)
    flows = []
    for options in expanded:
        flow, problems = parse_flow(_completed(options, factors, clusters))
        findings.extend(f"{flow_title(options)}: {problem}" for problem in problems)
        if flow is not None:
            flows.append(flow)
    flows = without_foreign_canaries(flows)
    findings.extend(flow_findings(flows, clusters))
    if findings:
        listed = "; ".join(f"({number}) {finding}" for number, finding in enumerate(findings, start=1))
        raise InputError(f"mm2_flows cannot be used: {listed}", {"findings": findings})
    return flows


def expand_flows(
    entries: Iterable[Any], clusters: Mapping[str, Any], defaults: Optional[Mapping[str, Any]] = None
) -> list[dict[str, Any]]:
    """The same as plain data: every option of every flow."""
    return [flow.as_options() for flow in inventory_flows(entries, clusters, defaults)]


def _factors(expanded: Iterable[Mapping[str, Any]], clusters: Mapping[str, Any], findings: list[str]) -> dict[str, int]:
    """Copies per cluster, for the clusters that are known and well described."""
    factors: dict[str, int] = {}
    used = {str(options.get(end)) for options in expanded for end in ("source", "target")}
    for alias in sorted(used & set(clusters)):
        try:
            factors[alias] = replication_factor(clusters, alias)
        except InputError as problem:
            findings.append(problem.message)
    return factors


def _completed(options: Mapping[str, Any], factors: Mapping[str, int], clusters: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a flow, and what its clusters say where it does not."""
    known: dict[str, Any] = {
        f"{end}_replication_factor": factors[alias]
        for end, alias in (("source", str(options.get("source"))), ("target", str(options.get("target"))))
        if alias in factors
    }
    return {**known, "canary": canary_given(clusters, str(options.get("source"))), **options}
