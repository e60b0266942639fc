# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever an inventory, a file or a fact holds: an answer with findings or a sentence, and never a secret."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_fixtures import facts, laid, read

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.inventory import (
    NOT_DEFINED,
    known_credentials,
    preflight_hosts,
    preflight_scope,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import (
    examine,
    preflight_lines,
    preflight_report,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.shape import shaped

SECRET = "correct-horse-battery"
BASE = read("base")["site"]
KEYS = st.sampled_from(
    [
        "name",
        "config",
        "connectors",
        "kafka",
        "rest",
        "scheme",
        "urls",
        "plugins",
        "classes",
        "source",
        "target",
        "mode",
    ]
    + ["topics", "targets", "mirrormaker_instances", "brokers", "bootstrap_servers", "security_protocol", "port", "a"]
    + ["database.password", "tasks.max", "connector.class", "topics.regex", "replication_factor", "credentials", "kind"]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**6), st.floats(allow_nan=True), st.text(max_size=8),
    st.sampled_from(["primary", "${file:/a:b}", ".*", "(", "1", "-1", "a.b.Sink", "PostgresConnector"]),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
NAMES = ("kafka_clusters", "kafka_credentials", "connect_clusters", "connect_plugins", "mm2_flows", "mm2_flow_defaults")
OPTIONS = st.dictionaries(st.sampled_from([*NAMES, "hosts", "connectors", "environment", "kafka_version"]), ANYTHING)
BOUNDED = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LINES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "clusters",
                "a->b.enabled",
                "a->b.topics",
                "a.bootstrap.servers",
                "b.security.protocol",
                "listeners",
                "x->y.z",
            ]
            + ["group.id", "config.storage.topic", "a->b.replication.policy.separator", "plugin.path", "->", "a->b."]
        ),
        st.one_of(st.text(max_size=12), st.sampled_from(["a, b", "true", "SASL_SSL", "http://:1", ".*,(", "enabled"])),
    ),
    max_size=8,
)


def told(options):
    """The whole way to the report."""
    report = preflight_report({"": {"findings": examine(options), "unknown": []}})
    assert preflight_lines(report)[-1] == report["sentence"]
    return json.dumps(report)


@BOUNDED
@given(OPTIONS)
def test_any_inventory(options):
    told(options)


@BOUNDED
@given(st.sampled_from([*NAMES, "hosts"]), ANYTHING)
def test_any_variable_of_a_good_inventory(name, value):
    told({**BASE, name: value})


@BOUNDED
@given(st.dictionaries(KEYS, ANYTHING, max_size=5), st.dictionaries(KEYS, ANYTHING, max_size=5))
def test_any_cluster_and_connector(cluster, config):
    one = {**cluster, "kafka": "primary", "connectors": [{"name": "one", "config": config}]}
    told({**BASE, "connect_clusters": {"orders": one}})


@BOUNDED
@given(st.dictionaries(KEYS, ANYTHING, max_size=5))
def test_any_flow(flow):
    told({**BASE, "mm2_flows": [{"source": "primary", "target": "secondary", "mode": "dedicated", **flow}]})


@BOUNDED
@given(LINES, st.sampled_from(["worker_files", "mirror_files"]))
def test_any_file(lines, kind):
    text = "\n".join(f"{key}={value}" for key, value in lines)
    told({kind: {"a.properties": text, "b.properties": text}, "kafka_version": "4.3.1"})


@BOUNDED
@given(
    st.dictionaries(KEYS, st.text(min_size=1, max_size=20)), st.sampled_from(["password", "sasl.jaas.config", "token"])
)
def test_no_secret_is_told(config, key):
    secret = {**config, f"database.{key}": SECRET, "connector.class": "a.Sink"}
    connector = {"name": "one", "config": secret}
    credentials = {"operator": {"sasl_username": "u", "sasl_password": SECRET}}
    site = laid(BASE, {"kafka_credentials": credentials, "connect_clusters": {"orders": {"connectors": [connector]}}})
    file = "\n".join(["clusters=a,b", f"a.{key}={SECRET}", "a.security.protocol=SASL_SSL", "a->b.enabled=true"])
    assert SECRET not in told({**site, "mirror_files": {"mm2.properties": file}})


@pytest.mark.parametrize("kind", ["kafka", "database"])
def test_facts_that_are_missing_are_no_findings(kind):
    assert examine({**BASE, "facts": facts(kind, {})}) == []


@pytest.mark.parametrize(
    ("options", "rule", "subject", "sentence"),
    [
        ({"kafka_clusters": {"a": "text"}}, "I3", "kafka_clusters.a", "is a str; give a dictionary"),
        ({"connect_clusters": {"a": {"rest": "x"}}}, "I1", "connect_clusters.a.rest", "is a str; give a dictionary"),
        (
            {"connect_clusters": {"a": {"config": {"listeners": {}}}}},
            "I1",
            "connect_clusters.a",
            "config.listeners is a dictionary; give a text",
        ),
        (
            {"connect_clusters": {"a": {"connectors": [{"config": {}}]}}},
            "I1",
            "connect_clusters.a",
            "an entry of connectors is no dictionary with a name; give both",
        ),
        (
            {"connectors": [{"name": "one", "config": 3}]},
            "I1",
            "connectors",
            "connector one has a config that is no dictionary; give keys",
        ),
        (
            {"kafka_clusters": {"a": {"credentials": []}}},
            "I3",
            "kafka_clusters.a",
            "credentials is a list; give a text",
        ),
        ({"mm2_flows": ["a"]}, "I2", "mm2_flows", "is a str; give a dictionary"),
    ],
)
def test_another_shape_is_told(options, rule, subject, sentence):
    refused = {}
    shaped(options, refused)
    assert refused == {rule: [(subject, sentence)]}


def test_a_host_is_told_its_own_part():
    groups = {"connect": ["c"], "mirrormaker": ["m"], "broker": ["b"], "all": ["x"]}
    variables = {
        "b": {"kafka_cluster": "primary", "connect_cluster": "orders", "secret": SECRET},
        "c": {"connect_cluster": "orders", "kafka_version": "4.3.1", "kafka_cluster": "primary"},
        "m": {"mirrormaker_instances": [{"name": "x", "targets": ["secondary"]}]},
    }
    hosts = preflight_hosts(groups, variables)
    assert hosts[0] == {"name": "b", "kinds": ["broker"], "kafka_cluster": "primary"}
    assert hosts[1] == {"name": "c", "kinds": ["connect"], "connect_cluster": "orders", "kafka_version": "4.3.1"}
    login = {"sasl_username": "u", "sasl_password": SECRET}
    credentials = {"operator": login, "worker": login, "other": login}
    connect = {
        "orders": {"kafka": "primary", "credentials": "worker", "connectors": []},
        "heavy": {"kafka": "secondary"},
    }
    arguments = (BASE["kafka_clusters"], credentials, connect, BASE["mm2_flows"])
    worker = preflight_scope(hosts, "c", *arguments)
    assert [list(worker[key]) for key in ("kafka_clusters", "kafka_credentials", "connect_clusters", "mm2_flows")] == [
        ["primary"],
        ["operator", "worker"],
        ["orders"],
        [],
    ]
    mirror = preflight_scope(hosts, "m", *arguments)
    assert list(mirror["kafka_clusters"]) == ["primary", "secondary"]
    assert [flow["target"] for flow in mirror["mm2_flows"]] == ["secondary"]
    assert examine(mirror) == []
    refused = preflight_scope(hosts, "m", BASE["kafka_clusters"], {}, {}, [{"source": "primary"}])
    assert refused["mm2_flows"] == []
    assert preflight_scope(hosts, "nobody", *arguments)["hosts"] == []


class Lazy(dict):
    """As Ansible's own: what is not defined shows when it is asked for."""

    def __getitem__(self, key):
        if self.get(key) is None:
            raise LookupError(key)
        return super().__getitem__(key)


def test_a_secret_that_is_not_there_yet_keeps_no_rule_from_looking():
    given = {"a": Lazy(sasl_username="u", sasl_password=None), "b": {"extra": Lazy(x=None)}, "c": "text"}
    found = known_credentials(given, LookupError)
    assert found["a"] == {"sasl_username": "u", "sasl_password": NOT_DEFINED}
    assert (found["b"], found["c"]) == ({"extra": {"x": NOT_DEFINED}}, "text")
