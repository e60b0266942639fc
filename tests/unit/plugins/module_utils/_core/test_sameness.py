# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether copies are the same, and how long they took."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.sameness import (
    Arrival,
    Print,
    Sameness,
    compare_keys,
    compare_sequences,
    fingerprint,
    latencies,
    summary,
)


def prints(names):
    return [Print(name.encode(), name.encode()) for name in names]


def compare(source, target):
    found = compare_sequences(prints(source), prints(target))
    return found.compared, found.missing, found.repeated, found.unknown


@pytest.mark.parametrize(
    ("source", "target", "result"),
    [
        ("", "", (0, 0, 0, 0)),
        ("", "abc", (0, 0, 0, 0)),
        ("abc", "abc", (3, 0, 0, 0)),
        # The window of the target begins earlier, or goes on further.
        ("bcd", "abcd", (3, 0, 0, 0)),
        ("abc", "abcde", (3, 0, 0, 0)),
        # The source lost its oldest records, the target never had them.
        ("abcd", "bcd", (3, 0, 0, 0)),
        # A restart copied again what was copied before.
        ("abcdef", "abcdbcdef", (6, 0, 3, 0)),
        ("cdef", "abcdbcdef", (4, 0, 3, 0)),
        ("cdef", "cdeabcdef", (4, 0, 3, 2)),
        # Equal records of the source are not repeats.
        ("aabb", "aabb", (4, 0, 0, 0)),
        ("abab", "abab", (4, 0, 0, 0)),
        # Lost, in the middle or at the end.
        ("abcdef", "abef", (6, 2, 0, 0)),
        ("abcdef", "abc", (6, 3, 0, 0)),
        ("abcdef", "abcxy", (6, 3, 0, 2)),
        # Not from the source.
        ("abcd", "abxcd", (4, 0, 0, 1)),
        ("abcd", "badc", (3, 1, 2, 0)),
    ],
)
def test_sequences(source, target, result):
    assert compare(source, target) == result


def test_nothing_in_common():
    found = compare_sequences(prints("abc"), prints("xyz"))
    assert found == Sameness(0, missing=3, overlap=False)
    assert not found.same


def test_same_means_that_nothing_contradicts():
    assert Sameness(3, repeated=2).same
    assert not Sameness(3, missing=1).same
    assert not Sameness(3, unknown=1).same
    assert Sameness(1).as_dict() == {
        "compared": 1,
        "missing": 0,
        "repeated": 0,
        "unknown": 0,
        "overlap": True,
        "same": True,
    }


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=30), st.data())
def test_restarts_never_look_like_losses(values, data):
    source = [Print(None, str(value).encode()) for value in values]
    target = []
    done = 0
    while done < len(source):
        start = data.draw(st.integers(0, done))
        done = data.draw(st.integers(done + 1, len(source)))
        target.extend(source[start:done])
    found = compare_sequences(source, target)
    assert (found.missing, found.unknown, found.repeated) == (0, 0, len(target) - len(source))


@given(st.lists(st.integers(), unique=True, min_size=3, max_size=30), st.data())
def test_a_loss_is_never_overlooked(values, data):
    source = [Print(None, str(value).encode()) for value in values]
    lost = data.draw(st.integers(1, len(source) - 1))
    assert compare_sequences(source, source[:lost] + source[lost + 1 :]).missing == 1


def keyed(*items):
    return [
        Print(key.encode(), f"{key}{value}".encode(), value is None, offset)
        for offset, (key, value) in enumerate(items)
    ]


@pytest.mark.parametrize(
    ("source", "target", "end", "compared", "missing", "repeated"),
    [
        ([("a", 1), ("b", 1), ("a", 2)], [("b", 1), ("a", 2)], 3, 2, 0, 0),
        ([("a", 1), ("a", 2)], [("a", 1)], 2, 1, 1, 0),
        ([("a", 1), ("a", 2)], [("a", 2)], 1, 1, 0, 0),
        ([("a", 1), ("a", 2)], [("a", 3)], 1, 1, 1, 0),
        ([("a", 1)], [("a", 1), ("a", 1)], 1, 1, 0, 1),
        ([("a", 1), ("a", 1)], [("a", 1), ("a", 1)], 2, 1, 0, 0),
        ([("a", None)], [], 1, 1, 0, 0),
        ([("a", None)], [("a", 1)], 1, 1, 1, 0),
        ([("a", 1)], [], 1, 1, 1, 0),
        ([], [("a", 1)], 0, 0, 0, 0),
    ],
)
def test_last_value_per_key(source, target, end, compared, missing, repeated):
    found = compare_keys(keyed(*source), keyed(*target), end)
    assert (found.compared, found.missing, found.repeated, found.unknown) == (compared, missing, repeated, 0)


def test_fingerprints():
    base = fingerprint(b"k", b"v", (("h", b"1"),), 5)
    assert base == fingerprint(b"k", b"v", (("h", b"1"),), 5)
    others = [
        fingerprint(None, b"v", (("h", b"1"),), 5),
        fingerprint(b"", b"v", (("h", b"1"),), 5),
        fingerprint(b"kv", b"", (("h", b"1"),), 5),
        fingerprint(b"k", None, (("h", b"1"),), 5),
        fingerprint(b"k", b"v", (("h", None),), 5),
        fingerprint(b"k", b"v", (), 5),
        fingerprint(b"k", b"v", (("h", b"1"),), None),
    ]
    assert len({base, *others}) == 8


def arrivals(*items):
    return [Arrival(where, digest.encode(), seconds) for where, digest, seconds in items]


def test_latencies_pair_the_copies_of_one_partition():
    source = arrivals(("p0", "x", 1.0), ("p1", "x", 2.0), ("p0", "x", 3.0), ("p0", "lost", 4.0))
    target = arrivals(("p0", "x", 1.5), ("p1", "x", 2.25), ("p0", "x", 3.125), ("p0", "x", 9.0), ("p0", "new", 9.0))
    assert latencies(source, target) == [500.0, 250.0, 125.0]


def test_a_copy_seen_first_took_no_time():
    assert latencies(arrivals(("p", "x", 2.0)), arrivals(("p", "x", 1.0))) == [0.0]


def test_summary():
    assert summary([]) == {"records": 0, "p50_ms": None, "max_ms": None}
    assert summary([1.0, 9.26, 2.04]) == {"records": 3, "p50_ms": 2.0, "max_ms": 9.3}
