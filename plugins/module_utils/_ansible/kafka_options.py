# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option that stands for a Kafka cluster, the same in every module, and the way from it to the data plane.

Private to streamops.kafka. Documented by the fragment ``kafka``.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible.module_utils.basic import missing_required_lib

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import PROTOCOLS, KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import MissingLibraryError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.client import (
    HAS_CONFLUENT_KAFKA,
    MINIMUM_VERSION,
    client_version,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane

__all__ = ["data_plane", "kafka_cluster_secrets", "kafka_cluster_spec", "require_client"]

_LIBRARY = "confluent_kafka"


def kafka_cluster_spec(required: bool) -> dict[str, Any]:
    """Argument spec of one cluster option."""
    return {
        "type": "dict",
        "required": required,
        "options": {
            "alias": {"type": "str"},
            "bootstrap_servers": {"type": "str", "required": True},
            "security_protocol": {"type": "str", "choices": list(PROTOCOLS), "default": "PLAINTEXT"},
            "sasl_mechanism": {"type": "str"},
            "sasl_username": {"type": "str"},
            "sasl_password": {"type": "str", "no_log": True},
            "ca_path": {"type": "path"},
            "ca_pem": {"type": "str"},
            "client_cert": {"type": "path"},
            "client_key": {"type": "path", "no_log": False},
            "client_key_password": {"type": "str", "no_log": True},
            "extra": {"type": "dict", "no_log": True},
        },
    }


def kafka_cluster_secrets(options: Any) -> tuple[str, ...]:
    """The secrets inside a cluster option, those in ``extra`` included; none when it was not given."""
    return KafkaCluster.from_options(options).secrets() if options else ()


def require_client() -> None:
    """Raise when the Kafka client is missing or too old for what is read here."""
    wanted = ".".join(str(number) for number in MINIMUM_VERSION)
    text = f"{_LIBRARY} >= {wanted}"
    if not HAS_CONFLUENT_KAFKA:
        raise MissingLibraryError(missing_required_lib(text), {"library": _LIBRARY})
    if client_version() < MINIMUM_VERSION:
        found = ".".join(str(number) for number in client_version())
        raise MissingLibraryError(f"{missing_required_lib(text)} Found {found}.", {"library": _LIBRARY})


def data_plane(options: Mapping[str, Any], timeout: float = 8.0) -> DataPlane:
    """The data plane of a cluster option; raises when the client library cannot do it."""
    cluster = KafkaCluster.from_options(options)
    require_client()
    return DataPlane(cluster, timeout)
