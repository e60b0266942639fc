# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen on a host, of brokers and of workers that answer: the live part of rules.

Private to streamops.kafka. ``site.facts`` holds what was looked up; a fact that could not be had is not there, and the
report says why. Brokers of the inventory that do not answer are no finding: they may be what is rolled out next.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import whole_number
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.connector_looks import (
    CREATED_FACTOR,
    DLQ_FACTOR,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Connector, Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.worker_looks import STORES, milliseconds
from ansible_collections.streamops.kafka.plugins.module_utils._core.sink_checks import DLQ_TOPIC

_COMPACT = "cleanup.policy=compact"
_WAN_MS = 20
_BUFFER = 4 * 1024 * 1024


def _host(site: Site) -> str:
    return str(site.facts.get("name") or "this host")


def _stores(site: Site) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Storage topics of workers that exist: worker, key, name, what was seen of it."""
    known = {alias: found.get("topics", {}) for alias, found in site.asked("kafka")}
    for worker in site.workers:
        topics = known.get(str(worker.described.get("kafka")), {})
        for key in STORES:
            if worker.get(key) in topics:
                yield worker.subject, key, worker.get(key), topics[worker.get(key)]


def not_compacted(site: Site) -> Iterator[Seen]:
    """W4: a storage topic that forgets."""
    for subject, key, name, topic in _stores(site):
        if topic["cleanup"] != "compact":
            fix = f"kafka-configs.sh --alter --entity-type topics --entity-name {name} --add-config {_COMPACT}"
            yield Seen(subject, f"{key} {name} has cleanup.policy={topic['cleanup']}", fix)


def several_partitions(site: Site) -> Iterator[Seen]:
    """W5: a topic of configurations whose order is lost."""
    for subject, key, name, topic in _stores(site):
        if key == STORES[0] and topic["partitions"] != 1:
            yield Seen(subject, f"{key} {name} has {topic['partitions']} partitions")


def too_many_copies(site: Site) -> Iterator[Seen]:
    """W6 and M6: topics that the cluster would not make."""
    for alias, found in site.asked("kafka"):
        for name, reason in found.get("refused", {}).items():
            yield Seen(f"Kafka cluster {alias}", f"topic {name} cannot be made: {reason}")


def no_right_to_create(site: Site) -> Iterator[Seen]:
    """K1: topics that this login may not make."""
    for alias, found in site.asked("kafka"):
        for name in found.get("forbidden", ()):
            yield Seen(f"Kafka cluster {alias}", f"the login of this cluster may not make topic {name}")


def missing_topics(site: Site) -> Iterator[Seen]:
    """W7: topics that are not there, and that no worker makes."""
    known = dict(site.asked("kafka"))
    for worker in site.workers:
        found = known.get(str(worker.described.get("kafka")))
        if found and worker.get("internal.topics.automatic.creation.enable", "true") == "false":
            for name in (worker.get(key) for key in STORES):
                if name not in found.get("topics", {}) and name not in found.get("hidden", ()):
                    yield Seen(worker.subject, f"topic {name} does not exist, and is not made automatically")


def unreachable(site: Site) -> Iterator[Seen]:
    """W8 and M10: a cluster that does not let this host in."""
    for alias, found in site.facts.get("kafka", {}).items():
        kinds = ("login",) if found.get("ours") else ("login", "unreachable")
        if found.get("problem") and found.get("kind") in kinds:
            yield Seen(f"{_host(site)} to Kafka cluster {alias}", str(found["problem"]))


def unresolved(site: Site) -> Iterator[Seen]:
    """W9: names that this host does not know."""
    for name in sorted(name for name, known in site.facts["names"].items() if not known):
        yield Seen(_host(site), f"{name} has no address", f"put {name} into DNS or /etc/hosts")


def port_taken(site: Site) -> Iterator[Seen]:
    """W11: somebody else has the port."""
    for port, holder in sorted(site.facts["ports"].items()):
        if holder:
            yield Seen(_host(site), f"port {port} is taken by {holder}")


def plugin_folders(site: Site) -> Iterator[Seen]:
    """W13: entries of plugin.path that the service user cannot read."""
    for path, state in sorted(site.facts["folders"].items()):
        if state["problem"]:
            yield Seen(_host(site), f"plugin.path entry {path}: {state['problem']}")


def manifests(site: Site) -> Iterator[Seen]:
    """W14: plugins that service loading does not find."""
    for path, state in sorted(site.facts["folders"].items()):
        for plugin in state.get("bare", ()):
            yield Seen(_host(site), f"no ServiceLoader manifest in {path}/{plugin}")


def _classes(site: Site) -> Iterator[tuple[str, str, set[str]]]:
    for name, found in site.asked("connect"):
        for url, classes in found["plugins"].items():
            yield name, url, set(classes)


def converters(site: Site) -> Iterator[Seen]:
    """W15: a converter that a worker does not have."""
    for name, url, classes in _classes(site):
        for worker in site.workers:
            wanted = {worker.get(key) for key in ("key.converter", "value.converter", "header.converter")} - {""}
            if worker.cluster == name:
                for missing in sorted(wanted - classes):
                    yield Seen(f"worker {url}", f"converter {missing} is in none of its plugins")


def group_taken(site: Site) -> Iterator[Seen]:
    """W16: the workers' group is one of consumers."""
    for alias, found in site.asked("kafka"):
        for group, protocol in found.get("groups", {}).items():
            if protocol not in ("", "connect"):
                yield Seen(f"Kafka cluster {alias}", f"group {group} is used with protocol {protocol!r}")


def session_limits(site: Site) -> Iterator[Seen]:
    """W17: a session that the brokers do not allow."""
    known = dict(site.asked("kafka"))
    for worker in site.workers:
        limits = known.get(str(worker.described.get("kafka")), {}).get("session")
        session = milliseconds(worker, "session.timeout.ms")
        if limits and not limits[0] <= session <= limits[1]:
            text = f"session.timeout.ms {session} is outside of what the brokers allow ({limits[0]} to {limits[1]})"
            yield Seen(worker.subject, text)


def old_java(site: Site) -> Iterator[Seen]:
    """W20: a Java that cannot read the classes."""
    found = site.facts["java"]
    for version in {process.version for process in site.processes if process.version}:
        wanted = 17 if version >= (4,) else 11
        if found["major"] < wanted:
            release = ".".join(map(str, version))
            yield Seen(_host(site), f"Java {found['major']} for Kafka {release}, which needs {wanted}")


def _brokers(site: Site) -> Iterator[tuple[Connector, Mapping[str, Any]]]:
    known = dict(site.asked("kafka"))
    for each in site.connectors:
        if each.alias in known:
            yield each, known[each.alias]


def queue_copies_live(site: Site) -> Iterator[Seen]:
    """Q4: more copies of a dead letter queue than there are brokers now."""
    for each, found in _brokers(site):
        factor = whole_number(each.get(DLQ_FACTOR, "3")) or 0
        exists = each.get(DLQ_TOPIC) in found.get("topics", {})
        if each.get(DLQ_TOPIC) and each.is_sink and not exists and found["brokers"] < factor:
            yield Seen(each.subject, f"{DLQ_FACTOR} is {factor} on {found['brokers']} broker(s) of {each.alias}")


def nobody_makes_topics(site: Site) -> Iterator[Seen]:
    """C8: a source whose topics neither Connect nor the brokers make."""
    for each, found in _brokers(site):
        told = each.get(CREATED_FACTOR)
        if each.is_source and not told and found.get("auto_create") == "false":
            yield Seen(each.subject, f"no topic.creation.default.*, and the brokers of {each.alias} make no topics")
        factor = whole_number(told) or 0
        if found["brokers"] < factor:
            text = f"{CREATED_FACTOR} {factor} on {found['brokers']} broker(s)"
            yield Seen(each.subject, text)


def class_everywhere(site: Site) -> Iterator[Seen]:
    """C4: a worker that does not have the class."""
    for name, url, classes in _classes(site):
        short = {known.rsplit(".", 1)[-1] for known in classes}
        for each in site.connectors:
            wanted = each.get("connector.class")
            if each.cluster == name and wanted and not {wanted, f"{wanted}Connector"} & (classes | short):
                yield Seen(each.subject, f"{wanted} is not on worker {url}")


def clock(site: Site) -> Iterator[Seen]:
    """H1: a clock that nobody sets."""
    if site.facts["clock"]["synchronised"] is False:
        yield Seen(_host(site), "the kernel says that the clock is not synchronised")


def room(site: Site) -> Iterator[Seen]:
    """H2: little room left on a disk."""
    for path, free in sorted(site.facts["disk"].items()):
        if free < 2 * 1024**3:
            yield Seen(_host(site), f"{free // 1024**2} MiB are free under {path}")


def open_files(site: Site) -> Iterator[Seen]:
    """H3: too few open files for a broker or a worker."""
    for unit, limit in sorted(site.facts["files"].items()):
        if limit < 65536:
            yield Seen(_host(site), f"{unit} may open {limit} files")


def buffers(site: Site) -> Iterator[Seen]:
    """H4: buffers that no distance can be crossed with."""
    far = [flow.name for flow in site.flows if flow.round_trip_ms >= _WAN_MS or flow.profile == "wan"]
    for key, size in sorted(site.facts["buffers"].items()):
        if far and size < _BUFFER:
            yield Seen(_host(site), f"{key} is {size}, and {', '.join(far)} crosses a WAN", f"sysctl {key}={_BUFFER}")


def expired(site: Site) -> Iterator[Seen]:
    """T1: a certificate that has expired."""
    for place, days in sorted(site.facts["certificates"].items()):
        if days < 0:
            yield Seen(_host(site), f"the certificate of {place} expired {-days} day(s) ago")


def expiring(site: Site) -> Iterator[Seen]:
    """T2: a certificate that expires soon."""
    for place, days in sorted(site.facts["certificates"].items()):
        if 0 <= days < site.certificate_days:
            yield Seen(_host(site), f"the certificate of {place} expires in {days} day(s)")
