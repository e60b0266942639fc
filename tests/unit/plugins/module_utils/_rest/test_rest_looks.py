# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked at for a while: sinks, dead letter queues, databases."""

from __future__ import annotations

import pytest
from fake_time import FakeClock
from stub_connect import FILE_SINK, POSTGRES, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Expected
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError, StreamopsError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.evidence import Gatherer
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

SINK = {"connector.class": FILE_SINK, "topics": "t", "tasks.max": "2"}
SOURCE = {"connector.class": POSTGRES, "plugin.name": "pgoutput", "topic.prefix": "p", "database.hostname": "h"}


class Brokers:
    """A Kafka cluster of dictionaries."""

    def __init__(self, **topics):
        self.topics = {name: list(ends) for name, ends in topics.items()}
        self.groups = {}
        self.members = []
        self.left = False
        self.letters = ()
        self.writable = (True, "")
        self.broken = ""
        self.read = []
        self.levels = set()

    def _asked(self, what):
        if self.broken == what:
            raise DataPlaneError(f"no right to read {what}")

    def watermarks(self, topic):
        self._asked("watermarks")
        return {number: (0, end) for number, end in enumerate(self.topics.get(topic, ()))}

    def partitions(self):
        return {name: len(ends) for name, ends in self.topics.items()}

    def begins(self, partitions):
        return dict.fromkeys(partitions, 0)

    def ends(self, partitions, isolation):
        self.levels.add(isolation)
        return {(topic, number): self.topics[topic][number] for topic, number in partitions}

    def committed(self, group):
        self._asked("committed")
        return dict(self.groups.get(group, {}))

    def owners(self, group):
        return self.members

    def any_record(self, start, isolation):
        self.read.append(dict(start))
        return self.left

    def last_headers(self, topic):
        return self.letters

    def may_write(self, connector, topic):
        return self.writable


class Database:
    """A source database; each look at it takes the next of its positions, the last for ever."""

    def __init__(self, *positions, tables=(), rows=None):
        self.positions = list(positions)
        self.tables = list(tables)
        self.rows = rows
        self.closed = 0
        self.opened = []

    def __call__(self, config):
        self.opened.append(config)
        return self

    def catalogue(self, publication):
        published = {"exists": True, "rewrites": True, "tables": [table["name"] for table in self.tables]}
        return {"wal_level": "logical", "user": "u", "tables": self.tables, "publication": published}

    def position(self, slot, tables):
        return self.positions.pop(0) if len(self.positions) > 1 else self.positions[0]

    def holds_rows(self, tables):
        return self.rows

    def close(self):
        self.closed += 1


class RealClock(FakeClock):
    """A clock that never shows the same time twice."""

    def now(self):
        self.time += 0.0001
        return self.time


def gather(stub, *checks, brokers=None, databases=None, clock=None, expected=None):
    client = Client(Session(Connection(tuple(stub.urls), timeout=5)), Deadline(FakeClock(), 5))
    specs = [check if isinstance(check, CheckSpec) else CheckSpec(check) for check in checks]
    targets = {name: expected or Expected("running") for name in stub.connectors}
    gatherer = Gatherer(client, clock or RealClock(), (lambda: brokers) if brokers else None, databases)
    return {item["name"]: item for item in gatherer.gather(specs, targets, ())["connectors"]}


def test_a_sink_at_the_end_is_seen_at_once(stub):
    stub.add("s", SINK)
    brokers, clock = Brokers(t=[5, 7]), FakeClock()
    brokers.groups["connect-s"] = {("t", 0): 5, ("t", 1): 7}
    seen = gather(stub, "sink_lag", brokers=brokers, clock=clock)["s"]["sink"]
    assert (seen["group"], seen["lag"], seen["seconds"], seen["missing"], clock.slept) == ("connect-s", 0, 0.0, [], [])
    assert brokers.levels == {"read_uncommitted"}


def test_a_busy_sink_is_given_until_its_next_commit(stub):
    stub.add("s", SINK)
    brokers = Brokers(t=[100])
    brokers.groups["connect-s"] = {("t", 0): 40}

    def passing(now):
        brokers.topics["t"][0] += 10
        if now >= 30:
            brokers.groups["connect-s"] = {("t", 0): 100}

    seen = gather(stub, "sink_lag", brokers=brokers, clock=FakeClock(passing))["s"]["sink"]
    assert (seen["lag"], seen["seconds"]) == (0, 30.0)


@pytest.mark.parametrize("left", [True, False])
def test_a_remainder_is_read_after_a_flush_interval(stub, left):
    stub.add("s", SINK)
    brokers = Brokers(t=[100, 3])
    brokers.left = left
    brokers.groups["connect-s"] = {("t", 0): 99}
    check = CheckSpec("sink_lag", "", {"flush_interval": 10, "max_records": 2})
    seen = gather(stub, check, brokers=brokers)["s"]["sink"]
    assert (seen["lag"], seen["real"], seen["seconds"]) == (4, left, 15.0)
    assert brokers.read == [{("t", 0): 99, ("t", 1): 0}]


def test_a_remainder_within_the_limit_is_enough(stub):
    stub.add("s", SINK)
    brokers, clock = Brokers(t=[100]), FakeClock()
    brokers.groups["connect-s"] = {("t", 0): 99}
    gather(stub, CheckSpec("sink_lag", "s", {"max_records": 1}), brokers=brokers, clock=clock)
    assert clock.slept == []


def test_a_sink_without_commits_is_looked_at_twice(stub):
    stub.add("s", {**SINK, "topics": "t,gone"})
    seen = gather(stub, "sink_lag", brokers=Brokers(t=[0]))["s"]["sink"]
    assert (seen["lag"], seen["seconds"], seen["missing"]) == (0, 1.0, ["gone"])
    assert gather(stub, "sink_lag", brokers=Brokers(x=[0]))["s"]["sink"]["partitions"] == []


def test_lag_that_may_not_be_read(stub):
    stub.add("s", SINK)
    stub.add("far", {**SINK, "consumer.override.bootstrap.servers": "k:1"})
    brokers = Brokers(t=[5])
    brokers.broken = "committed"
    seen = gather(stub, "sink_lag", brokers=brokers)
    assert seen["s"]["sink"] == {"error": "no right to read committed"}
    assert "another cluster" in seen["far"]["sink"]["error"]


def test_what_is_not_running_or_cannot_be_asked_is_not_observed(stub):
    stub.add("s", SINK)
    assert "sink" not in gather(stub, "sink_lag", brokers=Brokers(t=[1]), expected=Expected("paused"))["s"]
    assert "sink" not in gather(stub, "sink_lag")["s"]
    assert "sink" not in gather(stub, CheckSpec("sink_lag", "other"), brokers=Brokers(t=[1]))["s"]


DLQ = {**SINK, "errors.tolerance": "ALL", "errors.deadletterqueue.topic.name": "d"}


def test_a_queue_that_does_not_grow(stub):
    stub.add("s", DLQ)
    brokers = Brokers(d=[3])
    brokers.letters = (("__connect.errors.stage", b"KEY_CONVERTER"),)
    seen = gather(stub, "dlq", brokers=brokers)["s"]["dlq"]
    assert seen == {
        "topic": "d",
        "tolerance": "all",
        "logged": False,
        "exists": True,
        "records": 3,
        "grown": 0,
        "seconds": 5.0,
        "last": {"stage": "KEY_CONVERTER"},
        "writable": True,
        "hindrance": "",
    }


def test_a_queue_that_grows_is_enough(stub):
    stub.add("s", DLQ)
    brokers = Brokers(d=[0])
    clock = FakeClock(lambda now: brokers.topics.update(d=[2]))
    seen = gather(stub, "dlq", brokers=brokers, clock=clock)["s"]["dlq"]
    assert (seen["grown"], seen["records"], seen["seconds"], seen["last"]) == (2, 2, 1.0, {})


def test_a_queue_that_may_not_be_written(stub):
    stub.add("s", DLQ)
    brokers = Brokers(d=[3])
    brokers.writable = (False, "no right")
    seen = gather(stub, "dlq", brokers=brokers)["s"]["dlq"]
    assert (seen["writable"], seen["hindrance"]) == (False, "no right")


def test_queues_that_are_not_there(stub):
    stub.add("s", DLQ)
    stub.add("none", SINK)
    clock = FakeClock()
    seen = gather(stub, "dlq", brokers=Brokers(t=[1]), clock=clock)
    assert (seen["s"]["dlq"]["exists"], seen["none"]["dlq"]["topic"], clock.slept) == (False, "", [])
    assert gather(stub, "dlq")["s"]["dlq"]["topic"] == "d"
    brokers = Brokers(d=[1])
    brokers.broken = "watermarks"
    assert gather(stub, "dlq", brokers=brokers)["s"]["dlq"]["error"] == "no right to read watermarks"


def assignment(*numbers):
    parts = b"".join(number.to_bytes(4, "big") for number in numbers)
    return b"\x00\x01\x00\x00\x00\x01\x00\x01t" + len(numbers).to_bytes(4, "big") + parts


@pytest.mark.parametrize(
    ("members", "idle"),
    [
        ([("connector-consumer-s-0", assignment(0)), ("connector-consumer-s-1", b"")], [1]),
        ([("connector-consumer-s-0", assignment(0)), ("connector-consumer-s-1", assignment(1))], []),
        ([("connector-consumer-s-0", b""), ("connector-consumer-s-1", b"")], None),
        ([("connector-consumer-s-0", assignment(0))], None),
        ([("mine", assignment(0)), ("connector-consumer-s-1", b"")], None),
        ([("connector-consumer-s-0", b"\x00"), ("connector-consumer-s-1", b"")], None),
    ],
)
def test_tasks_without_work(stub, members, idle):
    stub.add("s", SINK, tasks=2)
    brokers = Brokers(t=[1, 1, 1], other=[1])
    brokers.members = members
    seen = gather(stub, "capacity", brokers=brokers)["s"]["capacity"]
    assert seen == {"tasks_max": 2, "class": FILE_SINK, "partitions": {"t": 3}, "idle": idle}


def test_capacity_of_what_has_no_partitions(stub):
    stub.add("s", SINK)
    stub.add("source", SOURCE)
    assert "partitions" not in gather(stub, "capacity")["s"]["capacity"]
    brokers = Brokers(t=[1])
    brokers.broken = "committed"
    seen = gather(stub, "capacity", brokers=brokers)
    assert seen["s"]["capacity"]["error"] == "no right to read committed"
    assert seen["source"]["capacity"] == {"tasks_max": 1, "class": POSTGRES}


SLOT = {
    "active": True,
    "pid": 1,
    "wal_status": "reserved",
    "confirmed": 5,
    "user": "u",
    "application": "Debezium Streaming",
}
AT = {"position": 9, "rollbacks": 0, "changes": 0, "snapshots": 0, "slot": {**SLOT, "address": None}}
TABLE = {"name": "public.t", "oid": 3, "kind": "r", "usage": True, "select": True, "select_any": True, "identity": "d"}
TABLE = {**TABLE, "primary_key": True, "root": None, "rewrites": 0}


def test_a_database_in_order_is_seen_at_once(stub):
    stub.add("c", SOURCE)
    database, clock = Database(AT, tables=[TABLE], rows=True), FakeClock()
    seen = gather(stub, "source_database", brokers=Brokers(x=[1]), databases=database, clock=clock)["c"]
    assert (seen["database"]["captured"], seen["database"]["rows"], seen["database"]["rivals"]) == (1, True, [])
    assert seen["database"]["topics_missing"] == ["p.public.t"]
    assert (database.closed, database.opened) == (1, [stub.connectors["c"].config])


@pytest.mark.parametrize("config", [{"transforms": "x"}, {"topic.creation.default.replication.factor": "1"}])
def test_topics_of_other_names_or_that_connect_makes_are_not_missed(stub, config):
    stub.add("c", {**SOURCE, **config})
    seen = gather(stub, "source_database", brokers=Brokers(x=[1]), databases=Database(AT, tables=[TABLE]))["c"]
    assert seen["database"]["topics_missing"] == []


def test_without_brokers_no_topic_is_missed(stub):
    stub.add("c", SOURCE)
    table = {**TABLE, "select": False}
    seen = gather(stub, "source_database", databases=Database(AT, tables=[table], rows=True))["c"]["database"]
    assert (seen["topics_missing"], seen["rows"]) == ([], None)


def test_a_slot_that_nobody_reads_is_looked_at_until_the_time_is_over(stub):
    stub.add("c", SOURCE)
    idle = {**AT, "slot": {**AT["slot"], "active": False}}
    database = Database(idle, tables=[TABLE])
    seen = gather(stub, CheckSpec("source_database", "", {"observe": 4}), databases=database)["c"]["database"]
    assert (seen["seconds"], database.closed) == (4.0, 1)
    database = Database(idle, idle, AT, tables=[TABLE])
    seen = gather(stub, "source_database", databases=database)["c"]["database"]
    assert (seen["seconds"], seen["slot"]["active"], database.closed) == (1.0, True, 1)


def test_since_when_tables_changed(stub):
    stub.add("c", SOURCE)
    idle = {**AT, "slot": {**AT["slot"], "active": False}}
    changed = {**idle, "changes": 2}
    database = Database(idle, idle, changed, tables=[TABLE])
    seen = gather(stub, CheckSpec("source_database", "", {"observe": 6}), databases=database)["c"]["database"]
    assert (seen["changes"], seen["changed_for"]) == (2, 5.0)


def test_a_database_that_does_not_answer(stub):
    def refuse(config):
        raise StreamopsError("refused", {"kind": "unreachable"})

    stub.add("c", {**SOURCE, "database.dbname": "d"})
    seen = gather(stub, "source_database", databases=refuse)["c"]["database"]
    assert (seen["outcome"], seen["kind"], seen["address"]) == ("failed", "unreachable", "h:5432/d")


def test_connectors_that_share_a_slot_know_of_each_other(stub):
    stub.add("a", SOURCE)
    stub.add("b", SOURCE)
    seen = gather(stub, CheckSpec("source_database", "", {"observe": 1}), databases=Database(AT, tables=[TABLE]))
    assert (seen["a"]["database"]["rivals"], seen["b"]["database"]["rivals"]) == (["b"], ["a"])


def test_other_classes_are_not_understood(stub):
    stub.add("other", {"connector.class": "x.Y"})
    stub.add("sink", SINK)
    seen = gather(stub, "source_database", databases=Database(AT))
    assert seen["other"]["database"]["outcome"] == "not_applicable"
    assert "database" not in seen["sink"]
    stub.connectors.clear()
    stub.add("c", SOURCE)
    assert gather(stub, "source_database")["c"]["database"]["outcome"] == "not_applicable"


BEATING = {**SOURCE, "heartbeat.interval.ms": "10000"}


def test_heartbeats_are_movement_and_no_records(stub):
    stub.add("c", BEATING, topics=["__debezium-heartbeat.p", "p.t"])
    brokers = Brokers(**{"__debezium-heartbeat.p": [4], "p.t": [1]})
    clock = FakeClock(lambda now: now >= 3 and brokers.topics.update({"__debezium-heartbeat.p": [5]}))
    progress = gather(stub, "source_progress", brokers=brokers, clock=clock)["c"]["progress"]
    assert (progress["heartbeats_moved"], progress["heartbeats"], progress["seconds"]) == (True, 5, 3.0)
    assert (progress["records"], progress["written"]) == (0, ["p.t"])


@pytest.mark.parametrize(("beat", "seconds"), [("10000", 21.0), ("0", 10.0), ("31000", 10.0)])
def test_two_heartbeats_are_waited_for_unless_they_are_rare(stub, beat, seconds):
    stub.add("c", {**SOURCE, "heartbeat.interval.ms": beat})
    assert gather(stub, "source_progress")["c"]["progress"]["seconds"] == seconds


def test_a_first_topic_may_come_meanwhile(stub):
    connector = stub.add("c", SOURCE)
    brokers = Brokers(**{"p.t": [3]})
    clock = FakeClock(lambda now: connector.topics.append("p.t") if now == 2 else None)
    progress = gather(stub, "source_progress", brokers=brokers, clock=clock)["c"]["progress"]
    assert (progress["records"], progress["seconds"]) == (3, 2.0)


def test_topics_that_are_not_told_the_second_time(stub):
    connector = stub.add("c", SOURCE)

    def passing(now):
        if now == 1:
            stub.faults.append(Fault("GET", "/connectors/c/topics", 403, "Topic tracking is disabled."))
            connector.offsets = [{"partition": {}, "offset": {"lsn": 1}}]

    seen = gather(stub, "source_progress", clock=FakeClock(passing))["c"]
    assert (seen["progress"]["offsets_moved"], "disabled" in seen["topics_error"]) == (True, True)
