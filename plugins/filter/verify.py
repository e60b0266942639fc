# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters behind the playbooks verify, drift and mirror: who does what, the report, the report as text."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist import build_report
from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_basis import Inventory
from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_runs import as_runs
from ansible_collections.streamops.kafka.plugins.module_utils._core.checklist_text import report_lines
from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter
from ansible_collections.streamops.kafka.plugins.module_utils._core.verify_units import (
    flow_calls,
    flow_plans,
    flow_records,
    verify_connectors,
    verify_units,
)


def checklist(
    units: Sequence[Mapping[str, Any]],
    records: Sequence[Mapping[str, Any]],
    kafka_clusters: Mapping[str, Any],
    connect_clusters: Mapping[str, Any],
    mm2_flows: Sequence[Mapping[str, Any]],
    strict: bool = False,
) -> dict[str, Any]:
    """The report about all units, out of what the elected hosts brought back."""
    return build_report(as_runs(units, records), Inventory(kafka_clusters, connect_clusters, mm2_flows), strict)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name and function of each."""
        return {
            "checklist": checklist,
            "checklist_text": report_lines,
            "mm2_flow_calls": flow_calls,
            "mm2_flow_plans": flow_plans,
            "mm2_flow_records": flow_records,
            "verify_connectors": as_filter(verify_connectors, AnsibleFilterError),
            "verify_units": as_filter(verify_units, AnsibleFilterError),
        }
