# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module preflight as Ansible starts it, and what it looks up on a host."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import zipfile

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._ansible import host_facts as looks
from ansible_collections.streamops.kafka.plugins.module_utils._ansible import kafka_facts as asks
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.build import build_site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import examine

SECRET = "correct-horse-battery"
MODULE = "ansible_collections.streamops.kafka.plugins.modules.preflight"
SITE = {
    "kafka_clusters": {"primary": {"bootstrap_servers": "127.0.0.1:1", "replication_factor": 1}},
    "connect_clusters": {
        "orders": {
            "kafka": "primary",
            "connectors": [{"name": "one", "config": {"connector.class": "a.OneSource", "a.password": SECRET}}],
        }
    },
}


def run(**params):
    """The result of the module, which must hold neither a secret nor a trace."""
    text = json.dumps({"ANSIBLE_MODULE_ARGS": params})
    done = subprocess.run([sys.executable, "-m", MODULE], input=text, capture_output=True, text=True, check=False)
    assert SECRET not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return json.loads(done.stdout)


def test_a_refused_inventory_fails_with_everything_in_one_message():
    result = run(**SITE)
    assert result["failed"] is True
    assert "(S6) connector one: a.password is a text, not a reference" in result["msg"]
    assert {"S1", "S3", "S4", "S6"} <= {item["id"] for item in result["findings"]}
    assert result["changed"] is False


def test_the_report_alone():
    result = run(**SITE, fail_on="never")
    assert "failed" not in result
    assert result["counts"]["refuse"] == 1
    assert run(fail_on="warn")["sentence"].startswith("Preflight: 0 refused, 0 warnings")


def test_the_name_of_a_login_is_no_secret():
    clusters = {"orders": {**SITE["connect_clusters"]["orders"], "credentials": "orders"}}
    logins = {"orders": {"sasl_username": "orders-user", "sasl_password": SECRET}}
    result = run(**{**SITE, "connect_clusters": clusters}, kafka_credentials=logins, fail_on="never")
    assert "Connect cluster orders" in {item["subject"] for item in result["findings"]}


def regions(number=3):
    """As many regions, each with brokers, workers, connectors and mirror processes, and flows between all of them."""
    names = [f"r{at}" for at in range(number)]
    login = {"security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512", "credentials": "app"}
    config = {"connector.class": "a.OneSink", "topics": "t", "tasks.max": 3}
    config["password"] = "${file:/etc/kafka-connect/secrets/x.properties:password}"
    connectors = [{"name": f"c{at}", "config": config} for at in range(30)]
    kinds = {"broker": 3, "connect": 3, "mirrormaker": 2}
    return {
        "kafka_version": "4.3.2",
        "kafka_clusters": {name: {"bootstrap_servers": f"kafka-{name}:9093", **login} for name in names},
        "kafka_credentials": {"app": {"sasl_username": "app", "sasl_password": SECRET}},
        "connect_clusters": {
            f"orders-{name}": {"kafka": name, "rest": {"scheme": "https"}, "connectors": connectors} for name in names
        },
        "mm2_flows": [
            {"source": one, "target": two, "mode": "dedicated", "topics": [f"{one}-only"]}
            for one in names
            for two in names
            if one != two
        ],
        "hosts": [
            {
                "name": f"{kind}-{name}-{at}",
                "kinds": [kind],
                "kafka_cluster": name,
                "connect_cluster": f"orders-{name}",
                "mirrormaker_instances": [{"name": f"to-{name}", "targets": [name]}],
            }
            for name in names
            for kind, count in kinds.items()
            for at in range(count)
        ],
    }


def test_three_regions_take_less_than_two_seconds():
    """As a program, with its start, as Ansible runs it; the time of the processor, for a machine may be busy."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = run(**regions(), fail_on="never")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert result["counts"]["refuse"] == 0, result["refusal"]
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 2


def test_a_look_at_what_does_not_answer():
    hosts = [{"name": "c1", "connect_cluster": "orders"}]
    looked = {"look": ["host", "kafka", "connect", "databases"], "host": "c1", "fail_on": "never", "hosts": hosts}
    result = run(**SITE, **looked, connect_urls=["http://127.0.0.1:1"], wait_timeout=5)
    assert "W8" in {item["id"] for item in result["findings"]}
    assert [item["subject"] for item in result["unknown"]] == ["Connect cluster orders"]


class FakePlane:
    """A cluster whose answers are given."""

    timeout = 1.0

    def overview(self):
        return {"connect-orders-configs": 3}, {"brokers": 1, "cluster_id": "x"}

    def create_topics(self, specs, validate_only):
        assert validate_only
        kind = {"offsets": "not_permitted", "status": "refused"}[specs[0].name.rsplit("-", 1)[-1]]
        raise DataPlaneError("no", {"kind": kind})

    def configs(self, names):
        return {name: {"cleanup.policy": "delete"} for name in names}

    def broker_ids(self):
        raise DataPlaneError("the brokers' configs may not be read", {"kind": "not_permitted"})

    def ask(self, dummy, call):
        return call(self)

    def list_groups(self, group, timeout):
        assert timeout == self.timeout
        return [type("Group", (), {"id": group, "protocol_type": "consumer"})()]


def test_what_brokers_say(monkeypatch):
    monkeypatch.setattr(asks, "data_plane", lambda dummy: FakePlane())
    site, unknown = build_site(SITE), []
    found = asks.kafka_facts(site, {"kafka_credentials": {}, "hosts": []}, unknown)
    assert found["primary"]["forbidden"] == ["connect-orders-offsets"]
    assert list(found["primary"]["refused"]) == ["connect-orders-status"]
    assert [entry["outcome"] for entry in unknown] == ["not_permitted"]
    seen = {item["id"] for item in examine({**SITE, "facts": {"worker": True, "kafka": found}})}
    assert seen == {"W4", "W5", "W6", "W16", "K1"}


def test_brokers_of_ours_that_are_not_there_yet_are_no_finding(monkeypatch):
    def gone(dummy):
        raise DataPlaneError("no broker answers", {"kind": "unreachable"})

    monkeypatch.setattr(asks, "data_plane", gone)
    site, unknown = build_site(SITE), []
    hosts = [{"name": "b", "kafka_cluster": "primary"}]
    found = asks.kafka_facts(site, {"kafka_credentials": None, "hosts": hosts}, unknown)
    assert [entry["reason"] for entry in unknown] == ["no broker answers"]
    assert examine({**SITE, "facts": {"worker": True, "kafka": found}}) == []


def test_what_a_host_says(tmp_path):
    java = tmp_path / "java"
    java.mkdir()
    (java / "release").write_text('JAVA_VERSION="11.0.2"\n', encoding="utf-8")
    for name, entry in (("good", "META-INF/services/org.apache.kafka.connect.sink.SinkConnector"), ("bare", "a.class")):
        (tmp_path / "plugins" / name).mkdir(parents=True)
        with zipfile.ZipFile(tmp_path / "plugins" / name / "a.jar", "w") as archive:
            archive.writestr(entry, "")
    (tmp_path / "plugins" / "bare" / "broken.jar").write_text("no archive", encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        clusters = {"orders": {**SITE["connect_clusters"]["orders"], "port": port}}
        site = {**SITE, "connect_clusters": clusters, "kafka_version": "4.3.1"}
        folders = [str(tmp_path / "plugins"), str(tmp_path / "none")]
        facts = looks.host_facts(build_site(site), {"java_home": str(java), "connect_plugin_path_extra": folders})
    assert facts["java"] == {"major": 11}
    assert facts["names"] == {"127.0.0.1": True}
    assert facts["ports"][str(port)].startswith("PID ")
    assert facts["folders"] == {
        folders[0]: {"problem": "", "bare": ["bare"]},
        folders[1]: {"problem": "is no folder", "bare": []},
    }
    assert facts["disk"]
    found = {item["id"] for item in examine({**site, "facts": {"name": "a", **facts}})}
    assert {"W11", "W13", "W14", "W20"} <= found


@pytest.mark.parametrize("text", ["", "no certificate"])
def test_no_certificate_is_no_fact(text):
    assert looks.days_left(text, 0.0) is None
