# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mode connect: a worker that belongs to the wrong cluster, and a flow that is paused on purpose."""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest
from regions import Regions

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

Judge = Callable[..., Ran]


@pytest.fixture(scope="module")
def judge(regions: Regions, module: Callable[..., Ran]) -> Iterator[Judge]:
    """Makes and judges a flow in either direction; the only worker has the east as its own Kafka."""
    worker = regions.worker("east")
    regions.workers["west"] = worker
    for alias in ("east", "west"):
        regions.topic(alias, "connected", partitions=2)
        regions.produce(alias, "connected", 20)

    def run(source: str, target: str, **options: Any) -> Ran:
        flow = regions.flow(source, target, mode="connect", topics=["connected"])
        kept = str(regions.folder / "history-of-connect")
        return module("mm2_flow", **regions.flow_options(flow, history_dir=kept, **options))

    yield run
    worker.process.kill()


def by_outcome(ran: Ran, outcome: str) -> dict[str, str]:
    """The reasons of the checks that ended so."""
    assert "checks" in ran.result, ran.everything
    return {check["name"]: check["reason"] for check in ran.result["checks"] if check["outcome"] == outcome}


def test_a_worker_of_another_kafka(judge: Judge):
    """Topics are made on the one cluster, the records go to the other, and the worker is content."""
    ran = judge("east", "west")
    assert {item["state"] for item in ran.result["connectors"]} == {"RUNNING"}
    assert "to that of east" in by_outcome(ran, "failed")["identity"]


def test_a_flow_that_is_paused_on_purpose(judge: Judge):
    assert by_outcome(judge("west", "east"), "failed") == {}
    for options in ({"run_state": "paused"}, {}, {"run_state": "stopped"}):
        ran = judge("west", "east", **options)
        assert ran.code == 0, ran.message
        assert by_outcome(ran, "failed") == {}
        assert "on purpose" in by_outcome(ran, "not_applicable")["liveness"]
