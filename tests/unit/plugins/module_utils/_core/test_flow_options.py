# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading one flow."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import (
    DEFAULT_GROUPS_EXCLUDE,
    DEFAULT_TOPICS_EXCLUDE,
    Flow,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import (
    flow_title,
    parse_flow,
    read_flow,
)

ENDS = {"source": "primary", "target": "secondary", "mode": "dedicated"}


def read(**options):
    return read_flow({**ENDS, **options})


def test_the_least():
    assert read() == Flow("primary", "secondary", "dedicated")


def test_null_is_not_given():
    assert read(topics=None, separator=None, tasks_max=None) == read()


@pytest.mark.parametrize(
    ("option", "given", "expected"),
    [
        ("mode", "connect", "connect"),
        ("enabled", False, False),
        ("enabled", "no", False),
        ("heartbeats", "True", True),
        ("checkpoints", "yes", True),
        ("exactly_once", "false", False),
        ("topics", "orders", ("orders",)),
        ("topics", ["a", r"b\..*"], ("a", r"b\..*")),
        ("topics_exclude", ["secret"], (*DEFAULT_TOPICS_EXCLUDE, "secret")),
        ("topics_exclude", [], DEFAULT_TOPICS_EXCLUDE),
        ("topics_exclude", ["__.*"], DEFAULT_TOPICS_EXCLUDE),
        ("groups", ["app-.*"], ("app-.*",)),
        ("groups_exclude", ["x"], (*DEFAULT_GROUPS_EXCLUDE, "x")),
        ("tasks_max", "8", 8),
        ("tasks_max", 1, 1),
        ("replication_factor", "2", 2),
        ("replication_factor", -1, -1),
        ("source_replication_factor", 1, 1),
        ("target_replication_factor", 5, 5),
        ("replication_policy", "identity", "identity"),
        ("replication_policy", "com.example.Policy$Inner", "com.example.Policy$Inner"),
        ("separator", "__", "__"),
        ("offset_syncs_location", "target", "target"),
        ("refresh_topics_interval", 5, 5),
        ("config", {"offset.lag.max": 10, "x.y": True, "gone": None}, {"offset.lag.max": "10", "x.y": "true"}),
    ],
)
def test_values(option, given, expected):
    assert getattr(read(**{option: given}), option) == expected


def test_copies_of_remote_topics_follow_the_target():
    assert read(target_replication_factor=1).replication_factor == 1
    assert read(target_replication_factor=1, replication_factor=2).replication_factor == 2


def test_what_is_always_left_out_stays_so_when_read_again():
    once = read(topics_exclude=["a"])
    assert read_flow(once.as_options()) == once


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"source": None}, "source is missing; give the alias of the cluster to copy from"),
        ({"target": None}, "target is missing; give the alias of the cluster to copy to"),
        ({"mode": None}, "mode is missing; give dedicated (own processes) or connect"),
        ({"mode": "both"}, "mode is 'both'; give dedicated or connect"),
        ({"source": "a.b"}, "source 'a.b' is not usable as an alias"),
        ({"target": ""}, "target '' is not usable as an alias"),
        ({"target": "primary"}, "source and target are the same cluster"),
        ({"enabled": "maybe"}, "enabled is 'maybe'; give true or false"),
        ({"topics": []}, "topics is empty, so nothing would be copied"),
        ({"groups": ""}, "groups is empty"),
        ({"topics": ["ok", "("]}, "topics '(' does not compile"),
        ({"topics": ["a,b", "["]}, "topics 'a,b' holds a comma"),
        ({"topics_exclude": ["*"]}, "topics_exclude '*' does not compile"),
        ({"groups_exclude": ["a{"]}, "groups_exclude 'a{' does not compile"),
        ({"tasks_max": 0}, "tasks_max is 0; give a whole number from 1 on"),
        ({"tasks_max": True}, "tasks_max is True"),
        ({"heartbeats_interval": 0.5}, "heartbeats_interval is 0.5"),
        ({"replication_factor": 0}, "replication_factor is 0; give a number from 1 on, or -1"),
        ({"source_replication_factor": "x"}, "source_replication_factor is 'x'"),
        ({"replication_policy": "same"}, "replication_policy is 'same'; give default, identity or the full name"),
        ({"separator": "/"}, "separator is '/'; give characters that a topic's name may have"),
        ({"separator": ""}, "separator is ''"),
        ({"source": "us-west", "separator": "-"}, "separator '-' occurs in alias 'us-west'"),
        ({"target": "us_west", "separator": "_"}, "separator '_' occurs in alias 'us_west'"),
        ({"offset_syncs_location": "here"}, "offset_syncs_location is 'here'; give source or target"),
        ({"config": ["x"]}, "config must be a dictionary"),
        ({"source_client": "x"}, "source_client must be a dictionary"),
        ({"config": {"enable": True}}, "config sets enable: the key is 'enabled'"),
        ({"topic": ["x"]}, "topic is not an option of a flow"),
    ],
)
def test_problems(options, problem):
    flow, problems = parse_flow({**ENDS, **options})
    assert flow is None
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_separator_inside_an_alias_matters_only_where_names_are_put_together():
    assert read(source="us-west", separator="-", replication_policy="identity").source == "us-west"


def test_every_problem_is_told():
    problems = parse_flow({"source": "a", "mode": "x", "topics": ["("], "colour": "red", "tasks_max": 0})[1]
    assert [problem.split()[0] for problem in problems] == ["colour", "mode", "topics", "tasks_max", "target"]


def test_several_bad_patterns_and_keys_in_one_sentence():
    problems = parse_flow({**ENDS, "topics": ["(", "["], "config": {"group.id": "x", "name": "y"}})[1]
    assert " and '['" in problems[0]
    assert " and sets name" in problems[1]


def test_reading_raises_with_everything():
    with pytest.raises(InputError, match=r"^flow primary->\?: tasks_max is 0; .*; target is missing") as caught:
        read(target=None, tasks_max=0)
    assert len(caught.value.details["findings"]) == 2


@pytest.mark.parametrize(
    ("options", "title"),
    [({}, "?->?"), ({"source": "a"}, "a->?"), ({"source": "a", "target": "b"}, "a->b")],
)
def test_title(options, title):
    assert flow_title(options) == title
