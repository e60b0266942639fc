# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files ``mm2.properties`` that run today as ``mm2_flows`` of an inventory.

Private to streamops.kafka. What the model cannot say is found by rendering: each file is compared with what this
collection would write in its place.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_canonical import (
    BEATS,
    Canonical,
    canonical,
    same_value,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_clusters import adopt_cluster, own_reference
from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_flow import (
    DEFAULTS,
    Keys,
    adopt_flow,
    brief_options,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_secrets import Vault, adopted_file
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import secret_key
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_keys import refused_key
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import dedicated_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topology import expand_entries
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import replication_factor
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import parse_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import mask_config

__all__ = ["adopt_flows"]

FLOWS_FILE = "group_vars/all/mm2_flows.yml"
CLUSTERS_FILE = "group_vars/all/kafka_clusters.yml"
VAULT_FILE = "group_vars/all/vault_mm2.yml"
Ends = tuple[str, str]
_LOGINS = ("source_credentials", "target_credentials")
_BEATING = "emit.heartbeats.enabled"
_PORT = re.compile(r":([0-9]+)\s*$")
_FILE = re.compile(r"\$\{file:([^:}]+):")
_HEAD = [
    "Written by the playbook streamops.kafka.adopt: the flows of the dedicated MirrorMaker instances that it read."
]
_NEW = [
    "Written by the playbook streamops.kafka.adopt: clusters that mm2.properties name and the inventory did not know.",
    "These variables of a later file replace those of an earlier one: put the entries beside those that you have.",
]


@dataclass(frozen=True)
class Source:
    """One file of one host."""

    place: str
    found: Canonical
    text: str


def adopt_flows(
    files: Sequence[Mapping[str, str]],
    kafka_clusters: Mapping[str, Any],
    kafka_credentials: Optional[Mapping[str, Any]] = None,
    mm2_flows: Iterable[Any] = (),
    mm2_flow_defaults: Optional[Mapping[str, Any]] = None,
) -> dict[str, Any]:
    """Files for the inventory, and what they do not say; ``files`` have host, source (path) and content (Base64)."""
    sources = [_source(item) for item in files]
    if not sources:
        return {"files": [], "left_over": [], "flows": []}
    vault = Vault()
    new, credentials = _new_clusters(sources, kafka_clusters, vault)
    clusters = {**kafka_clusters, **new}
    logins = _logins(mm2_flows, mm2_flow_defaults or {})
    found = {ends: adopt_flow(*ends, keys) for ends, keys in sorted(_flow_keys(sources).items())}
    flows = [read_flow({**flow.as_options(), **logins.get(ends, {})}) for ends, flow in found.items()]
    factors = {alias: replication_factor(clusters, alias) for alias in clusters}
    options = [brief_options(flow, factors) for flow in flows]
    known = {**(kafka_credentials or {}), **credentials}
    left_over = _left_over(sources, flows, clusters, known) + _refusals(options, clusters)
    head = [*_HEAD, *(["What they do not say:", *(f"- {line}" for line in left_over)] if left_over else [])]
    adopted = [adopted_file(FLOWS_FILE, head, {"mm2_flows": options})]
    if new:
        secrets = {"kafka_credentials": credentials} if credentials else {}
        adopted.append(adopted_file(CLUSTERS_FILE, _NEW, {"kafka_clusters": new, **secrets}))
    return {"files": adopted + vault.file(VAULT_FILE), "left_over": left_over, "flows": options}


def _logins(entries: Iterable[Any], defaults: Mapping[str, Any]) -> dict[Ends, dict[str, str]]:
    """The logins that the inventory names for flows: a file of ours refers to secrets, which have no name there."""
    return {
        (str(flow.get("source")), str(flow.get("target"))): {key: flow[key] for key in _LOGINS if flow.get(key)}
        for flow in expand_entries(entries, defaults)[0]
    }


def _source(item: Mapping[str, str]) -> Source:
    place = f"{item['host']}:{item['source']}"
    text = base64.b64decode(item["content"]).decode("latin-1")
    try:
        return Source(place, canonical(parse_properties(text)), text)
    except InputError as problem:
        raise InputError(f"{place}: {problem.message}", {"file": place}) from problem


def _new_clusters(
    sources: Sequence[Source], known: Mapping[str, Any], vault: Vault
) -> tuple[dict[str, Any], dict[str, Any]]:
    keys: dict[str, dict[str, str]] = {}
    for source in sources:
        for alias, found in source.found.clusters.items():
            keys.setdefault(alias, {}).update({key: value for key, value in found.items() if key not in keys[alias]})
    clusters, credentials = {}, {}
    for alias in sorted(set(keys) - set(known)):
        clusters[alias], secret = adopt_cluster(alias, keys[alias], vault)
        if secret:
            credentials[alias] = secret
    return clusters, credentials


def _flow_keys(sources: Sequence[Source]) -> dict[Ends, Keys]:
    """What each flow is made of; its heartbeats are written by whoever runs the opposite flow, if anybody does."""
    homes: dict[Ends, Canonical] = {}
    for source in sources:
        for ends in source.found.enabled:
            homes.setdefault(ends, source.found)
    return {
        (a, b): Keys(home.pairs[a, b], homes.get((b, a), home).pairs[b, a], home.clusters[b])
        for (a, b), home in homes.items()
    }


def _left_over(
    sources: Sequence[Source], flows: Sequence[Flow], clusters: Mapping[str, Any], credentials: Mapping[str, Any]
) -> list[str]:
    lines: list[str] = []
    for source in sources:
        targets = sorted({target for dummy, target in source.found.enabled})
        if not targets:
            lines.append(f"{source.place}: no flow is enabled there")
            continue
        rendered = canonical(dedicated_properties(flows, clusters, credentials, targets, **_process(source)))
        more = sorted(set(rendered.enabled) - set(source.found.enabled))
        lines.extend(f"{source.place}: an instance that writes to {b} runs {a}->{b} as well" for a, b in more)
        lines.extend(f"{source.place}: {difference}" for difference in _differences(source.found, rendered))
    return list(dict.fromkeys(lines))


def _process(source: Source) -> dict[str, Any]:
    """What the host gives to its instance: with an internal REST interface there is more than one node."""
    process = source.found.process
    port = process.get("rest.advertised.port", "").strip() or "".join(_PORT.findall(process.get("listeners", "")))
    path = _FILE.search(source.text)
    return {
        "nodes": 2 if process.get("dedicated.mode.enable.internal.rest", "").strip() == "true" else 1,
        "secrets_file": path[1] if path else "secrets.properties",
        "rest_host": process.get("rest.advertised.host.name", "").strip(),
        "rest_port": int(port) if port.isdigit() else 8083,
    }


def _differences(found: Canonical, rendered: Canonical) -> Iterator[str]:
    for ends in found.enabled:
        becomes = rendered.pairs[ends]
        # How heartbeats are written that nobody copies is of no interest; that they are written is.
        idle = [key for key in found.pairs[ends] if key.startswith(BEATS) and becomes[_BEATING] != "true"]
        keys = {key: value for key, value in found.pairs[ends].items() if key not in idle or key == _BEATING}
        yield from _differing(f"{ends[0]}->{ends[1]}.", {**DEFAULTS, **keys}, becomes)
    for a, b in found.enabled:
        if (b, a) not in found.enabled:
            beats = {key: value for key, value in found.pairs[b, a].items() if key.startswith(BEATS)}
            yield from _differing(f"{b}->{a}.", beats, rendered.pairs.get((b, a), {}))
    for alias in sorted({alias for ends in found.enabled for alias in ends}):
        keys = {key: value for key, value in found.clusters[alias].items() if not _hidden(alias, key, value)}
        yield from _differing(f"{alias}.", keys, rendered.clusters[alias])
    yield from _differing("", found.process, rendered.process)


def _hidden(alias: str, key: str, value: str) -> bool:
    """Whether the value is a secret, which stands elsewhere afterwards."""
    return own_reference(alias, key, value) or (secret_key(key) and "${" not in value)


def _differing(prefix: str, found: Mapping[str, str], rendered: Mapping[str, str]) -> Iterator[str]:
    shown = mask_config(found)
    for key in sorted(found):
        becomes = rendered.get(key)
        if becomes is None or not same_value(key, found[key], becomes):
            why = refused_key(key) if "->" in prefix else ""
            end = "is not written" if becomes is None else f"becomes {mask_config({key: becomes})[key]!r}"
            yield f"{prefix}{key} is {shown[key]!r} and {end}" + (f" ({why})" if why and becomes is None else "")


def _refusals(options: Sequence[Mapping[str, Any]], clusters: Mapping[str, Any]) -> list[str]:
    """What the rules over all flows of an inventory say."""
    try:
        inventory_flows(options, clusters)
    except InputError as problem:
        return [problem.message]
    return []
