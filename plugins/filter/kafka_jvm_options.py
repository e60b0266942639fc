# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter kafka_jvm_options: options of a JVM whose clients log in with tokens."""

from __future__ import annotations

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import jvm_options


class FilterModule:
    """Filter kafka_jvm_options: options of a JVM whose clients log in with tokens."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"kafka_jvm_options": as_filter(jvm_options, AnsibleFilterError)}
