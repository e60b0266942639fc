# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the variables of an inventory, and from files that were written by hand, to the value that rules look at.

Private to streamops.kafka. What the roles would write is rendered by the same functions that the roles use; where these
refuse an inventory, the refusal is what is told, and nothing is guessed beyond it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rules import connect_findings
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_worker import (
    KAFKA_VERSION,
    worker_properties,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import CONNECT, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.kinds import kind_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import jvm_options, kafka_cluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import stored_config
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.build_mirrors import (
    rendered_mirrors,
    written_flows,
    written_mirrors,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Connector, Site, Worker
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.process_parts import (
    environment,
    files,
    version,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.shape import Refused, refuse, shaped

__all__ = ["build_site"]


def build_site(options: Mapping[str, Any]) -> Site:
    """The value, with everything that could not be made of the options among its refusals."""
    refused: Refused = {}
    given = shaped(options, refused)
    _refuse_clusters(given, refused)
    flows = _flows(given, refused)
    workers = [*_workers(given, flows, refused), *_written_workers(given)]
    mirrors = [*rendered_mirrors(given, flows, refused), *written_mirrors(given, refused)]
    facts = given.get("facts") or {}
    return Site(
        kafka=given["kafka_clusters"],
        connect=given["connect_clusters"],
        workers=workers,
        connectors=_connectors(given, workers),
        mirrors=mirrors,
        flows=flows,
        written_flows=written_flows(mirrors, refused),
        refused=refused,
        facts=facts,
        is_live=bool(facts),
        certificate_days=int(given.get("certificate_days") or 30),
    )


def _refuse_clusters(given: Mapping[str, Any], refused: Refused) -> None:
    for alias in given["kafka_clusters"]:
        try:
            kafka_cluster(given["kafka_clusters"], alias, given["kafka_credentials"])
            kind_of(given["kafka_clusters"], alias)
        except InputError as problem:
            refuse(refused, "I3", f"kafka_clusters.{alias}", problem)
    for sentence in connect_findings(given["connect_clusters"], given["kafka_clusters"]):
        refused.setdefault("I1", []).append(("connect_clusters", sentence))


def _flows(given: Mapping[str, Any], refused: Refused) -> list[Flow]:
    try:
        return inventory_flows(given["mm2_flows"], given["kafka_clusters"], given["mm2_flow_defaults"])
    except InputError as problem:
        refuse(refused, "I2", "mm2_flows", problem)
        return []


def _members(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The hosts of a Connect cluster; one without a name stands for what the inventory does not tell."""
    members = [host for host in given["hosts"] if host.get("connect_cluster") == name]
    return members or [{}]


def _workers(given: Mapping[str, Any], flows: Sequence[Flow], refused: Refused) -> Iterable[Worker]:
    if refused.get("I1"):
        return
    for name, cluster in given["connect_clusters"].items():
        members = _members(given, name)
        if cluster.get("urls") and members == [{}]:
            continue
        for host in members:
            label = str(host.get("name") or "")
            try:
                properties = _rendered(given, name, str(host.get("connect_rest_host") or label or "host"), flows)
                options = _jvm_options(given, cluster, flows)
            except InputError as problem:
                if not refused.get("I3"):
                    refuse(refused, "I1", f"Connect cluster {name}", problem)
                break
            yield Worker(
                subject=f"worker {label} of {name}" if label else f"workers of {name}",
                host=label,
                properties=properties,
                environment={"KAFKA_OPTS": options, **environment(host.get("connect_environment"))},
                version=version(host.get("kafka_version"), given.get("kafka_version")),
                cluster=name,
                peers=len(members),
                described=cluster,
                brokers=_brokers(given, str(cluster.get("kafka"))),
            )


def _jvm_options(given: Mapping[str, Any], cluster: Mapping[str, Any], flows: Sequence[Flow]) -> str:
    """What the role tells the JVM of a worker, unless the environment of its unit says something else."""
    sources = [flow.source for flow in flows if flow.mode == CONNECT]
    options = [jvm_options(given["kafka_clusters"], [str(cluster.get("kafka")), *sources])]
    if (cluster.get("rest") or {}).get("credentials"):
        options.append("-Djava.security.auth.login.config=rest.jaas")
    return " ".join(options)


def _rendered(given: Mapping[str, Any], name: str, host: str, flows: Sequence[Flow]) -> dict[str, str]:
    return worker_properties(
        given["connect_clusters"],
        name,
        given["kafka_clusters"],
        given["kafka_credentials"],
        host,
        kafka_version=".".join(map(str, version(given.get("kafka_version")))) or KAFKA_VERSION,
        flows=[flow.as_options() for flow in flows],
    )


def _written_workers(given: Mapping[str, Any]) -> list[Worker]:
    found = files(given, "worker_files")
    groups = [(keys.get("bootstrap.servers"), keys.get("group.id")) for dummy, keys in found]
    return [
        Worker(
            subject=place,
            host="",
            properties=properties,
            environment=environment(given.get("environment")),
            version=version(given.get("kafka_version")),
            written=True,
            peers=groups.count(group),
        )
        for (place, properties), group in zip(found, groups)
    ]


def _connectors(given: Mapping[str, Any], workers: Sequence[Worker]) -> list[Connector]:
    by_cluster = {worker.cluster: worker.properties for worker in reversed(workers)}
    found = []
    clusters = given["connect_clusters"].values()
    names = Counter(name for each in clusters for name in {entry["name"] for entry in each["connectors"]})
    for name, cluster in given["connect_clusters"].items():
        alias = str(cluster.get("kafka") or "")
        described = {**cluster, "brokers": _brokers(given, alias)}
        plugins = _classes(given, cluster)
        for entry in cluster["connectors"]:
            if entry.get("state", "present") == "present":
                config = stored_config(entry["config"])
                worker = by_cluster.get(name, {})
                allowed = entry.get("allow_plain_secrets", described.get("allow_plain_secrets"))
                known = {**described, "allow_plain_secrets": allowed}
                shared = names[entry["name"]] > 1
                found.append(Connector(entry["name"], config, name, alias, worker, plugins, known, shared))
    described_files = next((worker.properties for worker in workers if worker.written), {})
    found += [
        Connector(entry["name"], stored_config(entry["config"]), worker=described_files)
        for entry in given["connectors"]
    ]
    return found


def _brokers(given: Mapping[str, Any], alias: str) -> int:
    """How many the inventory states or has as hosts; 0 where it does not say."""
    stated = given["kafka_clusters"].get(alias, {}).get("brokers")
    ours = [host for host in given["hosts"] if host.get("kafka_cluster") == alias]
    return stated if isinstance(stated, int) else len(ours)


def _classes(given: Mapping[str, Any], cluster: Mapping[str, Any]) -> list[str]:
    """The classes that the plugins bring; none where one of them does not tell."""
    names = cluster.get("plugins") or ()
    found: list[str] = []
    for name in names if isinstance(names, (list, tuple)) else ():
        classes = (given["connect_plugins"].get(str(name)) or {}).get("classes")
        if not classes or not isinstance(classes, (list, tuple)):
            return []
        found += map(str, classes)
    return found
