# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of ``kafka_connect_cluster_info``: every worker is asked itself, and one that is down is told."""

from __future__ import annotations

import pytest
from run_module import run_module
from stub_connect import CONVERTER, FILE_SINK, FILE_SOURCE, POSTGRES, REBALANCE, Fault

GONE = "http://127.0.0.1:1"


def run(stub, check=False, **options):
    return run_module("kafka_connect_cluster_info", {"connect_urls": stub.urls, "wait_timeout": 5, **options}, check)


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_what_a_cluster_is_and_has(pair, check):
    pair.add("a")
    pair.add("b", {"connector.class": FILE_SINK}, target="PAUSED", tasks=2)
    pair.add("new", has_status=False)
    ran = run(pair, check)
    assert (ran.code, ran.result["changed"]) == (0, False), ran.message
    assert (ran.result["kafka_cluster_id"], ran.result["version"], ran.result["commit"]) == ("stub", "4.3.1", "0")
    assert ran.result["workers"] == [
        {
            "url": url,
            "live": True,
            "status": 200,
            "message": "of the stub",
            "version": "4.3.1",
            "commit": "0",
            "kafka_cluster_id": "stub",
        }
        for url in pair.urls
    ]
    assert [plugin["class"] for plugin in ran.result["plugins"]] == sorted([FILE_SOURCE, FILE_SINK, POSTGRES])
    assert ran.result["plugins"][0] == {
        "class": POSTGRES,
        "type": "source",
        "version": "1",
        "workers": pair.urls,
        "everywhere": True,
    }
    assert ran.result["connectors"] == {
        "count": 3,
        "types": {"sink": 1, "source": 2},
        "states": {"PAUSED": 1, "RUNNING": 1, "UNKNOWN": 1},
        "task_states": {"PAUSED": 2, "RUNNING": 1},
    }
    assert pair.log == []


def test_workers_alone(stub):
    ran = run(stub, gather=[])
    assert "plugins" not in ran.result
    assert "connectors" not in ran.result
    assert sorted(stub.requests) == ["GET /", "GET /health"]


def test_plugins_of_every_kind_and_loggers(stub):
    ran = run(stub, gather=["plugins", "loggers"], connectors_only=False)
    assert CONVERTER in [plugin["class"] for plugin in ran.result["plugins"]]
    (worker,) = ran.result["workers"]
    assert worker["loggers"]["root"] == {"level": "INFO", "last_modified": None}
    assert "loggers_error" not in worker


def test_a_worker_that_is_down_is_told(stub):
    ran = run(stub, connect_urls=[GONE, stub.url], gather=["plugins", "connectors", "loggers"])
    assert (ran.code, ran.result["version"]) == (0, "4.3.1")
    down, up = ran.result["workers"]
    assert (down["live"], down["status"], down["version"], down["loggers"]) == (False, 0, None, None)
    assert down["message"] == down["loggers_error"] != ""
    assert up["live"] is True
    assert ran.result["plugins"][0]["everywhere"] is True


def test_a_worker_that_starts(stub):
    stub.health = 503
    (worker,) = run(stub).result["workers"]
    assert (worker["live"], worker["status"], worker["version"]) == (False, 503, "4.3.1")


@pytest.mark.parametrize("fault", [Fault("GET", "/health", 502, "Bad Gateway", html=True), Fault("GET", "/", 503)])
def test_answers_that_are_none(stub, fault):
    stub.faults.append(fault)
    ran = run(stub)
    assert ran.code == 0, ran.message
    (worker,) = ran.result["workers"]
    assert (worker["status"], worker["version"]) in [(502, "4.3.1"), (200, None)]


def test_plugins_that_cannot_be_read(pair):
    pair.faults.append(Fault("GET", "/connector-plugins", 500, "No."))
    ran = run(pair)
    assert "Plugins could not be read: GET" in str(ran.result["warnings"])
    assert len(ran.result["plugins"][0]["workers"]) == 1


def test_versions_that_differ(pair):
    pair.versions[pair.servers[1].server_address[1]] = "4.2.1"
    assert "run different versions of Kafka" in str(run(pair).result["warnings"])


def test_a_rebalance_is_waited_for(stub):
    stub.faults.append(Fault("GET", "/connectors", 409, REBALANCE))
    assert run(stub).result["connectors"]["count"] == 0


@pytest.mark.parametrize(("check", "code"), [(False, 1), (True, 0)])
def test_nobody_answers(stub, check, code):
    ran = run(stub, check, connect_urls=[GONE])
    assert ran.code == code
    assert ran.message.startswith(f"No Connect worker answers at {GONE} (")
    if not check:
        assert ran.result["workers"][0]["live"] is False
