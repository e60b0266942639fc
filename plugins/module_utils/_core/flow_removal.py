# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes with a flow that is removed: only what was asked for by name, and only what no other flow writes or needs.

Private to streamops.kafka. The topics that exist go in, what is to be deleted and what is spared comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import ABSENT, DEDICATED, POLICIES, Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

__all__ = ["REMOVABLE", "Doomed", "Removal", "needs_pair", "plan_removal", "removal_problems", "sides_of"]

OFFSETS = "offsets"
INTERNAL = "internal_topics"
MIRRORED = "mirrored_topics"
CANARY = "canary"
REMOVABLE = (OFFSETS, INTERNAL, MIRRORED, CANARY)

_PAIR = ("configs", "status")


@dataclass(frozen=True)
class Doomed:
    """A topic, where it is, and which word of ``remove`` asks for it."""

    cluster: str
    topic: str
    kind: str


@dataclass(frozen=True)
class Removal:
    """The topics that go, and those that stay although they were asked for, each with the reason."""

    topics: tuple[Doomed, ...] = ()
    spared: tuple[tuple[Doomed, str], ...] = ()


def removal_problems(flow: Flow) -> list[str]:
    """What cannot be meant about the removal of a flow: one sentence each, with the fix."""
    problems = []
    if (flow.remove or flow.remove_topics) and flow.state != ABSENT:
        problems.append("remove and remove_topics belong to a flow that goes; set state to absent, or take them out")
    if flow.remove_topics and MIRRORED not in flow.remove:
        problems.append(f"remove_topics names mirrored topics, but remove does not hold {MIRRORED}; add it")
    if MIRRORED in flow.remove and not flow.remove_topics and flow.replication_policy != "default":
        problems.append(
            f"remove holds {MIRRORED}, but with the {flow.replication_policy} policy a copy looks like any topic; "
            "name the topics of the target in remove_topics"
        )
    strangers = [name for name in flow.remove_topics if _copied(flow, name) is False]
    if strangers:
        problems.append(f"remove_topics holds {', '.join(strangers)}, which the flow does not write; take it out")
    return problems


def sides_of(flow: Flow) -> frozenset[str]:
    """The clusters, by alias, that must be read for what is to be removed."""
    wanted = {flow.target} if set(flow.remove) & {INTERNAL, MIRRORED, CANARY} else set()
    if flow.mode == DEDICATED and OFFSETS in flow.remove:
        wanted.add(flow.target)
    if INTERNAL in flow.remove:
        wanted.add(flow.offset_syncs_cluster)
    return frozenset(wanted | ({flow.source} if CANARY in flow.remove else set()))


def needs_pair(flow: Flow, others: Iterable[Flow]) -> bool:
    """Whether nodes of MirrorMaker run the pair of this flow for another one, whose heartbeats it writes."""
    return any(
        other.enabled
        and other.mode == DEDICATED
        and other.heartbeats
        and (other.target, other.source) == (flow.source, flow.target)
        for other in others
    )


def plan_removal(flow: Flow, others: Sequence[Flow], topics: Mapping[str, Iterable[str]]) -> Removal:
    """What goes with the flow; ``topics`` are those that exist, by the alias of their cluster."""
    staying = [other for other in others if other.enabled and other.name != flow.name]
    there = {alias: frozenset(names) for alias, names in topics.items()}
    going, spared = [], []
    for doomed in sorted(_asked(flow, there), key=lambda item: (item.cluster, item.topic)):
        if doomed.topic not in there.get(doomed.cluster, ()):
            continue
        owner = next((other.name for other in staying if _uses(other, doomed)), "")
        if owner:
            spared.append((doomed, f"flow {owner} writes or needs it as well"))
        else:
            going.append(doomed)
    return Removal(tuple(going), tuple(spared))


def _asked(flow: Flow, there: Mapping[str, frozenset[str]]) -> Iterator[Doomed]:
    """Everything that the words of ``remove`` mean, whether it exists or not."""
    copy = flow.remote_topic(flow.canary_topic)
    # Unnamed ones only where it is certain; the canary's copy has a word of its own.
    copies = flow.remove_topics or [topic for topic in there.get(flow.target, ()) if _copied(flow, topic)]
    places = {
        OFFSETS: [(flow.target, _pair_topic(flow.source, "offsets"))] if flow.mode == DEDICATED else [],
        INTERNAL: [*_own_topics(flow), *(_pair_places(flow.source, flow.target) if flow.mode == DEDICATED else ())],
        MIRRORED: [(flow.target, topic) for topic in copies if topic != copy],
        CANARY: [(flow.source, flow.canary_topic), (flow.target, copy)],
    }
    for kind in flow.remove:
        for cluster, topic in places[kind]:
            yield Doomed(cluster, topic, kind)


def _pair_places(source: str, target: str) -> list[tuple[str, str]]:
    return [(target, _pair_topic(source, kind)) for kind in _PAIR]


def _pair_topic(source: str, kind: str) -> str:
    return f"mm2-{kind}.{source}.internal"


def _own_topics(flow: Flow) -> tuple[tuple[str, str], ...]:
    """Cluster and name of the topics that MirrorMaker keeps for the flow in either mode."""
    return (
        (flow.offset_syncs_cluster, flow.offset_syncs_topic),
        (flow.target, flow.checkpoints_topic),
        (flow.target, flow.remote_heartbeats),
    )


def _uses(other: Flow, doomed: Doomed) -> bool:
    """Whether a flow that stays writes or needs the topic; what only Java could tell counts as a yes."""
    needed = {*_own_topics(other)}
    if other.mode == DEDICATED:
        pairs = [(other.source, other.target), *([(other.target, other.source)] if other.heartbeats else [])]
        needed.update((target, _pair_topic(source, kind)) for source, target in pairs for kind in (*_PAIR, OFFSETS))
    return (doomed.cluster, doomed.topic) in needed or (
        doomed.cluster == other.target and _copied(other, doomed.topic) is not False
    )


def _copied(flow: Flow, topic: str) -> Optional[bool]:
    """Whether a topic of the target is a copy that the flow writes; None where only Java can tell."""
    view = MirrorView(flow)
    if not view.naming_known:
        return None
    if flow.policy_class == POLICIES["identity"]:
        return view.replicates(topic)
    prefix = f"{flow.source}{flow.separator}"
    return view.replicates(topic[len(prefix) :]) if topic.startswith(prefix) else False
