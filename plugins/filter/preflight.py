# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters behind the playbook preflight: which hosts there are, what each looks at, the report, the report as text."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable

from jinja2.exceptions import UndefinedError

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.inventory import (
    known_credentials,
    preflight_hosts,
    preflight_scope,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import (
    preflight_lines,
    preflight_report,
)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name and function of each."""
        return {
            "preflight_credentials": partial(known_credentials, undefined=UndefinedError),
            "preflight_hosts": preflight_hosts,
            "preflight_lines": preflight_lines,
            "preflight_report": preflight_report,
            "preflight_scope": preflight_scope,
        }
