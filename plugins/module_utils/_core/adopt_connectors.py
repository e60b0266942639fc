# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connectors that run today as ``connect_clusters`` of an inventory.

Private to streamops.kafka. What the inventory says about a cluster or a connector beside the configuration is kept.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_secrets import Vault, adopted_file
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import LOGIN_NAMES, MASK, mask_config
from ansible_collections.streamops.kafka.plugins.module_utils._core.yaml_text import readable

__all__ = ["adopt_connectors"]

CONNECTORS_FILE = "group_vars/all/connect_clusters.yml"
VAULT_FILE = "group_vars/all/vault_connect.yml"
_MIRROR = "org.apache.kafka.connect.mirror."
_READ_ANEW = ("name", "state", "config", "config_mode", "run_state")
_HEAD = [
    "Written by the playbook streamops.kafka.adopt: what runs today on these Connect clusters.",
    "connect_clusters of a later file replaces that of an earlier one, so keep all of it in one place.",
]


def adopt_connectors(connect_clusters: Mapping[str, Any], found: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Files for the inventory, and the connectors that stayed out; ``found`` is by cluster what kafka_connector_info
    returned."""
    vault = Vault()
    left_over: list[str] = []
    clusters = {
        str(name): _cluster(str(name), connect_clusters[name], found[name], vault, left_over)
        for name in sorted(found, key=str)
    }
    if not clusters:
        return {"files": [], "left_over": []}
    files = [adopted_file(CONNECTORS_FILE, [*_HEAD, *left_over], {"connect_clusters": clusters})]
    return {"files": files + vault.file(VAULT_FILE), "left_over": left_over}


def _cluster(
    name: str, entry: Mapping[str, Any], found: Mapping[str, Any], vault: Vault, left_over: list[str]
) -> dict[str, Any]:
    idle = {state["name"] for state in found["states"] if state.get("state") == "RUNNING" and not state.get("tasks")}
    known = {item.get("name"): item for item in entry.get("connectors") or ()}
    connectors = []
    for item in sorted(found["connectors"], key=lambda each: str(each["name"])):
        if str(item["config"].get("connector.class", "")).startswith(_MIRROR):
            left_over.append(f"Connector {item['name']} of {name} belongs to a mirror flow: describe it in mm2_flows.")
        else:
            options = {**({"tasks_min": 0} if item["name"] in idle else {}), **known.get(item["name"], {})}
            connectors.append(_connector(name, item, options, vault))
    settings = {key: value for key, value in entry.items() if key != "connectors"}
    return {**_settings(settings, vault, name), "connectors": connectors}


def _connector(cluster: str, item: Mapping[str, Any], known: Mapping[str, Any], vault: Vault) -> dict[str, Any]:
    name = str(item["name"])
    hidden = set(known.get("secret_keys") or ())
    secret = {key for key, value in item["config"].items() if MASK in value or key in hidden}
    config: dict[str, Any] = {}
    for key, value in sorted(item["config"].items()):
        if key in secret:
            config[key] = vault.keep(cluster, name, key)
        elif (key, value) != ("name", name):
            config[key] = readable(value)
    adopted = {"name": name, **{key: value for key, value in known.items() if key not in _READ_ANEW}}
    if secret:  # as it runs today; a roll-out refuses it otherwise
        adopted["allow_plain_secrets"] = True
    if item.get("run_state"):
        adopted["run_state"] = item["run_state"]
    return {**adopted, "config": config}


def _settings(value: Any, vault: Vault, *path: str) -> Any:
    """What the inventory says, its own secrets by name."""
    if isinstance(value, Mapping):
        return {str(key): _settings(item, vault, *path, str(key)) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_settings(item, vault, *path) for item in value]
    if isinstance(value, str) and path[-1] not in LOGIN_NAMES and mask_config({path[-1]: value})[path[-1]] != value:
        return vault.ask(*path)
    return value
