# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter jaas_config: a value for sasl.jaas.config."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter
from ansible_collections.streamops.kafka.plugins.module_utils._core.jaas import jaas_config


class FilterModule:
    """Filter jaas_config: a value for sasl.jaas.config."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"jaas_config": as_filter(jaas_config, AnsibleFilterError)}
