# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task deletes, what it never touches, and what it takes back."""

from __future__ import annotations

import pytest
from run_inside import run_inside
from stub_connect import FILE_SOURCE, POSTGRES, Fault

MIRROR = "org.apache.kafka.connect.mirror.MirrorSourceConnector"
CONFIG = {"connector.class": FILE_SOURCE, "tasks.max": 1}
STORED = {"connector.class": FILE_SOURCE, "tasks.max": "1"}
MASK = "********"
SECRET = "geheim-purge-9"


def run(stub, *connectors, check=False, diff=False, **arguments):
    given = {"connect_urls": stub.urls, "stable_for": 0.05, "wait_timeout": 5, **arguments}
    return run_inside("kafka_connectors", {**given, "connectors": list(connectors)}, check, diff)


def one(stub, check=False, **arguments):
    given = {"connect_urls": stub.urls, "name": "c", "stable_for": 0.05, "wait_timeout": 5, **arguments}
    return run_inside("kafka_connector", given, check, True)


def entries(ran):
    return {entry["name"]: entry for entry in ran.result["connectors"]}


# -- purge -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def full(stub):
    """A cluster with connectors of the task, of others, and of a flow."""
    for name in ("keep", "app.old", "other"):
        stub.add(name, STORED)
    stub.add("flow", {"connector.class": MIRROR})
    return stub


def test_nothing_is_purged_unless_asked_for(full):
    ran = run(full, {"name": "keep", "config": CONFIG})
    assert (ran.code, full.log) == (0, [])
    assert "spared" not in ran.result


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
@pytest.mark.parametrize(
    ("arguments", "gone"),
    [
        ({"purge": "prefix", "purge_prefix": "app."}, ["app.old"]),
        ({"purge": "all"}, ["app.old", "other"]),
        ({"purge": "all", "purge_mirrors": ["flow"]}, ["app.old", "flow", "other"]),
    ],
    ids=["prefix", "all", "with the flow"],
)
def test_purging_is_predicted_shown_and_done(full, check, arguments, gone):
    ran = run(full, {"name": "keep", "config": CONFIG}, check=check, diff=True, **arguments)
    assert (ran.code, ran.result["changed"]) == (0, True)
    assert [name for name, entry in entries(ran).items() if entry.get("purged")] == gone
    assert all(entries(ran)[name]["actions"] == ["delete"] for name in gone)
    assert [item["before_header"] for item in ran.result["diff"]] == [f"connector {name}" for name in gone]
    assert full.written() == ({} if check else dict.fromkeys(gone, 1))
    assert ran.result["spared"] == ([] if "flow" in gone or "purge_prefix" in arguments else ["flow"])
    if not check:
        assert [entries(ran)[name]["state"] for name in gone] == ["ABSENT"] * len(gone)
        again = run(full, {"name": "keep", "config": CONFIG}, **arguments)
        assert again.result["changed"] is False


def test_a_connector_without_a_status_record_is_purged_as_well(full):
    full.connectors["other"].has_status = False
    run(full, {"name": "keep", "config": CONFIG}, purge="all")
    assert sorted(full.connectors) == ["flow", "keep"]


def test_more_than_the_limit_is_refused_before_any_write(full):
    ran = run(full, {"name": "new", "config": CONFIG}, purge="all", purge_limit=2)
    assert ran.code == 1
    assert "delete 3 connectors, more than purge_limit (2) allows: app.old, keep, other" in ran.message
    assert full.log == []


@pytest.mark.parametrize("check", [False, True], ids=["real", "check"])
def test_an_empty_list_needs_a_word_more(full, check):
    refused = run(full, check=check, purge="all")
    assert (refused.code, full.requests) == (1, [])
    assert "set purge_empty if that is meant" in refused.message
    assert run(full, check=check, purge="all", purge_empty=True).code == 0
    assert sorted(full.connectors) == (["app.old", "flow", "keep", "other"] if check else ["flow"])


def test_deletions_come_last(full):
    run(full, {"name": "new", "config": CONFIG}, {"name": "keep", "run_state": "paused"}, purge="all")
    assert {name for name, dummy in full.log[:2]} == {"new", "keep"}
    assert {write for dummy, write in full.log[2:]} == {"delete"}


@pytest.mark.parametrize("case", ["write", "wait"])
def test_nothing_is_deleted_when_anything_failed(full, case):
    if case == "write":
        full.faults.append(Fault("PUT", "/connectors/new/config", 400, "no"))
    else:
        full.failing["new"] = "X: inner"
    ran = run(full, {"name": "new", "config": CONFIG}, {"name": "keep", "config": CONFIG}, purge="all")
    assert ran.code == 1
    assert ran.message.endswith("Nothing was purged because of that, app.old, other stayed.")
    assert sorted(full.connectors) == sorted({"app.old", "flow", "keep", "other", *(["new"] if case == "wait" else [])})
    assert (entries(ran)["other"]["purged"], entries(ran)["other"]["state"]) == (False, "RUNNING")


def test_a_deletion_that_fails_is_told(full):
    full.faults.append(Fault("DELETE", "/connectors/other", 400, "no"))
    ran = run(full, {"name": "keep", "config": CONFIG}, purge="all")
    assert "Connector other: delete failed" in ran.message
    assert (entries(ran)["app.old"]["state"], entries(ran)["other"]["state"]) == ("ABSENT", "RUNNING")


def test_secrets_of_what_is_purged_are_hidden(full):
    full.add("db", {"connector.class": POSTGRES, "odd.cipher": SECRET})
    ran = run(full, {"name": "keep", "config": CONFIG}, diff=True, purge="all")
    assert "db" in entries(ran)
    assert SECRET not in ran.everything


# -- owner -----------------------------------------------------------------------------------------------------------


def team(letter, *names):
    return [{"name": f"team-{letter}.{name}", "config": CONFIG} for name in names]


def own(letter):
    return {"owner": {"prefix": f"team-{letter}."}}


def test_two_teams_with_two_inventories_never_touch_each_other(stub):
    run(stub, *team("a", "x", "y"), **own("a"), purge="all")
    run(stub, *team("b", "x", "y", "z"), **own("b"), purge="all")
    assert sorted(stub.connectors) == ["team-a.x", "team-a.y", "team-b.x", "team-b.y", "team-b.z"]
    stub.log.clear()
    assert not run(stub, *team("a", "x", "y"), **own("a"), purge="all").result["changed"]
    assert not run(stub, *team("b", "x", "y", "z"), **own("b"), purge="prefix").result["changed"]
    assert stub.log == []
    run(stub, *team("a", "y"), **own("a"), purge="all")
    assert stub.log == [("team-a.x", "delete")]
    run(stub, *team("b", "x"), **own("b"), purge="prefix")
    assert sorted(stub.connectors) == ["team-a.y", "team-b.x"]
    run(stub, **own("a"), purge="all", purge_empty=True)
    assert sorted(stub.connectors) == ["team-b.x"]


@pytest.mark.parametrize(
    "arguments",
    [
        {"connectors": team("b", "x")},
        {"connectors": [{"name": "team-a"}]},
        {"connectors": [{"name": "team-b.x", "state": "absent"}]},
        {"connectors": [], "purge": "prefix", "purge_prefix": "team-"},
        {"connectors": [], "purge": "prefix", "purge_prefix": "team-b."},
        {"connectors": team("a", "x"), "purge": "all", "purge_mirrors": ["flow"]},
    ],
)
def test_outside_the_prefix_is_refused_before_any_request(stub, arguments):
    connectors = arguments.pop("connectors")
    ran = run(stub, *connectors, **own("a"), **arguments)
    assert ran.code == 1
    assert "owner.prefix (team-a.)" in ran.message
    assert stub.requests == []


def test_one_connector_has_an_owner_too(stub):
    refused = one(stub, config=CONFIG, **own("a"))
    assert (refused.code, stub.requests) == (1, [])
    assert one(stub, name="team-a.c", config=CONFIG, **own("a")).code == 0


@pytest.mark.parametrize(("names", "outcomes_of"), [(["team-a.x"], ["team-a.x"]), ([], [""])], ids=["own", "none"])
def test_checks_are_about_the_own_connectors(stub, names, outcomes_of):
    stub.add("team-b.x", STORED, failures={0: "X"})
    for name in names:
        stub.add(name, STORED)
    ran = run(stub, **own("a"), checks=[{"name": "running"}])
    assert ran.code == 0
    assert [check["subject"] for check in ran.result["checks"]] == outcomes_of
    assert [connector["name"] for connector in ran.result["evidence"]["connectors"]] == names


def test_a_purge_with_nothing_to_do_is_two_requests(stub):
    stub.add("c", STORED)
    run(stub, {"name": "c", "config": CONFIG}, purge="all")
    assert stub.requests == ["GET /connectors?expand=info&expand=status", "GET /connectors"]


# -- masks given back ------------------------------------------------------------------------------------------------


def test_what_was_shown_can_be_given_back(stub):
    stub.add("c", {"connector.class": POSTGRES, "odd.cipher": SECRET, "database.user": "u"})
    config = {"connector.class": POSTGRES, "tasks.max": 1, "odd.cipher": MASK, "database.user": "u"}
    assert one(stub, config=config).result["changed"] is False
    ran = one(stub, config={**config, "database.user": "v"})
    assert ran.result["diff"][0]["after"] == {"config": {"database.user": "v"}}
    assert stub.connectors["c"].config["odd.cipher"] == SECRET
    assert SECRET not in ran.everything


@pytest.mark.parametrize("there", [False, True], ids=["no connector", "no key"])
def test_a_mask_for_nothing_is_refused(stub, there):
    if there:
        stub.add("c")
    ran = one(stub, config={**CONFIG, "x.password": MASK})
    assert ran.code == 1
    assert "Connector c: config key x.password holds ********" in ran.message
    assert stub.log == []


# -- looks, restarts, rollbacks --------------------------------------------------------------------------------------


def outcomes(ran):
    return {check["name"]: check["outcome"] for check in ran.result["checks"]}


def test_with_checks_alone_a_missing_connector_is_a_failed_check(stub):
    ran = one(stub, checks=[{"name": "running"}])
    assert (ran.code, outcomes(ran)) == (1, {"running": "failed"})
    assert "running (c) failed: it does not exist" in ran.message
    assert entries(ran)["c"]["state"] == "ABSENT"


@pytest.mark.parametrize("arguments", [{"run_state": "paused"}, {"restart": "failed"}])
def test_with_anything_to_write_a_missing_connector_is_refused(stub, arguments):
    ran = one(stub, checks=[{"name": "running"}], **arguments)
    assert "Connector c does not exist on this Connect cluster and no config is given" in ran.message
    assert "checks" not in ran.result


@pytest.mark.parametrize(
    ("failures", "changed"), [({0: "X"}, True), ({-1: "X"}, True), ({}, False)], ids=["task", "connector", "nothing"]
)
def test_a_restart_is_a_change_only_where_something_failed(stub, failures, changed):
    stub.add("c", failures=failures)
    ran = one(stub, restart="failed")
    assert (ran.code, ran.result["changed"]) == (0, changed)
    assert stub.writes("c") == (["restart"] if changed else [])


def test_a_restart_that_finds_nothing_to_restart_is_no_change(stub):
    """Between the look and the restart somebody else restarted it."""
    connector = stub.add("c", failures={0: "X"})
    original = stub.fault_for

    def heal(method, path, port):
        if method == "POST":
            connector.failures.clear()
        return original(method, path, port)

    stub.fault_for = heal
    ran = one(stub, restart="failed")
    assert (ran.code, ran.result["changed"], entries(ran)["c"]["actions"]) == (0, False, [])


@pytest.mark.parametrize(("tasks_min", "code"), [(1, 1), (0, 0)])
def test_no_task_is_fine_only_where_asked_for(stub, tasks_min, code):
    stub.add("c", STORED, tasks=0)
    ran = one(stub, config=CONFIG, tasks_min=tasks_min, wait_timeout=0.3)
    assert ran.code == code
    assert ("it has 0 tasks, expected at least 1" in ran.message) is bool(code)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("RUNNING", "the earlier configuration was put back and is up again."),
        ("PAUSED", "the earlier configuration was put back and the connector is paused again."),
        ("STOPPED", "the earlier configuration was put back and the connector is stopped again."),
    ],
)
def test_result_and_failure_of_a_rollback_say_both(stub, target, words):
    stub.add("c", {**STORED, "file": "old"}, target=target)
    stub.failing["c"] = "X: outer\nCaused by: Y: inner"
    stub.fails = lambda config: config["file"] == "new"
    ran = one(stub, config={**CONFIG, "file": "new"}, run_state="running", rollback=True)
    entry = entries(ran)["c"]
    assert ran.code == 1
    assert ran.message == f"Connector c: task 0 is FAILED on worker {stub.worker_id}: Y: inner; {words}"
    assert (entry["rolled_back"], entry["problem"] + ".", entry["state"]) == (True, ran.message, target)
    assert (stub.connectors["c"].config["file"], stub.connectors["c"].target) == ("old", target)


def test_a_write_that_fails_after_the_new_configuration_was_stored_is_rolled_back(stub):
    stub.add("c", {**STORED, "file": "old"}, target="STOPPED")
    stub.faults.append(Fault("PUT", "/connectors/c/resume", 400, "no"))
    ran = one(stub, config={**CONFIG, "file": "new"}, run_state="running", rollback=True)
    assert "resume failed" in ran.message
    assert "put back and the connector is stopped again" in ran.message
    assert stub.connectors["c"].config["file"] == "old"


def test_without_the_wish_nothing_is_put_back(stub):
    stub.add("c", STORED)
    stub.failing["c"] = "X"
    ran = one(stub, config={**CONFIG, "file": "new"})
    assert "rolled_back" not in entries(ran)["c"]
    assert stub.connectors["c"].config["file"] == "new"
