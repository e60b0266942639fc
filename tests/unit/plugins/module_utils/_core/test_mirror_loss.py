# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What groups would lose and read again, were the source gone."""

from __future__ import annotations

import pytest
from mirror_case import behind, check, evidence, verdict, view

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_codec import Checkpoint
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_lag import PartitionTrack, Sample
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_loss import (
    GroupPlace,
    countable,
    loss_row,
    not_copied,
)


def track(position=99, sync=(90, 80), target_end=90, source_end=100, later=None):
    """100 records in the source, 90 in the copy, which began 10 later."""
    first = Sample(position, sync, target_end, source_end)
    begun = PartitionTrack.begun("t", 0, "a.t", 0, first)
    return begun.seen(later or first, 2.0)


CHECKPOINT = Checkpoint(95, 81)


def place(committed=95, checkpoint=CHECKPOINT, **values):
    return GroupPlace("g", track(**values), committed, checkpoint)


def test_everything_is_copied_and_the_group_reads_little_again():
    assert loss_row(place(), None, None, 0) == {
        "group": "g",
        "topic": "t",
        "partition": 0,
        "committed": 95,
        "resumes_at": 81,
        "lost": 0,
        "reread": 4,
        "seconds": 0.0,
    }
    assert (place().here, place().there) == (("t", 0), ("a.t", 0))


def test_the_offset_on_the_target_counts_where_it_is_written():
    row = loss_row(place(), 83, None, 0)
    assert (row["resumes_at"], row["reread"]) == (83, 2)
    assert loss_row(place(), 89, None, 0)["reread"] == 0


def test_a_group_stands_no_farther_than_the_end_of_the_copy():
    assert loss_row(place(committed=400), None, None, 0)["reread"] == 90 - 81


def test_a_group_before_the_newest_sync():
    before = place(committed=60, checkpoint=Checkpoint(60, 41))
    assert loss_row(before, None, 30, 0)["reread"] == 80 - 30 - 41
    assert loss_row(before, None, None, 0)["reread"] == 80 - 41


def test_a_partition_without_a_sync_is_read_again_to_its_end():
    assert loss_row(place(sync=None), None, None, 0)["reread"] == 90 - 81
    assert loss_row(place(sync=None, target_end=None), None, None, 0)["reread"] == 0


def test_a_group_without_translation_begins_anew():
    row = loss_row(place(checkpoint=None), None, None, 20)
    assert (row["resumes_at"], row["reread"]) == (None, 85 - 20)


def test_a_partition_that_the_group_has_not_read_yet():
    row = loss_row(place(committed=None, checkpoint=None, position=89, sync=None), None, None, 0)
    assert (row["committed"], row["lost"], row["reread"]) == (None, 10, 0)


@pytest.mark.parametrize(
    ("committed", "sync", "counts"),
    [
        (None, (90, 80), False),
        (90, (90, 80), False),
        (89, (90, 80), True),
        (60, (90, 80), True),
        (59, (90, 80), False),
        (5, None, False),
    ],
)
def test_which_groups_are_counted(committed, sync, counts):
    assert countable(place(committed=committed, sync=sync), 30) is counts


def test_what_is_not_copied():
    assert not_copied(track()) == 0
    assert not_copied(track(position=89, sync=None)) == 10
    assert not_copied(track(later=Sample(99, None, 90, 130))) == 30
    # Proven up to the end of the beginning by reading, whatever the position says.
    behind_markers = track(position=89, sync=None).read(0, 2.0)
    assert not_copied(behind_markers) == 0


def test_how_old_what_is_missing_can_be():
    def seconds(found):
        return loss_row(GroupPlace("g", found, 95, None), None, None, 0)["seconds"]

    assert seconds(track(later=Sample(99, None, 90, 130))) == 2.0
    assert seconds(track(position=79, sync=None, later=Sample(89, None, 90, 100))) == 4.0
    assert seconds(track(position=79, sync=None)) is None
    stuck = track(position=79, sync=None, later=Sample(89, None, 90, 100))
    assert seconds(PartitionTrack(**{**vars(stuck), "seconds": 0.0})) is None


def row(group="g", **values):
    return {"group": group, "lost": 3, "reread": 7, "seconds": 0.0, "committed": 9, "resumes_at": 5, **values}


def loss(*rows, **values):
    return evidence(source_loss={"rows": list(rows), "not_copied": 4}, **values)


def test_without_limits_the_numbers_are_told():
    result = check(
        "source_loss",
        loss(row(), row(), row("h", resumes_at=None), row("h", resumes_at=None, committed=None, lost=0, reread=0)),
    )
    assert result.outcome == "passed"
    assert result.reason == (
        "if a died now: g loses at most 6 records of 0.02 s and reads at most 14 again, h loses at most 3 records of "
        "0.02 s and reads at most 7 again, 1 partitions without translation"
    )
    assert result.observed["groups"]["g"] == {
        "max_lost": 6,
        "max_reread": 14,
        "max_seconds": 0.02,
        "not_translated": 0,
    }
    assert set(result.observed["basis"]) == {"lost", "reread", "seconds"}


@pytest.mark.parametrize(
    ("latency", "seconds"),
    [
        ({"records": 0, "max_ms": None, "heartbeats": {"records": 3, "max_ms": 30.0}}, 0.03),
        ({"records": 0, "max_ms": None, "heartbeats": {"records": 0, "max_ms": None}}, 0.0),
    ],
)
def test_nothing_is_younger_than_the_delay_of_a_record(latency, seconds):
    result = check("source_loss", loss(row(), latency=latency))
    assert result.observed["groups"]["g"]["max_seconds"] == seconds


@pytest.mark.parametrize(("limit", "most"), [("max_lost", 3), ("max_reread", 7), ("max_seconds", 0.02)])
def test_limits(limit, most):
    assert verdict("source_loss", loss(row()), **{limit: most})[0] == "passed"
    outcome, reason = verdict("source_loss", loss(row()), **{limit: most - 0.01})
    assert outcome == "failed"
    assert reason.startswith(f"over the limit: g {limit} {most}; if a died now: g loses at most")


def test_limits_bind_after_the_backlog_is_copied():
    document = loss(row(), partitions=[behind(shrinking=True)])
    assert verdict("source_loss", document, max_lost=1)[0] == "catching_up"
    document = loss(row(), partitions=[behind(shrinking=True), behind(1)])
    assert verdict("source_loss", document, max_lost=1)[0] == "failed"


def test_what_does_not_move_has_no_age():
    outcome, reason = verdict("source_loss", loss(row(seconds=None)), max_seconds=5)
    assert outcome == "inconclusive"
    assert reason.startswith("nothing was copied for g while watching: g loses at most 3 records of an unknown time")


def test_a_dead_flow():
    document = loss(row())
    document["group"] = {**document["group"], "members": []}
    outcome, reason = verdict("source_loss", document)
    assert outcome == "failed"
    assert reason.startswith("no node is alive, so the loss grows: g loses at most 3 records")


def test_no_group():
    assert verdict("source_loss", loss(), view()) == (
        "not_applicable",
        "no group on a has offsets in the flow's topics; 4 offsets at most are not copied",
    )
