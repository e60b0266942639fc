# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps others out, on evidence that was written by hand."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.check_spec import CheckSpec
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_checks import check_evidence

READABLE = {"outcome": "", "reason": ""}


def judged(name, workers=(), **evidence):
    live = [{"url": "https://w-1:8083", "live": True, "listed": True}] if not workers else list(workers)
    (result,) = check_evidence([CheckSpec(name)], {"connectors": [], "workers": live, **evidence})
    return result


@pytest.mark.parametrize(
    ("login", "outcome", "words"),
    [
        ({"security_protocol": "PLAINTEXT"}, "not_configured", "kafka_clusters.k.security_protocol is PLAINTEXT"),
        ({"security_protocol": "SASL_PLAINTEXT"}, "not_configured", "kafka_clusters.k.security_protocol is SASL_PL"),
        ({"security_protocol": "SSL", "login": ""}, "not_configured", "SSL without client_cert"),
        ({"names_verified": False}, "not_configured", "kafka_clusters.k.extra switches"),
        ({}, "passed", "the brokers of k answer SASL_SSL with a login by SCRAM-SHA-512"),
        ({"security_protocol": "SSL", "login": "certificate"}, "passed", "a login by certificate"),
    ],
)
def test_kafka(login, outcome, words):
    seen = {"alias": "k", "security_protocol": "SASL_SSL", "login": "SCRAM-SHA-512", "names_verified": True, **login}
    result = judged("kafka_secured", data_plane=READABLE, kafka_login=seen)
    assert (result.outcome, result.observed) == (outcome, seen)
    assert words in result.reason


@pytest.mark.parametrize("outcome", ["not_configured", "not_permitted"])
def test_brokers_that_were_not_asked_prove_nothing(outcome):
    result = judged("kafka_secured", data_plane={"outcome": outcome, "reason": "no way"})
    assert (result.outcome, result.reason) == (outcome, "no way")


def workers(*statuses):
    return [
        {
            "url": f"https://w-{number}:8083",
            "live": True,
            "listed": True,
            "anonymous": {"status": status, "cause": f"it answers {status}"},
        }
        for number, status in enumerate(statuses, 1)
    ]


@pytest.mark.parametrize(
    ("seen", "answers", "outcome", "words"),
    [
        ({}, (401, 403), "passed", "2 workers speak https and refuse a request without password"),
        ({"login": "certificate"}, (0,), "passed", "1 workers speak https and refuse a request without certificate"),
        ({}, (401, 200), "failed", "https://w-2:8083 lets everybody in although there is a login by password"),
        ({"login": "", "scheme": "http"}, (200,), "not_configured", "set rest.credentials of connect_clusters"),
        ({"scheme": "http"}, (401,), "not_configured", "set rest.scheme: https of connect_clusters"),
        ({"verified": False}, (401,), "not_configured", "rest.validate_certs of connect_clusters is false"),
        ({}, (401, 0), "inconclusive", "is not known of https://w-2:8083 (it answers 0)"),
        ({}, (503,), "inconclusive", "is not known of https://w-1:8083 (it answers 503)"),
    ],
)
def test_rest(seen, answers, outcome, words):
    result = judged(
        "rest_secured", workers(*answers), rest={"scheme": "https", "verified": True, "login": "password"} | seen
    )
    assert result.outcome == outcome
    assert words in result.reason
    assert [answer["status"] for answer in result.observed["anonymous"].values()] == list(answers)


def row(name, *keys, allowed=False):
    return {"connector": name, "keys": list(keys), "allowed": allowed}


@pytest.mark.parametrize(
    ("rows", "outcome", "words"),
    [
        ([], "not_applicable", "no connector"),
        ([row("a"), row("b", allowed=True)], "passed", "the configurations of 2 connectors hold no secret in clear"),
        (
            [row("a", "db.password"), row("b", "x", "y")],
            "failed",
            "(a: db.password; b: x, y): put them into connect_secrets",
        ),
        ([row("a", "p", allowed=True), row("b", "q")], "failed", "(b: q)"),
        ([row("a", "p", allowed=True), row("b")], "not_configured", "allow_plain_secrets has secrets in clear for a"),
    ],
)
def test_secrets(rows, outcome, words):
    result = judged("secrets_hidden", plain_secrets=rows)
    assert result.outcome == outcome
    assert words in result.reason
