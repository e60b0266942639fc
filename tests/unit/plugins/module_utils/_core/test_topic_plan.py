# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for topics."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import (
    TopicSpec,
    TopicState,
    plan_topics,
    topic_result,
)

STATE = TopicState("t", 2, 1, {"retention.ms": "60000", "cleanup.policy": "delete"})


def plan(state=STATE, brokers=1, **options):
    spec = TopicSpec.from_options({"name": "t", **options})
    return plan_topics([spec], {"t": state} if state else {}, brokers)[0]


def test_a_new_topic_takes_what_is_given_and_leaves_the_rest_to_the_brokers():
    change = plan(None, partitions=3, config={"retention.ms": 5, "unclean.leader.election.enable": False})
    assert (change.action, change.changed, change.before) == ("create", True, None)
    assert change.after == {
        "partitions": 3,
        "replication_factor": None,
        "config": {"retention.ms": "5", "unclean.leader.election.enable": "false"},
    }
    assert topic_result(change, None) == {
        "name": "t",
        "state": "present",
        "changed": True,
        "partitions": 3,
        "replication_factor": None,
        "before": None,
        "after": change.after,
    }


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"partitions": 2, "replication_factor": 1},
        {"config": {"retention.ms": 60000}},
        {"config": {"cleanup.policy": "delete"}, "partitions": 2},
    ],
)
def test_what_is_as_wanted_is_left_alone(options):
    change = plan(**options)
    assert (change.action, change.changed, change.warnings) == ("none", False, ())
    assert topic_result(change, STATE) == {
        "name": "t",
        "state": "present",
        "changed": False,
        "partitions": 2,
        "replication_factor": 1,
    }


def test_only_differing_keys_are_set():
    change = plan(config={"retention.ms": "70000", "cleanup.policy": "delete", "segment.ms": "1"})
    assert change.config == {"retention.ms": "70000", "segment.ms": "1"}
    assert change.before["config"] == {"retention.ms": "60000", "segment.ms": None}
    assert change.after["config"] == change.config
    assert change.partitions is None


def test_partitions_grow():
    change = plan(partitions=4)
    assert (change.action, change.partitions) == ("update", 4)
    assert (change.before["partitions"], change.after["partitions"]) == (2, 4)
    assert topic_result(change, STATE)["partitions"] == 4


def test_partitions_never_shrink_and_replicas_never_move():
    change = plan(partitions=1, replication_factor=3, brokers=3)
    assert not change.changed
    assert [text.split(":")[0] for text in change.warnings] == [
        "Topic t has 2 partitions, 1 wanted",
        "Topic t has replication factor 1, 3 wanted",
    ]


def test_warnings_stay_beside_a_change():
    change = plan(partitions=1, config={"retention.ms": "1"})
    assert change.changed
    assert len(change.warnings) == 1


def test_removal():
    change = plan(state=STATE, config=None)
    assert not change.changed
    spec = TopicSpec("t", state="absent")
    removal = plan_topics([spec], {"t": STATE}, 1)[0]
    assert (removal.action, removal.after) == ("delete", None)
    assert topic_result(removal, STATE) == {
        "name": "t",
        "state": "absent",
        "changed": True,
        "before": {"partitions": 2, "replication_factor": 1, "config": {}},
        "after": None,
    }
    nothing = plan_topics([spec], {}, 1)[0]
    assert topic_result(nothing, None) == {"name": "t", "state": "absent", "changed": False}


def test_more_replicas_than_brokers_are_refused_before_anything():
    with pytest.raises(InputError, match="replication_factor 3 is above the 1 broker") as caught:
        plan(None, replication_factor=3)
    assert caught.value.details == {"topic": "t", "replication_factor": 3, "brokers": 1}


def test_an_existing_topic_may_have_more_replicas_than_brokers_are_up():
    assert not plan(replication_factor=1, brokers=0).changed


def test_a_topic_stands_once_in_the_list():
    with pytest.raises(InputError, match="Topic t stands in topics 2 times"):
        plan_topics([TopicSpec("t"), TopicSpec("t")], {}, 1)


@pytest.mark.parametrize("name", ["partitions", "replication_factor"])
def test_numbers_begin_at_one(name):
    with pytest.raises(InputError, match=f"Topic t: {name} is 0"):
        TopicSpec.from_options({"name": "t", name: 0})
