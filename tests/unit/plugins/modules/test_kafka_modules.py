# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contracts of ``kafka_topic`` and ``mm2_flow`` where no cluster is needed: refusals, bare hosts, secrets."""

from __future__ import annotations

import pytest
from run_module import run_module

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import MIRROR_CHECKS

SECRET = "geheim-4711"
NOBODY = {"alias": "a", "bootstrap_servers": "127.0.0.1:9"}
OTHER = {"alias": "b", "bootstrap_servers": "127.0.0.1:9"}
LOGIN = {
    "security_protocol": "SASL_PLAINTEXT",
    "sasl_mechanism": "PLAIN",
    "sasl_username": "u",
    "sasl_password": SECRET,
    "extra": {"ssl.key.password": SECRET + "-2"},
}


def topic(check=False, **options):
    return run_module("kafka_topic", {"kafka": NOBODY, "topics": [{"name": "t"}], **options}, check)


def flow(check=False, **options):
    return run_module("mm2_flow", {"source": NOBODY, "target": OTHER, "mode": "dedicated", **options}, check)


def test_an_unreachable_cluster_is_one_sentence():
    ran = topic()
    assert ran.code == 1
    assert ran.message.startswith("Kafka cluster 'a' at 127.0.0.1:9 did not answer within 6 s")
    assert ran.message.endswith("or open the network from this host")
    assert "Traceback" not in ran.everything


def test_a_flow_between_unreachable_clusters_keeps_its_checks():
    ran = flow()
    assert ran.code == 1
    outcomes = [check["outcome"] for check in ran.result["checks"]]
    assert (outcomes.count("failed"), outcomes.count("not_run")) == (1, len(MIRROR_CHECKS) - 1)
    assert ran.result["changed"] is False
    assert not ran.result["evidence"]["clusters"]["target"]["reachable"]


@pytest.mark.parametrize(("run", "changed"), [(topic, True), (flow, False)])
def test_a_bare_host_is_no_failure_in_check_mode(run, changed):
    ran = run(check=True)
    assert ran.code == 0, ran.everything
    assert ran.result["changed"] is changed
    assert "cannot be predicted before the installation" in ran.message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"run_state": "paused"}, "run_state cannot be set in mode dedicated"),
        ({"source": {"bootstrap_servers": "h:1"}}, "source.alias is missing"),
        ({"topics": ["("]}, "does not compile"),
        ({"target": NOBODY}, "source and target are the same cluster"),
        ({"checks": [{"name": "lag"}]}, "There is no check named lag"),
        ({"observe": 0}, "observe is 0"),
        ({"mode": "connect"}, "connect_urls is missing"),
        ({"config": {"topics.blacklist": "x"}}, "topics_exclude"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything(options, words):
    ran = flow(**options)
    assert ran.code == 1
    assert words in ran.message


@pytest.mark.parametrize("entry", [{"name": "t", "partitions": 0}, {"name": "t", "replication_factor": -2}])
def test_numbers_that_cannot_be_meant(entry):
    assert topic(topics=[entry]).message.startswith("Topic t: ")


@pytest.mark.parametrize(
    "run",
    [lambda: topic(True, kafka={**NOBODY, **LOGIN}), lambda: flow(source={**NOBODY, **LOGIN})],
    ids=["kafka_topic", "mm2_flow"],
)
def test_no_secret_in_any_output(run):
    assert SECRET not in run().everything
