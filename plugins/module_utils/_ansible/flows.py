# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of ``mm2_flow`` and ``mm2_flows``: one flow is a fleet of one.

Private to streamops.kafka. What is to go is listed, then the connectors of all flows are applied as one fleet, then
topics go, then every flow is proven in a thread of its own. In mode dedicated nothing is written but what is removed.
"""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, Callable, ContextManager, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_connect import apply_connectors, workers_of
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_history import History
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_remove import (
    delete_topics,
    forget_offsets,
    plan_leaving,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_request import (
    FlowsRequest,
    read_request,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_result import (
    Done,
    flows_result,
    one_result,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_specs import fleet_of_one
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import data_plane
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError, UnreachableError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import connector_names
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_removal import sides_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import check_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import NOT_APPLICABLE, NOT_RUN, CheckResult
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import MirrorObserver

__all__ = ["run_flow", "run_flows"]

# They wait for heartbeats most of the time.
_AT_ONCE = 32


def run_flow(context: Context) -> Result:
    """The fleet of one, with its result told as that of the task."""
    inner = copy.copy(context)
    inner.params = fleet_of_one(context.params)
    done, applied = _run(inner)
    return one_result(inner, done, applied)


def run_flows(context: Context) -> Result:
    """All flows, each with a result of its own."""
    done, applied = _run(context)
    return flows_result(context, done, applied)


def _run(context: Context) -> tuple[list[Done], Optional[Result]]:
    request = read_request(context.params)
    work = _Work(context, request)
    work.plan_leaving()
    work.apply()
    work.remove()
    work.prove()
    return [work.done[item.flow.name] for item in request.items], work.applied


class _Work:
    """The steps over all flows of a task; what goes wrong with one flow does not keep the others from theirs."""

    def __init__(self, context: Context, request: FlowsRequest) -> None:
        self._context = context
        self._request = request
        self._writes = not context.check_mode and context.params["apply"]
        self.applied: Optional[Result] = None
        self.done = {item.flow.name: Done(item) for item in request.items}
        self._planes = self._clusters()

    def _clusters(self) -> dict[str, DataPlane]:
        """A client for each cluster that must be read, shared by its flows."""
        wanted: set[str] = set()
        for item in self._request.items:
            flow = item.flow
            if item.absent:
                wanted.update(sides_of(flow), () if item.by_rest else (flow.target,))
            elif self._request.checks:
                wanted.update((flow.source, flow.target))
        return {alias: data_plane(self._request.clusters[alias]) for alias in sorted(wanted)}

    def _in_threads(self, work: Callable[[Done], None], done: Sequence[Done]) -> None:
        def guarded(each: Done) -> None:
            try:
                work(each)
            except StreamopsError as error:
                each.error = error

        if done:
            with ThreadPoolExecutor(min(_AT_ONCE, len(done))) as pool:
                list(pool.map(guarded, done))

    def _chosen(self, absent: bool) -> list[Done]:
        return [each for each in self.done.values() if each.item.absent == absent and each.error is None]

    def plan_leaving(self) -> None:
        """List everything that goes."""

        def plan(each: Done) -> None:
            each.leaving = plan_leaving(self._context, each.item.flow, self._request.others, self._planes)

        self._in_threads(plan, self._chosen(absent=True))

    def apply(self) -> None:
        """The connectors of all flows, as one fleet."""
        ours = [each for each in self.done.values() if each.item.by_rest and each.error is None]
        if not ours:
            return
        if self._writes:
            forget_offsets(self._context, [each.leaving for each in ours if each.leaving is not None])
        flows = [each.item.flow for each in ours]
        self.applied = apply_connectors(self._context, flows, self._request.clusters)
        entries = {entry["name"]: entry for entry in self.applied.values["connectors"]}
        for each in ours:
            each.connectors = [entries[name] for name in connector_names(each.item.flow).values()]

    def remove(self) -> None:
        """The topics that go with flows, once nothing writes them any more."""

        def remove(each: Done) -> None:
            if each.leaving is not None and not any("problem" in entry for entry in each.connectors):
                delete_topics(each.leaving, self._planes)
                self._history(each.item.flow).forget()

        if self._writes:
            self._in_threads(remove, self._chosen(absent=True))

    def prove(self) -> None:
        """The checks of the flows that stay."""
        if self._request.checks:
            self._in_threads(self._prove, self._chosen(absent=False))

    def _prove(self, each: Done) -> None:
        kind, why = self._unproven(each) if each.item.by_rest else ("", "")
        if why:
            name = each.item.flow.name
            each.predicted = self._context.check_mode
            each.checks = [CheckResult(check.name, kind, why, subject=name) for check in self._request.checks]
            return
        flow, view = each.item.flow, each.item.view
        where: ContextManager[Any] = workers_of(self._context, flow) if each.item.by_rest else nullcontext()
        history = self._history(flow)
        with where as elsewhere:
            ends = (self._planes[flow.source], self._planes[flow.target])
            past, writes = history.load(), not self._context.check_mode
            watching = replace(self._request.watching, may_write=writes, history=past)
            evidence = MirrorObserver(view, *ends, watching, elsewhere).evidence()
        unreachable = [cluster["error"] for cluster in evidence["clusters"].values() if not cluster["reachable"]]
        if self._context.check_mode and unreachable:
            raise UnreachableError(f"{unreachable[0]}.")
        each.evidence, each.checks = evidence, check_flow(self._request.checks, evidence, view)
        each.warning = "" if self._context.check_mode else history.save(evidence)

    def _history(self, flow: Flow) -> History:
        return History(self._context.params["history_dir"], flow.name)

    def _unproven(self, each: Done) -> tuple[str, str]:
        """Why there is nothing to prove, if so."""
        if any("problem" in entry for entry in each.connectors):
            return NOT_RUN, "a connector did not come to be what it should be"
        if self._context.check_mode and self._context.params["apply"] and each.changed:
            return NOT_RUN, "check mode: a connector would be changed first"
        states = {entry["state"] for entry in each.connectors if entry["state"] != "ABSENT"}
        at_rest = states and states <= {"PAUSED", "STOPPED"} and self._context.params["run_state"] != "running"
        return NOT_APPLICABLE, "the connectors are paused or stopped on purpose" if at_rest else ""
