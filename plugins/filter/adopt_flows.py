# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter adopt_flows: properties of MirrorMaker as files of an inventory."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_flows import adopt_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter


class FilterModule:
    """Filter adopt_flows: properties of MirrorMaker as files of an inventory."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"adopt_flows": as_filter(adopt_flows, AnsibleFilterError)}
