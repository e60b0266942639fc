# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventories of examples/: Ansible reads them, their flows keep the rules, and both renderings come of them."""

from __future__ import annotations

import json
import pathlib
import subprocess
from functools import cache
from typing import Any

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import flow_connectors
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import dedicated_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topics import flow_topics
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import kafka_cluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.verify_units import flow_calls, verify_units

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples" / "inventories"
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if (path / "hosts.yml").exists())
PLAYBOOKS = [f"streamops.kafka.{name}" for name in ("site", "mirror", "verify")]


class Example:
    """An inventory as Ansible has read it."""

    def __init__(self, name: str) -> None:
        command = ["ansible-inventory", "-i", str(EXAMPLES / name), "--list"]
        listed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)
        self.hostvars: dict[str, Any] = listed.pop("_meta")["hostvars"]
        self._groups = listed
        # One for all hosts: these inventories keep them in group_vars/all.
        shared = next(iter(self.hostvars.values()))
        self.clusters = shared["kafka_clusters"]
        self.credentials = shared.get("kafka_credentials", {})
        self.connect_clusters = shared.get("connect_clusters", {})
        self.flows = {
            flow.name: flow
            for flow in inventory_flows(shared["mm2_flows"], self.clusters, shared.get("mm2_flow_defaults"))
        }

    def members(self, group: str) -> list[str]:
        """The hosts of a group and of the groups in it."""
        found = self._groups.get(group, {})
        return [*found.get("hosts", []), *(host for child in found.get("children", []) for host in self.members(child))]

    def instances(self) -> dict[str, tuple[list[str], int]]:
        """Targets and number of nodes of each MirrorMaker instance."""
        nodes: dict[str, list[list[str]]] = {}
        for host in self.members("mirrormaker"):
            for instance in self.hostvars[host]["mirrormaker_instances"]:
                nodes.setdefault(instance["name"], []).append(instance["targets"])
        return {name: (targets[0], len(targets)) for name, targets in nodes.items()}

    def properties(self, instance: str) -> dict[str, str]:
        """What the nodes of an instance run with."""
        targets, nodes = self.instances()[instance]
        return dedicated_properties(
            list(self.flows.values()), self.clusters, self.credentials, targets, nodes=nodes, secrets_file="/s"
        )

    def connectors(self, flow: str) -> dict[str, dict[str, str]]:
        """The connectors of a flow, by their kind."""
        found = self.flows[flow]
        ends = [kafka_cluster(self.clusters, alias, self.credentials) for alias in (found.source, found.target)]
        return {name.rpartition(".")[2]: config for name, config in flow_connectors(found, *ends).items()}


@cache
def example(name: str) -> Example:
    """Read once."""
    return Example(name)


def test_there_are_these():
    assert {"two_regions", "hub_spoke", "active_active", "existing_clusters"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_flow_has_somebody_who_runs_it(name):
    found = example(name)
    served = {target for targets, dummy in found.instances().values() for target in targets}
    flows = [flow.as_options() for flow in found.flows.values()]
    groups = {group: found.members(group) for group in ("connect", "mirrormaker")}
    hostvars = {host: {**values, "ping": {}} for host, values in {**found.hostvars, "localhost": {}}.items()}
    units = verify_units(found.connect_clusters, flows, groups, hostvars, "ping", "localhost")
    assert {unit["name"]: unit["elected"] for unit in units if unit["kind"] == "mm2" and not unit["elected"]} == {}
    assert {unit["name"] for unit in units if unit["kind"] == "mm2"} == set(found.flows)
    assert {flow.target for flow in found.flows.values() if flow.mode == "dedicated"} == served
    called = {host: flow_calls(units, flows, host) for host in hostvars}
    assert sorted(flow for calls in called.values() for call in calls for flow in call["names"]) == sorted(found.flows)


@pytest.mark.parametrize("name", NAMES)
def test_every_flow_is_rendered(name):
    found = example(name)
    enabled = {
        key for instance in found.instances() for key, value in found.properties(instance).items() if value == "true"
    }
    for flow in found.flows.values():
        if flow.mode == "connect":
            assert "MirrorSourceConnector" in found.connectors(flow.name)
        else:
            assert f"{flow.name}.enabled" in enabled


@pytest.mark.parametrize("name", NAMES)
def test_internal_topics_have_no_more_copies_than_there_are_brokers(name):
    found = example(name)
    for topic in flow_topics(list(found.flows.values()), found.clusters):
        brokers = [
            host for host in found.members("broker") if found.hostvars[host]["kafka_cluster"] == topic["cluster"]
        ]
        assert not brokers or topic["replication_factor"] <= len(brokers)


def test_hub_spoke_flows_go_to_the_hub():
    found = example("hub_spoke")
    assert set(found.flows) == {"berlin->central", "madrid->central", "oslo->central"}
    assert {flow.mode for flow in found.flows.values()} == {"dedicated"}
    assert {flow.canary for flow in found.flows.values()} == {True}


def test_hub_spoke_one_instance_of_two_nodes_serves_all():
    found = example("hub_spoke")
    assert found.instances() == {"to-central": (["central"], 2)}
    properties = found.properties("to-central")
    assert properties["clusters"] == "berlin, central, madrid, oslo"
    assert properties["dedicated.mode.enable.internal.rest"] == "true"
    assert properties["berlin->central.tasks.max"] == "12"
    assert properties["central->berlin.emit.heartbeats.enabled"] == "true"


def test_hub_spoke_what_is_listed_wins():
    flow = example("hub_spoke").flows["oslo->central"]
    assert (flow.profile, flow.round_trip_ms, flow.partitions) == ("auto", 35, 12)
    assert flow.topics == (r"sales\..*",)
    assert r"sales\.trial\..*" in flow.topics_exclude


def test_existing_clusters_have_no_host_of_ours():
    found = example("existing_clusters")
    assert set(found.hostvars) == {"localhost"}
    assert not any(found.members(group) for group in ("broker", "connect", "mirrormaker"))
    assert found.instances() == {}


def test_existing_clusters_nothing_is_written_into_the_source():
    found = example("existing_clusters")
    flows = list(found.flows.values())
    assert {topic["cluster"] for topic in flow_topics(flows, found.clusters)} == {"analytics"}
    connectors = found.connectors("shop->analytics")
    assert set(connectors) == {"MirrorSourceConnector", "MirrorCheckpointConnector"}
    for config in connectors.values():
        assert config["offset-syncs.topic.location"] == "target"
        assert config["sync.topic.acls.enabled"] == "false"
        assert config["source.cluster.sasl.mechanism"] == "SCRAM-SHA-512"
        assert config["target.cluster.sasl.mechanism"] == "PLAIN"


@pytest.mark.parametrize("name", ["hub_spoke", "existing_clusters"])
def test_playbooks_take_it(name):
    command = ["ansible-playbook", "-i", str(EXAMPLES / name), "--syntax-check", *PLAYBOOKS]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
