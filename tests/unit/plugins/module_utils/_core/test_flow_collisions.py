# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flows that may write one topic."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_collisions import colliding


def flow(source, *topics, policy="identity", exclude=()):
    return Flow(source, "t", "connect", topics=topics or (".*",), replication_policy=policy, topics_exclude=exclude)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([], []),
        ([flow("a")], []),
        ([flow("a"), flow("b")], [["a", "b"]]),
        ([flow("a", "x"), flow("b", "x")], [["a", "b"]]),
        ([flow("a", "x"), flow("b", "x.*")], [["a", "b"]]),
        ([flow("a", "x.*"), flow("b", "y.*")], []),
        ([flow("a", "x.*"), flow("b", "x1", "y"), flow("c", "y.*")], [["a", "b", "c"]]),
        ([flow("a", "x.*"), flow("b", "x1"), flow("c", "z"), flow("d", "z")], [["a", "b"], ["c", "d"]]),
        ([flow("a", policy="default"), flow("b", policy="default")], []),
        ([flow("a", "x", policy="default"), flow("b", "x")], []),
        ([flow("a", "x", policy="default"), flow("b", r"a\..*")], [["a", "b"]]),
        ([flow("a", "x"), flow("a", "x")], []),
        ([flow("a", "x"), flow("a", "x.*")], []),
        ([flow("a", "x.*", exclude=("x1",)), flow("b", "x1")], []),
    ],
)
def test_collisions(flows, expected):
    found = [sorted({flow.source for flow in together}) for together in colliding(flows)]
    assert sorted(found) == expected
