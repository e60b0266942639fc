# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The harness itself: a dedicated node copies a topic, and the module proves it."""

from __future__ import annotations

from typing import Callable

import pytest
from regions import Regions

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran


@pytest.fixture
def copied(regions: Regions):
    """A flow that has copied everything."""
    flow = regions.flow("east", "west", topics=["first"])
    regions.topic("east", "first", partitions=3)
    regions.produce("east", "first", 300)
    mirror = regions.mirror("first", [flow], ["west"])
    regions.await_count("west", "east.first", 300)
    yield flow
    mirror.stop()


def test_a_node_copies_and_the_module_proves_it(regions: Regions, copied, module: Callable[..., Ran]):
    ran = module("mm2_flow", **regions.flow_options(copied))
    outcomes = {check["name"]: check["outcome"] for check in ran.result.get("checks", ())}
    assert ran.code == 0, ran.everything
    assert {outcomes[name] for name in ("liveness", "topics", "partitions", "lag_records", "same_records")} == {
        "passed"
    }
