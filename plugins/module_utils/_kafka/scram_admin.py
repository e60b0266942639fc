# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SCRAM users of one Kafka cluster: read, set, removed; and whether a password is accepted.

Private to streamops.kafka.
"""

from __future__ import annotations

import time
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_users import Key, ScramUser, UserChange
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.topic_admin import TopicAdmin

try:
    import confluent_kafka.admin as kafka_admin
except ImportError:
    kafka_admin = None

__all__ = ["LoginProbe", "ScramAdmin", "login_probes"]

_ROUND = 1.0


class ScramAdmin(TopicAdmin):
    """A client of one cluster for its SCRAM users."""

    def iterations(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """Iterations by user and mechanism, for those of the users that exist."""
        self.need_on_cluster("DESCRIBE", "read the SCRAM users")
        wanted = sorted(set(names))
        futures = self._admin.describe_user_scram_credentials(wanted, request_timeout=self.timeout)
        found = {}
        for name in wanted:
            try:
                described = self._result("read the SCRAM users", futures[name])
            except DataPlaneError as error:
                if error.details.get("error") != "RESOURCE_NOT_FOUND":
                    raise
                continue
            found[name] = {
                str(info.mechanism.name).replace("_", "-"): int(info.iterations)
                for info in described.scram_credential_infos
            }
        return found

    def apply(self, changes: Sequence[UserChange]) -> None:
        """Set and remove what the plan says."""
        alterations = [_alteration(change.user) for change in changes if change.changed]
        if alterations:
            self.need_on_cluster("ALTER", "change the SCRAM users")
            futures = self._admin.alter_user_scram_credentials(alterations, request_timeout=self.timeout)
            for name, future in futures.items():
                self._result(f"change the SCRAM user {name}", future)


class LoginProbe(TopicAdmin):
    """Logs in as one user."""

    def accepted(self) -> bool:
        """Whether the login works; raises when the cluster does not answer."""
        return self._within(self.timeout, until=False)

    def await_accepted(self) -> None:
        """Wait until the login works, which the brokers learn within moments."""
        if not self._within(self.timeout, until=True):
            raise DataPlaneError(
                f"Kafka cluster {self.cluster.alias!r} refuses the login of {self.cluster.sasl_username}, "
                f"{self.timeout:g} s after its password was set: check that the listener offers "
                f"{self.cluster.sasl_mechanism}",
                {"user": self.cluster.sasl_username, "kind": "login"},
            )

    def _within(self, seconds: float, until: bool) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._call("log in", lambda: self._admin.list_topics(timeout=_ROUND), _ROUND)
                return True
            except DataPlaneError as error:
                refused = error.details.get("kind") == "login"
                late = time.monotonic() > deadline
                if refused and (late or not until):
                    return False
                if late or not (refused or error.details.get("kind") == "unreachable"):
                    raise


def login_probes(options: Mapping[str, Any], users: Iterable[ScramUser]) -> dict[Key, LoginProbe]:
    """One probe for each user who is to be there, at the address of these options."""
    return {
        user.key: LoginProbe(
            KafkaCluster.from_options(
                {
                    **options,
                    "sasl_username": user.name,
                    "sasl_password": user.password,
                    "sasl_mechanism": user.mechanism,
                }
            )
        )
        for user in users
        if user.state == "present"
    }


def _alteration(user: ScramUser) -> Any:
    mechanism = getattr(kafka_admin.ScramMechanism, user.mechanism.replace("-", "_"))
    if user.state == "absent":
        return kafka_admin.UserScramCredentialDeletion(user.name, mechanism)
    info = kafka_admin.ScramCredentialInfo(mechanism, user.iterations)
    return kafka_admin.UserScramCredentialUpsertion(user.name, info, user.password.encode("utf-8"))
