# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pure function as a filter: our errors become the error type of whoever calls.

Private to streamops.kafka.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, Callable

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError

__all__ = ["as_filter"]


def as_filter(function: Callable[..., Any], error: type[Exception]) -> Callable[..., Any]:
    """``function`` with StreamopsError turned into ``error`` of the same sentence."""

    @wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except StreamopsError as problem:
            raise error(problem.message) from problem

    return wrapped
