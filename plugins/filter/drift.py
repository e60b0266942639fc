# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters of the playbook drift: what differs on a host, the report, the report for people."""

from __future__ import annotations

from typing import Any, Callable

from ansible_collections.streamops.kafka.plugins.module_utils._core.drift import drift_lines, drift_report
from ansible_collections.streamops.kafka.plugins.module_utils._core.drift_host import service_drift


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name and function of each."""
        return {"drift_lines": drift_lines, "drift_report": drift_report, "service_drift": service_drift}
