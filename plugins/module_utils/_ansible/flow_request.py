# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task asks of its flows, read and refused as a whole before anybody is asked anything.

Private to streamops.kafka.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import ABSENT, CONNECT, DEDICATED, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import flow_title, parse_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import needs_of, read_mirror_checks
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import Request

__all__ = ["FlowsRequest", "Item", "read_request"]


@dataclass(frozen=True)
class Item:
    """One flow of the task, with the options that were given for it."""

    view: MirrorView

    @property
    def flow(self) -> Flow:
        """The flow."""
        return self.view.flow

    @property
    def absent(self) -> bool:
        """Whether it is to go."""
        return self.flow.state == ABSENT

    @property
    def by_rest(self) -> bool:
        """Whether it runs as connectors."""
        return self.flow.mode == CONNECT


@dataclass(frozen=True)
class FlowsRequest:
    """The flows of a task, their clusters by alias, the checks, and how to watch."""

    items: Sequence[Item]
    clusters: Mapping[str, Mapping[str, Any]]
    checks: Sequence[CheckSpec]
    watching: Request
    others: Sequence[Flow] = ()


def read_request(params: Mapping[str, Any]) -> FlowsRequest:
    """Read the options; InputError with everything that is wrong with any of them."""
    problems: list[str] = []
    clusters = {cluster["alias"]: cluster for cluster in params["clusters"]}
    problems.extend(_cluster_problems(params["clusters"]))
    items = _read_flows(params, problems)
    flows = [item.flow for item in items]
    others = [flow for flow in _read_others(params["other_flows"], problems) if flow.name not in _titles(flows)]
    problems.extend(_joint_problems(params, flows, clusters))
    checks = _read_checks(params["checks"], problems)
    observe = params["observe"]
    if observe is not None and observe <= 0:
        problems.append(f"observe is {observe:g}; give the seconds to watch, or leave it out")
    _refuse(problems)
    return FlowsRequest(items, clusters, checks, _watching(checks, observe), (*flows, *others))


def _refuse(problems: Sequence[str]) -> None:
    if len(problems) == 1:
        raise InputError(problems[0], {"findings": list(problems)})
    if problems:
        listed = "; ".join(f"({number}) {problem.rstrip('.')}" for number, problem in enumerate(problems, start=1))
        raise InputError(f"The flows cannot be used as they are given: {listed}", {"findings": list(problems)})


def _cluster_problems(clusters: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for alias, times in Counter(cluster["alias"] for cluster in clusters).items():
        if times > 1:
            yield f"clusters holds {alias!r} {times} times; keep one"
    for cluster in clusters:
        try:
            KafkaCluster.from_options(cluster)
        except InputError as problem:
            yield problem.message


def _read_flows(params: Mapping[str, Any], problems: list[str]) -> list[Item]:
    """The flows that can be read; those that are switched off are left out."""
    items = []
    for given in params["flows"]:
        state = {"state": ABSENT} if params["state"] == ABSENT else {}
        flow, found = parse_flow({**given, **state})
        problems.extend(f"flow {flow_title(given)}: {problem}" for problem in found)
        if flow is not None and (flow.enabled or flow.state == ABSENT):
            items.append(Item(MirrorView(flow, frozenset(given))))
    return items


def _read_others(others: Sequence[Mapping[str, Any]], problems: list[str]) -> list[Flow]:
    flows = []
    for given in others:
        flow, found = parse_flow(given)
        problems.extend(f"other_flows, flow {flow_title(given)}: {problem}" for problem in found)
        flows.extend([flow] if flow else [])
    return flows


def _titles(flows: Iterable[Flow]) -> set[str]:
    return {flow.name for flow in flows}


def _joint_problems(
    params: Mapping[str, Any], flows: Sequence[Flow], clusters: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    for name, times in Counter(flow.name for flow in flows).items():
        if times > 1:
            yield f"flow {name} is given {times} times; keep one"
    known = ", ".join(sorted(clusters)) or "none"
    for flow in flows:
        for alias in (flow.source, flow.target):
            if alias not in clusters:
                yield f"flow {flow.name}: clusters has no {alias!r} (known: {known}); add it, or correct the flow"
    dedicated = [flow.name for flow in flows if flow.mode == DEDICATED]
    if params["run_state"] and dedicated:
        yield (
            f"run_state cannot be set in mode dedicated ({', '.join(dedicated)}), where MirrorMaker is a service; "
            "stop or start the service, or use mode connect"
        )
    if not params["connect_urls"] and len(dedicated) < len(flows):
        yield "connect_urls is missing; mode connect needs the workers of the target's Connect cluster"


def _read_checks(checks: Optional[Sequence[Mapping[str, Any]]], problems: list[str]) -> list[CheckSpec]:
    """All named ones when nothing is given, none with an empty list."""
    if checks is None:
        return read_mirror_checks(())
    specs = []
    for check in checks:
        try:
            specs.extend(read_mirror_checks([check]))
        except InputError as problem:
            problems.append(problem.message)
    return specs


def _watching(checks: Sequence[CheckSpec], observe: Optional[float]) -> Request:
    options = {check.name: check.options for check in checks}
    return Request(
        needs_of(checks),
        observe,
        max_records=max(1, int(float(options.get("same_records", {}).get("max_records", 1000)))),
        checkpoint_records=int(float(options.get("checkpoints", {}).get("max_records", 0))),
        overlap_records=max(1, int(float(options.get("key_overlap", {}).get("max_records", 1000)))),
    )
