# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter first_reachable: the first member that answered."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter
from ansible_collections.streamops.kafka.plugins.module_utils._core.membership import first_reachable


class FilterModule:
    """Filter first_reachable: the first member that answered."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"first_reachable": as_filter(first_reachable, AnsibleFilterError)}
