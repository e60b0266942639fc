# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of ``mm2_flow``: options to a flow, a flow to evidence, evidence to checks.

Private to streamops.kafka. In mode dedicated nothing is ever written; in mode connect the connectors of the flow go
through the same plan and executor as all others.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import connect_spec
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_connect import apply_flow, workers_of
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import (
    data_plane,
    kafka_cluster_secrets,
    kafka_cluster_spec,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_result import check_failure
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError, UnreachableError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import CONNECT, DEDICATED
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import (
    check_flow,
    needs_of,
    read_mirror_checks,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import NOT_APPLICABLE, NOT_RUN, CheckResult
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_observer import MirrorObserver, Request
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_state import Elsewhere

__all__ = ["flow_secrets", "flow_spec", "run_flow"]

_LISTS = ("topics", "topics_exclude", "groups", "groups_exclude")
_NUMBERS = ("tasks_max", "replication_factor", "source_replication_factor", "target_replication_factor")
_INTERVALS = (
    "refresh_topics_interval",
    "refresh_groups_interval",
    "heartbeats_interval",
    "checkpoints_interval",
    "offset_flush_interval",
)
_SWITCHES = (
    "heartbeats",
    "checkpoints",
    "sync_group_offsets",
    "sync_topic_configs",
    "sync_topic_acls",
    "exactly_once",
)
_TEXTS = ("replication_policy", "separator")
_FLOW_OPTIONS = (*_LISTS, *_NUMBERS, *_INTERVALS, *_SWITCHES, *_TEXTS, "offset_syncs_location", "config")


def flow_spec() -> dict[str, Any]:
    """Argument spec of a flow; what is left out keeps the default of the flow model."""
    return {
        **connect_spec(required=False),
        "source": kafka_cluster_spec(required=True),
        "target": kafka_cluster_spec(required=True),
        "mode": {"type": "str", "choices": [DEDICATED, CONNECT], "required": True},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "run_state": {"type": "str", "choices": ["running", "paused", "stopped"]},
        **{name: {"type": "list", "elements": "str"} for name in _LISTS},
        **{name: {"type": "int"} for name in (*_NUMBERS, *_INTERVALS)},
        **{name: {"type": "bool"} for name in _SWITCHES},
        **{name: {"type": "str"} for name in _TEXTS},
        "offset_syncs_location": {"type": "str", "choices": ["source", "target"]},
        "config": {"type": "dict", "no_log": True},
        "checks": {"type": "list", "elements": "dict"},
        "observe": {"type": "float"},
        "strict": {"type": "bool", "default": False},
    }


def flow_secrets(params: Mapping[str, Any]) -> tuple[str, ...]:
    """The secrets of both clusters."""
    return kafka_cluster_secrets(params["source"]) + kafka_cluster_secrets(params["target"])


def run_flow(context: Context) -> Result:
    """Do what the mode does, then prove it."""
    params = context.params
    view = _view(params)
    specs = read_mirror_checks(params["checks"] or ())
    if params["mode"] == CONNECT:
        return _connect(context, view, specs)
    if params["run_state"]:
        raise InputError(
            "run_state cannot be set in mode dedicated, where MirrorMaker is a service; stop or start the service, "
            "or use mode connect",
            {"option": "run_state"},
        )
    if params["state"] == "absent":
        return _absent(view, params)
    checks, evidence = _prove(context, view, specs, None)
    return _result(view, checks, evidence, params["strict"])


def _view(params: Mapping[str, Any]) -> MirrorView:
    for side in ("source", "target"):
        if not params[side].get("alias"):
            raise InputError(f"{side}.alias is missing; give the name of the cluster in the flow", {"option": side})
    given = {name: params[name] for name in _FLOW_OPTIONS if params[name] is not None}
    ends = {"source": params["source"]["alias"], "target": params["target"]["alias"], "mode": params["mode"]}
    return MirrorView(read_flow({**given, **ends}), frozenset(given))


def _result(
    view: MirrorView,
    checks: Sequence[CheckResult],
    evidence: Mapping[str, Any],
    strict: bool,
    applied: Optional[Result] = None,
) -> Result:
    flow = view.flow
    values = {
        "flow": {"name": flow.name, "source": flow.source, "target": flow.target, "mode": flow.mode},
        **({"connectors": applied.values["connectors"]} if applied else {}),
        "checks": [check.as_dict() for check in checks],
        "evidence": evidence,
    }
    sentences = [text for text in (applied.failure if applied else "", check_failure(checks, strict)) if text]
    return Result(
        changed=applied.changed if applied else False,
        values=values,
        diff=applied.diff if applied else (),
        warnings=applied.warnings if applied else (),
        failure=" ".join(sentences),
    )


def _prove(
    context: Context, view: MirrorView, specs: Sequence[CheckSpec], elsewhere: Optional[Elsewhere]
) -> tuple[list[CheckResult], dict[str, Any]]:
    params = context.params
    planes = (data_plane(params["source"]), data_plane(params["target"]))
    evidence = MirrorObserver(view, *planes, _request(specs, params["observe"]), elsewhere).evidence()
    unreachable = [cluster["error"] for cluster in evidence["clusters"].values() if not cluster["reachable"]]
    if context.check_mode and unreachable:
        raise UnreachableError(f"{unreachable[0]}.")
    return check_flow(specs, evidence, view), evidence


def _request(specs: Sequence[CheckSpec], observe: Optional[float]) -> Request:
    if observe is not None and observe <= 0:
        raise InputError(f"observe is {observe:g}; give the seconds to watch, or leave it out", {"option": "observe"})
    options = {spec.name: spec.options for spec in specs}
    return Request(
        needs_of(specs),
        observe,
        max_records=max(1, int(float(options.get("same_records", {}).get("max_records", 1000)))),
        checkpoint_records=int(float(options.get("checkpoints", {}).get("max_records", 0))),
    )


def _absent(view: MirrorView, params: Mapping[str, Any]) -> Result:
    """In mode dedicated absence is looked at, not made: the service is the role's."""
    group = view.group
    members = data_plane(params["target"]).members(group)[1]
    alive = f"{len(members)} node(s) still serve the flow: group {group} on {view.flow.target}; stop MirrorMaker first"
    return Result(
        values={"flow": {"name": view.flow.name, "mode": view.flow.mode}, "checks": [], "evidence": {}},
        failure=alive if members else "",
    )


def _connect(context: Context, view: MirrorView, specs: Sequence[CheckSpec]) -> Result:
    params = context.params
    applied = apply_flow(context, view.flow)
    if params["state"] == "absent":
        return _result(view, [], {}, params["strict"], applied)
    kind, why = _unproven(context, applied)
    if why:
        checks = [CheckResult(spec.name, kind, why, subject=view.flow.name) for spec in specs]
        return _result(view, checks, {}, params["strict"] and not context.check_mode, applied)
    with workers_of(context, view.flow) as elsewhere:
        checks, evidence = _prove(context, view, specs, elsewhere)
    return _result(view, checks, evidence, params["strict"], applied)


def _unproven(context: Context, applied: Result) -> tuple[str, str]:
    """Why there is nothing to prove, if so."""
    if applied.failure:
        return NOT_RUN, "a connector did not come to be what it should be"
    if context.check_mode and applied.changed:
        return NOT_RUN, "check mode: a connector would be changed first"
    states = {item["state"] for item in applied.values["connectors"] if item["state"] != "ABSENT"}
    at_rest = states <= {"PAUSED", "STOPPED"}
    return NOT_APPLICABLE, "the connectors are paused or stopped on purpose" if at_rest else ""
