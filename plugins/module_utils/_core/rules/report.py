# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All rules, applied to a site, and the one report about it.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.build import build_site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_connectors import CONNECTOR_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_databases import DATABASE_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_mirrors import MIRROR_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_site import SITE_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.catalogue_workers import WORKER_RULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import REFUSE, SEVERITIES, Rule
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.unseen import silent

__all__ = ["RULES", "examine", "preflight_lines", "preflight_report", "told"]

RULES: tuple[Rule, ...] = (*SITE_RULES, *WORKER_RULES, *CONNECTOR_RULES, *DATABASE_RULES, *MIRROR_RULES)
# Said of what the roles refuse as well.
_NEVER = "I"
_MARKS = {"refuse": "[refused]", "warn": "[warning]", "info": "[info]"}


def examine(options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every finding about the inventory, or, with facts, about what was looked up on a host."""
    accepted = _accepted(options.get("accept") or ())
    site = build_site(options)
    found = [finding.as_dict() for rule in RULES for finding in rule.findings(site)]
    return _sorted({**item, "accepted": item["id"] in accepted} for item in found)


def _accepted(names: Iterable[str]) -> set[str]:
    """The rules whose findings somebody decided to live with."""
    wanted = {str(name).strip().upper() for name in names}
    known = {rule.id for rule in RULES}
    unknown = sorted(wanted - known)
    if unknown:
        raise InputError(
            f"preflight_accept holds {', '.join(unknown)}, which is no rule; take a number of docs/rules.md"
        )
    fixed = sorted(name for name in wanted if name.startswith(_NEVER))
    if fixed:
        raise InputError(
            f"preflight_accept holds {', '.join(fixed)}, which cannot be accepted, for the roles refuse the same"
        )
    return wanted


def _sorted(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each once, what is refused first, what was accepted last."""
    unique = {(item["id"], item["subject"], item["seen"], item["fix"]): dict(item) for item in findings}
    return sorted(unique.values(), key=lambda item: (item["accepted"], SEVERITIES.index(item["severity"])))


def preflight_report(results: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """One report out of the results by host; ``unknown`` is what could not be looked at."""
    findings = _sorted(item for result in results.values() for item in result.get("findings") or ())
    unknown = [item for host, result in results.items() for item in result.get("unknown", [silent(host, result)])]
    standing = [item for item in findings if not item["accepted"]]
    counts = {severity: sum(item["severity"] == severity for item in standing) for severity in SEVERITIES}
    counts["accepted"] = len(findings) - len(standing)
    return {
        "schema_version": 1,
        "ok": counts[REFUSE] == 0,
        "sentence": _sentence(counts, len(unknown)),
        "refusal": told(item for item in standing if item["severity"] == REFUSE),
        "counts": counts,
        "rules": len(RULES),
        "findings": findings,
        "unknown": unknown,
    }


def told(findings: Iterable[Mapping[str, Any]]) -> str:
    """Findings as one text, for where a table has no room."""
    return "; ".join(f"({item['id']}) {item['subject']}: {item['seen']}: {item['fix']}" for item in findings)


def _sentence(counts: Mapping[str, int], unknown: int) -> str:
    parts = [f"{counts['refuse']} refused", f"{counts['warn']} warnings", f"{counts['info']} to know"]
    parts += [f"{counts['accepted']} accepted"] if counts["accepted"] else []
    found = f"{', '.join(parts)}, of {len(RULES)} rules"
    asked = f"; {unknown} could not be looked at" if unknown else ""
    return f"Preflight: {found}{asked}."


def preflight_lines(report: Mapping[str, Any]) -> list[str]:
    """The report as a table for people."""
    lines = []
    for item in report["findings"]:
        mark = "[accepted]" if item["accepted"] else _MARKS[item["severity"]]
        lines.append(f"{mark:<10} {item['id']:<4} {item['subject']}: {item['seen']}")
        lines.append(f"{'':<16}why  {item['why']}")
        lines.append(f"{'':<16}fix  {item['fix']}")
        lines.append(f"{'':<16}see  {item['link']}")
    lines += [f"{'[' + item['outcome'] + ']':<16} {item['subject']}: {item['reason']}" for item in report["unknown"]]
    return [*lines, report["sentence"]]
