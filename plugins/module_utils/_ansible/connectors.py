# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of ``kafka_connector`` and ``kafka_connectors``: one connector is a fleet of one.

Private to streamops.kafka. Reads the options, has the plan made and carried out, has the checks decided, puts the
result together. ``run_fleet`` also serves modules that make connectors out of something else, such as flows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import (
    connect_spec,
    connection,
    waiting,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import (
    kafka_cluster_secrets,
    kafka_cluster_spec,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.source_databases import databases_of
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.watermarks import watermarks_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec, read_checks
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_checks import (
    NAMED_CHECKS,
    check_evidence,
    not_run,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_result import (
    Report,
    check_failure,
    connector_results,
    target_of,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import UnreachableError
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import check_names
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult
from ansible_collections.streamops.kafka.plugins.module_utils._core.purge import NO_PURGE, Purge, read_owner, read_purge
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import secret_values
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock, Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.evidence import Gatherer
from ansible_collections.streamops.kafka.plugins.module_utils._rest.fleet import Fleet, Prepared
from ansible_collections.streamops.kafka.plugins.module_utils._rest.rollout import Rollout, Waiting
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Session

__all__ = ["FleetRequest", "connector_spec", "fleet_secrets", "fleet_spec", "purge_spec", "read_fleet", "run_fleet"]

_REBALANCE_DELAY = 300.0


@dataclass(frozen=True)
class FleetRequest:
    """What is asked of a fleet: its connectors, its checks, the classes that every worker must have, what is purged.

    ``owner`` is the prefix of the names that the task is about, empty for all.
    """

    desired: Sequence[Desired]
    checks: Sequence[CheckSpec] = ()
    classes: Sequence[str] = ()
    purge: Purge = NO_PURGE
    rebalance_delay: float = _REBALANCE_DELAY
    owner: str = ""

    @property
    def only_checks(self) -> bool:
        """Whether nothing can come to be written."""
        return bool(self.checks) and self.purge == NO_PURGE and not any(_may_write(item) for item in self.desired)


def connector_spec() -> dict[str, Any]:
    """Argument spec of one connector."""
    return {
        "name": {"type": "str", "required": True},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "config": {"type": "dict", "no_log": True},
        "config_mode": {"type": "str", "choices": ["replaced", "merged"], "default": "replaced"},
        "run_state": {"type": "str", "choices": ["running", "paused", "stopped"]},
        "restart": {"type": "str", "choices": ["never", "failed"], "default": "never"},
        "tasks_min": {"type": "int", "default": 1},
        "rollback": {"type": "bool", "default": False},
        "secret_keys": {"type": "list", "elements": "str", "no_log": False},
        "allow_plain_secrets": {"type": "bool", "default": False},
        "login": {"type": "dict", "no_log": True},
        "checks": {"type": "list", "elements": "dict"},
    }


def fleet_spec() -> dict[str, Any]:
    """Argument spec of what holds for all connectors of a task."""
    return {
        **connect_spec(),
        "stable_for": {"type": "float", "default": 3.0},
        "rebalance_delay": {"type": "float", "default": _REBALANCE_DELAY},
        "owner": {"type": "dict", "options": {"prefix": {"type": "str", "required": True}}},
        "kafka": kafka_cluster_spec(required=False),
        "strict": {"type": "bool", "default": False},
    }


def purge_spec() -> dict[str, Any]:
    """Argument spec of what is deleted beside the listed connectors."""
    return {
        "purge": {"type": "str", "choices": ["none", "prefix", "all"], "default": "none"},
        "purge_prefix": {"type": "str"},
        "purge_limit": {"type": "int", "default": 5},
        "purge_empty": {"type": "bool", "default": False},
        "purge_mirrors": {"type": "list", "elements": "str", "default": []},
    }


def fleet_secrets(params: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """The secrets of a task that are known before any worker was asked."""
    found = {*kafka_cluster_secrets(params.get("kafka")), *secret_values({"proxy_url": params.get("proxy_url") or ""})}
    for entry in entries:
        found |= {*kafka_cluster_secrets(entry.get("login"))}
        texts = {key: value for key, value in (entry.get("config") or {}).items() if isinstance(value, str)}
        found |= secret_values(texts, entry.get("secret_keys") or ())
    return found


def read_fleet(
    entries: Sequence[Mapping[str, Any]],
    checks: Sequence[Mapping[str, Any]] = (),
    classes: Sequence[str] = (),
    limits: Optional[Mapping[str, Any]] = None,
) -> FleetRequest:
    """Read the connectors of a task, and from ``limits`` what it may touch; what cannot be meant is refused."""
    names = [entry["name"] for entry in entries]
    check_names(names)
    limits = limits or {}
    owner = read_owner(limits, names)
    purge = read_purge(limits, names, owner)
    desired = [Desired.from_options(entry) for entry in entries]
    specs = read_checks(checks, NAMED_CHECKS)
    for entry in entries:
        specs += read_checks(entry.get("checks") or (), NAMED_CHECKS, entry["name"])
    if classes and not any(spec.name == "plugins_everywhere" for spec in specs):
        specs.insert(0, CheckSpec("plugins_everywhere"))
    return FleetRequest(desired, specs, classes, purge, limits.get("rebalance_delay", _REBALANCE_DELAY), owner)


def run_fleet(context: Context, request: FleetRequest) -> Result:
    """Bring the connectors to where they should be, then prove it."""
    session = Session(connection(context.params))
    clock = Clock()
    try:
        client = Client(session, Deadline(clock, waiting(context.params)))
        fleet = Fleet(client, context.add_secrets)
        try:
            prepared = fleet.prepare(request.desired, request.purge, request.only_checks)
        except UnreachableError:
            if not request.only_checks:
                raise
            prepared = None
        report = _carry_out(context, Rollout(client, clock, _how(context, request)), prepared)
        logins = {item.name: item.login for item in request.desired if item.login}
        plane = watermarks_of(context.params.get("kafka"), logins)
        gatherer = Gatherer(client, clock, plane, databases_of(context.add_secrets))
        return _result(context, request, gatherer, prepared, report)
    finally:
        session.close()


def _how(context: Context, request: FleetRequest) -> Waiting:
    params = context.params
    delay = max(0.0, request.rebalance_delay)
    return Waiting(params["wait"], waiting(params), max(0.0, params["stable_for"]), delay)


def _carry_out(context: Context, rollout: Rollout, prepared: Optional[Prepared]) -> Report:
    if prepared is None or context.check_mode:
        return Report(found=prepared.snapshot if prepared else {})
    return rollout.run(prepared.plan, prepared.snapshot)


def _result(
    context: Context, request: FleetRequest, gatherer: Gatherer, prepared: Optional[Prepared], report: Report
) -> Result:
    changes = prepared.plan.changes if prepared else ()
    keys = prepared.secret_keys if prepared else {}
    values: dict[str, Any] = {"connectors": connector_results(changes, keys, report)}
    if request.purge != NO_PURGE:
        values["spared"] = list(prepared.plan.spared) if prepared else []
    checks, evidence = _checks(context, request, gatherer, prepared, report)
    values.update(checks=[item.as_dict() for item in checks], evidence=evidence)
    sentences = report.sentences
    failed = check_failure(checks, context.params["strict"])
    return Result(
        changed=prepared.plan.changed if prepared and context.check_mode else report.changed,
        values=values,
        diff=[change.diff(keys.get(change.name, frozenset())) for change in changes if change.changed],
        warnings=prepared.warnings if prepared else (),
        failure=_sentence(sentences + ([failed] if failed else [])),
    )


def _checks(
    context: Context, request: FleetRequest, gatherer: Gatherer, prepared: Optional[Prepared], report: Report
) -> tuple[list[CheckResult], dict[str, Any]]:
    if not request.checks:
        return [], {}
    if report.problems:
        return not_run(request.checks, "a connector did not come to be what it should be"), {}
    if context.check_mode and prepared and prepared.plan.changed:
        return not_run(request.checks, "check mode: a connector would be changed first"), {}
    changes = {change.name: change for change in prepared.plan.changes} if prepared else {}
    targets = {item.name: target_of(item, changes.get(item.name)) for item in request.desired}
    evidence = gatherer.gather(request.checks, targets, request.classes)
    own = [item for item in evidence["connectors"] if item["name"].startswith(request.owner)]
    evidence = {**evidence, "connectors": own, **_plain_secrets(request, evidence)}
    return check_evidence(request.checks, evidence), evidence


def _plain_secrets(request: FleetRequest, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the owner, and whether the task allows them."""
    allowed = {item.name for item in request.desired if item.allow_plain_secrets}
    rows = evidence.get("plain_secrets", ())
    own = [row for row in rows if row["connector"].startswith(request.owner)]
    return {"plain_secrets": [{**row, "allowed": row["connector"] in allowed} for row in own]}


def _may_write(item: Desired) -> bool:
    return item.state == "absent" or item.config is not None or item.run_state is not None or item.restart != "never"


def _sentence(parts: Sequence[str]) -> str:
    text = ". ".join(part.rstrip(". ") for part in parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""
