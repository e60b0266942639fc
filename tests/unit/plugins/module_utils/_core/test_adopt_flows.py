# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From ``mm2.properties`` to the inventory and back."""

from __future__ import annotations

import base64

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_flows import (
    CLUSTERS_FILE,
    FLOWS_FILE,
    VAULT_FILE,
    adopt_flows,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import dedicated_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import (
    parse_properties,
    render_properties,
)

SECRETS = "/etc/kafka-mirrormaker/x/secrets.properties"
ODD = "B.security.protocol=SASL_SSL\nB.sasl.mechanism=ODD\nB.sasl.jaas.config="
PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
SHORT = """
clusters = A, B
A.bootstrap.servers = a1:9092, a2:9092
B.bootstrap.servers = b:9093
A->B.enabled = true
A->B.topics = foo, bar
"""


class Loader(yaml.SafeLoader):
    """YAML of Ansible."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def texts(adopted):
    return {item["path"]: base64.b64decode(item["base64"]).decode() for item in adopted["files"]}


def variables(adopted):
    found = {"kafka_credentials": {}}
    for text in texts(adopted).values():
        found.update(yaml.load(text, Loader) or {})
    return found


def adopt(*files, clusters=None):
    encoded = [base64.b64encode(text.encode("latin-1")).decode() for text in files]
    given = [{"host": f"h{number}", "source": "/p", "content": text} for number, text in enumerate(encoded)]
    return adopt_flows(given, clusters or {})


def left(text, **known):
    """What is left over beside the one thing that this collection excludes on top."""
    lines = [line.removeprefix("h0:/p: ") for line in adopt(text, **known)["left_over"]]
    return [line for line in lines if ".topics.exclude is " not in line]


# -- files of our own ------------------------------------------------------------------------------------------------

PATTERNS = st.lists(st.sampled_from(["orders[.].*", "a", "{{ b }}", "x y", "#c"]), min_size=1, max_size=3, unique=True)
COPIES = st.sampled_from([-1, 1, 2, 3])
SECONDS = st.sampled_from([1, 5, 60, 600])
OPTIONS = {
    "topics": PATTERNS, "topics_exclude": PATTERNS, "groups": PATTERNS, "groups_exclude": PATTERNS,
    "tasks_max": st.integers(1, 9), "replication_factor": COPIES, "source_replication_factor": COPIES,
    "target_replication_factor": COPIES, "replication_policy": st.sampled_from(["default", "identity", "com.x.Own"]),
    "separator": st.sampled_from([".", "_"]), "heartbeats": st.booleans(), "checkpoints": st.booleans(),
    "sync_group_offsets": st.booleans(), "sync_topic_configs": st.booleans(), "sync_topic_acls": st.booleans(),
    "offset_syncs_location": st.sampled_from(["source", "target"]), "exactly_once": st.booleans(),
    "refresh_topics_interval": SECONDS, "refresh_groups_interval": SECONDS, "heartbeats_interval": SECONDS,
    "checkpoints_interval": SECONDS, "offset_flush_interval": SECONDS,
    "canary": st.booleans(),
    "config": st.fixed_dictionaries({}, optional={
        "producer.override.linger.ms": st.integers(0, 9), "offset.lag.max": st.just("007"),
        "heartbeats.topic.replication.factor": COPIES, "topics.exclude": st.just("{% z %}"),
        "replication.policy.internal.topic.separator.enabled": st.booleans(),
    }),
}  # fmt: skip
FLOW = st.fixed_dictionaries({"mode": st.just("dedicated")}, optional=OPTIONS)
CLUSTER = st.fixed_dictionaries(
    {"replication_factor": COPIES},
    optional={"extra": st.just({"client.dns.lookup": "x", "ssl.protocol": "T"})},
)
LOGIN = {"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512", "sasl_username": "u", "sasl_password": "p"}
PAIR = {"client_cert": "/tls/c.pem", "client_key": "/tls/k.pem", "client_key_password": "hidden-3"}
SECURITY = st.sampled_from(
    [
        {},
        {**LOGIN, "ca_path": "/ca.pem"},
        {"security_protocol": "SSL", "ca_pem": "-----BEGIN-----\nx", "client_cert": "/tls/both.pem"},
        {"security_protocol": "SSL", **PAIR},
        {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "GSSAPI", "extra": {"sasl.jaas.config": "k"}},
    ]
)
ALIASES = ("A", "b-2", "Cc")
PAIRS = st.lists(
    st.sampled_from([(a, b) for a in ALIASES for b in ALIASES if a != b]), min_size=1, max_size=4, unique=True
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_file_that_we_render_is_rendered_again(data):
    clusters = {
        alias: {"bootstrap_servers": f"{alias}:9092,{alias}2:9092", **data.draw(CLUSTER), **data.draw(SECURITY)}
        for alias in ALIASES
    }
    entries = [{**data.draw(FLOW), "source": a, "target": b} for a, b in data.draw(PAIRS)]
    flows = inventory_or_nothing(entries, clusters)
    targets = sorted({flow.target for flow in flows})
    together = data.draw(st.booleans())
    instances = [targets] if together else [[target] for target in targets]
    nodes = data.draw(st.sampled_from([1, 2]))
    given = {"nodes": nodes, "secrets_file": SECRETS, "rest_host": "h", "rest_port": 8084}
    files = [dedicated_properties(flows, clusters, {}, each, **given) for each in instances]
    adopted = adopt(*map(render_properties, files))
    assert adopted["left_over"] == []
    found = variables(adopted)
    again = inventory_flows(found["mm2_flows"], found["kafka_clusters"])
    for each, file in zip(instances, files):
        rendered = dedicated_properties(again, found["kafka_clusters"], found["kafka_credentials"], each, **given)
        assert rendered == file
    assert "hidden-3" not in str(texts(adopted))


def inventory_or_nothing(entries, clusters):
    try:
        return inventory_flows(entries, clusters)
    except InputError:
        assume(False)


# -- files of others -------------------------------------------------------------------------------------------------


def test_a_short_file_of_somebody_else():
    adopted = adopt(SHORT)
    assert variables(adopted) == {
        "mm2_flows": [
            {
                "source": "A", "target": "B", "mode": "dedicated", "topics": ["foo", "bar"], "tasks_max": 1,
                "replication_factor": 2, "sync_topic_acls": True,
            }
        ],
        "kafka_clusters": {
            "A": {"bootstrap_servers": "a1:9092,a2:9092"},
            "B": {"bootstrap_servers": "b:9093"},
        },
        "kafka_credentials": {},
    }  # fmt: skip
    assert set(texts(adopted)) == {FLOWS_FILE, CLUSTERS_FILE}
    (line,) = adopted["left_over"]
    assert line.startswith("h0:/p: A->B.topics.exclude is ")
    assert f"# - {line}\n" in texts(adopted)[FLOWS_FILE]


@pytest.mark.parametrize(
    ("topics", "options"),
    [
        (r"foo,streamops\.canary\.A\.B", {"topics": ["foo"], "canary": True}),
        (r"streamops\.canary\.A\.B", {"topics": [r"streamops\.canary\.A\.B"]}),
        (r"foo,streamops\.canary\.A\.C", {"topics": ["foo", r"streamops\.canary\.A\.C"]}),
    ],
)
def test_a_canary_is_an_option_again(topics, options):
    written = topics.replace("\\", "\\\\")
    (flow,) = variables(adopt(SHORT + f"A->B.topics={written}\n"))["mm2_flows"]
    assert {name: flow[name] for name in ("topics", "canary") if name in flow} == options


def test_what_stands_at_the_top_holds_for_every_flow_and_every_cluster():
    adopted = adopt(
        SHORT + "B->A.enabled=true\nB->A.topics=b\ntopics=t\ntasks.max=7\nsecurity.protocol=SSL\n"
        "A.security.protocol=PLAINTEXT\nconfig.storage.replication.factor=1\nB.config.storage.replication.factor=2\n"
    )
    found = variables(adopted)
    assert {(flow["source"], flow["tasks_max"], tuple(flow["topics"])) for flow in found["mm2_flows"]} == {
        ("A", 7, ("foo", "bar")),
        ("B", 7, ("b",)),
    }
    assert found["kafka_clusters"]["A"] == {"bootstrap_servers": "a1:9092,a2:9092", "replication_factor": 1}
    assert found["kafka_clusters"]["B"] == {
        "bootstrap_servers": "b:9093", "replication_factor": 1, "security_protocol": "SSL",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "A->B.client.id=x",
            "A->B.client.id is 'x' and is not written (shared by all flows into the target; remove it)",
        ),
        ("B.producer.batch.size=1", "B.producer.batch.size is '1' and is not written"),
        ("B.offset.flush.interval.ms=1500", "B.offset.flush.interval.ms is '1500' and becomes '60000'"),
        ("connector.odd=1", "connector.odd is '1' and is not written"),
        ("C->B.enabled=true", "C->B.enabled is 'true' and is not written"),
        ("A->B.emit.heartbeats.enabled=true", "A->B.emit.heartbeats.enabled is 'true' and becomes 'false'"),
        ("A->B.tasks.max=many", "A->B.tasks.max is 'many' and becomes '4'"),
        ("A->B.emit.checkpoints.interval.seconds=0", "A->B.emit.checkpoints.interval.seconds is '0' and becomes '60'"),
        (
            "listeners=http://0.0.0.0:9\\nrest.advertised.host.name=h",
            "listeners is 'http://0.0.0.0:9' and is not written",
        ),
    ],
)
def test_what_the_model_cannot_say_is_told(line, told):
    assert told in left(SHORT + line.replace("\\n", "\n"))


@pytest.mark.parametrize(
    "line",
    [
        "B->A.topics=without effect",
        "A->B.offset.lag.max = 7 ",
        "A->B.topics.exclude=own.*",
        "emit.heartbeats.enabled=false",
        "emit.heartbeats.interval.seconds=5",
        "B->A.heartbeats.topic.cleanup.policy=delete",
        "A->B.replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy",
        "dedicated.mode.enable.internal.rest=true\nlisteners=http://0.0.0.0:8084\nrest.advertised.port=8084",
        "dedicated.mode.enable.internal.rest=true\nlisteners=http://0.0.0.0:8083",
        "B.exactly.once.source.support=enabled\nA->B.source.consumer.isolation.level=read_committed",
        "replication.policy.separator=B",
    ],
)
def test_what_it_can_say_is_not(line):
    lines = left(SHORT + line)
    assert [told for told in lines if "separator" not in told] == []


def test_logins_and_stores_become_options():
    secure = (
        "B.security.protocol=SASL_SSL\nB.sasl.mechanism=PLAIN\n"
        f'B.sasl.jaas.config={PLAIN} username="u\\\\"" password="hidden-1";\n'
        "B.ssl.truststore.type=PEM\nB.ssl.truststore.location=/ca.pem\nB.ssl.keystore.type=PEM\n"
        "B.ssl.keystore.location=/c.pem\nB.ssl.key.password=hidden-2\n"
    )
    adopted = adopt(SHORT + secure)
    found = variables(adopted)
    assert found["kafka_clusters"]["B"] == {
        "bootstrap_servers": "b:9093", "credentials": "B", "security_protocol": "SASL_SSL", "sasl_mechanism": "PLAIN",
        "ca_path": "/ca.pem", "client_cert": "/c.pem",
    }  # fmt: skip
    assert found["kafka_credentials"]["B"] == {
        "client_key_password": "{{ vault_kafka_b_client_key_password }}",
        "sasl_password": "{{ vault_kafka_b_sasl_password }}",
        "sasl_username": 'u"',
    }
    vault = texts(adopted)[VAULT_FILE]
    assert "# vault_kafka_b_sasl_password:\n" in vault and yaml.safe_load(vault) is None
    assert "hidden" not in str(texts(adopted)) + str(adopted["left_over"])
    assert left(SHORT + secure) == []


@pytest.mark.parametrize(
    ("lines", "extra"),
    [
        (
            f"{ODD}{PLAIN} username=u password=hidden;",
            {"sasl.jaas.config": "{{ vault_kafka_b_sasl_jaas_config }}"},
        ),
        (
            f'{ODD}{PLAIN} username="u" password="hidden";',
            {"sasl.jaas.config": "{{ vault_kafka_b_sasl_jaas_config }}"},
        ),
        (
            "B.security.protocol=SASL_SSL\nB.sasl.client.callback.handler.class=x.Y",
            {"sasl.client.callback.handler.class": "x.Y", "security.protocol": "SASL_SSL"},
        ),
        ("B.security.protocol=ODD", {"security.protocol": "ODD"}),
        (
            "B.ssl.truststore.type=JKS\nB.ssl.truststore.location=/x\nB.ssl.truststore.password=${env:PW}",
            {
                "ssl.truststore.type": "JKS",
                "ssl.truststore.location": "/x",
                "ssl.truststore.password": "${env:PW}",
            },
        ),
    ],
)
def test_what_has_no_option_stands_under_extra(lines, extra):
    found = variables(adopt(SHORT + lines))
    both = {**found["kafka_clusters"]["B"], **found["kafka_credentials"].get("B", {})}
    assert both["extra"] == extra
    assert [line for line in left(SHORT + lines) if "config.providers" not in line] == []


def test_clusters_that_the_inventory_knows_are_left_to_it():
    known = {alias: {"bootstrap_servers": f"{alias}:1", "replication_factor": 1} for alias in ("A", "B")}
    adopted = adopt(SHORT, clusters=known)
    assert set(texts(adopted)) == {FLOWS_FILE}
    assert "h0:/p: A.bootstrap.servers is 'a1:9092, a2:9092' and becomes 'A:1'" in adopted["left_over"]


def test_two_files_that_our_instances_would_make_one():
    other = SHORT.replace("A", "C").replace("a1", "c1").replace("a2", "c2").replace("foo", "baz")
    adopted = adopt(SHORT, other)
    assert [flow["source"] for flow in adopted["flows"]] == ["A", "C"]
    assert "h0:/p: an instance that writes to B runs C->B as well" in adopted["left_over"]


def test_flows_that_the_rules_refuse_are_told():
    both = (
        SHORT + "B->A.enabled=true\nreplication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy"
    )
    assert any(line.startswith("mm2_flows cannot be used: ") for line in adopt(both)["left_over"])


def test_a_file_without_a_flow_and_no_file():
    assert adopt("clusters=A,B\nA.bootstrap.servers=a:1\nB.bootstrap.servers=b:1")["left_over"] == [
        "h0:/p: no flow is enabled there"
    ]
    assert adopt() == {"files": [], "left_over": [], "flows": []}


def test_a_file_of_something_else():
    with pytest.raises(InputError, match="h0:/p: the key 'clusters' is missing"):
        adopt("group.id=connect")


def test_our_own_reader_is_the_one_of_java():
    assert parse_properties(SHORT)["A->B.topics"] == "foo, bar"


# -- logins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("common", [False, True])
def test_the_logins_of_known_flows_are_kept(common):
    logins = {name: {"sasl_username": name, "sasl_password": "x"} for name in ("probe", "reads", "writes")}
    tls = {"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512", "credentials": "probe"}
    clusters = {alias: {"bootstrap_servers": f"{alias}:9092", **tls} for alias in ("a", "b")}
    names = {"source_credentials": "reads", "target_credentials": "writes"}
    flow = {"source": "a", "target": "b", "mode": "dedicated", "topics": ["x"]}
    known = inventory_flows([{**flow, **names}], clusters)
    rendered = dedicated_properties(known, clusters, logins, ["b"], nodes=2, secrets_file=SECRETS, rest_host="h")
    file = {"host": "h", "source": "/p", "content": base64.b64encode(render_properties(rendered).encode()).decode()}
    given = ([flow], names) if common else ([{**flow, **names}, {"source": "b", "target": "a"}], {})
    adopted = adopt_flows([file], clusters, logins, *given)
    assert adopted["left_over"] == []
    (found,) = variables(adopted)["mm2_flows"]
    assert {key: found[key] for key in names} == names
