# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters of the role certificates: whose a certificate is and until when, and PEM texts as stores of Java."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.streamops.kafka.plugins.module_utils._core.filtering import as_filter
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_store import java_keystore, java_truststore
from ansible_collections.streamops.kafka.plugins.module_utils._core.pem import certificate


def certificate_info(pem: str) -> dict[str, str]:
    """The first certificate of the text."""
    return asdict(certificate(pem))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name and function of each."""
        named = {
            "certificate_info": certificate_info,
            "java_keystore": java_keystore,
            "java_truststore": java_truststore,
        }
        return {name: as_filter(function, AnsibleFilterError) for name, function in named.items()}
