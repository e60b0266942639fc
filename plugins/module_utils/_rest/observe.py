# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks whether sources move.

Private to streamops.kafka. Two samples of one run are compared: the committed offsets of a connector, and the ends of
the topics that it writes to. Neither needs a clock of another machine.
"""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional, Protocol, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    ApiError,
    DataPlaneError,
    TransportError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.clock import Clock

__all__ = ["observe_progress"]

_STEP = 1.0


class _Ends(Protocol):
    def watermarks(self, topic: str) -> Mapping[int, tuple[int, int]]:
        """First and next offset of each partition."""


def observe_progress(
    client: Client, clock: Clock, plane: Optional[_Ends], items: Sequence[dict[str, Any]], seconds: float
) -> None:
    """Add ``progress`` to each item; ends as soon as every one of them was seen to move."""
    started = clock.now()
    first = {item["name"]: _sample(client, plane, item) for item in items}
    still = list(items)
    while True:
        elapsed = clock.now() - started
        for item in still:
            item["progress"] = _compare(first[item["name"]], _sample(client, plane, item), elapsed)
        still = [item for item in still if not _moved(item["progress"])]
        if not still or elapsed >= seconds:
            return
        clock.sleep(min(_STEP, seconds - elapsed))


def _sample(client: Client, plane: Optional[_Ends], item: Mapping[str, Any]) -> dict[str, Any]:
    try:
        offsets = client.offsets(item["name"])
    except (ApiError, TransportError) as error:
        return {"offsets": [], "end": None, "error": error.message}
    return {"offsets": offsets, "end": _end(plane, item.get("topics") or ())}


def _end(plane: Optional[_Ends], topics: Sequence[str]) -> Optional[int]:
    if plane is None:
        return None
    try:
        return sum(end for topic in topics for dummy, end in plane.watermarks(topic).values())
    except DataPlaneError:
        return None


def _compare(first: Mapping[str, Any], last: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    known = first["end"] is not None and last["end"] is not None
    return {
        "offsets": last["offsets"],
        "offsets_moved": json.dumps(first["offsets"], sort_keys=True) != json.dumps(last["offsets"], sort_keys=True),
        "records": last["end"] - first["end"] if known else None,
        "seconds": round(seconds, 1),
        "error": last.get("error", ""),
    }


def _moved(progress: Mapping[str, Any]) -> bool:
    return bool(progress["offsets_moved"] or progress["records"] or progress["error"])
