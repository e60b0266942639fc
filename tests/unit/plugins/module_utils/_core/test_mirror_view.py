# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a flow selects, and where its state stands."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_options import read_flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView


def view(**options):
    return MirrorView(read_flow({"source": "a", "target": "b", "mode": "dedicated", **options}))


def test_names_around_a_flow():
    found = view()
    assert (found.group, found.config_topic, found.status_topic, found.offset_topic) == (
        "a-mm2",
        "mm2-configs.a.internal",
        "mm2-status.a.internal",
        "mm2-offsets.a.internal",
    )


def test_a_separator_does_not_change_the_workers_topics():
    assert view(separator="_").offset_topic == "mm2-offsets.a.internal"


@pytest.mark.parametrize(
    ("options", "topic", "copy"),
    [
        ({}, "orders", "a.orders"),
        ({"separator": "_"}, "orders", "a_orders"),
        ({"replication_policy": "identity"}, "orders", "orders"),
        ({"replication_policy": "identity"}, "heartbeats", "a.heartbeats"),
        (
            {"replication_policy": "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"},
            "orders",
            "orders",
        ),
        ({"replication_policy": "org.apache.kafka.connect.mirror.DefaultReplicationPolicy"}, "orders", "a.orders"),
    ],
)
def test_names_of_copies(options, topic, copy):
    assert view(**options).remote(topic) == copy
    assert view(**options).naming_known


def test_a_foreign_policy_is_not_guessed():
    assert not view(replication_policy="org.example.Policy").naming_known


@pytest.mark.parametrize(
    ("topic", "selected"),
    [
        ("orders", True),
        ("c.orders", True),
        ("heartbeats", False),
        ("c.heartbeats", False),
        ("__consumer_offsets", False),
        (".hidden", False),
        ("mm2-configs.b.internal", False),
        ("mm2-offset-syncs.b.internal", False),
        ("c.checkpoints.internal", False),
        ("b.orders", False),
        ("c.b.orders", False),
        ("b", True),
        ("payments.internal", True),
    ],
)
def test_default_filter(topic, selected):
    assert view().replicates(topic) is selected


@pytest.mark.parametrize(
    ("options", "topic", "selected"),
    [
        ({"topics": ["pgapp\\..*"]}, "pgapp.public.orders", True),
        ({"topics": ["pgapp\\..*"]}, "xpgapp.orders", False),
        ({"topics": ["orders"]}, "orders2", False),
        ({"topics_exclude": [".*secret.*"]}, "my-secret", False),
        ({"replication_policy": "identity"}, "b.orders", True),
        ({"topics": ["a&&b", "orders"]}, "orders", True),
        ({"topics": ["[a-z&&[^b]]+"]}, "orders", None),
        ({"topics_exclude": ["[a-z&&[^b]]+"]}, "orders", None),
        ({"topics": ["[a-z&&[^b]]+"], "topics_exclude": ["orders"]}, "orders", False),
        ({"separator": "_"}, "mm2-offset-syncs_b_internal", False),
        ({"separator": "_"}, "c_checkpoints_internal", False),
        ({"separator": "_"}, "c_heartbeats", False),
    ],
)
def test_filters(options, topic, selected):
    assert view(**options).replicates(topic) is selected


@pytest.mark.parametrize(
    ("options", "group", "watched"),
    [
        ({}, "orders-app", True),
        ({}, "connect-orders", False),
        ({}, "console-consumer-1", False),
        ({"groups": ["app-.*"]}, "orders", False),
        ({"groups_exclude": ["app-1"]}, "app-1", False),
        ({"groups": ["[a-z&&[^b]]+"]}, "orders", False),
    ],
)
def test_groups(options, group, watched):
    assert view(**options).watches(group) is watched


@pytest.mark.parametrize(("policy", "sole"), [("default", True), ("identity", False), ("org.example.Policy", False)])
def test_only_prefixed_copies_are_mirrormakers_alone(policy, sole):
    assert view(replication_policy=policy).sole_writer is sole
