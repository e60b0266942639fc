# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``mm2_flows``: many flows are one task, with one message, one fleet of connectors and a thread each."""

from __future__ import annotations

import struct
import threading
import time
from typing import ClassVar

import pytest
from fake_kafka import FakeCluster
from run_inside import run_inside
from stub_connect import Fault

from ansible_collections.streamops.kafka.plugins.doc_fragments.flow_task import ModuleDocFragment
from ansible_collections.streamops.kafka.plugins.module_utils._ansible import flows as glue
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_history import History
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_checks import MIRROR_CHECKS

SECRET = "geheim-4711"
SOURCE = "MirrorSourceConnector"
SEEN = {"name": "seen", "query": "schema_version", "equals": 1}
DEAF = {"alias": "b", "bootstrap_servers": "127.0.0.1:9"}


def given(alias, **options):
    return {"alias": alias, "bootstrap_servers": "127.0.0.1:9", **options}


def flow(source="a", target="b", mode="dedicated", **options):
    return {"source": source, "target": target, "mode": mode, "topics": ["t"], **options}


def run(flows, check=False, diff=False, clusters=("a", "b", "c"), **options):
    listed = [given(alias) if isinstance(alias, str) else alias for alias in clusters]
    return run_inside("mm2_flows", {"clusters": listed, "flows": flows, **options}, check, diff)


@pytest.fixture
def fakes(monkeypatch, tmp_path):
    """Three clusters in memory in place of the brokers, and a folder of the test's own for what is kept."""
    monkeypatch.setattr(glue, "History", lambda folder, name: History(str(tmp_path), name))
    found = {alias: FakeCluster(alias) for alias in "abc"}
    monkeypatch.setattr(glue, "data_plane", lambda options: found[options["alias"]].plane())
    return found


class Watching:
    """Stands for the observer: what it sees is always the same, and it may fail for one of the flows."""

    seen: ClassVar[list[str]] = []
    broken: ClassVar[dict[str, str]] = {}

    def __init__(self, view, source, target, request, elsewhere=None, **more):
        self.name = view.flow.name
        self.dead = self.name in self.broken

    def evidence(self):
        self.seen.append(self.name)
        cluster = {"reachable": not self.dead, "alias": "x", "error": str(self.broken.get(self.name, ""))}
        return {"schema_version": 1, "problem": "", "clusters": {"source": cluster, "target": cluster}}


@pytest.fixture
def watching(monkeypatch, fakes):
    monkeypatch.setattr(Watching, "seen", [])
    monkeypatch.setattr(Watching, "broken", {})
    monkeypatch.setattr(glue, "MirrorObserver", Watching)
    return Watching


def test_each_flow_has_its_result_in_the_order_of_the_task(watching):
    ran = run([flow(), flow("c"), flow("a", "c", enabled=False)], checks=[SEEN])
    assert ran.code == 0, ran.everything
    assert [entry["name"] for entry in ran.result["flows"]] == ["a->b", "c->b"]
    assert [entry["checks"][0]["outcome"] for entry in ran.result["flows"]] == ["passed", "passed"]
    assert ran.result["changed"] is False
    assert "diff" not in ran.result


def test_one_flow_that_fails_does_not_hide_the_others(watching):
    watching.broken["c->b"] = "no broker"
    ran = run([flow(), flow("c")], checks=[SEEN])
    assert ran.code == 1
    assert ran.message == "1 of 2 checks did not pass: seen (c->b) failed: no broker"
    assert [entry["checks"][0]["outcome"] for entry in ran.result["flows"]] == ["passed", "failed"]


def test_a_cluster_that_is_not_there_yet_is_no_failure_in_check_mode(watching):
    watching.broken["c->b"] = "no broker"
    ran = run([flow(), flow("c")], check=True, checks=[SEEN])
    assert ran.code == 0, ran.everything
    assert [entry.get("problem") for entry in ran.result["flows"]] == [None, "no broker."]
    watching.broken["a->b"] = "no broker"
    ran = run([flow(), flow("c")], check=True, checks=[SEEN])
    assert "cannot be predicted before the installation" in ran.message


def test_every_named_check_and_threshold_is_documented():
    for name, thresholds in MIRROR_CHECKS.items():
        missing = [word for word in (name, *thresholds) if f"C({word})" not in ModuleDocFragment.DOCUMENTATION]
        assert missing == [], name


def test_an_empty_list_of_checks_asks_nobody():
    ran = run([flow()], checks=[])
    assert (ran.code, ran.result["flows"][0]["checks"]) == (0, [])


def test_everything_that_is_wrong_is_in_one_message_and_nobody_was_asked(stub):
    wrong = [
        flow("a", "nowhere"),
        flow("a", "a"),
        flow("a", "c", topics=["("], tasks="4"),
        flow("b", "c", state="absent", remove=["everything"]),
        flow("c", "b"),
        flow("c", "b"),
    ]
    ran = run(
        wrong,
        clusters=("a", "b", "c", "c", given("d", security_protocol="SASL_SSL", extra={"ssl.key.password": SECRET})),
        run_state="paused",
        checks=[{"name": "lagg"}, {"name": "topics", "max": 1}],
        observe=0,
        connect_urls=stub.urls,
        other_flows=[flow("x", "x")],
    )
    assert ran.code == 1
    for words in (
        "clusters holds 'c' 2 times",
        "Kafka cluster 'd'",
        "clusters has no 'nowhere' (known: a, b, c, d)",
        "flow a->a: source and target are the same cluster",
        "flow a->c: tasks is not an option of a flow",
        "flow a->c: topics '('",
        "known are offsets, internal_topics, mirrored_topics, canary",
        "flow c->b is given 2 times",
        "run_state cannot be set in mode dedicated (",
        "There is no check named lagg",
        "Check topics does not know max",
        "observe is 0",
        "other_flows, flow x->x",
    ):
        assert words in ran.message, words
    assert ran.message.startswith("The flows cannot be used as they are given: (1) ")
    assert stub.requests == []
    assert SECRET not in ran.everything


def test_flows_are_proven_at_the_same_time(watching, fakes, monkeypatch):
    """Twenty observations that can only end when all of them have begun."""
    together = threading.Barrier(20)
    once = Watching.evidence

    def evidence(self):
        together.wait(timeout=10)
        return once(self)

    monkeypatch.setattr(Watching, "evidence", evidence)
    names = [f"s{number}" for number in range(20)]
    fakes.update({name: FakeCluster(name) for name in names})
    began = time.monotonic()
    ran = run([flow(name) for name in names], clusters=("b", *names), checks=[SEEN])
    assert ran.code == 0, ran.everything
    assert len(ran.result["flows"]) == 20
    assert time.monotonic() - began < 5


def test_no_secret_leaves(watching):
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN", "sasl_username": "u"}
    clusters = (given("a", sasl_password=SECRET, **login), "b")
    keys = {"producer.override.ssl.key.password": SECRET + "-2"}
    ran = run([flow(config=keys)], clusters=clusters, checks=[SEEN], other_flows=[flow(config=keys)])
    assert SECRET not in ran.everything
    client = {"bootstrap.servers": "a:1", "ssl.key.password": SECRET + "-3"}
    ran = run([flow(source_client=client)], clusters=clusters, checks=[SEEN])
    assert SECRET not in ran.everything


# -- mode connect


def connected(stub, flows, **options):
    stub.any_class = True
    return run(flows, connect_urls=stub.urls, wait_timeout=20, **options)


def test_connectors_of_flows_hold_references_or_are_refused(stub, watching):
    login = {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN", "sasl_username": "u"}
    clusters = (given("a", sasl_password=SECRET, **login), "b")
    ran = connected(stub, [flow(mode="connect")], clusters=clusters, checks=[])
    assert ran.code == 1 and stub.log == []
    assert "source.cluster.sasl.jaas.config (now ********): the value is a secret in clear" in ran.message
    assert SECRET not in ran.everything
    client = {"bootstrap.servers": "a:1", "sasl.jaas.config": "${file:/s/clients.properties:a.sasl.jaas.config}"}
    ran = connected(stub, [flow(mode="connect", source_client=client)], clusters=clusters, checks=[])
    assert ran.code == 0, ran.everything
    written = [value for connector in stub.connectors.values() for value in connector.config.values()]
    assert client["sasl.jaas.config"] in written and not [value for value in written if SECRET in value]


def test_the_connectors_of_all_flows_are_one_fleet(stub, watching):
    flows = [flow(mode="connect"), flow("c", mode="connect")]
    predicted = connected(stub, flows, check=True, diff=True, checks=[SEEN])
    assert predicted.code == 0, predicted.everything
    assert [entry["changed"] for entry in predicted.result["flows"]] == [True, True]
    assert {entry["checks"][0]["outcome"] for entry in predicted.result["flows"]} == {"not_run"}
    assert len(predicted.result["diff"]) == 6
    assert stub.log == []

    ran = connected(stub, flows, checks=[SEEN])
    assert ran.code == 0, ran.everything
    assert [len(entry["connectors"]) for entry in ran.result["flows"]] == [3, 3]
    assert set(stub.written().values()) == {1} and len(stub.written()) == 6
    assert watching.seen == ["a->b", "c->b"] or watching.seen == ["c->b", "a->b"]

    stub.requests.clear()
    again = connected(stub, flows, checks=[])
    assert again.result["changed"] is False
    assert len(stub.requests) == 1, stub.requests


def test_looking_without_writing_proves_what_runs(stub, watching):
    ran = connected(stub, [flow(mode="connect")], checks=[SEEN], apply=False)
    assert ran.code == 0, ran.everything
    assert stub.log == []
    (entry,) = ran.result["flows"]
    assert (entry["changed"], entry["checks"][0]["outcome"]) == (True, "passed")


def test_a_connector_that_fails_is_the_problem_of_its_flow_alone(stub, watching):
    stub.failing[f"a.b.{SOURCE}"] = "org.apache.kafka.common.errors.TimeoutException: no broker"
    ran = connected(stub, [flow(mode="connect"), flow("c", mode="connect")], checks=[SEEN])
    assert ran.code == 1
    assert f"a.b.{SOURCE}" in ran.message
    assert [entry["checks"][0]["outcome"] for entry in ran.result["flows"]] == ["not_run", "passed"]


def test_paused_on_purpose_is_no_failure(stub, watching):
    ran = connected(stub, [flow(mode="connect")], checks=[SEEN], run_state="paused")
    assert ran.code == 0, ran.everything
    assert ran.result["flows"][0]["checks"][0]["outcome"] == "not_applicable"


def test_workers_must_be_named(watching):
    assert "connect_urls is missing" in run([flow(mode="connect")]).message


# -- removal


def text(value):
    return struct.pack(">h", len(value)) + value.encode()


def member(*tasks):
    """A member of a Connect group that runs the tasks, -1 being a connector."""
    head = struct.pack(">hh", 0, 0) + text("l") + text("u") + struct.pack(">qi", 1, len(tasks))
    body = b"".join(text(name) + struct.pack(">ii", 1, number) for name, number in tasks)
    return struct.pack(">h", 0) + text("u") + struct.pack(">q", 1), head + body


LEFT = ("mm2-configs.a.internal", "mm2-status.a.internal", "mm2-offsets.a.internal", "a.t", "a.other", "t")


@pytest.fixture
def left(fakes):
    """What a flow leaves behind."""
    for name in LEFT:
        fakes["b"].topic(name)
    fakes["a"].topic("mm2-offset-syncs.b.internal")
    fakes["a"].topic("streamops.canary.a.b")
    return fakes


def gone(*remove, mode="dedicated", **options):
    return flow(mode=mode, state="absent", remove=list(remove), **options)


def writes(fakes):
    return [call for fake in fakes.values() for call in fake.calls if call[0] == "delete"]


def test_nothing_goes_that_was_not_named(left):
    ran = run([gone()])
    assert (ran.code, ran.result["changed"], writes(left)) == (0, False, [])


def test_a_removal_is_predicted_done_and_then_done_already(left):
    flows = [gone("offsets", "internal_topics", "mirrored_topics", "canary")]
    predicted = run(flows, check=True, diff=True)
    assert predicted.result["changed"] is True and writes(left) == []
    (diff,) = predicted.result["diff"]
    assert diff["before"]["mirrored_topics on b"] == ["a.t"]
    assert diff["after"] == {}
    assert run(flows, apply=False).result["changed"] is True and writes(left) == []

    ran = run(flows)
    assert ran.code == 0, ran.everything
    assert ran.result["flows"][0]["removed"] == predicted.result["flows"][0]["removed"]
    assert set(left["b"].log) == {"a.other", "t"}
    assert set(left["a"].log) == set()
    again = run(flows)
    assert (again.result["changed"], again.result["flows"][0]["removed"]) == (False, [])


def test_what_was_kept_about_a_flow_goes_with_it(left, tmp_path):
    kept = [tmp_path / name for name in ("a-%3Eb.json", "c-%3Eb.json")]
    for path in kept:
        path.write_text("{}")
    assert run([gone()], check=True).code == 0
    assert all(path.exists() for path in kept)
    assert run([gone()]).code == 0
    assert [path.exists() for path in kept] == [False, True]


def test_the_state_of_the_task_holds_for_all_its_flows(left):
    ran = run([flow(), flow("c")], state="absent")
    assert ran.code == 0, ran.everything
    assert all(entry["removed"] == [] for entry in ran.result["flows"])


def test_a_flow_that_a_node_serves_is_refused_and_the_others_go(left):
    left["b"].members["a-mm2"] = [member((SOURCE, -1), (SOURCE, 0))]
    left["b"].topic("mm2-offsets.c.internal")
    ran = run([gone("mirrored_topics"), gone("offsets", source="c")])
    assert ran.code == 1
    assert ran.message == "1 node(s) still serve the flow a->b: group a-mm2 on b; stop MirrorMaker first"
    assert writes(left) == [("delete", ["mm2-offsets.c.internal"])]


def test_nodes_that_only_write_heartbeats_of_the_way_back_do_not_serve_the_flow(left):
    left["b"].members["a-mm2"] = [member((SOURCE, -1), ("MirrorHeartbeatConnector", 0))]
    back = flow("b", "a")
    ran = run([gone("offsets", "mirrored_topics")], other_flows=[back, gone()])
    assert ran.code == 0, ran.everything
    assert [item["name"] for item in ran.result["flows"][0]["spared"]] == ["mm2-offsets.a.internal"]
    assert writes(left) == [("delete", ["a.t"])]
    assert "still serve" in run([gone("offsets")]).message


def test_offsets_go_before_connectors_and_connectors_before_topics(stub, left):
    name = f"a.b.{SOURCE}"
    stub.add(name).offsets = [{"partition": {"topic": "t"}, "offset": {"offset": 3}}]
    left["b"].topic("a.heartbeats")
    predicted = connected(stub, [gone("offsets", "internal_topics", mode="connect")], check=True)
    assert predicted.result["flows"][0]["removed"][0] == {"what": "offsets", "cluster": "b", "name": name}
    assert stub.log == []
    ran = connected(stub, [gone("offsets", "internal_topics", mode="connect")])
    assert ran.code == 0, ran.everything
    assert stub.writes(name) == ["stop", "DELETE offsets", "delete"]
    assert "a.heartbeats" not in left["b"].log
    stub.log.clear()
    again = connected(stub, [gone("offsets", "internal_topics", mode="connect")])
    assert (again.result["changed"], stub.log) == (False, [])


def test_a_connector_that_does_not_stop_keeps_everything(stub, left):
    name = f"a.b.{SOURCE}"
    stub.add(name).offsets = [{"partition": {"topic": "t"}, "offset": {"offset": 3}}]
    stub.faults.append(Fault("PUT", f"/connectors/{name}/stop", status=400, message="not now", times=9))
    ran = connected(stub, [gone("offsets", "internal_topics", mode="connect")])
    assert ran.code == 1
    assert "No offset was forgotten and nothing removed" in ran.message
    assert name in stub.connectors and writes(left) == []
