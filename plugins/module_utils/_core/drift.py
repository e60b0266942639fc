# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where what runs differs from what the inventory says, out of what every host brought back.

Private to streamops.kafka. Three kinds of entries: what differs, what could not be known, and nothing else. What was
not looked at is never shown as the same.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Sequence

__all__ = ["drift_lines", "drift_report"]

SCHEMA_VERSION = 1
_PLUGINS = {
    "missing": "is not installed",
    "unlinked": "is not linked, or to another release",
    "unwanted": "is linked and wanted by nobody",
}


def drift_report(
    units: Sequence[Mapping[str, Any]], hosts: Sequence[str], hostvars: Mapping[str, Any]
) -> dict[str, Any]:
    """The report; ``units`` are the Connect clusters and flows of connectors with the host that planned each."""
    connectors, unknown = [], [entry for host in hosts for entry in _silent(host, hostvars[host])]
    for unit in units:
        result = _result(unit, hostvars)
        connectors.extend(_connectors(unit, result.get("connectors", ())))
        if result.get("failed") or "connectors" not in result:
            unknown.append({"subject": _title(unit), "reason": _reason(unit, result)})
    files = [
        {"host": host, **entry} for host in hosts if not _lost(hostvars[host]) for entry in _of_host(hostvars[host])
    ]
    report = {"schema_version": SCHEMA_VERSION, "connectors": connectors, "hosts": files, "not_known": unknown}
    report["outcome"] = "differs" if connectors or files else "not_known" if unknown else "same"
    return {**report, "same": report["outcome"] == "same", "sentence": _sentence(report)}


def drift_lines(report: Mapping[str, Any]) -> list[str]:
    """The report for people: a line for each difference, then the sentence."""
    lines = []
    for entry in report["connectors"]:
        owner = f"{entry['owner']}: connector {entry['name']}"
        lines.append(f"{owner} needs {', '.join(entry['actions'])}")
        lines.extend(
            f"{owner}: {each['key']} is {each['found']!r}, wanted {each['wanted']!r}" for each in entry["keys"]
        )
    lines.extend(f"{entry['host']}: {entry['kind']} {entry['name']} {entry['change']}" for entry in report["hosts"])
    lines.extend(f"not known: {entry['subject']}: {entry['reason']}" for entry in report["not_known"])
    return [*lines, report["sentence"]]


def _title(unit: Mapping[str, Any]) -> str:
    return f"{'flow' if unit['kind'] == 'mm2' else 'Connect cluster'} {unit['name']}"


def _result(unit: Mapping[str, Any], hostvars: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the elected host was answered about the unit."""
    if not unit["elected"]:
        return {}
    plans = hostvars[unit["elected"]].get("_drift_plans") or ()
    found = [plan for plan in plans if (plan["kind"], plan["name"]) == (unit["kind"], unit["name"])]
    return found[0]["result"] if found else {}


def _reason(unit: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    if not unit["elected"]:
        return f"none of {', '.join(unit['members'])} answers in this run"
    return str(result.get("msg") or f"{unit['elected']} brought no plan back")


def _lost(variables: Mapping[str, Any]) -> bool:
    return bool((variables.get("__drift_ping") or {}).get("unreachable"))


def _silent(host: str, variables: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    if _lost(variables):
        yield {"subject": host, "reason": "does not answer"}
    elif variables.get("_drift_error"):
        yield {"subject": host, "reason": str(variables["_drift_error"])}


def _of_host(variables: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for entry in (*(variables.get("_kafka_drift") or ()), *(variables.get("_service_drift") or ())):
        yield dict(entry)
    plugins = variables.get("_connect_drift") or {}
    for finding, change in _PLUGINS.items():
        for name in plugins.get(finding, ()):
            yield {"kind": "plugin", "name": str(name), "change": change}


def _connectors(unit: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "owner": _title(unit),
            "name": entry["name"],
            "actions": list(entry["actions"]),
            "keys": list(_keys(entry.get("before") or {}, entry.get("after") or {})),
        }
        for entry in entries
        if entry["changed"]
    ]


def _keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What differs, key by key; None stands for what is not there."""
    old, new = ({**side.get("config", {}), "run_state": side.get("run_state")} for side in (before, after))
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield {"key": key, "found": old.get(key), "wanted": new.get(key)}


def _sentence(report: Mapping[str, Any]) -> str:
    if report["outcome"] == "same":
        return "Nothing differs from the inventory."
    counts = {name: len(report[name]) for name in ("connectors", "hosts", "not_known")}
    return (
        f"{counts['connectors']} connector(s) and {counts['hosts']} thing(s) on hosts differ from the inventory, "
        f"{counts['not_known']} could not be looked at."
    )
