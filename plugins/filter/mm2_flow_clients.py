# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter mm2_flow_clients: flows with the logins of their connectors."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_clients import flows_with_clients
from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter


class FilterModule:
    """Filter mm2_flow_clients: flows with the logins of their connectors."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"mm2_flow_clients": as_filter(flows_with_clients, AnsibleFilterError)}
