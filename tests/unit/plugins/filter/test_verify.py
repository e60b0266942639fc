# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of the playbook verify, under their names."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.filter.verify import FilterModule

FILTERS = FilterModule().filters()


def test_from_units_to_text():
    units = FILTERS["verify_units"]({"orders": {}}, [], {}, {"localhost": {"__ping": {"ping": "pong"}}}, "__ping")
    assert units[0]["elected"] == "localhost"
    records = [
        {
            "kind": "connect",
            "name": "orders",
            "checks": [{"name": "workers_live", "outcome": "failed", "reason": "down"}],
        }
    ]
    report = FILTERS["checklist"](units, records, {}, {"orders": {}}, [])
    lines = FILTERS["checklist_text"](report)
    assert report["ok"] is False
    assert lines[0].startswith("Kafka Connect: 1 failed")
    assert lines[-1] == report["sentence"]
    assert FILTERS["checklist"](units, records, {}, {"orders": {}}, [], strict=True)["ok"] is False
