# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ACLs of one Kafka cluster: read, made, removed.

Private to streamops.kafka.
"""

from __future__ import annotations

import time
from typing import Any, Iterable, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import Acl
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_plan import AclPlan
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.topic_admin import TopicAdmin

try:
    import confluent_kafka.admin as kafka_admin
except ImportError:
    kafka_admin = None

__all__ = ["AclAdmin"]

# Kafka's cluster is a broker to librdkafka.
_NAMES = {"cluster": "BROKER"}


class AclAdmin(TopicAdmin):
    """A client of one cluster for its ACLs."""

    def acls(self) -> set[Acl]:
        """Every ACL that there is, of the kinds that the collection knows.

        The client keeps a refusal to itself and answers that there are none.
        """
        anything = kafka_admin.AclBindingFilter(
            kafka_admin.ResourceType.ANY,
            None,
            kafka_admin.ResourcePatternType.ANY,
            None,
            None,
            kafka_admin.AclOperation.ANY,
            kafka_admin.AclPermissionType.ANY,
        )
        future = self._admin.describe_acls(anything, request_timeout=self.timeout)
        read = (_read(binding) for binding in self._result("read the ACLs", future))
        found = {acl for acl in read if acl is not None}
        if not found:
            self.need_on_cluster("DESCRIBE", "read the ACLs")
        return found

    def apply(self, plan: AclPlan) -> None:
        """Make and remove, and wait until the brokers say so."""
        made = [_written(acl, kafka_admin.AclBinding) for acl in plan.create]
        removed = [_written(acl, kafka_admin.AclBindingFilter) for acl in plan.delete]
        if made:
            self._each("make an ACL", self._admin.create_acls(made, request_timeout=self.timeout).values())
        if removed:
            self._each("remove an ACL", self._admin.delete_acls(removed, request_timeout=self.timeout).values())
        self._await_plan(plan)

    def _each(self, action: str, futures: Iterable[Any]) -> None:
        for future in futures:
            self._result(action, future)

    def _await_plan(self, plan: AclPlan) -> None:
        deadline = time.monotonic() + self.timeout
        while True:
            found = self.acls()
            late = [acl for acl in plan.create if acl not in found] + [acl for acl in plan.delete if acl in found]
            if not late:
                return
            if time.monotonic() > deadline:
                raise DataPlaneError(
                    f"Kafka cluster {self.cluster.alias!r}: {len(late)} ACL(s) were changed, and {self.timeout:g} s "
                    f"later the brokers do not show it: {late[0].text}: check the controllers' logs",
                    {"acls": [acl.as_options() for acl in late], "kind": "refused"},
                )
            time.sleep(0.2)


def _read(binding: Any) -> Optional[Acl]:
    kinds = {"BROKER": "cluster"}
    values = [getattr(binding, name).name for name in ("restype", "resource_pattern_type", "operation")]
    kind, pattern, operation = (kinds.get(value, value.lower()) for value in values)
    if kind in ("unknown", "user", "delegation_token"):
        return None
    permission = binding.permission_type.name.lower()
    return Acl(binding.principal, kind, binding.name, operation, pattern, binding.host, permission)


def _written(acl: Acl, kind: Any) -> Any:
    name = _NAMES.get(acl.resource_type, acl.resource_type.upper())
    resource = getattr(kafka_admin.ResourceType, name, None)
    if resource is None:
        raise DataPlaneError(
            f"ACLs of kind {acl.resource_type} cannot be made with this confluent_kafka: install a newer version",
            {"kind": "not_permitted"},
        )
    return kind(
        resource,
        acl.name,
        kafka_admin.ResourcePatternType[acl.pattern.upper()],
        acl.principal,
        acl.host,
        kafka_admin.AclOperation[acl.operation.upper()],
        kafka_admin.AclPermissionType[acl.permission.upper()],
    )
