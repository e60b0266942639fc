# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page about adopt and drift shows is what the code makes."""

from __future__ import annotations

import base64
import json
import re

import pytest
import yaml

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_connectors import adopt_connectors
from ansible_collections.streamops.kafka.plugins.module_utils._core.drift import drift_lines, drift_report

VARIABLE = re.compile(r"^(?:#   |\| `)(adopt_\w+|drift_\w+)", re.MULTILINE)


@pytest.fixture
def page(root):
    return (root / "docs" / "brownfield.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_the_variables_are_those_of_the_playbooks(root, page):
    playbooks = [(root / "playbooks" / f"{name}.yml").read_text(encoding="utf-8") for name in ("adopt", "drift")]
    assert VARIABLE.findall(page) == VARIABLE.findall("".join(playbooks))


def test_the_adopted_connector_is_written_like_that(page):
    site, shown = blocks(page, "yaml")
    clusters = yaml.safe_load(site)["all"]["vars"]["connect_clusters"]
    config = yaml.safe_load(shown)["connect_clusters"]["orders"]["connectors"][0]["config"]
    texts = {key: "********" if "vault_" in str(value) else str(value) for key, value in config.items()}
    connector = {"name": "orders-cdc", "config": texts, "run_state": "running"}
    states = [{"name": "orders-cdc", "state": "RUNNING", "tasks": [{"id": 0}]}]
    adopted = adopt_connectors(clusters, {"orders": {"connectors": [connector], "states": states}})
    assert base64.b64decode(adopted["files"][0]["base64"]).decode() == shown


def test_the_report_has_that_form_and_those_lines(page):
    (text,), (document,) = blocks(page, "text"), blocks(page, "json")
    report = json.loads(document)
    assert drift_lines(report) == text.splitlines()
    (entry,) = report["connectors"]
    sides = ({each["key"]: each[side] for each in entry["keys"]} for side in ("found", "wanted"))
    before, after = ({"config": side} for side in sides)
    plan = {**entry, "changed": True, "before": before, "after": after}
    unit = {"kind": "connect", "name": "orders", "members": ["a"], "elected": "a"}
    (item,), (silent,) = report["hosts"], report["not_known"]
    variables = {
        "a": {"_drift_plans": [{"kind": "connect", "name": "orders", "result": {"connectors": [plan]}}]},
        item["host"]: {"_service_drift": [{key: item[key] for key in ("kind", "name", "change")}]},
        silent["subject"]: {"__drift_ping": {"unreachable": True}},
    }
    assert drift_report([unit], list(variables), variables) == report
