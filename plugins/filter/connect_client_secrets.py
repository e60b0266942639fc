# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter connect_client_secrets: secrets of the clients of connectors and flows."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_clients import client_secrets
from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter


class FilterModule:
    """Filter connect_client_secrets: secrets of the clients of connectors and flows."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"connect_client_secrets": as_filter(client_secrets, AnsibleFilterError)}
