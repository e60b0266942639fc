# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compacted topics."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.internal_topics import compacted_topic


@pytest.mark.parametrize(("copies", "in_sync"), [(-1, None), (1, None), (2, None), (3, "2"), (5, "2")])
def test_two_copies_must_be_written_where_one_may_fail(copies, in_sync):
    topic = compacted_topic("t", 25, copies)
    assert (topic["name"], topic["partitions"], topic["replication_factor"]) == ("t", 25, copies)
    assert topic["config"]["cleanup.policy"] == "compact"
    assert topic["config"].get("min.insync.replicas") == in_sync
