# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shape of what an inventory says: what has another one is told, and left out for all that follows.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["Refused", "refuse", "shaped"]

Refused = dict[str, list[tuple[str, str]]]
_DICTIONARIES = ("config", "rest")
_TEXTS = ("kafka", "credentials", "group_id", "admin", "kind")


def shaped(options: Mapping[str, Any], refused: Refused) -> dict[str, Any]:
    """The options with everything in the shape that rules may rely on."""
    found = dict(options)
    for rule, name in (
        ("I3", "kafka_clusters"),
        ("I3", "kafka_credentials"),
        ("I1", "connect_clusters"),
        ("I1", "connect_plugins"),
    ):
        found[name] = _entries(options.get(name), name, rule, refused)
    clusters = found["connect_clusters"].items()
    found["connect_clusters"] = {name: _connect(each, f"connect_clusters.{name}", refused) for name, each in clusters}
    found["mm2_flows"] = [
        flow for flow in _listed(options.get("mm2_flows")) if _is_dictionary(flow, "mm2_flows", "I2", refused)
    ]
    found["connectors"] = _connectors({"connectors": options.get("connectors")}, "connectors", refused)
    found["mm2_flow_defaults"] = _dictionary(options.get("mm2_flow_defaults"))
    found["hosts"] = [host for host in _listed(options.get("hosts")) if isinstance(host, Mapping) and host.get("name")]
    return found


def _entries(value: Any, name: str, rule: str, refused: Refused) -> dict[str, dict[str, Any]]:
    """The dictionaries, without those of their entries that must be texts and are none."""
    found = {}
    for key, entry in _dictionary(value).items():
        where = f"{name}.{key}"
        if _is_dictionary(entry, where, rule, refused):
            wrong = [text for text in _TEXTS if isinstance(entry.get(text), (Mapping, list, tuple))]
            for text in wrong:
                _refuse(refused, rule, where, f"{text} is a {type(entry[text]).__name__}; give a text")
            found[str(key)] = {name: value for name, value in entry.items() if name not in wrong}
    return found


def _connect(entry: dict[str, Any], where: str, refused: Refused) -> dict[str, Any]:
    cluster = dict(entry)
    for key in _DICTIONARIES:
        if cluster.get(key) is not None and not _is_dictionary(cluster[key], f"{where}.{key}", "I1", refused):
            del cluster[key]
    config = cluster.get("config") or {}
    wrong = [key for key, value in config.items() if isinstance(value, Mapping)]
    for key in wrong:
        _refuse(refused, "I1", where, f"config.{key} is a dictionary; give a text")
    cluster["config"] = {key: value for key, value in config.items() if key not in wrong}
    cluster["connectors"] = _connectors(cluster, where, refused)
    return cluster


def _connectors(cluster: Mapping[str, Any], where: str, refused: Refused) -> list[dict[str, Any]]:
    found = []
    for entry in _listed(cluster.get("connectors")):
        if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str) or not entry["name"]:
            _refuse(refused, "I1", where, "an entry of connectors is no dictionary with a name; give both")
        elif not isinstance(entry.get("config") or {}, Mapping):
            _refuse(refused, "I1", where, f"connector {entry['name']} has a config that is no dictionary; give keys")
        else:
            found.append({**entry, "config": dict(entry.get("config") or {})})
    return found


def _is_dictionary(value: Any, where: str, rule: str, refused: Refused) -> bool:
    if isinstance(value, Mapping):
        return True
    _refuse(refused, rule, where, f"is a {type(value).__name__}; give a dictionary")
    return False


def _refuse(refused: Refused, rule: str, where: str, sentence: str) -> None:
    refused.setdefault(rule, []).append((where, sentence))


def refuse(refused: Refused, rule: str, subject: str, problem: InputError) -> None:
    """Keep what an error says, each of its sentences by itself."""
    sentences = problem.details.get("findings") or [problem.message]
    refused.setdefault(rule, []).extend((subject, str(sentence)) for sentence in sentences)


def _dictionary(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else ()
