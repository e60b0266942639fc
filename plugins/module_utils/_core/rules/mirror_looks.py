# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of MirrorMaker's own processes and of flows without a host.

Private to streamops.kafka. The predicates of the rules M1 to M13. What is wrong between flows is told by the predicates
that refuse an inventory as well: a file written by hand is read as flows, and judged by the same.
"""

from __future__ import annotations

import re
from typing import Iterator

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import POLICIES
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_rules import flow_findings
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Mirror, Process, Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen, refusals

INTERNAL_REST = "dedicated.mode.enable.internal.rest"
_PAIR = re.compile(r"^(?P<source>[A-Za-z0-9_-]+)->(?P<target>[A-Za-z0-9_-]+)\.(?P<key>.+)$")
# What MirrorMaker honours at the top level beside the keys of connectors and clients.
_OF_PROCESS = (
    "dedicated.mode.", "listeners", "rest.", "admin.listeners", "config.providers", "plugin.discovery", "key.converter",
    "value.converter", "header.converter", "task.", "worker.", "ssl.", "connector.client.config.", "response.http.",
    "inter.worker.", "access.control.",
)  # fmt: skip
_MISTAKEN = ("enable", "emit.heartbeats", "emit.checkpoints")
_REMOVED = ("topics.blacklist", "groups.blacklist", "config.properties.blacklist")
_OLD = ("whitelist", "topics.whitelist", "groups.whitelist")
_MERGING = ("group.id", "client.id", "config.storage.topic", "offset.storage.topic", "status.storage.topic")
_FACTORS = {
    "replication.factor": 2,
    "checkpoints.topic.replication.factor": 3,
    "heartbeats.topic.replication.factor": 3,
    "offset-syncs.topic.replication.factor": 3,
}
_STORE_FACTORS = tuple(f"{kind}.storage.replication.factor" for kind in ("config", "offset", "status"))
_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls"


def _on(mirror: Mirror, key: str) -> bool:
    return mirror.get(key, "false").lower() == "true"


def internal_rest(site: Site) -> Iterator[Seen]:
    """M1: several nodes that cannot tell their leader of new tasks."""
    for mirror in site.mirrors:
        if mirror.nodes > 1 and not _on(mirror, INTERNAL_REST):
            yield Seen(mirror.subject, f"one of {mirror.nodes} nodes, without {INTERNAL_REST}", f"{INTERNAL_REST}=true")


def something_to_do(site: Site) -> Iterator[Seen]:
    """M2: no pair that copies."""
    for mirror in site.mirrors:
        if not mirror.keys.enabled:
            first, *others = mirror.keys.aliases
            other = others[0] if others else "<target>"
            yield Seen(mirror.subject, "no pair has enabled=true", f"{first}->{other}.enabled=true")


def ignored_keys(site: Site) -> Iterator[Seen]:
    """M3: keys that MirrorMaker takes without a word and does not use."""
    for mirror in site.mirrors:
        for key in mirror.properties:
            pair = _PAIR.match(key)
            if pair:
                yield from _pair_key(mirror, pair)
        targets = [target for dummy, target in mirror.keys.enabled]
        for key in mirror.keys.process:
            if _PAIR.match(key) or key in _OLD or key.startswith(_OF_PROCESS):
                continue
            prefix = f"{targets[0]}." if targets else "<target>."
            yield Seen(mirror.subject, f"{key} stands at the top level, where it is ignored", f"{prefix}{key}=...")


def _pair_key(mirror: Mirror, pair: re.Match[str]) -> Iterator[Seen]:
    unknown = [alias for alias in (pair["source"], pair["target"]) if alias not in mirror.keys.aliases]
    if unknown:
        yield Seen(mirror.subject, f"{pair[0]}: alias {unknown[0]} is not in clusters", "add it to clusters")
    elif pair["key"] in _MISTAKEN:
        cure = pair["key"] + ("d" if pair["key"] == "enable" else ".enabled")
        yield Seen(mirror.subject, f"{pair[0]} is no key", f"{pair['source']}->{pair['target']}.{cure}=...")


def combinations(site: Site) -> Iterator[Seen]:
    """M4: settings of a flow that do not go together."""
    return refusals("M4", site)


def isolation(site: Site) -> Iterator[Seen]:
    """M5: exactly-once over a consumer that reads what was never committed."""
    for mirror in site.mirrors:
        for source, target in mirror.keys.enabled:
            once = mirror.keys.clusters[target].get("exactly.once.source.support", "disabled").strip()
            key = "consumer.isolation.level"
            level = mirror.keys.clusters[source].get(key) or mirror.keys.pairs[source, target].get(key, "")
            if mirror.written and once == "enabled" and level.strip() != "read_committed":
                shown = level or "left at its default"
                fix = f"{source}.{key}=read_committed"
                yield Seen(mirror.subject, f"{source}->{target} runs exactly once, and {key} is {shown}", fix)


def copies(site: Site) -> Iterator[Seen]:
    """M6: replication factors that are left to defaults, which no cluster of one or two brokers can give."""
    for mirror in site.mirrors:
        for source, target in mirror.keys.enabled if mirror.written else ():
            pair, worker = mirror.keys.pairs[source, target], mirror.keys.clusters[target]
            left = [f"{key} ({factor})" for key, factor in _FACTORS.items() if key not in pair]
            left += [f"{key} (3)" for key in _STORE_FACTORS if key not in worker]
            if left:
                keys = [f"{source}->{target}.{key}" for key in _FACTORS if key not in pair]
                keys += [f"{target}.{key}" for key in _STORE_FACTORS if key not in worker]
                fix = "; ".join(f"{key}=<copies>" for key in keys)
                yield Seen(mirror.subject, f"{source}->{target} takes the defaults of {', '.join(left)}", fix)


def between_flows(site: Site) -> Iterator[Seen]:
    """M7: loops, two writers of one topic, one cluster under two names, among flows that were written by hand."""
    if site.written_flows:
        clusters = {
            alias: {"bootstrap_servers": keys.get("bootstrap.servers", "")}
            for mirror in site.mirrors
            for alias, keys in mirror.clients()
        }
        for sentence in flow_findings(site.written_flows, clusters):
            names, dummy, rest = sentence.partition(": ")
            yield Seen(names, rest or sentence)


def taken_for_copies(site: Site) -> Iterator[Seen]:
    """M7: topics that begin with the alias of the cluster they are on, which MirrorMaker 4.4 takes for copies."""
    known = dict(site.asked("kafka"))
    recent = any(process.version >= (4, 4) for process in site.mirrors)
    for flow in site.flows if recent else ():
        start = f"{flow.source}{flow.separator}"
        topics = known.get(flow.source, {}).get("topics", {}) if flow.policy_class == POLICIES["default"] else {}
        left_out = sorted(name for name in topics if name.startswith(start) and MirrorView(flow).replicates(name))
        if left_out:
            text = f"{', '.join(left_out[:5])} begin with {start!r}, the alias of their own cluster, and are not copied"
            yield Seen(f"flow {flow.name}", text, f"give {flow.source} another alias, or the topics other names")


def old_keys(site: Site) -> Iterator[Seen]:
    """M8: keys that Kafka 4 took out, keys of the first MirrorMaker, and keys that merge the groups of flows."""
    for mirror in site.mirrors:
        for key in mirror.properties:
            pair = _PAIR.match(key)
            bare = pair["key"] if pair else key
            start = key[: len(key) - len(bare)]
            if bare in _REMOVED:
                yield Seen(mirror.subject, f"{key} is set", f"{start}{bare.replace('blacklist', 'exclude')}=...")
            elif bare in _OLD:
                new = "groups" if bare.startswith("groups") else "topics"
                yield Seen(mirror.subject, f"{key} is set", f"{start}{new}=...")
        yield from _merged(mirror)


def _merged(mirror: Mirror) -> Iterator[Seen]:
    for alias, keys in mirror.clients():
        sources = [source for source, target in mirror.keys.enabled if target == alias]
        found = [key for key in _MERGING if key in keys]
        if len(sources) > 1 and found:
            text = f"{alias}.{found[0]} is one for the flows from {' and '.join(sources)}"
            yield Seen(mirror.subject, text, f"remove {alias}.{found[0]}")


def ports(site: Site) -> Iterator[Seen]:
    """M9: two processes of one host that want one port."""
    used: dict[tuple[str, str], str] = {}
    for mirror in site.mirrors:
        if _on(mirror, INTERNAL_REST):
            listener = mirror.get("listeners", "http://:8083").rsplit(":", 1)[-1]
            first = used.setdefault((mirror.host, listener), mirror.subject)
            if first != mirror.subject:
                yield Seen(mirror.subject, f"port {listener} is also that of {first}", "listeners=http://0.0.0.0:8084")


def token_addresses(site: Site) -> Iterator[Seen]:
    """M11: tokens from an address that the JVM was not told to trust."""
    for process in site.processes:
        options = " ".join(process.environment.values())
        asked = sorted({value for key, value in process.properties.items() if key.endswith("token.endpoint.url")})
        if asked and _URLS not in options:
            fix = f"KAFKA_OPTS=-D{_URLS}={','.join(asked)}"
            yield Seen(process.subject, f"tokens come from {asked[0]}, and {_URLS} is not set", fix)


def everything(site: Site) -> Iterator[Seen]:
    """M12: a flow that copies every topic there is and will be."""
    for flow in [*site.flows, *site.written_flows]:
        if ".*" in flow.topics and flow.enabled:
            fix = f"{flow.name}.topics=orders\\..*" if flow in site.written_flows else "topics: ['orders\\..*']"
            yield Seen(f"flow {flow.name}", "topics is .*", fix)


def own_topics(site: Site) -> Iterator[Seen]:
    """M13: how the topics are called that MirrorMaker keeps its state in."""
    for flow in site.written_flows:
        names = [f"{flow.checkpoints_topic}, {flow.remote_heartbeats} on {flow.target}"]
        names.append(f"{flow.offset_syncs_topic} on {flow.offset_syncs_cluster}")
        yield Seen(f"flow {flow.name}", f"it keeps {'; '.join(names)}", f"look for {flow.checkpoints_topic}")


def logins(site: Site) -> Iterator[Seen]:
    """A1 looks at this: SASL whose mechanism is left to its default."""
    for process, prefix, keys in _sasl(site):
        if not keys.get("sasl.mechanism", "").strip():
            text = f"{prefix}security.protocol is {keys['security.protocol']}, and {prefix}sasl.mechanism is not set"
            plain = "PlainLoginModule" in keys.get("sasl.jaas.config", "")
            yield Seen(process.subject, text, f"{prefix}sasl.mechanism={'PLAIN' if plain else 'SCRAM-SHA-512'}")


def login_modules(site: Site) -> Iterator[Seen]:
    """A2 looks at this: SASL without a login, or with one for another mechanism."""
    for process, prefix, keys in _sasl(site):
        jaas, mechanism = keys.get("sasl.jaas.config", ""), keys.get("sasl.mechanism", "").strip()
        module = "scram.ScramLoginModule" if mechanism.startswith("SCRAM") else "plain.PlainLoginModule"
        line = f"{prefix}sasl.jaas.config=org.apache.kafka.common.security.{module} required username=... password=...;"
        if not jaas:
            yield Seen(process.subject, f"{prefix}sasl.jaas.config is not set", line)
        elif mechanism.startswith(("PLAIN", "SCRAM")) and "${" not in jaas and module.split(".")[1] not in jaas:
            yield Seen(process.subject, f"{prefix}sasl.jaas.config names another login than {mechanism} needs", line)


def _sasl(site: Site) -> Iterator[tuple[Process, str, dict[str, str]]]:
    for process, prefix, keys in site.clients():
        if keys.get("security.protocol", "").strip().startswith("SASL_"):
            yield process, prefix, dict(keys)
