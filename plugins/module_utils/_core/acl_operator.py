# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection itself needs on a Kafka cluster: to make topics, and to prove what runs.

Private to streamops.kafka. Both are done with the credentials of the cluster. Records are read only where connectors
and flows read or write them.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import WILDCARD
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_rights import Access, Named
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_worker import internal_topics
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topics import flow_topics

__all__ = ["allow_operator"]

_PURPOSE = "topics and proofs"
_MAKING = (("create", "create"), ("change", "alter"), ("change", "alter_configs"))


def allow_operator(access: Access, connect_clusters: Mapping[str, Any], flows: Sequence[Flow]) -> None:
    """The rights of whoever makes topics and proves, where somebody else has rights that were told before."""
    active = [flow for flow in flows if flow.enabled]
    made = [(topic["cluster"], topic["name"]) for topic in flow_topics(active, access.clusters)]
    for name in connect_clusters:
        topics = internal_topics(connect_clusters, name, access.clusters)
        made += [(connect_clusters[name]["kafka"], topic["name"]) for topic in topics]
    for alias in sorted(access.acls):
        _allow(access, alias, [Named(name) for of, name in made if of == alias])
    for flow in active:
        if flow.canary:
            who, topic = access.who(flow.source), Named(flow.canary_topic)
            access.allow(flow.source, who, _PURPOSE, "canary", "topic", [topic], ["write"])


def _allow(access: Access, alias: str, made: Sequence[Named]) -> None:
    who = access.who(alias)
    read = {
        Named(acl.name, acl.pattern): None
        for acl in access.acls[alias]
        if acl.resource_type == "topic" and acl.operation in ("read", "write")
    }
    everything = [Named(WILDCARD)]
    for moment, operation in _MAKING:
        access.allow(alias, who, _PURPOSE, moment, "topic", made, [operation])
    access.allow(alias, who, _PURPOSE, "probe", "topic", list(read), ["read"])
    access.allow(alias, who, _PURPOSE, "probe", "topic", everything, ["describe", "describe_configs"])
    access.allow(alias, who, _PURPOSE, "probe", "group", everything, ["describe"])
    access.allow_cluster(alias, who, _PURPOSE, "probe", "describe_configs")
