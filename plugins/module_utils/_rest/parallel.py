# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same call for many things at once, with a bound.

Private to streamops.kafka.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Callable, Sequence, TypeVar

__all__ = ["IN_FLIGHT", "in_parallel"]

IN_FLIGHT = 8
_Item = TypeVar("_Item")
_Value = TypeVar("_Value")


def in_parallel(call: Callable[[_Item], _Value], items: Sequence[_Item]) -> list[_Value]:
    """The results in the order of the items."""
    if not items:
        return []
    with ThreadPoolExecutor(max_workers=min(IN_FLIGHT, len(items))) as pool:
        return list(pool.map(call, items))
