# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is wanted to a validated plan, and from there to connectors that run."""

from __future__ import annotations

import pytest
from fake_time import FakeClock
from stub_connect import FILE_SOURCE, POSTGRES, Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Deadline
from ansible_collections.streamops.kafka.plugins.module_utils._rest.fleet import Fleet
from ansible_collections.streamops.kafka.plugins.module_utils._rest.rollout import Rollout, Waiting
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session

CONFIG = {"connector.class": FILE_SOURCE, "tasks.max": "1"}
WRONG_LOGIN = 'Error while validating connector config: FATAL: password authentication failed for user "dbz"'
EXPANDED = "GET /connectors?expand=info&expand=status"


class Team:
    """A fleet with its clock and the secrets that it met."""

    def __init__(self, stub):
        self.stub = stub
        self.secrets = set()
        self.clock = FakeClock()
        self.client = Client(Session(Connection(tuple(stub.urls), timeout=5)), Deadline(self.clock, 60))
        self.fleet = Fleet(self.client, self.secrets.update)

    def prepare(self, *desired):
        return self.fleet.prepare(desired)

    def run(self, *desired, wait=True):
        return self.carry_out(self.prepare(*desired), wait)

    def carry_out(self, prepared, wait=True):
        how = Waiting(wait, 30.0, 1.0)
        return Rollout(self.client, self.clock, how).run(prepared.plan, prepared.snapshot)


@pytest.fixture
def team(stub):
    return Team(stub)


def test_nothing_to_do_is_one_request(team):
    for number in range(200):
        team.stub.add(f"c{number}")
    report = team.run(*(Desired(f"c{number}", config={**CONFIG, "tasks.max": "1"}) for number in range(200)))
    assert team.stub.requests == [EXPANDED]
    assert not report.changed
    assert report.problems == {}
    assert report.found["c7"].state == "RUNNING"


def test_a_missing_name_costs_one_plain_list_more(team):
    team.stub.add("a")
    team.prepare(Desired("a"), Desired("b", "absent"))
    assert team.stub.requests == [EXPANDED, "GET /connectors"]


def test_a_connector_without_a_status_record_is_not_absent(team):
    team.stub.add("a", has_status=False)
    prepared = team.prepare(Desired("a", config=CONFIG))
    assert not prepared.plan.changed
    assert team.stub.requests == [EXPANDED, "GET /connectors", "GET /connectors?expand=info"]


def test_everything_wrong_with_any_connector_is_in_one_report_before_the_first_write(team):
    team.stub.invalid["a"] = [("database.hostname", WRONG_LOGIN)]
    with pytest.raises(InputError) as caught:
        team.run(
            Desired("a", config={"connector.class": POSTGRES, "database.password": "geheim1", "database.user": "dbz"}),
            Desired("b", config={**CONFIG, "tasks.max": "many"}),
            Desired("c", config={"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConector"}),
            Desired("d", config={"file": "x"}),
            Desired("e", config=CONFIG),
        )
    message = caught.value.message
    assert message.startswith("5 errors in 4 connectors: ")
    assert "Connector a, key database.password (now ********): the value is a secret in clear" in message
    assert f"Connector a, key database.hostname: {WRONG_LOGIN}; correct database.password or database.user." in message
    assert "Connector b, key tasks.max (now many): Invalid value many" in message
    assert f"perhaps {FILE_SOURCE} is meant" in message
    assert "Connector d, key connector.class: it is missing; add it to config." in message
    assert message.endswith("Nothing was changed.")
    assert "geheim1" not in message
    assert team.stub.log == []


def test_only_what_changes_is_validated(team):
    team.stub.add("a")
    team.stub.add("b")
    team.prepare(Desired("a", config=CONFIG), Desired("b", config={**CONFIG, "file": "x"}), Desired("c", "absent"))
    assert sum(request.endswith("/validate") for request in team.stub.requests) == 1


def test_a_validation_that_breaks_is_a_finding(team):
    team.stub.faults.append(Fault("PUT", ".*/validate", 500, "Could not read properties from file /etc/s"))
    with pytest.raises(
        InputError, match=r"Connector a, key config: Could not read properties .*; put the secrets file"
    ):
        team.prepare(Desired("a", config=CONFIG))


def test_unknown_keys_are_warnings(team):
    prepared = team.prepare(Desired("a", config={**CONFIG, "topc": "x"}))
    assert prepared.warnings == ("Connector a: the plugin does not know the key topc: did you mean topic?",)


def test_secrets_are_told_by_name_by_type_by_the_user_and_by_what_the_worker_resolved(team):
    team.stub.add("a", {"connector.class": POSTGRES, "database.password": "old-geheim", "odd.cipher": "old-typed"})
    team.stub.resolved["database.user"] = "resolved-user"
    config = {
        "connector.class": POSTGRES,
        "database.password": "new-geheim",
        "odd.cipher": "new-typed",
        "mine": "listed",
        "database.user": "${file:/a:b}",
    }
    prepared = team.prepare(Desired("a", config=config, secret_keys=frozenset({"mine"}), allow_plain_secrets=True))
    assert team.secrets == {"old-geheim", "old-typed", "new-geheim", "new-typed", "listed", "resolved-user"}
    assert prepared.secret_keys["a"] == {"mine", "database.password", "odd.cipher"}


def test_of_a_deleted_connector_whose_plugin_is_gone_all_values_are_hidden(team):
    team.stub.add("a", {"connector.class": "x.Gone", "odd": "geheim"})
    prepared = team.prepare(Desired("a", "absent"))
    assert prepared.secret_keys["a"] == {"odd"}


def test_create_update_delete_together_and_one_wait(team):
    team.stub.add("old")
    team.stub.add("changed")
    report = team.run(
        Desired("new", config=CONFIG), Desired("changed", config={**CONFIG, "file": "x"}), Desired("old", "absent")
    )
    assert report.problems == {}
    assert report.done == {"new": ("create",), "changed": ("update",), "old": ("delete",)}
    assert report.changed
    assert report.found["new"].state == "RUNNING"
    assert team.stub.written() == {"new": 1, "changed": 1, "old": 1}


def test_an_unchanged_connector_that_failed_is_no_success(team):
    team.stub.add("a", failures={0: "X\nCaused by: Y: inner"})
    report = team.run(Desired("a", config=CONFIG))
    assert report.problems == {"a": f"Connector a: task 0 is FAILED on worker {team.stub.worker_id}: Y: inner"}
    assert not report.changed


def test_a_connector_that_is_only_looked_at_is_left_to_the_checks(team):
    team.stub.add("a", failures={0: "X"})
    assert team.run(Desired("a")).problems == {}


def test_without_waiting_nothing_is_asked_after_the_write(team):
    report = team.run(Desired("a", config=CONFIG), wait=False)
    assert report.problems == {}
    assert team.stub.requests[-1] == "PUT /connectors/a/config"


def test_a_write_that_failed_is_a_problem_and_is_not_waited_for(team):
    team.stub.faults.append(Fault("PUT", "/connectors/a/config", 400, "no"))
    report = team.run(Desired("a", config=CONFIG), Desired("b", config=CONFIG))
    assert list(report.problems) == ["a"]
    assert report.done == {"a": (), "b": ("create",)}


def test_a_configuration_that_does_not_come_up_stays_unless_asked_otherwise(team):
    team.stub.add("a")
    team.stub.failing["a"] = "X\nCaused by: Y: inner"
    report = team.run(Desired("a", config={**CONFIG, "file": "x"}))
    assert report.problems["a"].endswith("Y: inner")
    assert team.stub.connectors["a"].config["file"] == "x"


def test_a_configuration_that_does_not_come_up_is_put_back(team):
    team.stub.add("a")
    prepared = team.prepare(Desired("a", config={**CONFIG, "file": "x"}, rollback=True))
    stored = dict(team.stub.connectors["a"].config)
    team.stub.failing["a"] = "X\nCaused by: Y: inner"
    team.stub.fails = lambda config: "file" in config
    report = team.carry_out(prepared)
    assert report.problems["a"].endswith("Y: inner; the earlier configuration was put back and is up again")
    assert team.stub.connectors["a"].config == stored
    assert team.stub.writes("a") == ["PUT config", "PUT config"]


def test_what_was_put_back_may_not_come_up_either(team):
    team.stub.add("a")
    team.stub.failing["a"] = "X\nCaused by: Y: inner"
    report = team.run(Desired("a", config={**CONFIG, "file": "x"}, rollback=True))
    assert "was put back but did not come up either: task 0 is FAILED" in report.problems["a"]


def test_putting_back_may_fail(team):
    team.stub.add("a")
    team.stub.failing["a"] = "X"
    prepared = team.prepare(Desired("a", config={**CONFIG, "file": "x"}, rollback=True))
    original, sent = team.stub._put, []

    def put(name, config, port, write="PUT config"):
        sent.append(name)
        return (
            original(name, config, port, write) if len(sent) == 1 else (400, {"error_code": 400, "message": "broken"})
        )

    team.stub._put = put
    report = team.carry_out(prepared)
    assert "; the earlier configuration could not be put back: Connector a: update failed" in report.problems["a"]
    assert report.rolled_back == frozenset()


def test_a_second_run_changes_nothing(team):
    wanted = Desired("a", config={**CONFIG, "file": "x"}, run_state="paused")
    team.run(wanted)
    report = team.run(wanted)
    assert not report.changed
    assert team.stub.written() == {"a": 1}
