# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a flow copies, and the bounds that physics sets."""

from __future__ import annotations

import pytest
from mirror_case import check, evidence, partition, verdict

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_limits import Path, limits, passage, profile

WAN = Path(partitions=6, tasks=1, source_brokers=1, target_brokers=1, source_ms=80.0, target_ms=0.5)
STOCK = {"socket.send.buffer.bytes": "102400"}
OPEN = {"socket.send.buffer.bytes": "-1"}


def rates(path, config, broker):
    return {row["limit"].partition(" ")[0]: row["bytes_per_s"] for row in limits(path, config, broker)}


def test_a_stock_flow_over_a_wide_area_network():
    first, second, third = limits(WAN, {}, STOCK)
    assert first == {
        "limit": "receive.buffer.bytes of the consumer",
        "window": 65536,
        "times": 1,
        "round_trip_ms": 80.0,
        "bytes_per_s": 819200,
        "fix": "set it to -1, or raise tasks_max up to 6",
    }
    assert second["limit"] == "socket.send.buffer.bytes of the source's brokers (read from the broker)"
    assert second["bytes_per_s"] == 1280000
    assert third["bytes_per_s"] == 6 * 16384 * 2000


def test_more_tasks_are_more_connections():
    path = WAN._replace(tasks=6)
    assert rates(path, {}, STOCK)["receive.buffer.bytes"] == 6 * 819200
    assert limits(path, {}, STOCK)[0]["fix"] == "set it to -1"
    assert rates(WAN._replace(source_brokers=3), {}, STOCK)["receive.buffer.bytes"] == 3 * 819200
    assert rates(WAN._replace(tasks=6, source_brokers=3), {}, STOCK)["receive.buffer.bytes"] == 6 * 819200


def test_a_broker_whose_settings_are_not_known():
    (row,) = (row for row in limits(WAN, {}, {}) if "socket" in row["limit"])
    assert (row["window"], row["bytes_per_s"]) == (102400, 1280000)
    assert "could not be read" in row["limit"]


def test_what_is_left_to_the_kernel_bounds_nothing():
    tuned = {"source.consumer.receive.buffer.bytes": "-1", "consumer.receive.buffer.bytes": "1"}
    found = rates(WAN, tuned, OPEN)
    assert found == {"batch.size": 196608000, "receive.buffer.bytes": None, "socket.send.buffer.bytes": None}
    assert rates(WAN, {"consumer.receive.buffer.bytes": "131072"}, OPEN)["receive.buffer.bytes"] == 1638400
    assert rates(WAN._replace(source_ms=0.0), {}, STOCK)["receive.buffer.bytes"] is None


@pytest.mark.parametrize(
    ("config", "rate"),
    [
        ({"target.producer.batch.size": "100000"}, 600000 * 2000),
        ({"target.producer.batch.size": "100000", "producer.override.batch.size": "16384"}, 98304 * 2000),
        # One request to a broker holds no more than this.
        ({"target.producer.batch.size": "1000000"}, 1048572 * 2000),
        ({"producer.override.max.request.size": "12000"}, 12000 * 2000),
        ({"producer.override.max.in.flight.requests.per.connection": "5"}, 5 * 98304 * 2000),
        ({"producer.override.batch.size": "a lot"}, 98304 * 2000),
    ],
)
def test_batches_of_the_producer(config, rate):
    assert rates(WAN, config, OPEN)["batch.size"] == rate


def test_no_partition_no_rate():
    assert {row["bytes_per_s"] for row in limits(WAN._replace(partitions=0), {}, STOCK)} == {0}


def test_what_passed_while_watching():
    first, last = {"target_end": 100, "source_end": 200}, {"target_end": 400, "source_end": 260}
    tracks = [
        partition(0, first=first, last=last, lag=7, seconds=3.0),
        partition(1, first={"target_end": None, "source_end": 5}, last={"target_end": 9, "source_end": 5}, seconds=2.0),
    ]
    assert passage(tracks, 99.6) == {
        "seconds": 3.0,
        "records": 300,
        "written": 60,
        "backlog": 7,
        "records_per_s": 100.0,
        "record_bytes": 100,
        "bytes_per_s": 9960,
    }
    assert passage([], None) == {
        "seconds": 0.0,
        "records": 0,
        "written": 0,
        "backlog": 0,
        "records_per_s": 0.0,
        "record_bytes": None,
        "bytes_per_s": None,
    }


def test_the_options_to_set():
    assert profile(WAN, 480.4) == {"profile": "auto", "round_trip_ms": 80, "partitions": 6, "record_bytes": 480}
    assert profile(WAN._replace(source_ms=0.2), None) == {"profile": "auto", "round_trip_ms": 1, "partitions": 6}
    assert profile(WAN, 0.0)["record_bytes"] == 1


def seen(**values):
    return evidence(throughput=values)


def test_a_flow_that_keeps_up():
    result = check("throughput", seen())
    assert result.outcome == "passed"
    assert result.reason == (
        "300 records in 3 s, 100 records/s, which keeps up; a request takes 80 ms to the source and 0.5 ms to the "
        "target; the first bound is 0.819 MB/s by receive.buffer.bytes of the consumer (65536 x 1): set it to -1, or "
        "raise tasks_max up to 6"
    )
    assert result.observed["limited_by"]["bytes_per_s"] == 819200
    assert result.observed["profile"]["round_trip_ms"] == 80


def test_no_bound():
    assert verdict("throughput", seen(limits=[]))[1].endswith("no window bounds the rate")
    assert check("throughput", seen(limits=[])).observed["limited_by"] is None


def test_an_idle_flow():
    outcome, reason = verdict("throughput", seen(records=0, written=0, records_per_s=0.0), min_records_per_s=50)
    assert outcome == "inconclusive"
    assert reason.startswith("idle, nothing had to be copied in 3 s; a request takes")


def test_a_backlog_of_which_nothing_passed():
    outcome, reason = verdict("throughput", seen(records=0, records_per_s=0.0, backlog=9))
    assert (outcome, reason.partition(";")[0]) == ("inconclusive", "9 records wait, and none passed in 3 s")


def test_a_rate_that_is_missed_with_a_backlog():
    outcome, reason = verdict("throughput", seen(backlog=9), min_records_per_s=101)
    assert outcome == "failed"
    assert "100 records/s with 9 records waiting, 101 records/s are wanted" in reason
    assert verdict("throughput", seen(backlog=9), min_records_per_s=100)[0] == "passed"
    assert verdict("throughput", seen(), min_records_per_s=101)[0] == "passed"


def test_a_backlog_that_grows():
    outcome, reason = verdict("throughput", seen(backlog=900, written=334))
    assert outcome == "inconclusive"
    assert "less than the 334 that were written meanwhile" in reason
    assert verdict("throughput", seen(backlog=900, written=333))[0] == "passed"


def test_no_topic():
    outcome, reason = verdict("throughput", {**seen(), "topics": []})
    assert outcome == "not_applicable"
    assert reason.startswith("no topic to copy; a request takes 80 ms")
