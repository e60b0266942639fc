# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the Connect clusters of an inventory."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.connect_rules import (
    connect_findings,
    refuse_findings,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

KAFKA = {"primary": {}, "secondary": {}}


def on_primary(**options):
    return {"kafka": "primary", **options}


@pytest.mark.parametrize(
    "clusters",
    [
        {},
        {"a": on_primary()},
        {"a": on_primary(), "b": on_primary()},
        {"a": on_primary(group_id="g"), "b": {"kafka": "secondary", "group_id": "g"}},
        {"a": on_primary(port="8084", config=None)},
        {"a": on_primary(config={"config.storage.topic": "x"})},
    ],
)
def test_all_is_well(clusters):
    assert connect_findings(clusters, KAFKA) == []
    refuse_findings(clusters, KAFKA)


@pytest.mark.parametrize(
    ("clusters", "findings"),
    [
        ({"a": "primary"}, ["a must be a dictionary"]),
        ({"a": {}}, ["a has kafka: None, which is not in kafka_clusters (known: primary, secondary)"]),
        ({"a": {"kafka": "x"}}, ["a has kafka: 'x', which is not in kafka_clusters (known: primary, secondary)"]),
        ({"a": on_primary(port=0)}, ["a has port: 0; give a number from 1 to 65535"]),
        ({"a": on_primary(port="x")}, ["a has port: 'x'; give a number from 1 to 65535"]),
        ({"a": on_primary(port=65536)}, ["a has port: 65536; give a number from 1 to 65535"]),
        (
            {"a": on_primary(config={"rest.port": 1, "internal.key.converter": "x"})},
            [
                "a sets internal.key.converter, which Kafka removed in 3.0; remove it",
                "a sets rest.port, which Kafka removed in 3.0; remove it",
            ],
        ),
        ({"a": on_primary(config={"group.id": "g"})}, ["a sets group.id in config; use group_id"]),
        (
            {"a": on_primary(config={"status.storage.topic": "t", "offset.storage.topic": "t"})},
            [
                "a uses one topic for two of config.storage.topic, offset.storage.topic, status.storage.topic; "
                "each needs its own"
            ],
        ),
        (
            {"a": on_primary(group_id="g"), "b": on_primary(group_id="g")},
            ["a and b share group_id 'g' on Kafka cluster 'primary', so their workers would mix; give each its own"],
        ),
        (
            {"a": on_primary(), "b": on_primary(config={"config.storage.topic": "connect-a-configs"})},
            [
                "a and b share topic 'connect-a-configs' on Kafka cluster 'primary', so their workers would mix; "
                "give each its own"
            ],
        ),
    ],
)
def test_findings(clusters, findings):
    assert connect_findings(clusters, KAFKA) == findings


def test_no_kafka_cluster_at_all():
    assert connect_findings({"a": {"kafka": "x"}}, {})[0].endswith("(known: none)")


def test_all_findings_in_one_error():
    clusters = {
        "a": {"kafka": "x"},
        "b": on_primary(port=0),
        "c": on_primary(group_id="g"),
        "d": on_primary(group_id="g"),
    }
    with pytest.raises(
        InputError, match=r"^connect_clusters cannot be used: a has kafka.*; b has port.*; c and d"
    ) as caught:
        refuse_findings(clusters, KAFKA)
    assert len(caught.value.details["findings"]) == 3
