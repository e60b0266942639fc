# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connectors as options and as states; what is secret in neither."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Entry, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_report import as_options, as_state
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import make_plan

ALL = ("status", "config")


def found(config=None, state="RUNNING", tasks=(), trace=""):
    own = Entry(-1, state, "w:1", trace) if state else None
    return Found("c", {"name": "c", "connector.class": "K", **(config or {})}, "source", own, tuple(tasks))


@pytest.mark.parametrize("state", ["RUNNING", "PAUSED", "STOPPED"])
def test_the_run_state_is_an_option(state):
    assert as_options(found(state=state), (), ALL)["run_state"] == state.lower()


@pytest.mark.parametrize("state", ["FAILED", "UNASSIGNED", "RESTARTING", ""])
def test_a_state_that_hides_the_run_state_gives_none(state):
    assert as_options(found(state=state), (), ALL) == {"name": "c", "config": {"connector.class": "K"}}


def test_only_the_parts_that_were_asked_for():
    assert as_options(found(), (), ()) == {"name": "c"}
    assert as_state(found(), (), (), {"topics": []}) == {"name": "c", "type": "source", "topics": []}


def test_a_value_that_repeats_a_secret_is_hidden_but_not_what_a_connector_is():
    config = {"a.password": "kkkk", "url": "x?kkkk", "one": "1", "tasks.max": "kkkk", "b.password": "1"}
    assert as_options(found(config), (), ALL)["config"] == {
        "a.password": "********",
        "b.password": "********",
        "connector.class": "K",
        "one": "1",
        "tasks.max": "kkkk",
        "url": "********",
    }


def test_states_with_causes_without_secrets():
    shown = as_state(
        found(
            {"own": "geheim"},
            "FAILED",
            [Entry(0, "FAILED", "w:1", "X: it was geheim"), Entry(1, "RUNNING", "w:1")],
            "Y: geheim",
        ),
        ["own"],
        ALL,
        {},
    )
    assert shown == {
        "name": "c",
        "type": "source",
        "state": "FAILED",
        "worker_id": "w:1",
        "cause": "Y: ********",
        "tasks": [
            {"id": 0, "state": "FAILED", "worker_id": "w:1", "cause": "X: it was ********"},
            {"id": 1, "state": "RUNNING", "worker_id": "w:1"},
        ],
    }


def test_a_state_that_nobody_knows():
    assert as_state(found(state=""), (), ALL, {}) == {
        "name": "c",
        "type": "source",
        "state": "UNKNOWN",
        "worker_id": "",
        "tasks": [],
    }


KEYS = st.sampled_from(["a.password", "url", "topics", "own", "odd.cipher"])
VALUES = st.sampled_from(["s3cret-one", "s3cret-two", "jdbc://u:s3cret-one@h/d", "plain", "${file:/x:y}", "1", ""])


@given(st.dictionaries(KEYS, VALUES), st.sampled_from(["RUNNING", "PAUSED", "STOPPED", "FAILED", ""]))
def test_given_back_it_changes_nothing_and_shows_no_secret(config, state):
    stored = found({**config, "x.password": "s3cret-one"}, state)
    options = as_options(stored, {"odd.cipher"}, ALL)
    assert "s3cret-one" not in json.dumps(options)
    assert not make_plan([Desired.from_options(options)], {"c": stored}).changed
