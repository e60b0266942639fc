# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the tasks of a connector can have work.

Private to streamops.kafka. A task without work is RUNNING as well: it costs memory and a member in each rebalance.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["capacity", "tasks_max"]

_Evidence = Mapping[str, Any]
# Connectors that make one task, whatever tasks.max says.
_SINGLE = (
    "io.debezium.connector.db2.Db2Connector",
    "io.debezium.connector.informix.InformixConnector",
    "io.debezium.connector.mariadb.MariaDbConnector",
    "io.debezium.connector.mysql.MySqlConnector",
    "io.debezium.connector.oracle.OracleConnector",
    "io.debezium.connector.postgresql.PostgresConnector",
    "org.apache.kafka.connect.file.FileStreamSourceConnector",
    "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
)
_ROUND_ROBIN = "consumer.override.partition.assignment.strategy=org.apache.kafka.clients.consumer.RoundRobinAssignor"


def tasks_max(config: Mapping[str, str]) -> int:
    """How many tasks may be made."""
    text = config.get("tasks.max", "1").strip()
    return int(text) if text.isdigit() else 1


def capacity(spec: CheckSpec, item: _Evidence, evidence: _Evidence) -> CheckResult:
    """Whether more tasks are allowed or made than can have work."""
    seen = item.get("capacity") or {"tasks_max": len(item["tasks"]), "class": ""}
    state, reason = _capacity(item, seen, evidence["data_plane"])
    observed = {**seen, "tasks": len(item["tasks"])}
    return CheckResult(spec.name, state, reason, "work for every task", observed, item["name"])


def _capacity(item: _Evidence, seen: _Evidence, plane: _Evidence) -> tuple[str, str]:
    most, made = seen["tasks_max"], len(item["tasks"])
    if item["expected_state"] == "stopped":
        return outcome.NOT_APPLICABLE, "it is stopped on purpose"
    if seen["class"] in _SINGLE and most > 1:
        short = seen["class"].rsplit(".", 1)[-1]
        return outcome.FAILED, f"tasks.max is {most}, but {short} makes one task only: set tasks.max to 1"
    if item["type"] != "sink":
        return outcome.PASSED, f"{made} tasks of at most {most}"
    if plane["outcome"]:
        return plane["outcome"], plane["reason"]
    if seen.get("error"):
        return outcome.NOT_PERMITTED, str(seen["error"])
    return _sink(seen, made, most)


def _sink(seen: _Evidence, made: int, most: int) -> tuple[str, str]:
    partitions = sum(seen["partitions"].values())
    if not partitions:
        return outcome.INCONCLUSIVE, "none of its topics exists yet"
    idle = _numbers(seen["idle"])
    if most > partitions:
        named = f" (idle: task {idle})" if idle else ""
        return outcome.FAILED, (
            f"tasks.max is {most} for {partitions} partitions, so that {most - partitions} tasks can never have work"
            f"{named}: set tasks.max to {partitions}, or add partitions"
        )
    if seen["idle"]:
        widest = max(seen["partitions"].values())
        return outcome.FAILED, (
            f"task {idle} of {made} has no partition although there are {partitions}: the range assignor goes by "
            f"topic; set {_ROUND_ROBIN}, or tasks.max to {widest}"
        )
    known = "each has" if seen["idle"] is not None else "enough for each to have"
    return outcome.PASSED, f"{made} tasks of at most {most} for {partitions} partitions, {known} work"


def _numbers(tasks: Any) -> str:
    names: Sequence[int] = tasks or ()
    return ", ".join(str(number) for number in names)
