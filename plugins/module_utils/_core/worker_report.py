# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the workers of a Connect cluster are and have, put together from the answers of each.

Private to streamops.kafka.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found

__all__ = ["connector_summary", "disagreements", "merged_plugins"]


def merged_plugins(listed: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Each plugin once with the workers that have it; ``listed`` is what each worker that was asked answered."""
    owners: dict[tuple[str, str, str], list[str]] = {}
    for url, plugins in listed.items():
        for plugin in plugins:
            key = (str(plugin["class"]), str(plugin.get("type") or ""), str(plugin.get("version") or ""))
            owners.setdefault(key, []).append(url)
    return [
        {"class": name, "type": kind, "version": version, "workers": urls, "everywhere": len(urls) == len(listed)}
        for (name, kind, version), urls in sorted(owners.items())
    ]


def connector_summary(found: Iterable[Found]) -> dict[str, Any]:
    """How many connectors and tasks there are in each state."""
    items = list(found)
    return {
        "count": len(items),
        "types": dict(sorted(Counter(item.type for item in items).items())),
        "states": dict(sorted(Counter(item.state for item in items).items())),
        "task_states": dict(sorted(Counter(task.state for item in items for task in item.tasks).items())),
    }


def disagreements(workers: Sequence[Mapping[str, Any]]) -> list[str]:
    """A warning where addresses that should be one cluster cannot be, or run different versions."""
    texts = (
        ("kafka_cluster_id", "are not of one Kafka cluster", "correct connect_urls"),
        ("version", "run different versions of Kafka", "end the upgrade, or expect differences between them"),
    )
    warnings = []
    for key, words, fix in texts:
        values = {worker["url"]: worker[key] for worker in workers if worker[key]}
        if len(set(values.values())) > 1:
            told = ", ".join(f"{url} ({value})" for url, value in values.items())
            warnings.append(f"The workers {words}: {told}; {fix}.")
    return warnings
