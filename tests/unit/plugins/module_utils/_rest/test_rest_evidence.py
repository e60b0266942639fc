# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The evidence: only what is needed, all of it from this run."""

from __future__ import annotations

import pytest
from fake_time import FakeClock
from stub_connect import FILE_SINK, FILE_SOURCE, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Expected
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError, MissingLibraryError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.evidence import Gatherer
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

RUNNING = Expected("running")


class Plane:
    """Topics with their begin and end offsets."""

    def __init__(self, **topics):
        self.topics = topics

    def watermarks(self, topic):
        marks = self.topics.get(topic, {})
        if isinstance(marks, Exception):
            raise marks
        return marks


def gather(stub, *checks, targets=None, plane=None, classes=(), urls=None, clock=None):
    clock = clock or FakeClock()
    client = Client(Session(Connection(tuple(urls or stub.urls), timeout=5)), Deadline(clock, 5))
    specs = [check if isinstance(check, CheckSpec) else CheckSpec(check) for check in checks]
    return Gatherer(client, clock, plane).gather(specs, targets or {}, classes)


def test_workers_and_connectors_are_always_there(pair):
    pair.add("c", failures={0: "X\nCaused by: Y: z"})
    seen = gather(pair, "running", targets={"c": RUNNING, "missing": Expected("paused", 0)})
    assert seen["schema_version"] == 1
    assert [(worker["url"], worker["live"], worker["status"], worker["listed"]) for worker in seen["workers"]] == [
        (url, True, 200, True) for url in pair.urls
    ]
    first, second = seen["connectors"]
    assert (first["name"], first["type"], first["state"], first["expected_state"]) == (
        "c",
        "source",
        "RUNNING",
        "running",
    )
    assert first["tasks"] == [{"id": 0, "state": "FAILED", "worker_id": pair.worker_id, "cause": "Y: z"}]
    assert (second["state"], second["tasks"], second["tasks_min"]) == ("UNKNOWN", [], 0)
    assert seen["data_plane"]["outcome"] == "not_configured"
    assert not [request for request in pair.requests if "topics" in request or "offsets" in request]


def test_without_targets_every_connector_is_looked_at(stub):
    stub.add("a")
    stub.add("b", target="PAUSED")
    seen = gather(stub, "running")
    assert [(item["name"], item["expected_state"]) for item in seen["connectors"]] == [
        ("a", "running"),
        ("b", "paused"),
    ]


@pytest.mark.parametrize(
    ("name", "tasks"), [("org.apache.kafka.connect.mirror.MirrorCheckpointConnector", 0), (FILE_SOURCE, 1)]
)
def test_a_connector_that_nobody_described_needs_a_task_unless_it_may_have_none(stub, name, tasks):
    stub.add("c", {"connector.class": name})
    assert gather(stub, "running")["connectors"][0]["tasks_min"] == tasks


@pytest.mark.parametrize(("status", "live"), [(200, True), (500, False), (503, False)])
def test_a_worker_is_live_when_its_health_says_so(stub, status, live):
    stub.health = status
    assert gather(stub)["workers"][0]["live"] is live


def test_a_worker_that_is_gone(pair):
    gone = pair.urls[1]
    pair.servers[1].shutdown()
    pair.servers[1].server_close()
    workers = gather(pair, urls=[pair.urls[0], gone])["workers"]
    assert [worker["live"] for worker in workers] == [True, False]
    assert workers[1]["message"] == "Connection refused"


def test_no_worker_at_all(stub):
    url = stub.url
    stub.servers[0].shutdown()
    stub.servers[0].server_close()
    seen = gather(stub, "running", "plugins_everywhere", "topics_have_records", targets={"c": RUNNING}, urls=[url])
    assert [worker["live"] for worker in seen["workers"]] == [False]
    assert seen["connectors"][0]["topics"] is None


def test_a_page_instead_of_health(stub):
    stub.faults.append(Fault("GET", "/health", 502, "Bad Gateway", html=True))
    worker = gather(stub)["workers"][0]
    assert (worker["live"], worker["message"]) == (False, "/health answered 502")


def test_workers_that_only_the_states_name_are_asked_as_well(pair):
    pair.add("c", worker_id=pair.urls[1].removeprefix("http://"))
    workers = gather(pair, "running", targets={"c": RUNNING}, urls=[pair.urls[0]])["workers"]
    assert [(worker["listed"], worker["live"]) for worker in workers] == [(True, True), (False, True)]


def test_plugins_of_each_worker_and_the_classes_that_are_needed(pair):
    pair.add("c", {"connector.class": FILE_SINK})
    pair.faults.append(Fault("GET", "/connector-plugins", 500, "no"))
    seen = gather(pair, "plugins_everywhere", targets={"c": RUNNING, "missing": RUNNING}, classes=["x.Y"])
    assert seen["classes"] == [FILE_SINK, "x.Y"]
    assert [FILE_SOURCE in worker.get("plugins", ()) for worker in seen["workers"]].count(True) == 1


def test_a_worker_that_hangs_up_on_the_question_for_plugins(stub):
    stub.faults.append(Fault("GET", "/connector-plugins", cut=True))
    assert "plugins" not in gather(stub, "plugins_everywhere")["workers"][0]


def test_topics_and_their_records(stub):
    stub.add("c", topics=["t"])
    plane = Plane(t={0: (2, 5), 1: (0, 0)}, named=DataPlaneError("no right"))
    check = CheckSpec("topics_have_records", "", {"topics": ["named", "nowhere"]})
    seen = gather(stub, check, "topics_have_records", targets={"c": RUNNING}, plane=lambda: plane)
    assert seen["connectors"][0]["topics"] == ["t"]
    assert seen["data_plane"] == {"outcome": "", "reason": ""}
    assert seen["topics"]["t"] == {
        "exists": True,
        "partitions": {"0": {"begin": 2, "end": 5}, "1": {"begin": 0, "end": 0}},
        "records": 3,
    }
    assert seen["topics"]["named"] == {"exists": None, "error": "no right", "partitions": {}, "records": None}
    assert seen["topics"]["nowhere"] == {"exists": False, "partitions": {}, "records": 0}


def test_topics_that_the_worker_does_not_tell(stub):
    stub.add("c")
    stub.faults.append(Fault("GET", "/connectors/c/topics", 403, "Topic tracking is disabled."))
    item = gather(stub, "topics_have_records", targets={"c": RUNNING}, plane=Plane)["connectors"][0]
    assert item["topics"] is None
    assert "Topic tracking is disabled." in item["topics_error"]


@pytest.mark.parametrize("error", [DataPlaneError("no broker"), MissingLibraryError("no library")])
def test_a_data_plane_that_cannot_be_built_is_told(stub, error):
    def build():
        raise error

    stub.add("c", topics=["t"])
    seen = gather(stub, "topics_have_records", targets={"c": RUNNING}, plane=build)
    assert seen["data_plane"] == {"outcome": "not_permitted", "reason": error.message}
    assert seen["topics"] == {}


def test_a_query_gets_the_part_that_it_speaks_of(stub):
    stub.add("c", offsets=[{"partition": {}, "offset": {"lsn": 1}}])
    query = CheckSpec("q", "", {}, "connectors[0].offsets[0].offset.lsn", "equals", 1)
    assert gather(stub, query, targets={"c": RUNNING})["connectors"][0]["offsets"][0]["offset"] == {"lsn": 1}
    stub.faults.append(Fault("GET", "/connectors/c/offsets", 500, "no"))
    assert gather(stub, query, targets={"c": RUNNING})["connectors"][0]["offsets"] is None


def test_a_deleted_connector_is_not_asked_for_anything(stub):
    gather(stub, "topics_have_records", "source_progress", targets={"c": Expected("gone")}, plane=Plane)
    assert not [request for request in stub.requests if "/connectors/c" in request]


PROGRESS = CheckSpec("source_progress", "", {"observe": 5})


def at(lsn):
    return [{"partition": {}, "offset": {"lsn": lsn}}]


def test_progress_by_offsets_ends_the_observation(stub):
    connector = stub.add("c", offsets=at(1))
    clock = FakeClock(lambda now: setattr(connector, "offsets", at(2)) if now >= 2 else None)
    progress = gather(stub, PROGRESS, targets={"c": RUNNING}, clock=clock)["connectors"][0]["progress"]
    assert progress == {
        "offsets": at(2),
        "offsets_moved": True,
        "records": None,
        "heartbeats": None,
        "heartbeats_moved": False,
        "written": [],
        "seconds": 2.0,
        "error": "",
    }


def test_progress_by_records(stub):
    stub.add("c", topics=["t"])
    plane = Plane(t={0: (0, 5)})
    clock = FakeClock(lambda now: plane.topics.update(t={0: (0, 8)}))
    progress = gather(stub, PROGRESS, targets={"c": RUNNING}, plane=lambda: plane, clock=clock)["connectors"][0][
        "progress"
    ]
    assert (progress["records"], progress["offsets_moved"], progress["seconds"]) == (3, False, 1.0)


def test_no_progress_takes_the_whole_time(stub):
    stub.add("c", topics=["t"])
    plane = Plane(t=DataPlaneError("down"))
    progress = gather(stub, PROGRESS, targets={"c": RUNNING}, plane=lambda: plane)["connectors"][0]["progress"]
    assert (progress["records"], progress["offsets_moved"], progress["seconds"]) == (None, False, 5.0)


def test_sinks_and_those_at_rest_are_not_observed(stub):
    stub.add("sink", {"connector.class": FILE_SINK})
    stub.add("rest", target="PAUSED")
    seen = gather(stub, PROGRESS, targets={"sink": RUNNING, "rest": Expected("paused")})
    assert ["progress" in item for item in seen["connectors"]] == [False, False]


def test_offsets_that_cannot_be_read(stub):
    stub.add("c")
    stub.faults.append(Fault("GET", "/connectors/c/offsets", 404, "Connector c not found", times=9))
    progress = gather(stub, PROGRESS, targets={"c": RUNNING})["connectors"][0]["progress"]
    assert "not found" in progress["error"]
    assert progress["seconds"] == 0.0
