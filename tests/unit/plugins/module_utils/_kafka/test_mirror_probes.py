# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs after a flow was watched."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from test_mirror_observer import world as a_world

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.module_utils._kafka import mirror_observer, mirror_probes
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Request

world = a_world


HISTORY = {"schema": 1, "clusters": {"source": "id-of-a", "target": "id-of-b"}, "age": 5.0}


def refused(sight):
    raise DataPlaneError("no right", {"kind": "not_permitted"})


@pytest.fixture
def asked(monkeypatch):
    """The needs asked for, and what was handed to the probe ``seen``."""
    sights = []
    probes = MappingProxyType({"refused": refused, "seen": sights.append, "unwanted": refused})
    monkeypatch.setattr(mirror_observer, "run_probes", lambda sight: mirror_probes.run_probes(sight, probes))
    return sights


def observe(world):
    request = Request(frozenset({"refused", "seen"}), observe=1.0, history=HISTORY)
    planes = (world.source.plane(), world.target.plane())
    clocks = {"clock": lambda: world.now, "sleep": world.sleep}
    return mirror_observer.MirrorObserver(world.view, *planes, request, **clocks).evidence()


def test_wanted_probes_answer_under_their_name_and_one_error_does_not_end_the_others(world, asked):
    document = observe(world)
    assert document["refused"] == {"error": "no right", "kind": "not_permitted"}
    assert "unwanted" not in document
    assert document["seen"] is None
    (sight,) = asked
    assert (sight.history, sight.view, set(sight.topics)) == (HISTORY, world.view, {"source", "target"})
    assert set(sight.tracks) == {("t", 0), ("t", 1), ("c", 0)}
    assert [row["topic"] for row in sight.rows] == ["c", "t"]


def test_without_the_source_there_is_nothing_to_compare(world, asked):
    world.source.errors["list_topics"] = DataPlaneError("gone")
    assert "seen" not in observe(world)
    assert not asked
