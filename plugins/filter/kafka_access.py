# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters for least privilege: who needs which rights, who makes them, users with their passwords, text."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_access import (
    access_lines,
    kafka_access,
    scram_users,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_units import access_units
from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name and function of each."""
        return {
            "kafka_access": as_filter(kafka_access, AnsibleFilterError),
            "kafka_access_text": as_filter(access_lines, AnsibleFilterError),
            "kafka_access_units": as_filter(access_units, AnsibleFilterError),
            "kafka_scram_users": as_filter(scram_users, AnsibleFilterError),
        }
