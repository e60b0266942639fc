# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of flows through which a record could come back."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_loops import loops


def flow(name, policy="default", topics=(".*",), separator="."):
    source, target = name.split("->")
    return Flow(source, target, "connect", topics=topics, replication_policy=policy, separator=separator)


def identity(name, *topics):
    return flow(name, "identity", topics or (".*",))


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([], []),
        ([flow("a->b"), flow("b->a")], []),
        ([flow("a->b"), flow("b->c"), flow("c->a")], []),
        ([identity("a->b")], []),
        ([identity("a->b"), identity("b->c")], []),
        ([identity("a->b"), identity("b->a")], [["a->b", "b->a"]]),
        ([identity("a->b"), flow("b->a")], [["a->b", "b->a"]]),
        ([identity("a->b", "orders"), identity("b->a", "orders")], [["a->b", "b->a"]]),
        ([identity("a->b", r"orders\..*"), identity("b->a", r"payments\..*")], []),
        ([identity("a->b", "orders"), flow("b->a", topics=("payments",))], []),
        ([identity("a->b"), identity("b->c"), identity("c->a")], [["a->b", "b->c", "c->a"]]),
        ([identity("a->b", "x"), identity("b->c", "x"), identity("c->a", "y")], []),
        ([flow("a->b"), flow("b->a", separator="_")], [["a->b", "b->a"]]),
        ([identity("a->b"), identity("b->a"), flow("c->d"), flow("d->c")], [["a->b", "b->a"]]),
        ([identity("a->b"), identity("b->a"), identity("c->a")], [["a->b", "b->a"]]),
        ([flow("a->b"), flow("b->a"), identity("a->c", "x"), identity("c->a", "y")], []),
    ],
)
def test_loops(flows, expected):
    assert [[flow.name for flow in loop] for loop in loops(flows)] == expected


def test_flows_that_recognise_their_topics_are_no_loop_beside_one_that_does_not():
    safe = [flow("a->b", topics=("s.*",)), flow("b->a", topics=("s.*", "a[.]s.*"))]
    other = [identity("a->c", "x"), identity("c->a", "y")]
    assert loops(safe + other) == []
