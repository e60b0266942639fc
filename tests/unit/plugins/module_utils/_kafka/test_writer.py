# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a few records, and what the brokers of a cluster say of themselves."""

from __future__ import annotations

import pytest
from confluent_kafka import KafkaError
from fake_kafka import FakeCluster, kafka_error

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.links import broker_settings, round_trips
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.writer import NewRecord


@pytest.fixture
def cluster():
    found = FakeCluster("a", brokers=4)
    found.topic("t", 2)
    return found


def test_each_record_is_written_once_and_timed(cluster):
    times = cluster.plane().write([NewRecord("t", 0, b"k", b"v", (("h", b"x"),)), NewRecord("t", 1, b"k", b"v")])
    assert set(times) == {("t", 0), ("t", 1)}
    assert cluster.log["t"] == [[(b"k", b"v", [("h", b"x")])], [(b"k", b"v", [])]]


def test_a_write_that_is_not_allowed(cluster):
    cluster.errors["produce"] = kafka_error(KafkaError.TOPIC_AUTHORIZATION_FAILED)
    with pytest.raises(DataPlaneError, match="does not allow this user to write to topic t") as caught:
        cluster.plane().write([NewRecord("t", 0, b"k", b"v")])
    assert caught.value.details["kind"] == "not_permitted"


def test_a_write_without_an_answer(cluster):
    cluster.errors["silent"] = kafka_error(KafkaError._TIMED_OUT)
    with pytest.raises(DataPlaneError, match="did not answer within 2 s"):
        cluster.plane().write([NewRecord("t", 0, b"k", b"v")])


def test_the_round_trip_is_the_median_of_requests_on_a_warm_connection(cluster):
    times = iter([0, 0.9, 1, 1.001, 2, 2.003, 3, 3.002, 4, 4.004])
    assert round_trips({"source": cluster.plane()}, lambda: next(times)) == {"source": 3.0}
    assert [name for name, dummy in cluster.calls].count("list_topics") == 6


def test_of_brokers_that_differ_the_smallest_number_counts(cluster):
    for broker, value in enumerate(("102400", "-1", "65536", "1")):
        cluster.config[str(broker)] = {"socket.send.buffer.bytes": value}
    assert broker_settings(cluster.plane()) == {"socket.send.buffer.bytes": "65536"}
