# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renderings of the flows of an inventory, from its plain data.

Private to streamops.kafka. Each takes the list of flows as the inventory has it or as ``expand_flows`` returned it.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_properties import (
    dedicated_properties,
    dedicated_secrets,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_topics import flow_topics

__all__ = ["internal_topics", "properties", "secrets"]


def properties(
    flows: Iterable[Any],
    clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]] = None,
    targets: Sequence[str] = (),
    nodes: int = 1,
    secrets_file: str = "",
    rest_host: str = "",
    rest_port: int = 8083,
    exactly_once: str = "enabled",
) -> dict[str, str]:
    """``mm2.properties`` of the instance that serves ``targets``."""
    return dedicated_properties(
        inventory_flows(flows, clusters),
        clusters,
        credentials,
        targets,
        nodes=nodes,
        secrets_file=secrets_file,
        rest_host=rest_host,
        rest_port=rest_port,
        exactly_once=exactly_once,
    )


def secrets(
    flows: Iterable[Any],
    clusters: Mapping[str, Any],
    credentials: Optional[Mapping[str, Any]] = None,
    targets: Sequence[str] = (),
) -> dict[str, str]:
    """The secrets that the properties of the same instance refer to."""
    return dedicated_secrets(inventory_flows(flows, clusters), clusters, credentials, targets)


def internal_topics(
    flows: Iterable[Any], clusters: Mapping[str, Any], targets: Optional[Sequence[str]] = None
) -> list[dict[str, Any]]:
    """Topics to be made before MirrorMaker starts, each with the alias of its cluster."""
    return flow_topics(inventory_flows(flows, clusters), clusters, targets)
