# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages about the rules say what the code says, and the procedure has its findings with the corrected lines."""

from __future__ import annotations

import pytest
import rules_page
import seed_page

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import RULES, examine


@pytest.mark.parametrize("module", [rules_page, seed_page], ids=["rules", "seed"])
def test_the_page_is_what_the_rules_make(module):
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), f"run python {module.__name__}.py"


def test_every_rule_has_its_section():
    text = rules_page.PAGE.read_text(encoding="utf-8")
    assert [rule.id for rule in RULES if f"\n### {rule.id}\n" not in text] == []


@pytest.mark.parametrize(
    ("kind", "number", "seen", "fix"),
    [
        ("connector", "Q1", "errors.deadletterqueue.topic.name", "remove errors.deadletterqueue"),
        ("connector", "D1", "database.server.name is pgapp", "topic.prefix: pgapp"),
        ("connector", "C6", "tasks.max is 2", "tasks.max: 1"),
        ("connector", "S6", "database.password is a text", "database.password: ${file:"),
        ("connector", "Q3", "errors.tolerance is all on a source", "errors.tolerance: none"),
        ("worker", "S1", "security.protocol is PLAINTEXT", "security.protocol=SASL_SSL"),
        ("worker", "S3", "its REST interface is http:", "https"),
        ("mirror", "A1", "primary.sasl.mechanism is not set", "primary.sasl.mechanism=PLAIN"),
        ("mirror", "A2", "secondary.sasl.jaas.config is not set", "secondary.sasl.jaas.config="),
        ("mirror", "M13", "primary.checkpoints.internal", "primary.checkpoints.internal"),
        ("mirror", "M8", "primary->secondary.topics.whitelist is set", "primary->secondary.topics="),
        ("mirror", "M6", "replication.factor (2)", "primary->secondary.replication.factor="),
        ("mirror", "M12", "topics is .*", "primary->secondary.topics="),
    ],
)
def test_the_procedure_has_its_findings(kind, number, seen, fix):
    found = [item for item in examine(seed_page.given(kind, kind)) if item["id"] == number]
    assert any(seen in item["seen"] and fix in item["fix"] for item in found), found


@pytest.mark.parametrize("kind", ["connector", "worker", "mirror"])
def test_the_mended_procedure_has_none(kind):
    found = examine(seed_page.given(kind, f"{kind}_mended"))
    assert [item for item in found if item["severity"] != "info"] == []
