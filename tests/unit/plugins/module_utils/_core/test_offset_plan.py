# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offsets before, wanted and after: the plan is a value, and applying it leaves nothing to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Entry, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.offset_plan import (
    not_stopped,
    plan_offsets,
    plan_reset,
    read_positions,
    refusal,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.offset_values import (
    Position,
    fitted,
    same,
    scalar_problem,
)

SOURCE = Found("c", type="source", connector=Entry(-1, "STOPPED"))
SINK = Found("c", type="sink", connector=Entry(-1, "STOPPED"))


def source(name, **offset):
    return {"partition": {"server": name}, "offset": offset or None}


def sink(partition, offset, **more):
    return {
        "partition": {"kafka_topic": "t", "kafka_partition": partition},
        "offset": None if offset is None else {"kafka_offset": offset, **more},
    }


def planned(found, stored, wanted):
    return plan_offsets(found, stored, read_positions("c", wanted))


def dicts(positions):
    return [item.as_dict() for item in positions]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, None, True),
        (None, {}, False),
        ({}, None, False),
        ({"a": 1}, {"a": "1"}, True),
        ({"a": 1.0}, {"a": 1}, True),
        ({"a": 1.5}, {"a": "1.5"}, True),
        ({"a": True}, {"a": "True"}, True),
        ({"a": True}, {"a": 1}, False),
        ({"a": None}, {}, False),
        ({"a": None}, {"a": "null"}, False),
        ({"a": "x", "b": 2}, {"b": 2, "a": "x"}, True),
        ({"a": "X"}, {"a": "x"}, False),
        ({"a": "01"}, {"a": 1}, False),
    ],
)
def test_sameness(one, other, expected):
    assert same(one, other) is expected


@pytest.mark.parametrize(
    ("value", "sample", "expected"),
    [
        ("5", 1, 5),
        ("-5", 1, -5),
        ("1.5", 1.0, 1.5),
        ("05", 1, "05"),
        ("x", 1, "x"),
        ("5", "1", "5"),
        (5, "1", "5"),
        (True, "x", "true"),
        ("True", False, True),
        ("no", False, "no"),
        (5, 1, 5),
        (None, "x", None),
        ("5", None, "5"),
    ],
)
def test_types_are_those_that_are_stored(value, sample, expected):
    got = fitted({"k": value}, [{"k": sample}, {"k": object()}])["k"]
    assert (got, type(got)) == (expected, type(expected))


def test_without_a_sample_a_value_is_as_given():
    assert fitted({"k": "5"}, [{"other": 1}]) == {"k": "5"}


@pytest.mark.parametrize("value", ["x", 1, 1.5, True, None])
def test_scalars(value):
    assert scalar_problem(value) == ""


@pytest.mark.parametrize("value", [[], {}, float("nan"), float("inf")])
def test_what_is_no_scalar(value):
    assert scalar_problem(value)


def test_only_what_differs_is_written():
    stored = [source("a", lsn=1, tx="7"), source("b", lsn=2, tx="8")]
    plan = planned(SOURCE, stored, [source("a", lsn="1", tx=7), source("b", lsn="3", tx=9), source("n", lsn="4")])
    assert plan.changed
    assert dicts(plan.writes) == [source("b", lsn=3, tx="9"), source("n", lsn=4)]
    assert dicts(plan.after) == [source("a", lsn=1, tx="7"), source("b", lsn=3, tx="9"), source("n", lsn=4)]
    assert dicts(plan.before) == stored
    assert plan.diff() == {
        "before_header": "offsets of connector c",
        "after_header": "offsets of connector c",
        "before": {'{"server": "b"}': {"lsn": 2, "tx": "8"}},
        "after": {'{"server": "b"}': {"lsn": 3, "tx": "9"}, '{"server": "n"}': {"lsn": 4}},
    }


def test_a_partition_is_sent_as_it_is_stored():
    stored = [{"partition": {"n": 1}, "offset": {"o": 1}}]
    plan = planned(SOURCE, stored, [{"partition": {"n": "1"}, "offset": {"o": 2}}])
    assert dicts(plan.writes) == [{"partition": {"n": 1}, "offset": {"o": 2}}]


def test_a_stored_partition_without_an_offset_is_none():
    stored = [{"partition": None, "offset": None}, {"partition": None, "offset": {"o": 1}}]
    assert dicts(plan_reset(SOURCE, stored).before) == [{"partition": {}, "offset": {"o": 1}}]
    assert not plan_reset(SOURCE, stored[:1]).changed


def test_a_reset():
    plan = plan_reset(SINK, [sink(0, 1)])
    assert (plan.changed, plan.after, plan.writes) == (True, (), ())
    assert plan.diff()["after"] == {}
    assert list(plan.diff()["before"].values()) == [{"kafka_offset": 1}]


def test_when_a_plan_is_done():
    stored = [source("a", lsn=1), source("b", lsn=2)]
    plan = planned(SOURCE, stored, [source("a", lsn=5), source("b")])
    assert not plan.is_done(stored)
    assert not plan.is_done([source("a", lsn=5), source("b", lsn=2)])
    assert plan.is_done([source("a", lsn=5), source("x", lsn=9)])
    assert plan_reset(SOURCE, stored).is_done([])
    assert not plan_reset(SOURCE, stored).is_done(stored)


def test_sinks_have_numbers():
    plan = planned(SINK, [], [sink("0", "10"), sink(1, None)])
    assert dicts(plan.writes) == [sink(0, 10)]


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(InputError) as caught:
        planned(SINK, [], [sink(0, 1, more=1), sink("x", None), sink(1, -1)])
    assert caught.value.message == (
        "Connector c: offsets[0].offset has the keys kafka_offset, more; of a sink it has kafka_offset and no others. "
        "offsets[1].partition.kafka_partition is 'x': write a whole number that is not negative. "
        "offsets[2].offset.kafka_offset is -1: write a whole number that is not negative."
    )


def test_an_empty_partition_of_a_sink():
    with pytest.raises(InputError, match="has the keys none; of a sink"):
        plan_offsets(SINK, [], [Position({}, None)])


def test_an_unknown_type_is_taken_as_it_is():
    found = Found("c", connector=Entry(-1, "STOPPED"))
    assert planned(found, [], [source("a", lsn=1)]).changed


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (SOURCE, ""),
        (Found("c", connector=Entry(-1, "STOPPED"), tasks=(Entry(0, "RUNNING"),)), "is STOPPED with 1 task,"),
        (Found("c", connector=Entry(-1, "RUNNING"), tasks=(Entry(0, "X"), Entry(1, "X"))), "is RUNNING with 2 tasks,"),
        (Found("c", connector=Entry(-1, "FAILED")), "is FAILED, but"),
        (Found("c"), "is UNKNOWN, but"),
    ],
)
def test_stopped_or_not(found, words):
    assert words in not_stopped(found)
    assert bool(words) == bool(not_stopped(found))


@pytest.mark.parametrize(
    ("message", "advice"),
    [
        ("anything else", ""),
        ("it doesn't support external modification of offsets", "The plugin of connector c does not let its offsets"),
        ("Connectors must be in the STOPPED state before", "Connector c is not stopped: set run_state"),
        ("to get rid of the zombie sink tasks.", "Tasks of connector c still hold its consumer group"),
    ],
)
def test_what_to_do_about_a_refusal(message, advice):
    assert refusal("c", message).startswith(advice)
    assert bool(refusal("c", message)) == bool(advice)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([], "Connector c: offsets is an empty list"),
        ([{"partition": {"a": []}, "offset": None}], r"offsets\[0\].partition.a is a list or a dictionary"),
        ([{"partition": {}, "offset": "x"}], r"offsets\[0\].offset is 'x': write a dictionary"),
        ([{"partition": {}, "offset": None}] * 2, "the partition {} is listed more than once"),
    ],
)
def test_what_cannot_be_meant(entries, words):
    with pytest.raises(InputError, match=words):
        planned(SOURCE, [], entries)


def test_a_topic_without_a_name():
    with pytest.raises(InputError, match="kafka_topic is empty"):
        plan_offsets(SINK, [], [Position({"kafka_topic": "", "kafka_partition": 0}, None)])


def test_keys_that_nothing_stored_has_are_warnings():
    wanted = [{"partition": {"sever": "a"}, "offset": {"lsm": 1}}, source("a", lsn=2)]
    assert planned(SOURCE, [source("a", lsn=1)], wanted).warnings == (
        "Connector c: no stored offset has the partition key sever or the offset key lsm; it may have no effect.",
    )


def test_nothing_stored_gives_no_warning():
    assert planned(SOURCE, [], [source("a", lsn=1)]).warnings == ()


NAMES = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.one_of(st.integers(), st.text(max_size=3), st.booleans(), st.none())
OFFSETS = st.dictionaries(st.sampled_from(["lsn", "tx"]), VALUES, min_size=1)


def positions(offsets):
    return st.dictionaries(NAMES, offsets, min_size=1, max_size=4).map(
        lambda items: [{"partition": {"server": name}, "offset": offset} for name, offset in items.items()]
    )


@given(positions(OFFSETS), positions(st.one_of(st.none(), OFFSETS)))
def test_what_was_written_needs_no_second_write(stored, wanted):
    plan = planned(SOURCE, stored, wanted)
    after = dicts(plan.after)
    assert plan.is_done(after)
    assert not planned(SOURCE, after, wanted).changed
