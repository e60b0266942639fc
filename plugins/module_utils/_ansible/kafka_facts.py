# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What brokers say to the login of a host: who answers, which topics there are, which would be made.

Private to streamops.kafka. Whether a topic can be made is asked by
CreateTopics with validate only, which writes nothing.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Mapping, NamedTuple, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import data_plane
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_worker import internal_topics
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    DataPlaneError,
    InputError,
    MissingLibraryError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topics import flow_topics
from ansible_collections.streamops.kafka.plugins.module_utils._core.kinds import Kind, kind_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import cluster_options
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.unseen import not_allowed, unseen
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import TopicSpec
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.links import broker_settings

__all__ = ["kafka_facts"]

_Unknown = list[dict[str, str]]


class _Look(NamedTuple):
    """Whom is asked, what its operator allows, and where is kept what could not be seen."""

    plane: DataPlane
    subject: str
    kind: Kind
    unknown: _Unknown


def kafka_facts(site: Site, options: Mapping[str, Any], unknown: _Unknown) -> dict[str, dict[str, Any]]:
    """What was found by alias; ``problem`` and ``kind`` where the cluster did not let us in."""
    wanted = {} if site.refused else _wanted(site)
    groups = _groups(site)
    found: dict[str, dict[str, Any]] = {}
    for alias in site.kafka:
        subject = f"Kafka cluster {alias}"
        try:
            plane = data_plane(cluster_options(site.kafka, alias, options["kafka_credentials"] or {}, None))
            look = _Look(plane, subject, kind_of(site.kafka, alias), unknown)
            found[alias] = _asked(look, wanted.get(alias, []), groups.get(alias, []))
        except (DataPlaneError, InputError, MissingLibraryError) as problem:
            kind = str(problem.details.get("kind", ""))
            ours = any(host.get("kafka_cluster") == alias for host in options["hosts"] or ())
            found[alias] = {"problem": problem.message, "kind": kind, "ours": ours}
            if ours or kind not in ("unreachable", "login"):
                unknown.append(unseen(subject, problem))
    return found


def _wanted(site: Site) -> dict[str, list[TopicSpec]]:
    """Topics that have to be there, by alias."""
    found: dict[str, list[TopicSpec]] = {}
    for name, cluster in site.connect.items():
        for topic in internal_topics(site.connect, name, site.kafka):
            found.setdefault(str(cluster["kafka"]), []).append(_spec(topic))
    for topic in flow_topics(list(site.flows), site.kafka):
        found.setdefault(topic["cluster"], []).append(_spec(topic))
    return found


def _spec(topic: Mapping[str, Any]) -> TopicSpec:
    factor = topic["replication_factor"]
    options = {key: topic[key] for key in ("name", "partitions", "config")}
    return TopicSpec.from_options({**options, "replication_factor": None if factor == -1 else factor})


def _groups(site: Site) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for worker in site.workers:
        found.setdefault(str(worker.described.get("kafka")), []).append(worker.get("group.id"))
    return found


def _asked(look: _Look, wanted: Sequence[TopicSpec], groups: Sequence[str]) -> dict[str, Any]:
    topics, about = look.plane.overview()
    found: dict[str, Any] = {"problem": "", "kind": "", "brokers": about["brokers"], "refused": {}, "forbidden": []}
    found["topics"] = {name: {"partitions": count, "cleanup": "compact"} for name, count in topics.items()}
    found["hidden"] = []
    for spec in wanted:
        if spec.name not in topics:
            _validate(look, spec, found)
    there = [spec.name for spec in wanted if spec.name in topics]
    for part in (partial(_configs, names=there), _settings, partial(_protocols, groups=groups)):
        try:
            part(look, found)
        except DataPlaneError as problem:
            look.unknown.append(unseen(look.subject, problem))
    return found


def _validate(look: _Look, spec: TopicSpec, found: dict[str, Any]) -> None:
    try:
        look.plane.create_topics([spec], validate_only=True)
    except DataPlaneError as problem:
        if problem.details.get("kind") == "not_permitted":
            found["forbidden"].append(spec.name)
        elif problem.details.get("error") == "TOPIC_ALREADY_EXISTS":
            found["hidden"].append(spec.name)
            look.unknown.append(not_allowed(look.subject, f"topic {spec.name} exists, and this login may not see it"))
        else:
            found["refused"][spec.name] = problem.message


def _configs(look: _Look, found: dict[str, Any], names: Sequence[str]) -> None:
    for name, config in look.plane.configs(names).items():
        found["topics"][name]["cleanup"] = str(config.get("cleanup.policy", "compact"))


def _settings(look: _Look, found: dict[str, Any]) -> None:
    if not look.kind.broker_configs:
        look.unknown.append(not_allowed(look.subject, f"{look.kind.title} does not show the settings of its brokers"))
        return
    settings = broker_settings(look.plane)
    found["auto_create"] = settings.get("auto.create.topics.enable", "")
    limits = [settings.get(f"group.{end}.session.timeout.ms", "") for end in ("min", "max")]
    if all(limit.isdigit() for limit in limits):
        found["session"] = [int(limit) for limit in limits]


def _protocols(look: _Look, found: dict[str, Any], groups: Sequence[str]) -> None:
    found["groups"] = {}
    for group in dict.fromkeys(groups):
        call = partial(_listed, group=group, seconds=look.plane.timeout)
        listed = look.plane.ask("describe groups", call)
        found["groups"].update({entry.id: str(entry.protocol_type) for entry in listed if entry.id == group})


def _listed(admin: Any, group: str, seconds: float) -> Any:
    return admin.list_groups(group, timeout=seconds)
