# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two clusters where everybody logs in and may do only what the inventory's ACLs say.

Users and ACLs are made by the collection's own modules out of its own filter, topics by the operator of the clusters.
Both brokers run in one process; beside them there is one more, a MirrorMaker or a worker.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

import yaml
from traffic import Traffic

from ansible_collections.streamops.kafka.plugins.doc_fragments.flow import ModuleDocFragment
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_access import kafka_access, scram_users
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_worker import internal_topics
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import expand_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_renderings import (
    internal_topics as flow_topics,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_renderings import properties, secrets
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import cluster_options
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import render_properties
from ansible_collections.streamops.kafka.tests.processes.broker import Broker
from ansible_collections.streamops.kafka.tests.processes.process import Process
from ansible_collections.streamops.kafka.tests.processes.programs import Programs, java, start_java
from ansible_collections.streamops.kafka.tests.processes.together import start_together
from ansible_collections.streamops.kafka.tests.unit.run_module import Ran, run_module

__all__ = ["ALIASES", "World"]

ALIASES = ("a", "b")
FLOW_OPTIONS = {"mode", *yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]}
_ADMIN = {"admin": "admin-secret"}
_SCRAM = {
    "auto.create.topics.enable": "false",
    "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
    "listener.name.clients.scram-sha-512.sasl.jaas.config": (
        "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    ),
}


class World:
    """The clusters ``a`` and ``b``, an inventory about them, and who may do what."""

    def __init__(self, programs: Programs, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.programs, self.folder = programs, folder
        self.brokers = {alias: Broker(programs, folder, alias, _SCRAM, _ADMIN, acls=True) for alias in ALIASES}
        self.clusters: dict[str, dict[str, Any]] = {}
        self.credentials: dict[str, dict[str, str]] = {}
        self.access: dict[str, Any] = {}
        self.traffic: dict[str, Traffic] = {}
        self.other: Optional[Process] = None
        self._said = 0

    def start(self) -> None:
        """Start the clusters; only their administrator may do anything."""
        start_together(self.brokers)
        for alias, broker in self.brokers.items():
            self.clusters[alias] = {
                "bootstrap_servers": broker.bootstrap,
                "replication_factor": 1,
                "security_protocol": "SASL_PLAINTEXT",
                "sasl_mechanism": "SCRAM-SHA-512",
                "credentials": "operator",
                "admin": "admin",
            }
            self.traffic[alias] = Traffic(KafkaCluster.from_options(self.admin(alias)).librdkafka())
        self.user("operator")

    def user(self, name: str) -> None:
        """Describe a login."""
        self.credentials[name] = {"sasl_username": name, "sasl_password": f"{name}-secret"}

    def admin(self, alias: str) -> dict[str, Any]:
        """The administrator as an option of a module; the brokers know him from the start."""
        options = {key: self.clusters[alias][key] for key in ("bootstrap_servers", "security_protocol")}
        return {
            **options,
            "alias": alias,
            "sasl_mechanism": "PLAIN",
            "sasl_username": "admin",
            "sasl_password": _ADMIN["admin"],
        }

    def cluster(self, alias: str) -> dict[str, Any]:
        """A cluster as an option of a module, as its operator."""
        return cluster_options(self.clusters, alias, self.credentials)

    def allow(self, connect: Mapping[str, Any], flows: Sequence[Any]) -> None:
        """Users, rights and internal topics of an inventory, as the playbooks make them."""
        self.credentials["admin"] = {"sasl_username": "admin", "sasl_password": _ADMIN["admin"]}
        self.access = kafka_access(self.clusters, connect, flows, self.credentials)
        for alias in ALIASES:
            users = scram_users(self.access, alias, self.credentials)
            login = {"update_password": "when_refused", "login": self.cluster(alias)}
            self.good("kafka_scram_user", kafka=self.admin(alias), users=users, **login)
            self.good(
                "kafka_acl", kafka=self.admin(alias), acls=self.access[alias]["acls"], purge="all", purge_limit=999
            )
        self.make_topics(connect, flows)

    def make_topics(self, connect: Mapping[str, Any], flows: Sequence[Any]) -> None:
        """The internal topics, as far as they are not there."""
        topics = flow_topics(flows, self.clusters)
        for name, entry in connect.items():
            topics += [{"cluster": entry["kafka"], **topic} for topic in internal_topics(connect, name, self.clusters)]
        for alias in ALIASES:
            made = [
                {key: value for key, value in topic.items() if key != "cluster"}
                for topic in topics
                if topic["cluster"] == alias
            ]
            self.good("kafka_topic", kafka=self.cluster(alias), topics=made)

    def good(self, module: str, **options: Any) -> Ran:
        """Run a module that must not fail."""
        ran = run_module(module, options)
        assert ran.code == 0, ran.everything
        return ran

    def revoke(self, alias: str, acls: Sequence[Mapping[str, Any]]) -> None:
        """Take rights away."""
        if acls:
            self.good("kafka_acl", kafka=self.admin(alias), acls=[{**acl, "state": "absent"} for acl in acls])

    def grant(self, alias: str, acls: Sequence[Mapping[str, Any]]) -> None:
        """Give them back."""
        if acls:
            self.good("kafka_acl", kafka=self.admin(alias), acls=list(acls))

    def lacking(self, alias: str) -> list[dict[str, str]]:
        """What the playbook access shows under --check: the rights that are needed and not given."""
        ran = run_module("kafka_acl", {"kafka": self.admin(alias), "acls": self.access[alias]["acls"]}, check=True)
        assert ran.code == 0, ran.everything
        return list(ran.result["created"])

    def mirror(self, flows: Sequence[Any], target: str) -> Process:
        """Start a node of MirrorMaker for a target."""
        file = self.folder / "mirror.secrets"
        file.write_text(render_properties(secrets(flows, self.clusters, self.credentials, [target])), encoding="utf-8")
        settings = properties(flows, self.clusters, self.credentials, [target], secrets_file=str(file))
        lines = dict(line.split("=", 1) for line in render_properties(settings).splitlines())
        lines["a.offset.flush.interval.ms"] = "1000"  # the worker that writes heartbeats has no option for it
        return self.java("mirror", "connect-mirror-maker.sh", lines)

    def java(self, name: str, launcher: str, settings: Mapping[str, str]) -> Process:
        """Start the one program that may run beside the brokers."""
        assert self.other is None or not self.other.running, "another program runs"
        environment = java(self.programs, self.folder, name, "-Xmx256m")
        self._said = 0 if self.other is None else len(self.other.text())
        self.other = start_java(self.programs, self.folder, name, launcher, settings, environment)
        return self.other

    def said(self) -> str:
        """What the program of the last start has logged."""
        return self.other.text()[self._said :] if self.other is not None else ""

    def verify(self, flows: Sequence[Any], *checks: str, **options: Any) -> Ran:
        """What ``mm2_flow`` says about the first flow."""
        (flow, *dummy) = expand_flows(flows, self.clusters)
        given = {key: value for key, value in flow.items() if key in FLOW_OPTIONS}
        ends = {end: self.cluster(flow[end]) for end in ("source", "target")}
        wanted = {"checks": [{"name": name} for name in checks]} if checks else {}
        history = {"history_dir": str(self.folder / "history")}
        return run_module("mm2_flow", {**given, **ends, **wanted, **history, **options})

    def close(self) -> None:
        """End everything."""
        if self.other is not None and self.other.running:
            self.other.kill()
        if self.clusters:
            self.brokers[ALIASES[0]].process.kill()
