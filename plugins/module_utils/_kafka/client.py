# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guarded import of the Kafka client, and what its errors mean to a person.

Private to streamops.kafka. librdkafka tells why a connection failed only through a callback, so every client made
here remembers the last cause; without it all faults would read "timed out".
"""

from __future__ import annotations

import logging
import re
import traceback
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    DataPlaneError,
    StreamopsError,
    UnreachableError,
)

try:
    import confluent_kafka
    import confluent_kafka.admin
except ImportError:
    HAS_CONFLUENT_KAFKA = False
    CONFLUENT_KAFKA_IMPORT_ERROR: Optional[str] = traceback.format_exc()
else:
    HAS_CONFLUENT_KAFKA = True
    CONFLUENT_KAFKA_IMPORT_ERROR = None

__all__ = [
    "CONFLUENT_KAFKA_IMPORT_ERROR",
    "HAS_CONFLUENT_KAFKA",
    "MINIMUM_VERSION",
    "Causes",
    "ClusterUnreachableError",
    "client_version",
    "explain",
]

MINIMUM_VERSION = (2, 3)


class ClusterUnreachableError(UnreachableError, DataPlaneError):
    """No broker of a cluster answers."""


_SILENT = logging.getLogger("streamops.kafka.librdkafka")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False
# "sasl_ssl://host:9093/bootstrap: cause (after 3ms in state CONNECT, 4 identical error(s) suppressed)"
_NOISE = re.compile(r"^(?:[a-z_]+://)?[^ ]+/(?:bootstrap|\d+): |\s*\((?:after \d+ms|\d+ identical).*$")
_UNREACHABLE = {"_TRANSPORT", "_TIMED_OUT", "_ALL_BROKERS_DOWN", "_RESOLVE", "_TIMED_OUT_QUEUE"}
_LOGIN = {"_AUTHENTICATION", "SASL_AUTHENTICATION_FAILED"}


def client_version() -> tuple[int, int]:
    """Major and minor version of the installed ``confluent_kafka``."""
    numbers = [int(part) for part in re.findall(r"\d+", str(confluent_kafka.__version__))[:2]]
    return (numbers[0], numbers[1])


class Causes:
    """Client configuration of one cluster together with the causes its connections reported."""

    def __init__(self, cluster: KafkaCluster) -> None:
        self.cluster = cluster
        self._last = ""
        self._login = ""

    def _remember(self, error: Any) -> None:
        text = _NOISE.sub("", str(error.str()))
        if error.name() in _LOGIN:
            self._login = text
        elif "brokers are down" not in text:
            self._last = text

    def settings(self, extra: Optional[Mapping[str, Any]] = None) -> dict[str, Any]:
        """Configuration for any librdkafka client of this cluster."""
        conf: dict[str, Any] = dict(self.cluster.librdkafka())
        conf["error_cb"] = self._remember
        conf["logger"] = _SILENT
        conf.update(extra or {})
        return conf

    @property
    def login(self) -> str:
        """Why the login was refused, if it was."""
        return self._login

    @property
    def text(self) -> str:
        """The newest cause, a refused login before anything else."""
        return self._login or self._last


def explain(error: BaseException, causes: Causes, action: str, seconds: float) -> StreamopsError:
    """An error of the client as one sentence: which cluster, why, what to do."""
    cluster = causes.cluster
    where = f"Kafka cluster {cluster.alias or cluster.bootstrap_servers!r} at {cluster.bootstrap_servers}"
    name, text = _describe(error)
    details = {"cluster": cluster.alias, "bootstrap_servers": cluster.bootstrap_servers, "error": name}
    if causes.login or name in _LOGIN:
        reason = f"{where} refused the login ({causes.login or text}): correct its sasl_* options or certificates"
        return DataPlaneError(reason, dict(details, kind="login"))
    if isinstance(error, FutureTimeout) or name in _UNREACHABLE:
        cause = f" ({causes.text})" if causes.text else ""
        reason = (
            f"{where} did not answer within {seconds:g} s{cause}: start its brokers, correct its bootstrap_servers "
            "and security_protocol, or open the network from this host"
        )
        return ClusterUnreachableError(reason, dict(details, kind="unreachable"))
    if "AUTHORIZATION" in name:
        reason = f"{where} does not allow this user to {action} ({text}): grant the ACL"
        return DataPlaneError(reason, dict(details, kind="not_permitted"))
    return DataPlaneError(f"{where} could not {action}: {text}", dict(details, kind="refused"))


def _describe(error: BaseException) -> tuple[str, str]:
    """Name and text of what librdkafka raised; any other exception by its class."""
    inner = error.args[0] if error.args else None
    if isinstance(inner, confluent_kafka.KafkaError):
        return str(inner.name()), str(inner.str() or inner.name())
    return type(error).__name__, str(error)
