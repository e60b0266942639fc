# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operator of a Kafka cluster does not let its users do, as data.

Private to streamops.kafka. ``kafka_clusters.<alias>.kind`` names an entry; whoever plans a change or judges a cluster
asks here first, so that what a service refuses is told as such and never as a fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import entry

__all__ = ["KINDS", "Kind", "kind_of"]


@dataclass(frozen=True)
class Kind:
    """One kind of cluster: what can be done through the Kafka protocol, and where the rest is done."""

    name: str
    title: str
    broker_configs: bool = True  # settings of the brokers can be read
    acls: bool = True  # ACLs are made by the Kafka protocol
    scram_users: bool = True  # SCRAM users are made by the Kafka protocol
    replication_factor: int = 0  # the only one that is accepted; 0: any
    mechanisms: tuple[str, ...] = ()  # SASL mechanisms that are offered; empty: any
    tls_only: bool = True
    access: str = ""  # where users and ACLs are made when not by the protocol


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("self", "a cluster of one's own", tls_only=False),
        Kind(
            "msk",
            "Amazon MSK",
            scram_users=False,
            mechanisms=("SCRAM-SHA-512", "AWS_MSK_IAM"),
            tls_only=False,
            access="SCRAM users as secrets AmazonMSK_* of AWS Secrets Manager, IAM principals in IAM policies",
        ),
        Kind(
            "msk_serverless",
            "Amazon MSK Serverless",
            broker_configs=False,
            acls=False,
            scram_users=False,
            replication_factor=3,
            mechanisms=("AWS_MSK_IAM",),
            access="IAM policies",
        ),
        Kind(
            "confluent_cloud",
            "Confluent Cloud",
            broker_configs=False,
            scram_users=False,
            replication_factor=3,
            mechanisms=("PLAIN", "OAUTHBEARER"),
            access="service accounts and API keys of Confluent Cloud",
        ),
        Kind(
            "aiven",
            "Aiven for Apache Kafka",
            acls=False,
            scram_users=False,
            mechanisms=("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"),
            access="users and ACLs of the Aiven service (console, API or Terraform)",
        ),
        Kind(
            "event_hubs",
            "Azure Event Hubs",
            broker_configs=False,
            acls=False,
            scram_users=False,
            mechanisms=("PLAIN", "OAUTHBEARER"),
            access="shared access policies or role assignments of Azure",
        ),
        Kind(
            "redpanda_cloud",
            "Redpanda Cloud",
            broker_configs=False,
            mechanisms=("SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"),
            access="",
        ),
        Kind("managed", "a cluster that somebody else runs", tls_only=False),
    )
}


def kind_of(clusters: Mapping[str, Any], alias: str) -> Kind:
    """The kind of a cluster of the inventory, ``self`` when it is not given."""
    name = entry(clusters, alias, "kafka_clusters").get("kind") or "self"
    if name not in KINDS:
        raise InputError(
            f"kafka_clusters.{alias}.kind is {name!r}; give one of {', '.join(sorted(KINDS))}",
            {"cluster": alias, "option": "kind"},
        )
    return KINDS[name]
