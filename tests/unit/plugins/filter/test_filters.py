# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every filter through a real play: the inventory's variables in, text out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COLLECTIONS = next(Path(entry) for entry in sys.path if (Path(entry) / "ansible_collections" / "streamops").is_dir())
INVENTORY = {
    "all": {
        "vars": {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "half_logins": {"a": {"sasl_username": "u", "sasl_password": "{{ nobody_says_this }}"}},
            "kafka_credentials": {
                "mm2": {"sasl_username": "u", "sasl_password": "hidden-1"},
                "own": {"sasl_username": "o", "sasl_password": "hidden-2"},
            },
            "connect_credentials": {"rest": {"url_username": "ada", "url_password": "hidden-3"}},
            "kafka_clusters": {
                "primary": {
                    "kind": "self",
                    "bootstrap_servers": ["{{ groups['broker'][0] }}:9092"],
                    "replication_factor": 1,
                    "security_protocol": "SASL_PLAINTEXT",
                    "sasl_mechanism": "PLAIN",
                    "credentials": "mm2",
                },
                "secondary": {"bootstrap_servers": "s1:9092"},
            },
            "connect_clusters": {
                "orders": {"kafka": "primary"},
                "other": {"kafka": "secondary"},
                "secure": {
                    "kafka": "primary",
                    "rest": {"scheme": "https", "credentials": "rest"},
                    "connectors": [{"name": "a", "credentials": "own"}],
                },
            },
            "mm2_flows": [{"source": "primary", "target": "secondary", "mode": "dedicated", "topics": ["pgapp[.].*"]}],
        },
        "children": {
            "broker": {"hosts": {"b1": {}}},
            "connect": {
                "hosts": {
                    "c1": {"connect_cluster": "{{ 'or' ~ 'ders' }}"},
                    "c2": {"connect_cluster": "other"},
                    "c3": {"connect_cluster": "orders", "connect_rest_host": "10.0.0.3"},
                    "c4": {"poisoned": "{{ this_is_not_defined }}"},
                }
            },
        },
    }
}
EXPRESSIONS = {
    "members": "connect_clusters | streamops.kafka.connect_members(groups, hostvars, 'orders')",
    "urls": "connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars)",
    "first": "['c9', 'c3', 'c1'] | streamops.kafka.first_reachable(hostvars, '__ping')",
    "cluster": "kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials)",
    "worker": "connect_clusters | streamops.kafka.connect_properties('orders', kafka_clusters, kafka_credentials,"
    " rest_host=inventory_hostname, plugin_path=['/p'])",
    "worker_secrets": "connect_clusters | streamops.kafka.connect_worker_secrets('orders', kafka_clusters,"
    " kafka_credentials)",
    "worker_topics": "connect_clusters | streamops.kafka.connect_internal_topics('orders', kafka_clusters)",
    "flows": "mm2_flows | streamops.kafka.mm2_flows(kafka_clusters, {'tasks_max': 2})",
    "mm2": "mm2_flows | streamops.kafka.mm2_flows(kafka_clusters)"
    " | streamops.kafka.mm2_properties(kafka_clusters, kafka_credentials, ['secondary'], nodes=2, secrets_file='/s')",
    "mm2_secrets": "mm2_flows | streamops.kafka.mm2_secrets(kafka_clusters, kafka_credentials, ['secondary'])",
    "mm2_topics": "mm2_flows | streamops.kafka.mm2_internal_topics(kafka_clusters)",
    "rest": "connect_clusters | streamops.kafka.connect_rest('secure', connect_credentials)",
    "rest_users": "connect_clusters | streamops.kafka.connect_rest_users('secure', connect_credentials)",
    "rest_jaas": "'/s/rest.properties' | streamops.kafka.connect_rest_jaas",
    "connectors": "connect_clusters | streamops.kafka.connect_connectors('secure', kafka_clusters, kafka_credentials)",
    "clients": "connect_clusters | streamops.kafka.connect_client_secrets('secure', kafka_clusters, kafka_credentials)",
    "flow_clients": "[{'source': 'primary', 'target': 'secondary', 'mode': 'connect'}]"
    " | streamops.kafka.mm2_flow_clients(kafka_clusters, kafka_credentials, connect_clusters)",
    "jvm": "kafka_clusters | streamops.kafka.kafka_jvm_options(['primary'])",
    "logins": "half_logins | streamops.kafka.preflight_credentials",
    "text": "{'b': true, 'a': ['x', 1]} | streamops.kafka.java_properties",
    "jaas": "'PLAIN' | streamops.kafka.jaas_config('u', 'p\"')",
}


def play(folder: Path, expressions: dict[str, str]) -> str:
    """What a play says: the results as one JSON document, or the reason of its failure."""
    lines = {name: "{{ " + text + " }}" for name, text in expressions.items()}
    written = {"content": "{{ results | to_json }}", "dest": str(folder / "results.json"), "mode": "0600"}
    tasks = [
        {"ansible.builtin.ping": {}, "register": "__ping"},
        {"ansible.builtin.copy": written, "vars": {"results": lines}, "when": "inventory_hostname == 'c1'"},
    ]
    (folder / "inventory.json").write_text(json.dumps(INVENTORY), encoding="utf-8")
    (folder / "play.json").write_text(json.dumps([{"hosts": "c1:c3", "gather_facts": False, "tasks": tasks}]), "utf-8")
    command = ["ansible-playbook", "-i", str(folder / "inventory.json"), str(folder / "play.json")]
    environment = {
        **os.environ,
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_NOCOLOR": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filters")
    said = play(folder, EXPRESSIONS)
    assert (folder / "results.json").exists(), said
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def test_membership(results):
    assert results["members"] == ["c1", "c3"]
    assert results["urls"] == ["http://c1:8083", "http://10.0.0.3:8083"]
    assert results["first"] == "c3"


def test_logins_that_are_not_complete_yet(results):
    assert results["logins"] == {"a": {"sasl_username": "u", "sasl_password": "not defined"}}


def test_clusters(results):
    assert results["cluster"] == {
        "alias": "primary",
        "bootstrap_servers": "b1:9092",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_username": "u",
        "sasl_password": "hidden-1",
    }


def test_workers(results):
    worker = results["worker"]
    assert worker["rest.advertised.host.name"] == "c1"
    assert worker["bootstrap.servers"] == "b1:9092"
    assert worker["plugin.path"] == "/p"
    assert worker["producer.sasl.jaas.config"].startswith("${file:")
    assert "hidden-1" in results["worker_secrets"]["sasl.jaas.config"]
    assert [topic["partitions"] for topic in results["worker_topics"]] == [1, 25, 5]


def test_flows(results):
    assert [flow["tasks_max"] for flow in results["flows"]] == [2]
    assert results["mm2"]["primary->secondary.topics"] == "pgapp[.].*"
    assert results["mm2"]["dedicated.mode.enable.internal.rest"] == "true"
    assert list(results["mm2_secrets"]) == ["primary.sasl.jaas.config"]
    assert {topic["cluster"] for topic in results["mm2_topics"]} == {"primary", "secondary"}


def test_logins(results):
    assert results["rest"] == {
        "ca_path": "/etc/streamops/tls/ca.pem",
        "url_username": "ada",
        "url_password": "hidden-3",
    }
    assert results["rest_users"] == {"ada": "hidden-3"}
    assert results["rest_jaas"].startswith("KafkaConnect {")
    reference = "${file:/etc/kafka-connect/secrets/clients.properties:primary.own.sasl.jaas.config}"
    assert results["connectors"][0]["config"]["consumer.override.sasl.jaas.config"] == reference
    assert "hidden-2" in results["clients"]["primary.own.sasl.jaas.config"]
    assert results["flow_clients"][0]["source_client"]["sasl.jaas.config"].endswith(":primary.mm2.sasl.jaas.config}")
    assert results["jvm"] == ""


def test_texts(results):
    assert results["text"] == "a=x,1\nb=true\n"
    assert results["jaas"].endswith(r'required username="u" password="p\"";')


def test_a_failure_is_one_sentence(tmp_path):
    said = play(tmp_path, {"x": "(mm2_flows + mm2_flows) | streamops.kafka.mm2_flows(kafka_clusters)"})
    assert "mm2_flows cannot be used: (1) primary->secondary is given 2 times; keep one" in said
    assert "hidden-1" not in said
