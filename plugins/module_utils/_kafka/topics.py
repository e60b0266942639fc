# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a plan for topics.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import TopicChange
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.dataplane import DataPlane

__all__ = ["apply_plan"]


def apply_plan(plane: DataPlane, changes: Sequence[TopicChange], validate_only: bool) -> None:
    """Do what the plan says; with ``validate_only`` the cluster checks it and nothing is written."""
    plane.create_topics([change.spec for change in changes if change.action == "create"], validate_only)
    grown = {change.spec.name: change.partitions for change in changes if change.partitions is not None}
    plane.add_partitions(grown, validate_only)
    plane.alter_configs({change.spec.name: change.config for change in changes if change.config}, validate_only)
    if not validate_only:
        plane.delete_topics([change.spec.name for change in changes if change.action == "delete"])
