# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of a Kafka cluster that checks of connectors need."""

from __future__ import annotations

from typing import ClassVar

from ansible_collections.streamops.kafka.plugins.module_utils._ansible import watermarks
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.watermarks import watermarks_of


class Plane:
    """A data plane with two topics."""

    isolation: ClassVar[list[str]] = []

    def partitions(self):
        return {"t": 2, "empty": 1}

    def begin_offsets(self, partitions):
        return dict.fromkeys(partitions, 1)

    def end_offsets(self, partitions, isolation):
        self.isolation.append(isolation)
        return {(topic, number): 5 + number for topic, number in partitions}


def test_without_a_cluster_there_is_nothing_to_build():
    assert watermarks_of(None) is None
    assert watermarks_of({}) is None


def test_begin_and_end_of_what_is_committed(monkeypatch):
    built = []
    monkeypatch.setattr(watermarks, "data_plane", lambda options: built.append(options) or Plane())
    build = watermarks_of({"bootstrap_servers": "b:1"})
    assert built == []
    plane = build()
    assert built == [{"bootstrap_servers": "b:1"}]
    assert plane.watermarks("t") == {0: (1, 5), 1: (1, 6)}
    assert plane.watermarks("nowhere") == {}
    assert set(Plane.isolation) == {"read_committed"}
