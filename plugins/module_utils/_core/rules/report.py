# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All rules, applied to a site, and the one report about it.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.build import build_site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_connectors import CONNECTOR_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_databases import DATABASE_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_mirrors import MIRROR_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_site import SITE_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_workers import WORKER_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import REFUSE, SEVERITIES, Rule

__all__ = ["RULES", "examine", "preflight_lines", "preflight_report", "told"]

RULES: tuple[Rule, ...] = (*SITE_RULES, *WORKER_RULES, *CONNECTOR_RULES, *DATABASE_RULES, *MIRROR_RULES)
_MARKS = {"refuse": "[refused]", "warn": "[warning]", "info": "[info]"}


def examine(options: Mapping[str, Any]) -> list[dict[str, str]]:
    """Every finding about the inventory, or, with facts, about what was looked up on a host."""
    site = build_site(options)
    found = [finding.as_dict() for rule in RULES for finding in rule.findings(site)]
    return _sorted(found)


def _sorted(findings: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Each once, what is refused first."""
    unique = {(item["id"], item["subject"], item["seen"], item["fix"]): dict(item) for item in findings}
    return sorted(unique.values(), key=lambda item: SEVERITIES.index(item["severity"]))


def preflight_report(results: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """One report out of the results by host; ``unknown`` is what could not be looked at."""
    findings = _sorted(item for result in results.values() for item in result.get("findings") or ())
    unknown = [item for host, result in results.items() for item in result.get("unknown", [_silent(host, result)])]
    counts = {severity: sum(item["severity"] == severity for item in findings) for severity in SEVERITIES}
    return {
        "schema_version": 1,
        "ok": counts[REFUSE] == 0,
        "sentence": _sentence(counts, len(unknown)),
        "refusal": told(item for item in findings if item["severity"] == REFUSE),
        "counts": counts,
        "rules": len(RULES),
        "findings": findings,
        "unknown": unknown,
    }


def told(findings: Iterable[Mapping[str, str]]) -> str:
    """Findings as one text, for where a table has no room."""
    return "; ".join(f"({item['id']}) {item['subject']}: {item['seen']}: {item['fix']}" for item in findings)


def _silent(host: str, result: Mapping[str, Any]) -> dict[str, str]:
    """What is told of a host that brought no result."""
    reason = " ".join(str(result.get("msg") or "it was not looked at").split())
    return {"subject": host, "outcome": "not_run", "reason": reason}


def _sentence(counts: Mapping[str, int], unknown: int) -> str:
    found = f"{counts['refuse']} refused, {counts['warn']} warnings, {counts['info']} to know, of {len(RULES)} rules"
    asked = f"; {unknown} could not be looked at" if unknown else ""
    return f"Preflight: {found}{asked}."


def preflight_lines(report: Mapping[str, Any]) -> list[str]:
    """The report as a table for people."""
    lines = []
    for item in report["findings"]:
        lines.append(f"{_MARKS[item['severity']]:<10} {item['id']:<4} {item['subject']}: {item['seen']}")
        lines.append(f"{'':<16}why  {item['why']}")
        lines.append(f"{'':<16}fix  {item['fix']}")
        lines.append(f"{'':<16}see  {item['link']}")
    lines += [f"{'[' + item['outcome'] + ']':<16} {item['subject']}: {item['reason']}" for item in report["unknown"]]
    return [*lines, report["sentence"]]
