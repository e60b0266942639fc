# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service behind a Kafka cluster does not take, as ``kafka_clusters.<alias>.kind`` tells.

Private to streamops.kafka. The predicates of the rules K2 to K4. What a service allows is data, in ``kinds``.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.kinds import KINDS, Kind
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import (
    DEFAULT_REPLICATION_FACTOR,
    whole_number,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.connector_looks import (
    CREATED_FACTOR,
    DLQ_FACTOR,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.worker_looks import STORES
from ansible_collections.streamops.kafka.plugins.module_utils._core.sink_checks import DLQ_TOPIC

_SERVICE_CHOOSES = -1


def _kind(site: Site, alias: Any) -> Kind:
    """The kind of a cluster; one that nobody knows is told by another rule, and restricts nothing."""
    name = str(site.kafka.get(str(alias), {}).get("kind") or "self")
    return KINDS.get(name, KINDS["self"])


def fixed_copies(site: Site) -> Iterator[Seen]:
    """K2: copies of topics on a service that keeps one number of them."""
    for alias, subject, option, factor in _factors(site):
        kind = _kind(site, alias)
        number = whole_number(factor)
        if kind.replication_factor and number not in (None, kind.replication_factor, _SERVICE_CHOOSES):
            text = f"{option} is {number}, and {kind.title} takes {kind.replication_factor} only"
            yield Seen(subject, text, f"{option}: {kind.replication_factor}")


def _factors(site: Site) -> Iterator[tuple[str, str, str, Any]]:
    """Every number of copies that the inventory gives: of which cluster, whose, the option, the number."""
    for alias, cluster in site.kafka.items():
        given = cluster.get("replication_factor", DEFAULT_REPLICATION_FACTOR)
        yield alias, f"Kafka cluster {alias}", "replication_factor", given
    for name, described in site.connect.items():
        for key in (store.replace(".topic", ".replication.factor") for store in STORES):
            yield str(described.get("kafka")), f"Connect cluster {name}", key, described["config"].get(key)
    for each in site.connectors:
        yield each.alias, each.subject, CREATED_FACTOR, each.config.get(CREATED_FACTOR)
        if each.get(DLQ_TOPIC) and not each.is_source:
            yield each.alias, each.subject, DLQ_FACTOR, each.config.get(DLQ_FACTOR)
    for flow in site.flows:
        if flow.replication_factor != flow.target_replication_factor:
            yield flow.target, f"flow {flow.name}", "replication_factor", flow.replication_factor


def offered_logins(site: Site) -> Iterator[Seen]:
    """K3: a way to log in that the service does not offer."""
    for alias, cluster in site.kafka.items():
        kind, protocol = _kind(site, alias), str(cluster.get("security_protocol") or "PLAINTEXT")
        if kind.tls_only and not protocol.endswith("SSL"):
            text = f"security_protocol is {protocol}, and {kind.title} offers TLS only"
            yield Seen(f"Kafka cluster {alias}", text, "security_protocol: SASL_SSL")
    for alias, mechanisms in _mechanisms(site).items():
        kind = _kind(site, alias)
        for mechanism in mechanisms:
            if kind.mechanisms and mechanism not in kind.mechanisms:
                offered = " or ".join(kind.mechanisms)
                text = f"sasl_mechanism is {mechanism}, and {kind.title} offers {offered}"
                yield Seen(f"Kafka cluster {alias}", text, f"sasl_mechanism: {kind.mechanisms[0]}")


def _mechanisms(site: Site) -> Mapping[str, list[str]]:
    """How clients of each cluster log in: as its entry says, and as its workers and mirror processes were given."""
    found: dict[str, dict[str, None]] = {alias: {} for alias in site.kafka}
    for alias, cluster in site.kafka.items():
        found[alias][str(cluster.get("sasl_mechanism") or "")] = None
    for worker in site.workers:
        found.setdefault(str(worker.described.get("kafka")), {})[worker.get("sasl.mechanism")] = None
    for mirror in site.mirrors:
        for alias, keys in () if mirror.written else mirror.clients():
            found.setdefault(alias, {})[keys.get("sasl.mechanism", "")] = None
    return {alias: [name for name in names if name] for alias, names in found.items()}


def rights_elsewhere(site: Site) -> Iterator[Seen]:
    """K4: users and rights that the service does not take by Kafka's protocol."""
    for alias, cluster in site.kafka.items():
        kind = _kind(site, alias)
        for option, taken in (("acls", kind.acls), ("users", kind.scram_users)):
            if cluster.get(option) and not taken:
                text = f"{option} is given, and {kind.title} does not take them by Kafka's protocol"
                yield Seen(f"Kafka cluster {alias}", text, f"make them as {kind.access}")
    for flow in site.flows:
        for alias in (flow.source, flow.target) if flow.sync_topic_acls else ():
            kind = _kind(site, alias)
            if not kind.acls:
                text = f"sync_topic_acls, and {alias} is {kind.title}, which has no ACLs of Kafka's protocol"
                yield Seen(f"flow {flow.name}", text, "sync_topic_acls: false")
