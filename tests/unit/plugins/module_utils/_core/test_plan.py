# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is wanted and what is there to the writes between the two."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Entry, Expected, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import (
    Action,
    Change,
    Plan,
    make_plan,
    rollback,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK

KEYS = st.sampled_from(["a", "b", "c.password", "tasks.max", "odd"])
TEXTS = st.text("xyz01", max_size=3)
STORED = st.dictionaries(KEYS, TEXTS)
WANTED = st.dictionaries(KEYS, st.one_of(TEXTS, st.none()))


def there(config=None, state="RUNNING", *tasks):
    entries = tuple(Entry(number, task, "w:1", "trace") for number, task in enumerate(tasks or ("RUNNING",)))
    return Found("c", {"name": "c", **(config or {"a": "1"})}, "source", Entry(-1, state, "w:1"), entries)


def plan_of(desired, found=None):
    return make_plan([desired], {"c": found} if found else {}).changes[0]


def kinds(desired, found=None):
    return [action.kind for action in plan_of(desired, found).actions]


CONFIG = {"a": "1"}
OTHER = {"a": "2"}


@pytest.mark.parametrize(
    ("desired", "found", "expected"),
    [
        # nothing there
        (Desired("c", config=CONFIG), None, ["create"]),
        (Desired("c", "absent"), None, []),
        # there and equal
        (Desired("c", config=CONFIG), there(), []),
        (Desired("c", config={"a": "1", "name": "c"}), there(), []),
        (Desired("c", config={"a": "1", "b": None}), there(), []),
        (Desired("c"), there(), []),
        (Desired("c", config={}, config_mode="merged"), there(), []),
        (Desired("c", config={"b": None}, config_mode="merged"), there(), []),
        # there and different, in both directions
        (Desired("c", config=OTHER), there(), ["update"]),
        (Desired("c", config={"a": "1", "b": "1"}), there(), ["update"]),
        (Desired("c", config={}), there(), ["update"]),
        (Desired("c", config={"a": None}, config_mode="merged"), there(), ["update"]),
        (Desired("c", config={"b": "1"}, config_mode="merged"), there(), ["update"]),
        (Desired("c", "absent"), there(), ["delete"]),
        (Desired("c", "absent", config=OTHER), there(), ["delete"]),
        # run states
        (Desired("c", run_state="running"), there(), []),
        (Desired("c", run_state="paused"), there(), ["pause"]),
        (Desired("c", run_state="stopped"), there(), ["stop"]),
        (Desired("c", run_state="running"), there(None, "PAUSED"), ["resume"]),
        (Desired("c", run_state="running"), there(None, "STOPPED"), ["resume"]),
        (Desired("c", run_state="paused"), there(None, "PAUSED"), []),
        (Desired("c", run_state="stopped"), there(None, "STOPPED"), []),
        (Desired("c", run_state="stopped"), there(None, "FAILED"), ["stop"]),
        (Desired("c", run_state="running"), there(None, "FAILED"), []),
        (Desired("c", config=CONFIG), there(None, "PAUSED"), []),
        # both: at rest before the new configuration, running only with it
        (Desired("c", config=OTHER, run_state="stopped"), there(), ["stop", "update"]),
        (Desired("c", config=OTHER, run_state="paused"), there(), ["pause", "update"]),
        (Desired("c", config=OTHER, run_state="running"), there(None, "STOPPED"), ["update", "resume"]),
        # restart
        (Desired("c", restart="failed"), there(), []),
        (Desired("c", restart="failed"), there(None, "RUNNING", "FAILED"), ["restart"]),
        (Desired("c", restart="failed"), there(None, "FAILED"), ["restart"]),
        (Desired("c"), there(None, "RUNNING", "FAILED"), []),
        (Desired("c", restart="failed", config=OTHER), there(None, "RUNNING", "FAILED"), ["update"]),
        (Desired("c", restart="failed", run_state="stopped"), there(None, "RUNNING", "FAILED"), ["stop"]),
        (Desired("c", restart="failed", run_state="running"), there(None, "PAUSED", "FAILED"), ["resume", "restart"]),
    ],
)
def test_actions(desired, found, expected):
    assert kinds(desired, found) == expected
    assert plan_of(desired, found).changed == bool(expected)


@pytest.mark.parametrize(("run_state", "initial"), [(None, "running"), ("paused", "paused"), ("stopped", "stopped")])
def test_a_new_connector_begins_in_its_state(run_state, initial):
    action = plan_of(Desired("c", config=CONFIG, run_state=run_state)).actions[0]
    assert action == Action("create", {"a": "1", "name": "c"}, initial)


def test_the_name_that_the_server_did_not_keep_is_no_difference():
    bare = Found("c", {"a": "1"}, "source", Entry(-1, "RUNNING"), (Entry(0, "RUNNING"),))
    assert not plan_of(Desired("c", config=CONFIG), bare).changed


def test_all_missing_connectors_are_named_at_once():
    with pytest.raises(InputError) as caught:
        make_plan([Desired("a"), Desired("b", run_state="paused"), Desired("c")], {"c": there(), "d": there()})
    assert "Connector a, b does not exist" in caught.value.message
    assert caught.value.details == {"missing": ["a", "b"], "available": ["c", "d"]}


def test_with_checks_alone_what_is_missing_is_left_to_the_checks():
    change = make_plan([Desired("c")], {}, only_checks=True).changes[0]
    assert (change.changed, change.waits, change.config, change.expected) == (False, False, None, Expected("running"))


def test_the_order_of_the_user_is_kept_and_unchanged_ones_are_told_apart():
    plan = make_plan([Desired("z", config=CONFIG), Desired("c", config=CONFIG)], {"c": there()})
    assert [change.name for change in plan.changes] == ["z", "c"]
    assert [change.name for change in plan.changing] == ["z"]
    assert plan.changed
    assert not Plan().changed


@pytest.mark.parametrize(
    ("desired", "found", "expected"),
    [
        (Desired("c", "absent"), there(), Expected("gone")),
        (Desired("c", config=CONFIG), None, Expected("running")),
        (Desired("c", config=CONFIG, tasks_min=3), None, Expected("running", 3)),
        (Desired("c"), there(None, "PAUSED"), Expected("paused")),
        (Desired("c"), there(None, "FAILED"), Expected("running")),
        (Desired("c", run_state="stopped"), there(), Expected("stopped")),
    ],
)
def test_what_is_waited_for(desired, found, expected):
    assert plan_of(desired, found).expected == expected


@pytest.mark.parametrize(
    ("desired", "found", "waits", "settled"),
    [
        (Desired("c"), there(), False, True),
        (Desired("c"), there(None, "RUNNING", "FAILED"), False, False),
        (Desired("c", config=CONFIG), there(), True, True),
        (Desired("c", config=CONFIG), there(None, "RUNNING", "UNASSIGNED"), True, False),
        (Desired("c", run_state="paused"), there(), True, False),
        (Desired("c", "absent"), there(), True, False),
        (Desired("c", "absent"), None, False, True),
        (Desired("c", restart="failed"), there(None, "RUNNING", "FAILED"), True, False),
    ],
)
def test_who_is_waited_for(desired, found, waits, settled):
    change = plan_of(desired, found)
    assert (change.waits, change.settled) == (waits, settled)


def test_failures_of_before_are_stale_only_where_something_is_done_about_them():
    failed = there(None, "RUNNING", "FAILED")
    assert plan_of(Desired("c", config=OTHER), failed).stale == failed.failures
    assert plan_of(Desired("c", config=CONFIG), failed).stale == frozenset()
    assert plan_of(Desired("c", config=CONFIG)).stale == frozenset()


def test_both_sides_and_the_difference():
    before = there({"a": "1", "b": "2", "x.password": "alt-geheim"})
    change = plan_of(Desired("c", config={"a": "1", "d": "4", "x.password": "neu-geheim"}), before)
    old, new = change.sides(frozenset())
    assert old == {
        "config": {"a": "1", "b": "2", "name": "c", "x.password": f"{MASK} (before)"},
        "run_state": "running",
    }
    assert new == {"config": {"a": "1", "d": "4", "name": "c", "x.password": f"{MASK} (after)"}, "run_state": "running"}
    assert change.diff(frozenset()) == {
        "before_header": "connector c",
        "after_header": "connector c",
        "before": {"config": {"b": "2", "x.password": f"{MASK} (before)"}},
        "after": {"config": {"d": "4", "x.password": f"{MASK} (after)"}},
    }


@pytest.mark.parametrize(
    ("desired", "found", "before", "after"),
    [
        (Desired("c", config=CONFIG), None, {}, {"config": {"a": "1", "name": "c"}, "run_state": "running"}),
        (Desired("c", "absent"), there(), {"config": {"a": "1", "name": "c"}, "run_state": "running"}, {}),
        (Desired("c", run_state="paused"), there(), {"run_state": "running"}, {"run_state": "paused"}),
        (
            Desired("c", restart="failed"),
            there(None, "RUNNING", "FAILED"),
            {"run_state": "running"},
            {"run_state": "restarted"},
        ),
        (Desired("c", config=OTHER), there(None, "PAUSED"), {"config": {"a": "1"}}, {"config": {"a": "2"}}),
    ],
)
def test_the_difference_alone(desired, found, before, after):
    diff = plan_of(desired, found).diff(frozenset())
    assert (diff["before"], diff["after"]) == (before, after)


def test_only_writes_of_a_configuration_are_validated():
    assert plan_of(Desired("c", config=OTHER, run_state="paused"), there()).new_config == {"a": "2", "name": "c"}
    assert plan_of(Desired("c", run_state="paused"), there()).new_config is None
    assert plan_of(Desired("c", "absent"), there()).new_config is None


@given(STORED, WANTED, st.sampled_from(["replaced", "merged"]))
def test_applying_the_plan_gives_what_is_wanted_and_a_second_plan_is_empty(stored, wanted, mode):
    desired = Desired("c", config=wanted, config_mode=mode)
    found = there(stored or {"a": ""})
    change = plan_of(desired, found)
    after = dict(change.new_config or found.config)
    assert all(after.get(key) == value for key, value in wanted.items())
    if mode == "replaced":
        assert set(after) == {"name", *(key for key, value in wanted.items() if value is not None)}
    else:
        assert set(after) == {"name", *found.config, *wanted} - {key for key, value in wanted.items() if value is None}
    assert not plan_of(desired, there(after)).changed


def carry_out(stored, change):
    """The configuration after the writes of a change."""
    for action in change.actions:
        stored = None if action.kind == "delete" else dict(action.config) if action.config else stored
    return stored


@given(st.one_of(st.none(), STORED), st.one_of(st.none(), STORED))
def test_the_plan_of_two_configurations_applied_to_the_first_gives_the_second(first, second):
    before = None if first is None else {"name": "c", **first}
    after = None if second is None else {"name": "c", **second}
    desired = Desired("c", "absent") if second is None else Desired("c", config=second)
    change = plan_of(desired, None if before is None else Found("c", before))
    assert carry_out(before, change) == after
    assert change.changed == (before != after)
    assert not plan_of(desired, None if after is None else Found("c", after)).changed


SECRETS = st.dictionaries(
    st.sampled_from(["a", "x.password", "odd", "db.url"]),
    st.sampled_from(["1", "geheim-aa", "geheim-bb", "jdbc:p://u:geheim-cc@h/", "p?password=geheim-dd"]),
)


@given(SECRETS, SECRETS)
def test_no_secret_in_any_rendering(stored, wanted):
    def secrets(config):
        own = {value for key, value in config.items() if key in ("x.password", "odd") and value != "1"}
        return own | {word for word in ("geheim-cc", "geheim-dd") if any(word in value for value in config.values())}

    change = plan_of(Desired("c", config=wanted, secret_keys=frozenset({"odd"})), Found("c", {"name": "c", **stored}))
    shown = json.dumps([change.diff({"odd"}), change.sides({"odd"})])
    plain = {value for config in (stored, wanted) for key, value in config.items() if key in ("a", "db.url")}
    assert [word for word in secrets(stored) | secrets(wanted) if word in shown and word not in plain] == []


@given(SECRETS, SECRETS)
def test_an_ordinary_value_is_never_hidden(stored, wanted):
    change = plan_of(Desired("c", config={**wanted, "tasks.max": "1"}), Found("c", {"name": "c", **stored}))
    dummy, after = change.sides({"odd"})
    assert after["config"]["tasks.max"] == "1"
    assert after["config"].get("a", "") in (
        wanted.get("a", ""),
        wanted.get("a", "").replace("geheim-cc", MASK).replace("geheim-dd", MASK),
    )


@given(STORED, WANTED)
def test_a_diff_is_empty_exactly_when_nothing_is_written(stored, wanted):
    change = plan_of(Desired("c", config=wanted), there(stored or {"a": ""}))
    diff = change.diff(frozenset({"odd"}))
    assert bool(diff["before"] or diff["after"]) == change.changed
    assert json.dumps(diff)


def test_putting_back():
    before = there({"a": "1"}, "PAUSED")
    seen = there({"a": "2"}, "FAILED")
    change = plan_of(Desired("c", config=OTHER, run_state="running", rollback=True), before)
    back = rollback(change, seen)
    assert [(action.kind, action.config) for action in back.actions] == [
        ("pause", {}),
        ("update", {"a": "1", "name": "c"}),
    ]
    assert back.expected == Expected("paused")
    assert back.stale == seen.failures


def test_putting_back_what_still_runs_needs_no_move_and_no_second_look():
    change = plan_of(Desired("c", config=OTHER, rollback=True), there())
    back = rollback(change, None)
    assert [action.kind for action in back.actions] == ["update"]
    assert back.before == change.before


@pytest.mark.parametrize(
    ("desired", "found"),
    [
        (Desired("c", config=OTHER), there()),
        (Desired("c", config=OTHER, rollback=True), None),
        (Desired("c", run_state="paused", rollback=True), there()),
    ],
)
def test_nothing_to_put_back(desired, found):
    assert rollback(plan_of(desired, found), None) is None


def test_a_plan_is_a_value():
    desired, found = Desired("c", config=OTHER), there()
    assert make_plan([desired], {"c": found}) == make_plan([desired], {"c": found})
    assert isinstance(make_plan([desired], {}).changes[0], Change)
