# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters of a flow that cannot select what they name.

Private to streamops.kafka. Only what is certain from the patterns alone; MirrorMaker says nothing about any of it.
"""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import Flow
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_names import Names, Shape, shapes
from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_view import MirrorView

__all__ = ["filter_problems"]

# Stands for whatever a pattern matches between its fixed beginning and its fixed end.
_ANYTHING = "~"


def filter_problems(flow: Flow) -> list[str]:
    """What the filters can never select: one sentence each, with the fix."""
    return [*_topics(flow), *_groups(flow)]


def _topics(flow: Flow) -> list[str]:
    left = shapes(Names(flow.topics, flow.topics_exclude))
    if not left:
        return [
            f"topics ({', '.join(flow.topics)}) are all left out by topics_exclude, so nothing would be copied; "
            "take one of the two out"
        ]
    view = MirrorView(flow)
    causes = {view.dropped(_name(shape)) for shape in left}
    if "" not in causes:
        return [
            f"topics ({', '.join(flow.topics)}) match only {' and '.join(sorted(causes))}, which MirrorMaker never "
            "copies; name topics of applications"
        ]
    return _own_alias(flow, left)


def _own_alias(flow: Flow, left: tuple[Shape, ...]) -> list[str]:
    start = flow.source + flow.separator
    begun = [shape.pattern for shape in left if shape.alternative.head.startswith(start)]
    if flow.replication_policy != "default" or not begun:
        return []
    return [
        f"topics ({', '.join(dict.fromkeys(begun))}) begin with {start!r}, the flow's own source, so MirrorMaker from "
        "4.4 on takes them for copies and leaves them out in silence; take them out, or give the cluster another alias"
    ]


def _groups(flow: Flow) -> list[str]:
    if not flow.checkpoints or shapes(Names(flow.groups, flow.groups_exclude)):
        return []
    return [
        f"groups ({', '.join(flow.groups)}) are all left out by groups_exclude, so no offsets would be translated; "
        "take one of the two out, or set checkpoints to false"
    ]


def _name(shape: Shape) -> str:
    """A name of this shape that is nothing more than what all names of it are."""
    head, tail, literal, dummy = shape.alternative
    return head if literal else head + _ANYTHING + tail
