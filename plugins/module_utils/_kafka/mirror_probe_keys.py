# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of topics that two regions write, read side by side on one cluster.

Private to streamops.kafka.
"""

from __future__ import annotations

import secrets
from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._core.mirror_keys import digest, overlap_row, pairs
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.mirror_sight import Sight
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.newest import newest

__all__ = ["key_overlap"]

_PAIRS = 20


def key_overlap(sight: Sight) -> list[dict[str, Any]]:
    """The part of the evidence."""
    topics = sight.topics["source"]
    found = pairs(sight.view, topics)[:_PAIRS]
    keys = [(topic, part) for pair in found for topic in pair for part in range(topics[topic])]
    begins = sight.source.begin_offsets(keys)
    ends = sight.source.end_offsets(keys, sight.effective.isolation_level)
    ranges = {key: (begins[key], ends[key]) for key in keys}
    salt = secrets.token_bytes(16)
    seen: dict[str, set[bytes]] = {topic: set() for pair in found for topic in pair}
    records = dict.fromkeys(seen, 0)
    for record in newest(sight.source, ranges, sight.request.overlap_records, sight.effective.isolation_level):
        records[record.topic] += 1
        if record.key is not None:
            seen[record.topic].add(digest(record.key, salt))
    return [overlap_row(pair, seen[pair[0]], seen[pair[1]], records[pair[0]] + records[pair[1]]) for pair in found]
