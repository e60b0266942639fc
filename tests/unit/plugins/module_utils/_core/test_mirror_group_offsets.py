# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offsets that MirrorMaker writes for groups of the target."""

from __future__ import annotations

import pytest
from mirror_case import check, evidence, verdict, view

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_group_offsets import (
    Owed,
    kept_offsets,
    offset_row,
)

SYNCED = view(sync_group_offsets=True)


def row(committed=80, translated=80, earlier=(), end=100, here="EMPTY", there="EMPTY", group="g"):
    return offset_row((group, "a.t", 0), committed, end, translated, earlier, (here, there))


def judge(*rows):
    return verdict("group_offsets", evidence(group_offsets=list(rows)), SYNCED)


def test_groups_stand_where_they_are_translated_to():
    result = check("group_offsets", evidence(group_offsets=[row(), row(90, group="was here itself")]), SYNCED)
    assert result.outcome == "passed"
    assert result.reason == "2 offsets of 2 groups at rest on b are where they are translated to"
    assert result.observed == {
        "offsets": 2,
        "beyond_the_end": 0,
        "late": 0,
        "waiting": 0,
        "active_on_target": [],
        "active_on_both": [],
    }


def test_without_sync_there_is_nothing_to_look_at():
    assert verdict("group_offsets", evidence(group_offsets=[]))[0] == "not_configured"


def test_no_group():
    assert judge() == ("not_applicable", "no group on a has a translated offset")


def test_negative_lag():
    assert judge(row(100))[0] == "passed"
    outcome, reason = judge(row(101), row())
    assert outcome == "failed"
    assert reason.startswith("g on a.t-0: the offset lies beyond the end of the partition, so the lag is negative")
    assert judge(row(101, there="STABLE"))[0] == "failed"


@pytest.mark.parametrize("committed", [None, 79])
def test_an_offset_that_was_due(committed):
    assert judge(row(committed, earlier=[Owed(80, 65.0)]))[0] == "inconclusive"
    outcome, reason = judge(row(committed, earlier=[Owed(80, 65.1), Owed(80, 3.0)]))
    assert outcome == "failed"
    assert reason.startswith("g on a.t-0: the offset stands before a translation that has been there for 65 s")


@pytest.mark.parametrize("earlier", [[], [Owed(80, 3.0)]])
def test_an_offset_may_wait_for_the_next_writing(earlier):
    outcome, reason = judge(row(70, earlier=earlier), row())
    assert outcome == "inconclusive"
    assert reason.startswith("g on a.t-0 wait for the next writing of offsets, every 60 s; watched for 3 s")


def test_a_busy_group_is_followed():
    assert judge(row(70, earlier=[Owed(70, 300.0)]))[0] == "passed"


def test_an_active_group_is_left_alone():
    assert judge(row(10, there="STABLE")) == (
        "not_applicable",
        "every group is active on b, where MirrorMaker leaves its offsets alone on purpose",
    )
    active = row(10, there="STABLE", earlier=[Owed(80, 900.0)], group="h")
    result = check("group_offsets", evidence(group_offsets=[active, row()]), SYNCED)
    assert result.outcome == "passed"
    assert result.observed["active_on_target"] == ["h"]
    assert "both" not in result.reason


def test_a_group_that_is_active_on_both_sides_is_named():
    result = check("group_offsets", evidence(group_offsets=[row(here="STABLE", there="STABLE"), row()]), SYNCED)
    assert result.outcome == "passed"
    assert result.observed["active_on_both"] == ["g"]
    assert result.reason.endswith("; g is active on both sides, and may be set back when it pauses on the target")


def test_what_the_next_run_has_to_know():
    rows = [row(70, earlier=[Owed(75, 20.0), Owed(72, 300.0)]), row(group="h")]
    assert kept_offsets(rows) == {"g": {"a.t": {"0": [72, 300.0]}}, "h": {"a.t": {"0": [80, 0.0]}}}
    assert kept_offsets({"error": "no right", "kind": "not_permitted"}) == kept_offsets(None) == {}
