# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""MirrorMaker's own processes, out of the inventory or of files, as rules look at them.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_canonical import canonical
from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_flow import Keys, adopt_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import dedicated_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import jvm_options
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Mirror
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.process_parts import (
    environment,
    files,
    version,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.shape import Refused, refuse


def rendered_mirrors(given: Mapping[str, Any], flows: Sequence[Flow], refused: Refused) -> Iterator[Mirror]:
    """The processes that the inventory describes, each on its host."""
    instances: dict[str, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for host in given["hosts"]:
        for instance in host.get("mirrormaker_instances") or ():
            if isinstance(instance, Mapping):
                instances.setdefault(str(instance.get("name")), []).append((host, instance))
    for name, nodes in instances.items() if flows else ():
        for host, instance in nodes:
            mirror = _mirror(given, flows, name, host, instance, len(nodes), refused)
            if mirror is not None:
                yield mirror


def _mirror(
    given: Mapping[str, Any],
    flows: Sequence[Flow],
    name: str,
    host: Mapping[str, Any],
    instance: Mapping[str, Any],
    nodes: int,
    refused: Refused,
) -> Optional[Mirror]:
    subject = f"MirrorMaker {name} on {host['name']}"
    targets = [str(target) for target in instance.get("targets") or ()]
    port = instance.get("rest_port") or 8083
    try:
        properties = dedicated_properties(
            flows, given["kafka_clusters"], given["kafka_credentials"], targets, nodes, "/secrets", "", int(port)
        )
        keys = canonical(properties)
        options = jvm_options(given["kafka_clusters"], keys.aliases)
    except (InputError, TypeError, ValueError) as problem:
        if isinstance(problem, InputError) and not refused.get("I3"):
            refuse(refused, "I2", subject, problem)
        return None
    release = version(host.get("kafka_version"), given.get("kafka_version"))
    added = {"KAFKA_OPTS": options, **environment(host.get("mirrormaker_environment"))}
    return Mirror(subject, str(host["name"]), properties, added, release, keys=keys, nodes=nodes)


def written_mirrors(given: Mapping[str, Any], refused: Refused) -> Iterator[Mirror]:
    """The processes whose files were given."""
    found = files(given, "mirror_files")
    for place, properties in found:
        try:
            keys = canonical(properties)
        except InputError as problem:
            refuse(refused, "I4", place, problem)
            continue
        same = [other for dummy, other in found if other.get("clusters") == properties.get("clusters")]
        release = version(given.get("kafka_version"))
        added = environment(given.get("environment"))
        yield Mirror(place, "", properties, added, release, True, keys, len(same))


def written_flows(mirrors: Sequence[Mirror], refused: Refused) -> list[Flow]:
    """The flows that files written by hand stand for."""
    found: dict[tuple[str, str], Flow] = {}
    for mirror in mirrors:
        for source, target in mirror.keys.enabled if mirror.written else ():
            pairs = mirror.keys.pairs
            keys = Keys(pairs[source, target], pairs[target, source], mirror.keys.clusters[target])
            try:
                found[source, target] = adopt_flow(source, target, keys)
            except InputError as problem:
                refuse(refused, "M4", f"flow {source}->{target}", problem)
    return list(found.values())
