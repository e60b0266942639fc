# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One flow, two renderings, one meaning: what each connector ends up with, key by key.

The reader of ``mm2.properties`` below follows the rules of MirrorMaker 4.3 (which keys reach a connector, from which
prefix, in which order) and says what the connectors of a dedicated instance are configured with. Those must be the
configurations that we send to a Connect cluster, except for what is listed here. The client that reads records takes
``consumer.`` and ``source.consumer.`` of its connector; the one that writes them is the worker's, with the connector's
``producer.override.``, which MirrorMaker's workers always allow.
"""

from __future__ import annotations

from typing import Mapping

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_connectors import (
    connector_names,
    flow_connectors,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import (
    dedicated_properties,
    dedicated_secrets,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import kafka_cluster

FILE = "/etc/secrets.properties"
ROLES = ("producer", "consumer", "admin")
# Keys that MirrorMaker hands to every client of a cluster; others reach a client only with its prefix.
CLIENT_KEYS = ("bootstrap.servers", "security.protocol", "sasl.", "ssl.")
# Keys of the three connectors that MirrorMaker takes from the top level.
TOP_LEVEL = ("emit.heartbeats.enabled",)
PROVIDERS = "config.providers"

CLUSTERS = {
    "primary": {"bootstrap_servers": "p:9092", "replication_factor": 1},
    "secondary": {"bootstrap_servers": "s:9092"},
    "secure": {
        "bootstrap_servers": "x:9093",
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "ca_path": "/ca.pem",
        "credentials": "mm2",
        "replication_factor": 2,
        "extra": {"client.dns.lookup": "use_all_dns_ips", "request.timeout.ms": 45000},
    },
}
CREDENTIALS = {"mm2": {"sasl_username": "u", "sasl_password": 'p w"\\'}}


class DedicatedInstance:
    """What MirrorMaker makes of its properties."""

    def __init__(self, properties: Mapping[str, str]) -> None:
        self.properties = properties

    def stripped(self, prefix: str) -> dict[str, str]:
        return {key[len(prefix) :]: value for key, value in self.properties.items() if key.startswith(prefix)}

    def cluster(self, alias: str) -> dict[str, str]:
        found = self.stripped(alias + ".")
        for key, value in list(found.items()):
            if key.startswith(CLIENT_KEYS):
                for role in ROLES:
                    found.setdefault(f"{role}.{key}", value)
        return found

    def connector(self, source: str, target: str) -> dict[str, str]:
        config = {key: value for key, value in self.properties.items() if key in TOP_LEVEL or key.startswith(PROVIDERS)}
        for end, alias in (("source", source), ("target", target)):
            for key, value in self.cluster(alias).items():
                config[f"{end}.{key}" if key.startswith(ROLES) else f"{end}.cluster.{key}"] = value
            config[f"{end}.cluster.alias"] = alias
        config.update(self.stripped(f"{source}->{target}."))
        config.setdefault("enabled", "false")
        return config

    def worker(self, target: str) -> dict[str, str]:
        return self.cluster(target)


def clients(config: Mapping[str, str], end: str) -> dict[str, dict[str, str]]:
    """What the clients that a MirrorMaker connector makes for one end are configured with."""
    cluster = {
        key[len(end) + 9 :]: value
        for key, value in config.items()
        if key.startswith(f"{end}.cluster.") and key[len(end) + 9 :].startswith(CLIENT_KEYS)
    }
    return {role: {**cluster, **stripped(config, f"{role}."), **stripped(config, f"{end}.{role}.")} for role in ROLES}


def stripped(config: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The keys with the prefix, without it; what is meant for the worker's own clients has no business here."""
    found = {key[len(prefix) :]: value for key, value in config.items() if key.startswith(prefix)}
    return {key: value for key, value in found.items() if not key.startswith("override.")}


def settings(config: Mapping[str, str]) -> dict[str, str]:
    """Everything but clients, and but what a mode has to say for itself."""
    ends = ("source.", "target.", "producer.override.", "consumer.override.", "admin.override.")
    kept = {key: value for key, value in config.items() if not key.startswith((*ends, PROVIDERS))}
    for own in ("enabled", "connector.class", "key.converter", "value.converter", "header.converter"):
        kept.pop(own, None)
    kept["aliases"] = config["source.cluster.alias"] + " " + config["target.cluster.alias"]
    return kept


def both(**options):
    entry = {"source": "primary", "target": "secondary", "mode": "dedicated", **options}
    flow = inventory_flows([entry], CLUSTERS)[0]
    rendered = dedicated_properties([flow], CLUSTERS, CREDENTIALS, [flow.target], secrets_file=FILE)
    secrets = dedicated_secrets([flow], CLUSTERS, CREDENTIALS, [flow.target])
    references = {"${file:" + FILE + ":" + key + "}": value for key, value in secrets.items()}
    resolved = {key: references.get(value, value) for key, value in rendered.items()}
    ends = [kafka_cluster(CLUSTERS, alias, CREDENTIALS) for alias in (flow.source, flow.target)]
    kinds = {name: kind for kind, name in connector_names(flow).items()}
    connectors = {kinds[name]: config for name, config in flow_connectors(flow, *ends).items()}
    return flow, DedicatedInstance(resolved), connectors


CASES = [
    {},
    {"topics": ["a", "b.*"], "topics_exclude": ["b1"], "groups": ["g.*"], "groups_exclude": ["g1"]},
    {"tasks_max": 12, "replication_factor": 2},
    {"replication_policy": "identity"},
    {"replication_policy": "com.example.Policy", "separator": "__"},
    {"sync_group_offsets": True, "sync_topic_configs": False, "sync_topic_acls": True},
    {"offset_syncs_location": "target"},
    {"refresh_topics_interval": 5, "refresh_groups_interval": 6, "heartbeats_interval": 7, "checkpoints_interval": 8},
    {"exactly_once": True},
    {"config": {"offset.lag.max": 0, "producer.override.linger.ms": 100, "source.consumer.fetch.min.bytes": 1000000}},
    {"config": {"heartbeats.topic.replication.factor": 2}},
    {"source": "secure"},
    {"target": "secure"},
    {"heartbeats": False},
    {"checkpoints": False},
    {"checkpoints": False, "config": {"emit.offset-syncs.enabled": False}},
    {"profile": "lan", "partitions": 24},
    {"profile": "wan", "tasks_max": 2, "config": {"producer.override.linger.ms": 5, "consumer.fetch.min.bytes": 1}},
    {"profile": "auto", "round_trip_ms": 30, "record_bytes": 2_000_000, "exactly_once": True},
    {"canary": True, "topics": ["a"]},
]


def combined(*strategies):
    """Options from any of the strategies together."""
    return st.tuples(*strategies).map(lambda parts: {key: value for part in parts for key, value in part.items()})


NUMBERS = (
    "tasks_max",
    "refresh_topics_interval",
    "refresh_groups_interval",
    "heartbeats_interval",
    "checkpoints_interval",
)
SWITCHES = ("heartbeats", "sync_topic_configs", "sync_topic_acls", "exactly_once", "canary")
ANY_FLOW = combined(
    st.fixed_dictionaries({}, optional={name: st.integers(1, 99) for name in NUMBERS}),
    st.fixed_dictionaries({}, optional={name: st.booleans() for name in SWITCHES}),
    st.sampled_from([{}, {"checkpoints": False}, {"sync_group_offsets": True}, {"failover": False}]),
    st.sampled_from([{}, {"source": "secure"}, {"target": "secure"}, {"source": "secure", "target": "primary"}]),
    st.sampled_from([{}, {"replication_policy": "identity"}, {"separator": "__"}, {"replication_policy": "a.B"}]),
    st.sampled_from([{}, {"offset_syncs_location": "target"}, {"replication_factor": -1}]),
    st.sampled_from(
        [{}, {"profile": "lan"}, {"profile": "wan", "record_bytes": 90}, {"profile": "wan", "partitions": 7}]
    ),
    st.sampled_from(
        [{}, {"topics": ["a", "b.*"], "topics_exclude": ["b1"]}, {"groups": ["g.*"], "groups_exclude": ["x"]}]
    ),
    st.dictionaries(
        st.sampled_from(
            [
                "offset.lag.max",
                "producer.override.linger.ms",
                "source.consumer.fetch.min.bytes",
                "consumer.max.poll.records",
            ]
        ),
        st.integers(0, 9),
    ).map(lambda config: {"config": config}),
)


@pytest.mark.parametrize("options", CASES, ids=str)
def test_connectors_that_copy(options):
    compare(options)


@settings_of_hypothesis(max_examples=60, deadline=None)
@given(ANY_FLOW)
def test_any_flow(options):
    compare(options)
    compare_heartbeats(options)


def compare(options):
    flow, instance, connectors = both(**options)
    assert ("MirrorCheckpointConnector" in connectors) is flow.checkpoints
    for kind in set(connectors) - {"MirrorHeartbeatConnector"}:
        compare_one(flow, instance, dict(connectors[kind]))


def compare_one(flow, instance, sent):
    dedicated = instance.connector(flow.source, flow.target)
    assert written_with(dedicated) == written_with(sent)
    for end in ("source", "target"):
        assert clients(dedicated, end) == clients(sent, end), end
    # By REST the worker must be told to hold the guarantee; in dedicated mode the worker is ours.
    if sent.pop("exactly.once.support", None):
        assert instance.worker(flow.target)["exactly.once.source.support"] == "enabled"
    meant = settings(dedicated)
    # These two concern the heartbeat connector of this pair alone, which writes nothing here.
    assert meant.pop("emit.heartbeats.enabled") == "false"
    meant.pop("heartbeats.topic.replication.factor")
    assert meant == settings(sent)
    assert dedicated["enabled"] == "true"


def written_with(config):
    """What the connector asks of the client that writes its records."""
    return stripped(config, "producer.override.")


@pytest.mark.parametrize("options", CASES, ids=str)
def test_connector_that_writes_heartbeats(options):
    compare_heartbeats(options)


def compare_heartbeats(options):
    flow, instance, connectors = both(**options)
    assert ("MirrorHeartbeatConnector" in connectors) is flow.heartbeats
    if not flow.heartbeats:
        return
    dedicated, sent = instance.connector(flow.target, flow.source), connectors["MirrorHeartbeatConnector"]
    assert clients(dedicated, "target") == clients(sent, "target")
    meant, told = settings(dedicated), settings(sent)
    assert told.pop("tasks.max") == "1"
    assert meant == told
    assert dedicated["enabled"] == "false"
    # The worker of the pair writes into the source by itself; a worker at the target needs to be pointed there.
    written_to = {key: value for key, value in instance.worker(flow.source).items() if key.startswith(CLIENT_KEYS)}
    for role in ROLES:
        overrides = {key[len(role) + 10 :]: value for key, value in sent.items() if key.startswith(f"{role}.override.")}
        assert {key: value for key, value in overrides.items() if key.startswith(CLIENT_KEYS)} == written_to


def test_no_heartbeats_in_either():
    flow, instance, connectors = both(heartbeats=False)
    assert "MirrorHeartbeatConnector" not in connectors
    assert instance.connector(flow.target, flow.source)["emit.heartbeats.enabled"] == "false"
    assert not instance.stripped(f"{flow.target}->{flow.source}.")


def test_no_checkpoints_in_either():
    flow, instance, connectors = both(checkpoints=False)
    assert "MirrorCheckpointConnector" not in connectors
    dedicated = instance.connector(flow.source, flow.target)
    # MirrorMaker refuses a checkpoint connector that is switched off, and goes on without.
    assert dedicated["emit.checkpoints.enabled"] == dedicated["sync.group.offsets.enabled"] == "false"


def test_the_cases_cover_every_option_of_a_flow():
    covered = {option for case in CASES for option in case}
    named_elsewhere = {"mode", "enabled", "source_replication_factor", "target_replication_factor"}
    worker_setting = {"offset_flush_interval"}
    not_rendered = {"state", "remove", "remove_topics", "connect_cluster", "failover"}
    # Who logs in is told beside the clusters.
    not_rendered |= {f"{end}_{what}" for end in ("source", "target") for what in ("credentials", "client")}
    assert covered | named_elsewhere | worker_setting | not_rendered == set(Flow("a", "b", "connect").as_options())
