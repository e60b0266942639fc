# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task returns."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Entry, Expected, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_result import (
    Report,
    check_failure,
    connector_results,
    target_of,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import make_plan
from ansible_collections.streamops.kafka.plugins.module_utils._core.purge import Purge
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK

FOUND = Found("c", {"name": "c", "a": "1"}, "source", Entry(-1, "RUNNING", "w:1"), (Entry(0, "RUNNING", "w:1"),))
TASK = {"id": 0, "state": "RUNNING", "worker_id": "w:1"}


def changes(desired, *found):
    return make_plan([desired], {item.name: item for item in found}).changes


def test_an_unchanged_connector_shows_no_configuration():
    results = connector_results(changes(Desired("c", config={"a": "1"}), FOUND), {}, Report(found={"c": FOUND}))
    assert results == [
        {"name": "c", "state": "RUNNING", "type": "source", "tasks": [TASK], "changed": False, "actions": []}
    ]


def test_a_changed_one_shows_both_sides_without_secrets():
    plan = changes(Desired("c", config={"a": "2"}), FOUND)
    entry = connector_results(plan, {"c": frozenset({"a"})}, Report({"c": ("update",)}, {}, {"c": FOUND}))[0]
    assert (entry["changed"], entry["actions"]) == (True, ["update"])
    assert entry["before"]["config"]["a"] == f"{MASK} (before)"
    assert entry["after"]["config"]["a"] == f"{MASK} (after)"


def test_in_check_mode_the_plan_is_told_and_the_state_is_as_found():
    entry = connector_results(changes(Desired("c", config={"a": "2"}), FOUND), {}, Report(found={"c": FOUND}))[0]
    assert (entry["changed"], entry["actions"], entry["state"]) == (True, ["update"], "RUNNING")


def test_writes_that_failed_are_not_claimed():
    report = Report({"c": ()}, {}, {"c": FOUND})
    entry = connector_results(changes(Desired("c", config={"a": "2"}), FOUND), {}, report)[0]
    assert (entry["changed"], entry["actions"]) == (False, [])


def test_what_failed_and_was_rolled_back_says_so():
    report = Report({"c": ("update",)}, {"c": "Connector c: no"}, {"c": FOUND}, frozenset({"c"}))
    entry = connector_results(changes(Desired("c", config={"a": "2"}), FOUND), {}, report)[0]
    assert (entry["problem"], entry["rolled_back"]) == ("Connector c: no", True)
    assert report.sentences == ["Connector c: no"]
    assert report.changed
    assert not Report({"c": ()}).changed


@pytest.mark.parametrize(
    ("report", "purged", "state"),
    [
        (Report(found={"c": FOUND}), True, "RUNNING"),
        (Report({"c": ("delete",)}, {}, {"c": FOUND}), True, "ABSENT"),
        (Report({"c": ()}, {"b": "Connector b: no"}, {"c": FOUND}, kept=("c",)), False, "RUNNING"),
    ],
    ids=["check mode", "deleted", "kept"],
)
def test_what_is_purged(report, purged, state):
    plan = make_plan([], {"c": FOUND}, Purge("all"))
    entry = connector_results(plan.changes, {}, report)[0]
    assert (entry["purged"], entry["state"]) == (purged, state)
    assert report.sentences == (
        ["Connector b: no", "Nothing was purged because of that, c stayed"] if report.kept else []
    )


@pytest.mark.parametrize(
    ("found", "done", "state", "changed"),
    [
        ((FOUND,), {"c": ("delete",)}, "ABSENT", True),
        ((FOUND,), {"c": ()}, "RUNNING", False),
        ((), {}, "ABSENT", False),
        ((FOUND,), {}, "RUNNING", True),
    ],
)
def test_a_deleted_connector(found, done, state, changed):
    report = Report(done, {}, {item.name: item for item in found})
    entry = connector_results(changes(Desired("c", "absent"), *found), {}, report)[0]
    assert (entry["state"], entry["changed"]) == (state, changed)
    if state == "ABSENT":
        assert (entry["type"], entry["tasks"]) == ("unknown", [])


@pytest.mark.parametrize(
    ("desired", "found", "expected"),
    [
        (Desired("c", "absent"), None, Expected("gone")),
        (Desired("c", tasks_min=2), None, Expected("running", 2)),
        (Desired("c", run_state="paused"), None, Expected("paused")),
        (Desired("c"), FOUND, Expected("running")),
    ],
)
def test_what_checks_expect(desired, found, expected):
    change = changes(desired, found)[0] if found else None
    assert target_of(desired, change) == expected


RESULTS = [
    CheckResult("running", "failed", "task 0 is FAILED", subject="c"),
    CheckResult("workers_live", "passed", "all"),
    CheckResult("source_progress", "inconclusive", "idle"),
]


@pytest.mark.parametrize(
    ("results", "strict", "expected"),
    [
        (RESULTS, False, "1 of 3 checks did not pass: running (c) failed: task 0 is FAILED"),
        (
            RESULTS,
            True,
            "2 of 3 checks did not pass: running (c) failed: task 0 is FAILED; source_progress inconclusive: idle",
        ),
        (
            [*RESULTS, CheckResult("running", "failed", "task 0 is FAILED", subject="d")],
            False,
            "2 of 4 checks did not pass: running (c, d) failed: task 0 is FAILED",
        ),
        (RESULTS[1:], False, ""),
        ([], True, ""),
    ],
)
def test_the_sentence_for_checks(results, strict, expected):
    assert check_failure(results, strict) == expected
