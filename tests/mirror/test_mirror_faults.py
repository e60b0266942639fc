# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RUNNING, and nothing flows: each fault is made for real, and the module fails with its cause."""

from __future__ import annotations

from typing import Callable, Iterator

import pytest
from faults import Faults
from regions import Regions

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

NAMES = ("tasks", "topics", "partitions", "lag_records", "lag_seconds", "same_records")
HISTORICAL = (*NAMES, "retention_gap", "recreated_topic")


def only(*names: str) -> dict[str, list[dict[str, str]]]:
    return {"checks": [{"name": name} for name in names]}


@pytest.fixture(scope="module")
def world(regions: Regions, module: Callable[..., Ran]) -> Iterator[Faults]:
    """One node with a flow for each fault; all of them judged at the same time."""
    made = Faults(regions, module)
    try:
        made.start()
        made.run({"before": made.options("data"), "six before": made.options("six")})
        made.make()
        wanted = {name: made.options(name) for name in made.flows if name != "data"}
        for topic in ("anew", "minisr", "remade", "truncated"):
            wanted[topic] = made.options("data", topic, **only(*HISTORICAL))
        wanted["deleted"] = made.options("slow", "deleted", **only(*NAMES))
        wanted["fewer"] = made.options("slow", "fewer", **only(*NAMES))
        wanted["told"] = made.options("policy", replication_policy="default")
        made.run(wanted)
        made.run(known_better(made))
        made.mirror.kill()
        made.run({"killed": made.options("data")})
        yield made
    finally:
        made.end()


def known_better(made: Faults) -> dict[str, dict]:
    """Who looks has another address or login than MirrorMaker has."""
    regions = made.regions
    regions.login("login", "admin", "admin-1")
    regions.login("rights", "admin", "admin-1")
    regions.clusters["gone"]["bootstrap_servers"] = regions.clusters["six"]["bootstrap_servers"]
    return {f"{name} seen": made.options(name, **only(*NAMES)) for name in ("login", "rights", "gone")}


def test_all_is_well_before(world: Faults):
    assert world.failed("before") == {}
    assert world.failed("six before") == {}
