# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as text."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_text import report_lines


def check(line, outcome, name, reason):
    return {"line": line, "outcome": outcome, "name": name, "scope": "orders", "reason": reason}


REPORT = {
    "sentence": "1 check(s) ended the verification.",
    "checklists": [
        {
            "title": "Kafka Connect",
            "lines": [
                {"key": "a", "text": "Worker answers", "outcome": "passed", "evidence": "2 of 2 workers are healthy"},
                {"key": "b", "text": "Connector runs", "outcome": "failed", "evidence": "task 0 is FAILED"},
                {"key": "c", "text": "DLQ", "outcome": "not_configured", "evidence": "none set"},
            ],
        }
    ],
    "checks": [
        check("a", "passed", "workers_live", "2 of 2"),
        check("b", "failed", "running", "task 0 is FAILED"),
        check("b", "not_run", "topics_have_records", "c2 brought no result back"),
        check("b", "not_run", "source_progress", "c2 brought no result back"),
    ],
}


def test_every_line_with_its_checks():
    assert report_lines(REPORT) == [
        "Kafka Connect: 1 passed, 1 failed, 1 not_configured",
        "  [passed]         Worker answers \N{EM DASH} 2 of 2 workers are healthy",
        "                     passed         workers_live (orders): 2 of 2",
        "  [failed]         Connector runs \N{EM DASH} task 0 is FAILED",
        "                     failed         running (orders): task 0 is FAILED",
        "                     not_run        topics_have_records, source_progress (orders): c2 brought no result back",
        "  [not_configured] DLQ \N{EM DASH} none set",
        "1 check(s) ended the verification.",
    ]


def test_without_details_only_what_needs_a_look_is_explained():
    lines = report_lines(REPORT, details=False)
    assert not [line for line in lines if "workers_live" in line]
    assert [line for line in lines if "source_progress" in line]
