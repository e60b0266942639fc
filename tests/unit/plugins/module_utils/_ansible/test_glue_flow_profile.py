# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of a flow says what its profile sets, and why."""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_request import Item
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_result import Done
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

ENDS = {"source": "a", "target": "b", "mode": "dedicated"}


def result(**options):
    return Done(Item(MirrorView(read_flow({**ENDS, **options})))).as_dict()


def test_with_a_profile():
    told = result(profile="auto", round_trip_ms=80, partitions=6)["profile"]
    assert told["settings"]["source.consumer.receive.buffer.bytes"] == "-1"
    assert any("6 tasks for 6 partitions" in sentence for sentence in told["reasoning"])


def test_without():
    assert "profile" not in result()
