# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of workers without a host: their properties, one by one and beside each other.

Private to streamops.kafka. The predicates of the rules W1 to W24 as far as the rendered properties tell; those
about the REST interface beyond its listeners are in ``rest_looks``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Iterator

from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site, Worker
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen

STORES = ("config.storage.topic", "offset.storage.topic", "status.storage.topic")
REQUIRED = ("bootstrap.servers", "group.id", *STORES, "key.converter", "value.converter")
REMOVED = ("internal.key.converter", "internal.value.converter", "rest.host.name", "rest.port")
_EVERYWHERE = re.compile(r"(0\.0\.0\.0|\[?::1?\]?|localhost|127\.0\.0\.1)?")
_LISTENER = re.compile(r"^(?P<protocol>[A-Za-z]+)://(?P<host>\[[^\]]*\]|[^:/,]*):(?P<port>[0-9]+)$")
_DEFAULT_MS = {
    "heartbeat.interval.ms": 3000,
    "session.timeout.ms": 10000,
    "rebalance.timeout.ms": 60000,
    "connections.max.idle.ms": 540000,
}


def milliseconds(worker: Worker, key: str) -> int:
    """A time of the worker, Kafka's default where it is not given or no number."""
    text = worker.get(key)
    return int(text) if text.isdigit() else _DEFAULT_MS[key]


def required_keys(site: Site) -> Iterator[Seen]:
    """W1: a key is missing without which no worker starts."""
    for worker in site.workers:
        missing = [key for key in REQUIRED if key not in worker.properties]
        if missing:
            yield Seen(worker.subject, f"{', '.join(missing)} missing", f"add {missing[0]}=...")


def blank_topics(site: Site) -> Iterator[Seen]:
    """W2: a storage topic without a name."""
    for worker in site.workers:
        for key in REQUIRED:
            if key in worker.properties and not worker.get(key):
                yield Seen(worker.subject, f"{key} is empty", f"{key}=<a name of its own>" if key in STORES else "")


def storage_topics(site: Site) -> Iterator[Seen]:
    """W3: one topic for two purposes, or for two clusters, or two sets of topics for one group."""
    users: dict[tuple[str, str], str] = {}
    groups: dict[tuple[str, str], list[str]] = {}
    for worker in site.workers:
        topics = [worker.get(key) for key in STORES if worker.get(key)]
        twice = sorted({topic for topic in topics if topics.count(topic) > 1})
        if twice:
            yield Seen(worker.subject, f"topic {twice[0]} stands in two of {', '.join(STORES)}")
        brokers, group = worker.group
        if topics != groups.setdefault(worker.group, topics):
            yield Seen(worker.subject, f"another worker of group {group} has other storage topics")
        for topic in sorted(set(topics)):
            owner = users.setdefault((brokers, topic), group)
            if owner != group:
                yield Seen(worker.subject, f"topic {topic} is also that of group {owner}")


def store_copies(site: Site) -> Iterator[Seen]:
    """W6: more copies of a storage topic than the inventory has brokers."""
    for worker in site.workers:
        for key in STORES:
            factor = worker.get(key.replace(".topic", ".replication.factor"), "3")
            if factor.isdigit() and 0 < worker.brokers < int(factor):
                name = key.replace(".topic", ".replication.factor")
                yield Seen(worker.subject, f"{name} is {factor} on {worker.brokers} broker(s)")


def servers(site: Site) -> Iterator[Seen]:
    """W9: an address that is none."""
    for process, prefix, keys in site.clients():
        given = keys.get("bootstrap.servers", "")
        try:
            KafkaCluster.from_options({"bootstrap_servers": given})
        except InputError:
            shown = repr(given) if given.strip() else "missing"
            yield Seen(process.subject, f"{prefix}bootstrap.servers is {shown}", f"{prefix}bootstrap.servers=host:9092")


def listeners(process: Any) -> list[str]:
    """The listeners of a process as it is given them."""
    return [part.strip() for part in process.get("listeners").split(",") if part.strip()]


def listener_form(site: Site) -> Iterator[Seen]:
    """W10: a listener that is not http(s)://host:port."""
    for process in site.processes:
        for text in listeners(process):
            match = _LISTENER.match(text)
            if match is None or match["protocol"].lower() not in ("http", "https"):
                yield Seen(process.subject, f"listeners holds {text!r}", "listeners=https://0.0.0.0:8443")


def advertised(site: Site) -> Iterator[Seen]:
    """W12: workers that call each other by an address that means each itself."""
    for worker in site.workers:
        if worker.peers < 2 or not _EVERYWHERE.fullmatch(worker.get("rest.advertised.host.name")):
            continue
        hosts = [match["host"] for match in map(_LISTENER.match, listeners(worker)) if match] or [""]
        if _EVERYWHERE.fullmatch(hosts[0]):
            where = worker.get("rest.advertised.host.name") or hosts[0] or "every address"
            yield Seen(worker.subject, f"one of {worker.peers} workers, known to the others as {where}")


def plugin_path(site: Site) -> Iterator[Seen]:
    """W13: an entry of plugin.path that cannot be what was meant."""
    for worker in site.workers:
        given = worker.properties.get("plugin.path")
        for entry in (given or "").split(","):
            if given is not None and not entry.strip():
                yield Seen(worker.subject, "plugin.path has an empty entry", "take the entry out")
            elif "${" in entry:
                yield Seen(worker.subject, f"plugin.path holds {entry}, and providers are not asked for it")
            elif entry != entry.rstrip():
                yield Seen(worker.subject, f"plugin.path entry {entry!r} ends with a blank")


def session_times(site: Site) -> Iterator[Seen]:
    """W17: too few heartbeats in a session."""
    for worker in site.workers:
        beat, session = (milliseconds(worker, key) for key in ("heartbeat.interval.ms", "session.timeout.ms"))
        if beat * 3 > session:
            yield Seen(
                worker.subject,
                f"heartbeat.interval.ms {beat} is more than a third of session.timeout.ms {session}",
                f"heartbeat.interval.ms={session // 3}",
            )


def copied_security(site: Site) -> Iterator[Seen]:
    """W18: the worker logs in, its connectors do not."""
    for worker in site.workers:
        protocol = worker.get("security.protocol", "PLAINTEXT")
        if protocol == "PLAINTEXT":
            continue
        bare = [kind for kind in ("producer", "consumer") if not worker.get(f"{kind}.security.protocol")]
        if bare:
            fix = "; ".join(f"{kind}.security.protocol={protocol}" for kind in bare)
            yield Seen(worker.subject, f"security.protocol is {protocol}, without a copy for {' and '.join(bare)}", fix)


def _differing(site: Site, key: str, default: str) -> Iterator[tuple[Worker, str, str]]:
    """Workers whose value is another than that of the first of their group."""
    first: dict[tuple[str, str], str] = {}
    for worker in site.workers:
        value = worker.get(key, default).lower()
        known = first.setdefault(worker.group, value)
        if value != known:
            yield worker, value, known


def exactly_once(site: Site) -> Iterator[Seen]:
    """W19: workers of one group that disagree, or a value that means nothing."""
    key = "exactly.once.source.support"
    for worker in site.workers:
        value = worker.get(key, "disabled").lower()
        if value not in ("disabled", "preparing", "enabled"):
            yield Seen(worker.subject, f"{key} is {value!r}", f"{key}=preparing, then enabled")
    for worker, value, known in _differing(site, key, "disabled"):
        if {value, known} == {"disabled", "enabled"}:
            yield Seen(worker.subject, f"{key} is {value}, and {known} on another worker of the group")


def logging(site: Site) -> Iterator[Seen]:
    """W21: a configuration of Log4j 1 for a worker that has Log4j 2."""
    for process in site.processes:
        options = process.environment.get("KAFKA_LOG4J_OPTS", "")
        if process.version >= (4,) and ".properties" in options:
            yield Seen(process.subject, f"KAFKA_LOG4J_OPTS is {options}")


def removed_keys(site: Site) -> Iterator[Seen]:
    """W22: a key that Kafka took out."""
    for worker in site.workers:
        for key in REMOVED:
            if key in worker.properties:
                new = "listeners=https://<host>:<port>" if key.startswith("rest.") else f"remove {key}"
                yield Seen(worker.subject, f"{key} is set", new)


def internal_keys(site: Site) -> Iterator[Seen]:
    """W23: signatures that peers do not accept, or a protocol that there is not."""
    for worker in site.workers:
        signed = worker.get("inter.worker.signature.algorithm", "HmacSHA256")
        known = [name.strip() for name in worker.get("inter.worker.verification.algorithms", "HmacSHA256").split(",")]
        if signed not in known:
            yield Seen(
                worker.subject,
                f"inter.worker.signature.algorithm {signed} is not in inter.worker.verification.algorithms",
                f"inter.worker.verification.algorithms={','.join([*known, signed])}",
            )
        if worker.get("connect.protocol", "sessioned").lower() not in ("eager", "compatible", "sessioned"):
            yield Seen(worker.subject, f"connect.protocol is {worker.get('connect.protocol')}", "remove the key")
    for worker, value, known_value in _differing(site, "inter.worker.signature.algorithm", "HmacSHA256"):
        yield Seen(worker.subject, f"signs with {value}, another worker of the group with {known_value}")


def idle_connections(site: Site) -> Iterator[Seen]:
    """W24: connections that are closed while a rebalance still waits for an answer on them."""
    for worker in site.workers:
        idle = milliseconds(worker, "connections.max.idle.ms")
        rebalance = milliseconds(worker, "rebalance.timeout.ms")
        if idle < rebalance:
            yield Seen(worker.subject, f"connections.max.idle.ms {idle} is below rebalance.timeout.ms {rebalance}")


def by_cluster(site: Site) -> dict[str, list[Worker]]:
    """The workers of each Connect cluster."""
    found = defaultdict(list)
    for worker in site.workers:
        found[worker.cluster].append(worker)
    return dict(found)
