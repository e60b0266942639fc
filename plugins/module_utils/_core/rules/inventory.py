# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hosts an inventory has for Kafka, and what of the inventory concerns one of them.

Private to streamops.kafka. A host is told the clusters that it uses and the logins for these, and nothing else.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import expand_flows

__all__ = ["NOT_DEFINED", "known_credentials", "preflight_hosts", "preflight_scope"]

NOT_DEFINED = "not defined"

_GROUPS = ("broker", "connect", "mirrormaker")
_VARIABLES = (
    "connect_cluster",
    "connect_environment",
    "connect_plugin_path_extra",
    "connect_rest_host",
    "java_home",
    "kafka_cluster",
    "kafka_version",
    "mirrormaker_environment",
    "mirrormaker_instances",
)
_Dict = Mapping[str, Any]


def preflight_hosts(groups: Mapping[str, Sequence[str]], hostvars: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every host that runs something of Kafka, with the variables that rules look at."""
    names = list(dict.fromkeys(host for group in _GROUPS for host in groups.get(group, ())))
    hosts = []
    for name in names:
        variables = hostvars[name]
        kinds = [group for group in _GROUPS if name in groups.get(group, ())]
        given = {key: variables[key] for key in _VARIABLES if key in variables}
        hosts.append({"name": name, "kinds": kinds, **_of_kinds(given, kinds)})
    return hosts


def known_credentials(credentials: _Dict, undefined: type[Exception]) -> dict[str, Any]:
    """The logins; a secret that is not there yet, as after an adoption, is one that nobody needs to know for a rule."""
    return {str(name): _known(credentials, name, undefined) for name in credentials}


def _known(values: _Dict, name: Any, undefined: type[Exception]) -> Any:
    try:
        value = values[name]
        return {key: _known(value, key, undefined) for key in value} if isinstance(value, Mapping) else value
    except undefined:
        return NOT_DEFINED


def _of_kinds(given: _Dict, kinds: Sequence[str]) -> dict[str, Any]:
    """Without the variables of kinds that the host is not of."""
    owners = {"connect_cluster": "connect", "mirrormaker_instances": "mirrormaker", "kafka_cluster": "broker"}
    return {key: value for key, value in given.items() if owners.get(key, kinds[0]) in kinds}


def preflight_scope(
    hosts: Iterable[_Dict],
    name: str,
    kafka_clusters: _Dict,
    kafka_credentials: _Dict,
    connect_clusters: _Dict,
    mm2_flows: Sequence[_Dict],
    mm2_flow_defaults: Optional[_Dict] = None,
) -> dict[str, Any]:
    """What of the inventory the host needs to look at its own part; nothing of flows that cannot be used."""
    host = next((each for each in hosts if each["name"] == name), {})
    cluster = str(host.get("connect_cluster") or "")
    own = {cluster: connect_clusters[cluster]} if cluster in connect_clusters else {}
    targets = [t for each in host.get("mirrormaker_instances") or () for t in each.get("targets") or ()]
    flows = [flow for flow in _expanded(mm2_flows, kafka_clusters, mm2_flow_defaults) if flow["target"] in targets]
    aliases = {str(each.get("kafka")) for each in own.values()}
    aliases.update(str(flow[end]) for flow in flows for end in ("source", "target"))
    kafka = {alias: kafka_clusters[alias] for alias in sorted(aliases) if alias in kafka_clusters}
    logins = {str(each.get("credentials")) for each in (*kafka.values(), *own.values())}
    logins.update(str(flow.get(f"{end}_credentials")) for flow in flows for end in ("source", "target"))
    logins.update(str(each.get("credentials")) for one in own.values() for each in one.get("connectors") or ())
    return {
        "hosts": [dict(host)] if host else [],
        "kafka_clusters": kafka,
        "kafka_credentials": {key: value for key, value in kafka_credentials.items() if key in logins},
        "connect_clusters": own,
        "mm2_flows": flows,
    }


def _expanded(flows: Sequence[_Dict], clusters: _Dict, defaults: Optional[_Dict]) -> list[dict[str, Any]]:
    """The flows of MirrorMaker's own processes; none where they are refused, which the static rules tell."""
    try:
        expanded = expand_flows(flows, clusters, defaults)
    except InputError:
        return []
    return [flow for flow in expanded if flow["mode"] == "dedicated"]
