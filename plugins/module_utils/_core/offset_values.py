# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offsets of connectors as values: what counts as the same, and which type a value has to be sent with.

Private to streamops.kafka. A partition is the thing that is read (a server, a file, a partition of a topic), its offset
says how far. Both are flat dictionaries. Templates often make text of numbers, so ``42`` and ``"42"`` are the same here
and what is sent has the type that is stored.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Optional

__all__ = ["Position", "fitted", "same", "scalar_problem"]

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@dataclass(frozen=True)
class Position:
    """One partition and its offset; without an offset it is read from its beginning."""

    partition: Mapping[str, Any]
    offset: Optional[Mapping[str, Any]]

    @property
    def key(self) -> str:
        """What two positions of the same partition have in common."""
        return _canonical(self.partition)

    @property
    def label(self) -> str:
        """The partition in a sentence."""
        return json.dumps(self.partition, sort_keys=True)

    def as_dict(self) -> dict[str, Any]:
        """The position as Connect writes it."""
        return {"partition": dict(self.partition), "offset": None if self.offset is None else dict(self.offset)}


def same(one: Optional[Mapping[str, Any]], other: Optional[Mapping[str, Any]]) -> bool:
    """Whether two offsets are the same, whatever the types of their values."""
    if one is None or other is None:
        return one is other
    return _canonical(one) == _canonical(other)


def fitted(values: Mapping[str, Any], samples: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The values with the types that the first of the samples has which knows the key."""
    known: dict[str, Any] = {}
    for sample in samples:
        for key, value in sample.items():
            known.setdefault(key, value)
    return {key: _fit(value, known.get(key)) for key, value in values.items()}


def scalar_problem(value: Any) -> str:
    """What is wrong with one value of a partition or an offset; empty when nothing is."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"is {value}, which JSON cannot carry"
    if value is None or isinstance(value, (str, bool, int, float)):
        return ""
    return "is a list or a dictionary; Connect keeps only text, numbers and booleans in offsets"


def _canonical(values: Mapping[str, Any]) -> str:
    return json.dumps({str(key): _plain(value) for key, value in values.items()}, sort_keys=True)


def _plain(value: Any) -> Optional[str]:
    """The value as text, the same for a number and for the text of that number."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if isinstance(value, str) else json.dumps(value)
    return text.lower() if text.lower() in ("true", "false") else text


def _fit(value: Any, sample: Any) -> Any:
    if isinstance(value, str) and isinstance(sample, bool):
        return {"true": True, "false": False}.get(value.lower(), value)
    if isinstance(value, str) and isinstance(sample, (int, float)):
        return json.loads(value) if _NUMBER.fullmatch(value) else value
    if isinstance(sample, str) and isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return value
