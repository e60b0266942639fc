# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept about a flow between two runs."""

from __future__ import annotations

import os
import stat

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._ansible import flow_history
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_history import History


def evidence(known_for=0.0):
    topic = {"topic": "t", "partitions": 1, "known_for": known_for, "grown_for": None}
    clusters = {side: {"cluster_id": side} for side in ("source", "target")}
    track = {"topic": "t", "partition": 0, "last": {"sync": (5, 4)}}
    return {"clusters": clusters, "topics": [topic], "groups": [], "partitions": [track], "password": "geheim"}


def test_what_is_saved_is_loaded_with_its_age(tmp_path):
    now = [1000.0]
    history = History(str(tmp_path / "flows"), "a->b", lambda: now[0])
    assert history.load() == {}
    assert history.save(evidence()) == ""
    now[0] = 1090.0
    found = history.load()
    assert (found["age"], found["time"], found["file"]) == (90.0, "1970-01-01T00:16:40Z", history.path)
    assert found["syncs"] == {"t": {"0": [5, 4]}}
    assert history.save(evidence(known_for=90.0)) == ""
    assert history.load()["topics"] == {"t": 90.0}


def test_the_file_is_not_for_everybody_and_holds_no_more_than_needed(tmp_path):
    history = History(str(tmp_path / "flows"), "a->b")
    history.save(evidence())
    assert os.listdir(tmp_path / "flows") == ["a-%3Eb.json"]
    assert stat.S_IMODE(os.stat(history.path).st_mode) == 0o640
    assert "geheim" not in (tmp_path / "flows" / "a-%3Eb.json").read_text()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"at": null}', "no json"])
def test_a_file_that_is_not_ours_is_none(tmp_path, text):
    history = History(str(tmp_path), "a->b")
    (tmp_path / "a-%3Eb.json").write_text(text)
    assert history.load() == {}


def test_a_clock_that_was_set_back(tmp_path):
    History(str(tmp_path), "a->b", lambda: 1000.0).save(evidence())
    assert History(str(tmp_path), "a->b", lambda: 900.0).load()["age"] == 0.0


def test_half_an_observation_does_not_replace_what_is_kept(tmp_path):
    history = History(str(tmp_path), "a->b")
    assert history.save({"clusters": evidence()["clusters"]}) == ""
    assert os.listdir(tmp_path) == []


def test_where_nothing_can_be_written_the_task_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    warning = History(str(tmp_path / "file"), "a->b").save(evidence())
    assert "cannot be written" in warning
    assert "set history_dir" in warning


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    history = History(str(tmp_path), "a->b", lambda: 1000.0)
    history.save(evidence())

    def full(*dummy):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(flow_history.os, "replace", full)
    assert "No space left" in history.save(evidence())
    assert os.listdir(tmp_path) == ["a-%3Eb.json"]
