# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a partition is behind."""

from __future__ import annotations

import json

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import (
    PartitionTrack,
    Sample,
    lag_bound,
)


def sample(position=None, sync=None, target_end=None, source_end=100, high=None, sole=True):
    return Sample(position, sync, target_end, source_end, high, sole)


def track(begin=0, **first):
    return PartitionTrack.begun("t", 0, "a.t", begin, sample(**first))


@pytest.mark.parametrize(
    ("seen", "begin", "lag", "method"),
    [
        (sample(position=99), 0, 0, "position"),
        (sample(position=120), 0, 0, "position"),
        (sample(position=49), 0, 50, "position"),
        (sample(), 0, 100, "nothing_copied"),
        (sample(), 40, 60, "nothing_copied"),
        (sample(), 100, 0, "empty"),
        (sample(sync=(90, 90), target_end=100), 0, 0, "offset_sync"),
        (sample(sync=(90, 40), target_end=45), 0, 5, "offset_sync"),
        (sample(sync=(90, 40), target_end=None), 0, 100, "nothing_copied"),
        (sample(sync=(90, 40), target_end=2), 0, 9, "offset_sync"),
        (sample(position=94, sync=(90, 40), target_end=43), 0, 5, "position"),
        # Where others write to the copy, its growth proves nothing, the offset-sync itself does.
        (sample(sync=(90, 90), target_end=100, sole=False), 0, 9, "offset_sync"),
    ],
)
def test_the_smallest_bound_counts(seen, begin, lag, method):
    assert lag_bound(begin, 100, seen) == (lag, method)


def test_what_is_reached_at_once():
    found = track(position=99)
    assert (found.reached, found.reached_after, found.lag) == (True, 0.0, 0)
    later = found.seen(sample(position=99, source_end=500), 3.0)
    assert (later.reached_after, later.lag, later.advanced, later.seconds) == (0.0, 0, True, 3.0)


def test_the_end_of_the_first_moment_is_the_one_to_reach():
    found = track(position=49).seen(sample(position=89, source_end=200), 1.0)
    assert (found.end, found.lag, found.lag_first, found.reached, found.steady) == (100, 10, 50, False, 0)
    found = found.seen(sample(position=99, source_end=300), 2.5)
    assert (found.lag, found.reached_after) == (0, 2.5)


def test_a_remainder_that_stays_is_steady():
    found = track(position=98)
    for second in (1.0, 2.0):
        found = found.seen(sample(position=98), second)
    assert (found.steady, found.lag, found.moved) == (2, 1, False)


def test_reading_nothing_behind_the_copy_proves_it():
    found = track(position=98).read(0, 2.0)
    assert (found.lag, found.left, found.method, found.reached_after) == (0, 0, "read_to_end", 2.0)


def test_what_may_not_be_read_stays_unproven():
    found = track(position=98).refused("no")
    assert (found.unread, found.lag, found.reached) == ("no", 1, False)


def test_reading_records_behind_the_copy_tells_how_many():
    found = track(position=90).read(3, 2.0)
    assert (found.lag, found.left, found.reached) == (9, 3, False)


@pytest.mark.parametrize(
    ("first", "begin", "start"),
    [
        ({}, 7, 7),
        ({"position": 20}, 7, 21),
        ({"sync": (30, 3), "target_end": 4}, 7, 31),
        ({"position": 40, "sync": (30, 3), "target_end": 4}, 7, 41),
        ({"position": 3}, 7, 7),
    ],
)
def test_where_to_read_on(first, begin, start):
    assert track(begin, **first).copied_up_to == start


@pytest.mark.parametrize(
    ("first", "last", "moved"),
    [
        ({"position": 1}, {"position": 1}, False),
        ({"position": 1}, {"position": 2}, True),
        ({"target_end": 5}, {"target_end": 6}, True),
        ({"sync": (1, 1), "target_end": 5}, {"sync": (2, 2), "target_end": 5}, True),
        ({"target_end": 5, "sole": False}, {"target_end": 6, "sole": False}, False),
    ],
)
def test_moved(first, last, moved):
    assert track(**first).seen(sample(**last), 1.0).moved is moved


@pytest.mark.parametrize(
    ("last", "shrinking"),
    [
        (sample(position=59, source_end=105), True),
        (sample(position=59, source_end=110), False),
        (sample(position=49, source_end=100), False),
    ],
)
def test_shrinking_means_more_copied_than_came_in(last, shrinking):
    assert track(position=49).seen(last, 1.0).shrinking is shrinking


@pytest.mark.parametrize(("position", "recreated"), [(None, False), (99, False), (100, True)])
def test_a_position_beyond_the_end_is_of_another_topic(position, recreated):
    assert track(position=position).recreated is recreated


@pytest.mark.parametrize(
    ("seen", "copied"),
    [
        (sample(), None),
        (sample(position=4), 5),
        (sample(sync=(20, 2)), 21),
        (sample(sync=(20, 2), target_end=6), 24),
        (sample(sync=(20, 2), target_end=6, sole=False), 21),
        (sample(position=40, sync=(20, 2), target_end=6), 41),
    ],
)
def test_what_is_known_to_be_copied(seen, copied):
    assert seen.copied == copied


@pytest.mark.parametrize(
    ("begin", "last", "gap"),
    [
        (50, {"position": 48}, 1),
        (50, {"position": 49}, 0),
        (50, {"position": 30, "sync": (40, 5), "target_end": 15}, 0),
        (50, {"position": 30, "sync": (40, 5), "target_end": 14}, 1),
        # Retention before the first copy takes nothing that was promised.
        (50, {}, 0),
    ],
)
def test_records_that_retention_took_before_they_were_copied(begin, last, gap):
    assert track(begin, **last).gap == gap


def test_a_jump_to_what_is_left_closes_the_gap_of_now():
    assert track(50, position=20).seen(sample(position=60), 1.0).gap == 0


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ({"position": 5, "target_end": 0}, True),
        ({"position": 5, "target_end": 1}, False),
        ({"position": 5, "target_end": None}, False),
        ({"target_end": 0}, False),
        ({"sync": (9, 4), "target_end": 4}, True),
        ({"sync": (9, 4), "target_end": 5}, False),
    ],
)
def test_a_copy_that_is_shorter_than_what_was_put_there(last, cut):
    assert track(**last).cut is cut


@pytest.mark.parametrize(
    ("first", "last", "held_back"),
    [
        ({"source_end": 90, "high": 100}, {"source_end": 90, "high": 120}, 10),
        ({"source_end": 90, "high": 100}, {"source_end": 95, "high": 120}, 0),
        ({"source_end": 100, "high": 100}, {"source_end": 100, "high": 101}, 0),
        ({"source_end": 100}, {"source_end": 100}, 0),
        ({"source_end": 100, "high": 100}, {"source_end": 100}, 0),
    ],
)
def test_what_an_open_transaction_holds_back(first, last, held_back):
    assert track(**first).seen(sample(**last), 1.0).held_back == held_back


def test_standing_is_counted_from_the_moment_when_there_was_something_to_copy():
    assert track(position=50).seen(sample(position=50), 4.0).standing == 4.0
    caught_up = track(position=99).seen(sample(position=99), 2.0)
    assert caught_up.standing is None
    grown = caught_up.seen(sample(position=99, source_end=101), 3.0).seen(sample(position=99, source_end=105), 9.0)
    assert (grown.grown_at, grown.standing) == (3.0, 6.0)
    assert grown.grown(0).standing is None
    assert grown.grown(1).standing == 6.0
    assert grown.seen(sample(position=100, source_end=105), 10.0).standing is None
    # Only markers came until 10 s, so that what comes then is the first thing to copy.
    marked = grown.grown(0).seen(sample(position=99, source_end=105), 10.0)
    assert marked.standing is None
    assert marked.seen(sample(position=99, source_end=106), 12.0).standing == 0.0


def test_as_evidence():
    shown = track(position=98, sync=(90, 90), target_end=95).as_dict()
    assert json.loads(json.dumps(shown))["first"] == {
        "position": 98,
        "sync": [90, 90],
        "target_end": 95,
        "source_end": 100,
        "high": None,
        "sole": True,
    }
    assert {name: shown[name] for name in ("standing", "gap", "held_back")} == {
        "standing": 0.0,
        "gap": 0,
        "held_back": 0,
    }
    flags = ("moved", "advanced", "reached", "recreated", "shrinking", "cut")
    assert {name: shown[name] for name in flags} == dict.fromkeys(flags, False)
