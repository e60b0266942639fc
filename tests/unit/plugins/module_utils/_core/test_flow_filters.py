# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters of a flow that select nothing, and options that do not go together."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import POLICIES
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import parse_flow, read_flow

ENDS = {"source": "a", "target": "b", "mode": "dedicated"}
OFF = {"emit.offset-syncs.enabled": False}


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"topics": ["x"], "topics_exclude": ["x"]}, "topics (x) are all left out by topics_exclude"),
        ({"topics": ["x", r"y\.z"], "topics_exclude": ["x", "y.*"]}, r"topics (x, y\.z) are all left out"),
        ({"topics": ["__.*"]}, "topics (__.*) are all left out"),
        ({"topics": ["__consumer_offsets"]}, "topics (__consumer_offsets) are all left out"),
        ({"topics": ["connect-x-configs"]}, "topics (connect-x-configs) are all left out"),
        ({"topics": ["__[a-z]+"]}, "topics (__[a-z]+) match only internal topics, which MirrorMaker never copies"),
        (
            {"topics": [r"mm2-offset-syncs\..*\.internal"]},
            r"topics (mm2-offset-syncs\..*\.internal) match only internal",
        ),
        ({"topics": ["heartbeats", r".*\.heartbeats"]}, r"topics (heartbeats, .*\.heartbeats) match only heartbeats"),
        ({"topics": [r"b\..*"]}, r"topics (b\..*) match only copies that came from b, which MirrorMaker never copies"),
        (
            {"topics": ["heartbeats", r"b\..*"]},
            r"topics (heartbeats, b\..*) match only copies that came from b and heart",
        ),
        (
            {"topics": ["x", r"a\..*"]},
            r"topics (a\..*) begin with 'a.', the flow's own source, so MirrorMaker from 4.4",
        ),
        ({"topics": ["a_x", "a_y|z"], "separator": "_"}, "topics (a_x, a_y|z) begin with 'a_'"),
        ({"groups": ["g"], "groups_exclude": ["g"]}, "groups (g) are all left out by groups_exclude"),
        ({"groups": ["connect-.*"]}, "groups (connect-.*) are all left out"),
        ({"sync_group_offsets": True, "checkpoints": False}, "sync_group_offsets needs the connector that checkpoints"),
        ({"failover": True, "checkpoints": False}, "failover needs translated offsets, and checkpoints is false"),
        ({"config": OFF}, "config sets emit.offset-syncs.enabled to false, which checkpoints need"),
        (
            {"checkpoints": False, "config": {**OFF, "offset-syncs.topic.replication.factor": 1}},
            "config sets offset-syncs.topic.replication.factor, which MirrorMaker refuses while",
        ),
        (
            {"exactly_once": True, "config": {"consumer.isolation.level": "read_uncommitted"}},
            "exactly_once copies committed records only, and config sets consumer.isolation.level to another level",
        ),
        (
            {"exactly_once": True, "config": {"source.consumer.isolation.level": "read_uncommitted"}},
            "exactly_once copies committed records only, and config sets source.consumer.isolation.level to",
        ),
        ({"profile": "auto"}, "profile auto needs round_trip_ms; measure it with the check throughput of mm2_flow"),
        ({"profile": "fast"}, "profile is 'fast'; give lan or wan or auto"),
        ({"round_trip_ms": 5, "partitions": 3}, "round_trip_ms, partitions say something only to a profile"),
        ({"profile": "lan", "record_bytes": -1}, "record_bytes is -1; give a whole number from 1 on"),
    ],
)
def test_problems(options, problem):
    flow, problems = parse_flow({**ENDS, **options})
    assert flow is None
    assert len(problems) == 1
    assert problems[0].startswith(problem)


@pytest.mark.parametrize(
    "options",
    [
        {"topics": ["x", "y"], "topics_exclude": ["x"]},
        {"topics": ["x", "heartbeats"]},
        {"topics": [r"_.*", r"\..*"]},
        {"topics": [r"b\..*", "x"]},
        {"topics": [r"b\..*"], "replication_policy": "identity"},
        {"topics": [r"a\..*"], "replication_policy": "identity"},
        {"topics": ["a.*"]},
        {"topics": ["(?i)A.*"]},
        {"groups": ["g"], "groups_exclude": ["g"], "checkpoints": False},
        {"checkpoints": False, "config": OFF},
        {"exactly_once": True, "config": {"consumer.isolation.level": "read_committed"}},
        {"config": {"consumer.isolation.level": "read_uncommitted"}},
        {"state": "absent", "topics": ["x"], "topics_exclude": ["x"], "sync_group_offsets": True, "checkpoints": False},
        {"profile": "", "round_trip_ms": 0, "record_bytes": None},
    ],
)
def test_what_may_be(options):
    flow = read_flow({**ENDS, **options})
    assert read_flow(flow.as_options()) == flow


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_of_kafka_by_its_class_is_known_by_its_name(name):
    assert read_flow({**ENDS, "replication_policy": POLICIES[name]}).replication_policy == name


def test_all_problems_at_once():
    options = {"profile": "auto", "topics": ["heartbeats"], "sync_group_offsets": True, "checkpoints": False}
    assert len(parse_flow({**ENDS, **options})[1]) == 3
