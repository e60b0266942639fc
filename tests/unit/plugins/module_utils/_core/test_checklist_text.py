# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as text."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_text import report_lines

REPORT = {
    "sentence": "1 check(s) ended the verification.",
    "checklists": [
        {
            "title": "Kafka Connect",
            "lines": [
                {
                    "text": "Worker answers",
                    "outcome": "passed",
                    "evidence": "2 of 2 workers are healthy",
                    "checks": [{"outcome": "passed", "name": "workers_live", "scope": "orders", "reason": "2 of 2"}],
                },
                {
                    "text": "Connector runs",
                    "outcome": "failed",
                    "evidence": "task 0 is FAILED",
                    "checks": [
                        {"outcome": "failed", "name": "running", "scope": "orders", "reason": "task 0 is FAILED"},
                        {"outcome": "inconclusive", "name": "source_progress", "scope": "orders", "reason": "idle"},
                    ],
                },
                {"text": "DLQ", "outcome": "not_configured", "evidence": "none set", "checks": []},
            ],
        }
    ],
}


def test_every_line_with_its_checks():
    assert report_lines(REPORT) == [
        "Kafka Connect: 1 passed, 1 failed, 1 not_configured",
        "  [passed]         Worker answers \N{EM DASH} 2 of 2 workers are healthy",
        "                     passed         workers_live (orders): 2 of 2",
        "  [failed]         Connector runs \N{EM DASH} task 0 is FAILED",
        "                     failed         running (orders): task 0 is FAILED",
        "                     inconclusive   source_progress (orders): idle",
        "  [not_configured] DLQ \N{EM DASH} none set",
        "1 check(s) ended the verification.",
    ]


def test_without_details_only_what_needs_a_look_is_explained():
    lines = report_lines(REPORT, details=False)
    assert not [line for line in lines if "workers_live" in line]
    assert [line for line in lines if "source_progress" in line]
