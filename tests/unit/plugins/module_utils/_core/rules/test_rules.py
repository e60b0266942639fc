# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule finds what is broken, says nothing about what was mended, and nothing about a site in which all is well."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
import yaml
from rule_fixtures import FAMILIES, facts, fixtures, is_live, laid, options, read, rule_of

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import (
    RULES,
    examine,
    preflight_lines,
    preflight_report,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import SEVERITIES

ROOT = Path(__file__).resolve().parents[6]
FIXTURES = fixtures()
BY_ID = {rule.id: rule for rule in RULES}
# What is told about everybody, because there is nothing that could be mended.
TOLD = {"M13"}


def found(fixture, state):
    return [(item["id"], item["seen"]) for item in examine(options(fixture, state))]


@pytest.mark.parametrize("title", FIXTURES)
def test_what_is_broken_is_found(title):
    seen = [text for number, text in found(FIXTURES[title], "broken") if number == rule_of(title)]
    assert any(FIXTURES[title]["seen"] in text for text in seen), seen


@pytest.mark.parametrize("title", FIXTURES)
def test_what_was_mended_is_not(title):
    seen = [text for number, text in found(FIXTURES[title], "mended") if number == rule_of(title)]
    assert [text for text in seen if FIXTURES[title]["seen"] in text] == []
    assert seen == [], seen


def test_every_rule_has_its_fixtures():
    titles = [(rule_of(title), is_live(title)) for title in FIXTURES]
    wanted = {(rule.id, False) for rule in RULES if rule.look} | {(rule.id, True) for rule in RULES if rule.live}
    assert wanted ^ set(titles) == set()
    assert len(BY_ID) == len(RULES)


def test_no_title_stands_twice():
    assert sum(len(read(family)) for family in FAMILIES) == len(FIXTURES)


@pytest.mark.parametrize(
    "fixture",
    [
        {"kind": "site", "broken": {}},
        {"kind": "source", "broken": {}},
        {"kind": "sink", "broken": {}},
        {"kind": "worker", "broken": {}},
        {"kind": "workers", "broken": [{}, {}]},
        {"kind": "mirror", "broken": {}},
        {"kind": "kafka", "broken": {}},
        {"kind": "database", "broken": {}},
    ],
    ids=lambda fixture: fixture["kind"],
)
def test_nothing_is_said_where_nothing_is_wrong(fixture):
    assert [item for item in found(fixture, "broken") if item[0] not in TOLD] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_all_that_is_needed(rule):
    assert rule.severity in SEVERITIES
    assert all((rule.title, rule.why, rule.fix))
    assert rule.look or rule.live
    assert bool(rule.live) == bool(rule.needs)
    assert rule.link.endswith(f"docs/rules.md#{rule.id.lower()}")


def test_all_findings_come_in_one_report_what_is_refused_first():
    broken = [options(FIXTURES[title], "broken") for title in ("S9", "D4", "Q1")]
    report = preflight_report({"a": {"findings": examine(broken[0])}, "b": {"findings": [], "unknown": []}})
    assert [item["subject"] for item in report["unknown"]] == ["a"]
    both = preflight_report({host: {"findings": examine(each), "unknown": []} for host, each in enumerate(broken)})
    severities = [item["severity"] for item in both["findings"]]
    assert severities == sorted(severities, key=SEVERITIES.index)
    assert {"S9", "D4", "Q1"} <= {item["id"] for item in both["findings"]}
    assert both["ok"] is False
    assert "(Q1) connector connector: a source with" in both["refusal"]
    again = preflight_report({host: {"findings": examine(broken[0]), "unknown": []} for host in "ab"})
    assert len(again["findings"]) == len(examine(broken[0]))


def test_the_table():
    unknown = [{"subject": "Kafka cluster a", "outcome": "not_permitted", "reason": "no right"}]
    findings = examine(options(FIXTURES["Q1"], "broken"))
    lines = preflight_lines(preflight_report({"": {"findings": findings, "unknown": unknown}}))
    assert lines[0].startswith("[refused]  Q1   connector connector: a source with errors.deadletterqueue.topic.name")
    assert [line.split()[0] for line in lines[1:4]] == ["why", "fix", "see"]
    assert lines[-2:] == [
        "[not_permitted]  Kafka cluster a: no right",
        f"Preflight: 1 refused, 0 warnings, 0 to know, of {len(RULES)} rules; 1 could not be looked at.",
    ]


def test_what_was_accepted_is_told_last_and_refuses_nothing():
    broken = {**options(FIXTURES["Q1"], "broken"), "accept": [" q1"]}
    report = preflight_report({"": {"findings": examine(broken), "unknown": []}})
    assert (report["ok"], report["refusal"], report["counts"]["accepted"]) == (True, "", 1)
    assert [(item["id"], item["accepted"]) for item in report["findings"]] == [("Q1", True)]
    lines = preflight_lines(report)
    assert lines[0].startswith("[accepted] Q1   connector connector: a source with errors.deadletterqueue.topic.name")
    assert lines[-1] == f"Preflight: 0 refused, 0 warnings, 0 to know, 1 accepted, of {len(RULES)} rules."
    both = options(FIXTURES["I2"], "broken")
    other = examine({**both, "accept": ["S1"]})
    assert [item["accepted"] for item in other] == [False] * len(other)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["S1", "W99", "nonsense"], r"holds NONSENSE, W99, which is no rule; take a number of docs"),
        (["I1"], "holds I1, which cannot be accepted, for the roles refuse the same"),
    ],
)
def test_what_cannot_be_accepted(names, sentence):
    with pytest.raises(InputError, match=sentence):
        examine({"accept": names})


def test_connectors_of_one_name_in_two_clusters_are_told_apart():
    base = read("base")
    listed = [{"name": "one", "config": {**base["sink"], "topics": None}}]
    clusters = {name: {"kafka": "primary", "connectors": listed} for name in ("orders", "heavy")}
    found = [item for item in examine(laid(base["site"], {"connect_clusters": clusters})) if item["id"] == "C1"]
    assert [item["subject"] for item in found] == ["connector one of orders", "connector one of heavy"]


def test_a_host_that_did_not_answer_is_a_line():
    report = preflight_report({"a": {"msg": "no\nroute"}, "b": {}})
    assert [item["reason"] for item in report["unknown"]] == ["no route", "it was not looked at"]
    assert report["ok"] is True


@pytest.mark.parametrize("inventory", ["two_regions", "active_active", "hub_spoke", "existing_clusters"])
def test_the_examples_are_not_refused(inventory):
    variables = {}
    for path in sorted((ROOT / "examples" / "inventories" / inventory / "group_vars" / "all").glob("*.yml")):
        variables.update(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    assert preflight_report({"": {"findings": examine(variables), "unknown": []}})["refusal"] == ""


def test_a_thousand_connectors_take_little_time():
    base = read("base")
    connectors = [
        {"name": f"c-{number}", "config": {**base["source"], "slot.name": f"slot_{number}"}} for number in range(500)
    ]
    connectors += [{"name": f"s-{number}", "config": base["sink"]} for number in range(500)]
    site = laid(base["site"], {"connect_clusters": {"orders": {"connectors": connectors}}})
    tracing, begun = sys.gettrace(), time.process_time()
    sys.settrace(None)  # the measurement of coverage takes longer than the rules
    try:
        assert examine(site) == []
    finally:
        sys.settrace(tracing)
    assert time.process_time() - begun < 2


def test_what_is_not_known_is_no_finding():
    """Facts that could not be had, a cluster that did not answer, and rules without a host."""
    base = read("base")["site"]
    assert examine({**base, "facts": {"name": "a"}}) == []
    silent = {"primary": {"problem": "no", "kind": "not_permitted"}}
    assert examine({**base, "facts": {"worker": True, "kafka": silent}}) == []
    assert examine({**base, "facts": facts("database", {"problem": "no", "kind": "reference"})}) == []


def messages(**patch):
    return {item["id"]: item["seen"] for item in examine(laid(read("base")["site"], patch))}


def test_what_cannot_be_rendered_is_told_and_nothing_else_of_it():
    hosts = [
        {"name": "m1", "mirrormaker_instances": [{"name": "x", "targets": ["nowhere"]}, "no dictionary"]},
        {"name": "m2", "mirrormaker_instances": [{"name": "y", "targets": ["secondary"], "rest_port": "many"}]},
    ]
    found = examine({**read("base")["site"], "hosts": hosts})
    assert [(item["id"], item["subject"]) for item in found] == [("I2", "MirrorMaker x on m1")]
    login = messages(connect_clusters={"orders": {"credentials": "unknown"}})
    assert list(login) == ["I1"]
    assert "unknown" in login["I1"]


def test_what_nobody_can_judge_is_left_alone():
    """A pattern that only Java reads, a connector that goes, a cluster of somebody else, an address that is none."""
    sink = {**read("base")["sink"], "topics": None, "topics.regex": "(?<=a)b["}
    gone = {"name": "two", "state": "absent", "config": {}}
    entries = [{"name": "one", "config": laid(sink, {})}, gone]
    clusters = {"orders": {"connectors": entries}, "far": {"kafka": "primary", "urls": ["https://connect.example.com"]}}
    assert messages(connect_clusters=clusters) == {}
    listener = {"kind": "workers", "broken": [{"listeners": "nonsense", "rest.advertised.host.name": "a"}, {}]}
    assert [number for number, dummy in found(listener, "broken")] == ["W10"]


def test_facts_concern_their_own_cluster():
    base = read("base")["site"]
    far = {"name": "one", "config": {"connector.class": "a.OneSource"}}
    site = laid(base, {"connect_clusters": {"far": {"kafka": "secondary", "rest": {}, "connectors": [far]}}})
    plugins = {"https://a": ["org.apache.kafka.connect.json.JsonConverter"], "https://b": []}
    known = {"connect": {"far": {"problem": "", "plugins": {"https://a": plugins["https://a"] + ["a.OneSource"]}}}}
    assert examine({**site, "facts": {**facts("kafka", {}), **known}}) == []
    untold = {"connect_plugins": {"a": {}}, "connect_clusters": {"orders": {"plugins": ["a"]}}}
    assert messages(**untold) == {}


def test_workers_in_the_middle_of_a_change_are_well():
    once = [{"exactly.once.source.support": value} for value in ("preparing", "enabled")]
    own = [{"rest.advertised.host.name": None, "listeners": f"https://connect-{number}:8443"} for number in (1, 2)]
    for patches in (once, own):
        assert found({"kind": "workers", "broken": patches}, "broken") == []


@pytest.mark.parametrize("where", ["connector", "cluster"])
def test_plain_secrets_may_be_allowed(where):
    connector = {"name": "one", "config": {"connector.class": "a.One", "a.password": "of-no-use-5"}}
    allowed = {"allow_plain_secrets": True}
    orders = {"connectors": [{**connector, **(allowed if where == "connector" else {})}]}
    assert messages(connect_clusters={"orders": {**orders, **(allowed if where == "cluster" else {})}}) == {}
    assert list(messages(connect_clusters={"orders": {"connectors": [connector]}})) == ["S6"]
