# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the clusters of a mirror flow are the ones that their names say, and no copy is copied again.

Private to streamops.kafka. Every cluster has an id that no other has; two names for one cluster make a loop.
"""

from __future__ import annotations

from typing import Iterable

from ansible_collections.streamops.kafka.plugins.module_utils._core import outcome
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_verdict import Case, Verdict, listed
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

__all__ = ["identity", "looped"]

_OTHER_CLUSTER = "producer.override.bootstrap.servers"


def looped(view: MirrorView, own: str, topics: Iterable[str]) -> list[str]:
    """Topics of the cluster ``own`` whose name says that they are copies of copies from where they came."""
    if not view.sole_writer:
        return []
    return sorted(topic for topic in topics if _is_loop(_path(view, topic), own))


def _path(view: MirrorView, topic: str) -> list[str]:
    """The aliases of this flow that a name begins with."""
    path: list[str] = []
    for part in topic.split(view.flow.separator)[:-1]:
        if part not in (view.flow.source, view.flow.target):
            break
        path.append(part)
    return path


def _is_loop(path: list[str], own: str) -> bool:
    return len(path) > len(set(path)) or (len(path) > 1 and own in path)


def identity(case: Case) -> Verdict:
    """Source, target and the workers' own cluster are what they should be."""
    seen, flow = case.evidence["identity"], case.view.flow
    observed = {name: seen[name] for name in ("source", "target", "worker", "looped")}
    return _identity(case)._replace(expected=f"{flow.source} and {flow.target} are two clusters", observed=observed)


def _identity(case: Case) -> Verdict:
    seen, flow = case.evidence["identity"], case.view.flow
    if seen["source"] and seen["source"] == seen["target"]:
        reason = (
            f"{flow.source} and {flow.target} are one cluster (id {seen['source']}), which would copy to itself for "
            "ever: correct the bootstrap_servers of one of them"
        )
        return Verdict(outcome.FAILED, reason)
    elsewhere = seen["worker"] is not None and _OTHER_CLUSTER not in flow.config
    if elsewhere and seen["target"] and seen["worker"] and seen["worker"] != seen["target"]:
        whose = f"that of {flow.source}" if seen["worker"] == seen["source"] else "another one"
        reason = (
            f"the workers of connect_urls write to {whose} (id {seen['worker']}), not to {flow.target} "
            f"(id {seen['target']}): the topics are made there and the records go elsewhere; use the Connect cluster "
            f"of {flow.target}"
        )
        return Verdict(outcome.FAILED, reason)
    if seen["looped"]:
        reason = (
            f"{listed(seen['looped'])} is a copy of a copy from where it came, or was named like one: give each "
            "cluster one alias in all flows, then delete the topic or rename it"
        )
        return Verdict(outcome.FAILED, reason)
    if not (seen["source"] and seen["target"]) or (elsewhere and not seen["worker"]):
        return Verdict(outcome.INCONCLUSIVE, "a cluster does not tell its id")
    return Verdict(outcome.PASSED, f"{flow.source} and {flow.target} are two clusters, and no copy is copied back")
