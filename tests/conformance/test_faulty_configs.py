# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A2: one fault at a time; the module refuses before it writes, and names the key."""

from __future__ import annotations

import json
from typing import Any, Callable

import pytest
from cluster import GROUP, Cluster
from plugins_jar import PACKAGE
from rest import FILE_SINK, FILE_SOURCE, Rest

from ansible_collections.streamops.kafka.tests.unit.run_module import Ran

STRING = "org.apache.kafka.connect.storage.StringConverter"
JSON = "org.apache.kafka.connect.json.JsonConverter"
FILTER = "org.apache.kafka.connect.transforms.Filter"
TOMBSTONE = "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"
SECRET = "S3cr3t[conformance"  # neither a number nor a boolean nor a regular expression
SINK = {"connector.class": FILE_SINK, "tasks.max": "1", "topics": "t1", "key.converter": STRING}
SOURCE = {"connector.class": FILE_SOURCE, "tasks.max": "1", "topic": "t1", "file": "/dev/null"}

# What is wrong, the keys that must be named, and the connector's name where that is the fault.
FAULTS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "sink-no-topics": ({key: value for key, value in SINK.items() if key != "topics"}, {"topics", "topics.regex"}),
    "sink-both-topics": ({**SINK, "topics.regex": "r.*"}, {"topics", "topics.regex"}),
    "sink-dlq-in-topics": ({**SINK, "errors.deadletterqueue.topic.name": "t1"}, {"topics"}),
    "sink-dlq-matches-regex": (
        {**SINK, "topics": None, "topics.regex": "r.*", "errors.deadletterqueue.topic.name": "ruh.roh"},
        {"topics.regex"},
    ),
    "sink-default-group": (SINK, {"name"}),
    "sink-override-group": ({**SINK, "consumer.override.group.id": GROUP}, {"consumer.override.group.id"}),
    "source-double-topic-groups": ({**SOURCE, "topic.creation.groups": "g1, g2, g1"}, {"topic.creation.groups"}),
    "double-transform": ({**SINK, "transforms": "t, t", "transforms.t.type": FILTER}, {"transforms"}),
    "missing-transform-class": ({**SINK, "transforms": "t", "transforms.t.type": "Nowhere"}, {"transforms.t.type"}),
    "wrong-transform-class": ({**SINK, "transforms": "t", "transforms.t.type": FILE_SINK}, {"transforms.t.type"}),
    "negated-no-predicate": (
        {**SINK, "transforms": "t", "transforms.t.type": FILTER, "transforms.t.negate": "true"},
        {"transforms.t.type"},
    ),
    "double-predicate": ({**SINK, "predicates": "p, p", "predicates.p.type": TOMBSTONE}, {"predicates"}),
    "missing-predicate-class": ({**SINK, "predicates": "p", "predicates.p.type": "Nowhere"}, {"predicates.p.type"}),
    "wrong-predicate-class": ({**SINK, "predicates": "p", "predicates.p.type": FILE_SINK}, {"predicates.p.type"}),
}
for kind in ("key", "header"):
    converter = f"{kind}.converter"
    FAULTS |= {
        f"{kind}-missing-class": ({**SINK, converter: "Nowhere"}, {converter}),
        f"{kind}-wrong-class": ({**SINK, converter: FILE_SINK}, {converter}),
        f"{kind}-abstract": ({**SINK, converter: f"{PACKAGE}AbstractConverter"}, {converter}),
        f"{kind}-no-constructor": ({**SINK, converter: f"{PACKAGE}NoDefaultConstructorConverter"}, {converter}),
        f"{kind}-constructor-throws": ({**SINK, converter: f"{PACKAGE}ThrowingConverter"}, {converter}),
        f"{kind}-misconfigured": (
            {**SINK, converter: JSON, f"{converter}.schemas.enable": "notaboolean"},
            {f"{converter}.schemas.enable"},
        ),
        f"{kind}-no-definition": ({**SINK, converter: f"{PACKAGE}NoDefinitionConverter"}, set()),
    }

# A reference to a secret that the key cannot take: some workers resolve it and put it into their answer.
LEAKS: dict[str, tuple[dict[str, str], str]] = {
    "secret-connector": (SOURCE, "batch.size"),
    "secret-transform": (
        {**SINK, "transforms": "t", "transforms.t.type": "org.apache.kafka.connect.transforms.Cast$Value"},
        "transforms.t.spec",
    ),
    "secret-predicate": (
        {
            **SINK,
            "predicates": "p",
            "predicates.p.type": "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
        },
        "predicates.p.pattern",
    ),
    "secret-key": ({**SINK, "key.converter": JSON}, "key.converter.schemas.enable"),
    "secret-header": ({**SINK, "header.converter": JSON}, "header.converter.schemas.enable"),
}


def resolves(version: str) -> bool:
    """Whether this version puts resolved secrets into the answer of a validation."""
    first = {"4.2": 2, "4.3": 2}
    minor, patch = version.rpartition(".")[0], int(version.rpartition(".")[2])
    return patch < first[minor] if minor in first else version < "4.2"


def parameters(table: dict[str, Any]) -> list[Any]:
    return [pytest.param(name, marks=pytest.mark.case(f"A2.{name}"), id=name) for name in table]


@pytest.mark.parametrize("fault", parameters(FAULTS))
def test_one_fault(module: Callable[..., Ran], rest: Rest, via: str, fault: str) -> None:
    config, keys = FAULTS[fault]
    name = GROUP.partition("-")[2] if fault == "sink-default-group" else f"a2-{fault}-{via}"
    ran = module("kafka_connector", name=name, config=config, check=not keys)
    if not keys:
        assert (ran.code, ran.result["changed"]) == (0, True), ran.everything
        return
    assert ran.code != 0 and "Nothing was changed" in ran.message, ran.everything
    assert {finding["key"] for finding in ran.result["findings"]} == keys, ran.message
    assert all(f"key {key}" in ran.message for key in keys)
    assert name not in rest.names()


@pytest.fixture(scope="module")
def reference(cluster: Cluster) -> str:
    path = cluster.folder / "secrets" / "db.properties"
    path.write_text(f"password={SECRET}\n", encoding="utf-8")
    return f"${{file:{path}:password}}"


@pytest.mark.parametrize("leak", parameters(LEAKS))
def test_no_resolved_secret(
    module: Callable[..., Ran], cluster: Cluster, rest: Rest, via: str, leak: str, reference: str
) -> None:
    base, key = LEAKS[leak]
    config, name = {**base, key: reference}, f"a2-{leak}-{via}"
    answer = rest.call(
        "PUT", f"/connector-plugins/{config['connector.class']}/config/validate", {**config, "name": name}
    )
    assert (SECRET in answer.text) is resolves(cluster.programs.version), answer.text
    ran = module("kafka_connector", name=name, config=config, diff=True)
    assert ran.code != 0 and f"key {key}" in ran.message, ran.everything
    assert SECRET not in ran.everything
    assert json.dumps(SECRET)[1:-1] not in ran.everything
    assert reference in ran.message
    assert name not in rest.names()
