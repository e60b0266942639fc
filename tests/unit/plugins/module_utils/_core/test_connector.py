# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what a connector should be and is, and judging the two."""

from __future__ import annotations

import re

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import (
    FAILED,
    READY,
    WAITING,
    Desired,
    Entry,
    Expected,
    Found,
    Patience,
    Verdict,
    judge,
    read_found,
)

TRACE = "X: outer\n\tat a\nCaused by: Y: inner\n\tat b"


def found(state="RUNNING", *tasks, traces=()):
    entries = tuple(Entry(number, task, "w:1", dict(traces).get(number, "")) for number, task in enumerate(tasks))
    return Found("c", {}, "source", Entry(-1, state, "w:1", dict(traces).get(-1, "")), entries)


def test_options_left_out_have_their_defaults():
    assert Desired.from_options({"name": "c"}) == Desired("c")
    full = {
        "name": "c", "state": None, "config": None, "config_mode": None, "run_state": None, "restart": None,
        "tasks_min": None, "rollback": None, "secret_keys": None,
    }  # fmt: skip
    assert Desired.from_options(full) == Desired("c")


def test_options_are_read():
    desired = Desired.from_options(
        {
            "name": "c",
            "state": "absent",
            "config": {"tasks.max": 2},
            "config_mode": "merged",
            "run_state": "paused",
            "restart": "failed",
            "tasks_min": 0,
            "rollback": True,
            "secret_keys": ["odd"],
        }
    )
    assert desired == Desired(
        "c", "absent", {"tasks.max": "2"}, "merged", "paused", "failed", 0, True, frozenset({"odd"})
    )


def test_an_entry_of_the_expanded_list_is_read():
    entry = {
        "info": {"name": "c", "config": {"a": "1", "b": None}, "type": "source", "tasks": []},
        "status": {
            "name": "c",
            "connector": {"state": "RUNNING", "worker_id": "w:1"},
            "tasks": [{"id": 0, "state": "FAILED", "worker_id": "w:2", "trace": TRACE}],
            "type": "sink",
        },
    }
    read = read_found("c", entry)
    assert read == Found("c", {"a": "1"}, "sink", Entry(-1, "RUNNING", "w:1"), (Entry(0, "FAILED", "w:2", TRACE),))
    assert read.failures == {f"0|w:2|{TRACE}"}


@pytest.mark.parametrize("entry", [{}, {"info": {}}, {"info": None, "status": None}, {"status": {"connector": {}}}])
def test_an_entry_without_a_status(entry):
    read = read_found("c", entry)
    assert read == Found("c")
    assert (read.state, read.run_state, read.target, read.entries) == ("UNKNOWN", "unknown", "running", ())


def test_a_status_with_gaps():
    read = read_found("c", {"status": {"connector": {"worker_id": None}, "tasks": [{"id": "1"}]}})
    assert read.entries == (Entry(-1, "UNKNOWN"), Entry(1, "UNKNOWN"))


def test_how_entries_are_called_and_shown():
    assert (Entry(-1, "X").label, Entry(3, "X").label) == ("the connector", "task 3")
    assert Entry(0, "RUNNING", "w:1").as_dict() == {"id": 0, "state": "RUNNING", "worker_id": "w:1"}
    assert Entry(0, "FAILED", "w:1", TRACE).as_dict()["cause"] == "Y: inner"


@pytest.mark.parametrize(
    ("state", "run_state", "target"),
    [
        ("RUNNING", "running", "running"),
        ("PAUSED", "paused", "paused"),
        ("STOPPED", "stopped", "stopped"),
        ("FAILED", "failed", "running"),
        ("UNASSIGNED", "unassigned", "running"),
    ],
)
def test_states_in_the_words_of_the_option(state, run_state, target):
    assert (found(state).run_state, found(state).target) == (run_state, target)


@pytest.mark.parametrize(
    ("patience", "state", "words"),
    [
        (Patience(), WAITING, r"\(rebalance_delay, 300 s\) before it is handed over; that ends in at most 360 s"),
        (Patience({0: 59.0}, 30.0), WAITING, "in at most 31 s"),
        (Patience({0: 59.0}, 30.0, 31.0), WAITING, "in at most 31 s"),
        (Patience({0: 59.0}, 30.0, 0.0), WAITING, "that ends only after wait_timeout, in 31 s"),
        (Patience({0: 90.0}, 30.0), FAILED, r"task 0 is UNASSIGNED for 90 s, longer than rebalance_delay \(30 s\) and"),
        (Patience({1: 90.0}, 30.0), WAITING, "in at most 90 s"),
    ],
)
@pytest.mark.parametrize("wanted", ["running", "paused", "stopped"])
def test_unassigned_is_patience_until_the_delay_is_over(patience, state, words, wanted):
    verdict = judge(Expected(wanted), found("RUNNING", "UNASSIGNED"), patience=patience)
    assert verdict.state == state
    assert re.search(words, verdict.reason)


@pytest.mark.parametrize(
    ("expected", "seen", "state", "words"),
    [
        (Expected("running"), found("RUNNING", "RUNNING"), READY, ""),
        (Expected("running", 2), found("RUNNING", "RUNNING"), WAITING, "1 tasks, expected at least 2"),
        (Expected("running"), found("RUNNING"), WAITING, "0 tasks"),
        (Expected("running", 0), found("RUNNING"), READY, ""),
        (Expected("running"), found("RUNNING", "RUNNING", "UNASSIGNED"), WAITING, "task 1 is UNASSIGNED: a rebalance"),
        (Expected("running"), found("UNASSIGNED", "RUNNING"), WAITING, "the connector is UNASSIGNED"),
        (Expected("running"), found("RUNNING", "RESTARTING"), WAITING, "task 0 is RESTARTING, not RUNNING"),
        (Expected("running"), found("PAUSED", "PAUSED"), WAITING, "the connector is PAUSED, not RUNNING"),
        (Expected("running"), found("RUNNING", "FAILED"), FAILED, "task 0 is FAILED on worker w:1: the worker gave no"),
        (
            Expected("running"),
            found("FAILED", traces={-1: TRACE}),
            FAILED,
            "the connector is FAILED on worker w:1: Y: inner",
        ),
        (Expected("running"), None, WAITING, "no status yet"),
        (Expected("running"), Found("c"), WAITING, "no status yet"),
        (Expected("paused"), found("PAUSED", "PAUSED"), READY, ""),
        (Expected("paused"), found("PAUSED"), READY, ""),
        (Expected("paused"), found("PAUSED", "RUNNING"), WAITING, "task 0 is RUNNING, not PAUSED"),
        (Expected("stopped"), found("STOPPED"), READY, ""),
        (Expected("stopped"), found("STOPPED", "RUNNING"), WAITING, "1 tasks are still there"),
        (Expected("stopped"), found("RUNNING"), WAITING, "the connector is RUNNING, not STOPPED"),
        (Expected("gone"), None, READY, ""),
        (Expected("gone"), Found("c"), WAITING, "still listed"),
        (Expected("gone"), found("FAILED"), WAITING, "still listed"),
    ],
)
def test_judge(expected, seen, state, words):
    verdict = judge(expected, seen)
    assert verdict.state == state
    assert words in verdict.reason
    assert bool(verdict.reason) == (state != READY)


def test_a_failure_of_before_the_change_is_waited_out_and_a_new_one_is_not():
    old = found("RUNNING", "FAILED", traces={0: TRACE})
    new = found("RUNNING", "FAILED", traces={0: "Z: other"})
    assert judge(Expected("running"), old, old.failures) == Verdict(WAITING, "task 0 is FAILED, not RUNNING")
    assert judge(Expected("running"), new, old.failures).state == FAILED


def test_a_failure_without_a_worker():
    seen = Found("c", connector=Entry(-1, "FAILED"))
    assert (
        judge(Expected("running"), seen).reason == "the connector is FAILED on worker unknown: the worker gave no trace"
    )
