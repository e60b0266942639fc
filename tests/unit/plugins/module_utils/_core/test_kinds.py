# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What services do not allow."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.kinds import KINDS, kind_of


def test_kinds():
    assert kind_of({"x": {}}, "x").name == "self"
    assert kind_of({"x": {"kind": "msk_serverless"}}, "x").replication_factor == 3


def test_an_unknown_kind():
    with pytest.raises(InputError, match=r"kafka_clusters\.x\.kind is 'mks'; give one of aiven, .*, self"):
        kind_of({"x": {"kind": "mks"}}, "x")


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_who_cannot_make_acls_here_is_told_where(kind):
    assert kind.acls or kind.access
    assert KINDS[kind.name] is kind


def test_a_cluster_of_ones_own_restricts_nothing():
    own = KINDS["self"]
    assert own.broker_configs and own.acls and own.scram_users
    assert (own.replication_factor, own.mechanisms, own.tls_only) == (0, (), False)
