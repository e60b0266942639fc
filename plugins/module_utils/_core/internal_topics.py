# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Topics that Connect and MirrorMaker keep their state in, as ``kafka_topic`` takes them.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any

__all__ = ["compacted_topic"]


def compacted_topic(name: str, partitions: int, replication_factor: int) -> dict[str, Any]:
    """A compacted topic; with three copies or more, two must have a record before it counts as written."""
    config = {"cleanup.policy": "compact"}
    if replication_factor >= 3:
        config["min.insync.replicas"] = "2"
    return {"name": name, "partitions": partitions, "replication_factor": replication_factor, "config": config}
