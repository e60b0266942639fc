# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter mm2_properties: mm2.properties of a dedicated MirrorMaker instance."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_renderings import properties


class FilterModule:
    """Filter mm2_properties: mm2.properties of a dedicated MirrorMaker instance."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"mm2_properties": as_filter(properties, AnsibleFilterError)}
