# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A12: levels of loggers, of one worker and of all."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from cluster import Cluster
from rest import Rest

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

Module = Callable[..., Ran]


def levels(cluster: Cluster, rest: Rest, logger: str) -> dict[str, Any]:
    """The level on each worker, None where nothing asked for that logger yet."""
    found = {}
    for worker in cluster.workers:
        answer = rest.call("GET", f"/admin/loggers/{logger}", url=worker.url)
        found[worker.url] = answer.json()["level"] if answer.ok else None
    return found


@pytest.mark.case("A12.worker")
def test_one_worker(module: Module, cluster: Cluster, rest: Rest, via: str) -> None:
    logger = f"org.apache.kafka.connect.a12.one.{via}"
    ran = module("kafka_connect_logger", loggers={logger: "DEBUG"})
    assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
    expected = {worker.url: None for worker in cluster.workers} | {getattr(cluster, via).url: "DEBUG"}
    assert levels(cluster, rest, logger) == expected


@pytest.mark.case("A12.cluster")
@pytest.mark.case("A12.again")
def test_all_workers(module: Module, cluster: Cluster, rest: Rest, via: str) -> None:
    logger = f"org.apache.kafka.connect.a12.all.{via}"
    urls = [getattr(cluster, via).url, *(worker.url for worker in cluster.workers)]
    options = {"loggers": {logger: "trace"}, "scope": "cluster", "connect_urls": list(dict.fromkeys(urls))}
    predicted = module("kafka_connect_logger", check=True, **options)
    assert predicted.result["changed"] and set(levels(cluster, rest, logger).values()) == {None}
    ran = module("kafka_connect_logger", **options)
    assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
    assert set(levels(cluster, rest, logger).values()) == {"TRACE"}
    modified = [rest.call("GET", f"/admin/loggers/{logger}", url=url).json() for url in urls]
    again = module("kafka_connect_logger", **options)
    assert (again.code, again.result["changed"]) == (0, False), again.everything
    assert [rest.call("GET", f"/admin/loggers/{logger}", url=url).json() for url in urls] == modified


@pytest.mark.case("A12.refused")
def test_no_such_level(module: Module, cluster: Cluster, rest: Rest, via: str) -> None:
    logger = f"org.apache.kafka.connect.a12.bad.{via}"
    ran = module("kafka_connect_logger", loggers={logger: "CHATTY"}, scope="cluster")
    assert ran.code != 0 and "CHATTY" in ran.message and logger in ran.message, ran.everything
    assert set(levels(cluster, rest, logger).values()) == {None}
