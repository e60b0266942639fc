# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""JMESPath over the evidence: the one place that knows the library.

Private to streamops.kafka. Queries are compiled before any request is made. A query that finds nothing (null)
never passes.
"""

from __future__ import annotations

import re
from typing import Any, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError, MissingLibraryError
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import FAILED, PASSED

try:
    import jmespath
    from jmespath.exceptions import JMESPathError
except ImportError:
    HAS_JMESPATH = False
else:
    HAS_JMESPATH = True

__all__ = ["HAS_JMESPATH", "OPERATORS", "compile_query", "compile_value", "decide", "search"]

OPERATORS = ("equals", "matches", "min", "max")


def compile_query(name: str, query: str) -> None:
    """Refuse a query that does not compile."""
    if not HAS_JMESPATH:
        raise MissingLibraryError(
            f"Check {name}: a query needs the Python library jmespath on the host where the module runs: install it.",
            {"library": "jmespath"},
        )
    try:
        jmespath.compile(query)
    except JMESPathError as error:
        cause = " ".join(str(error).split())
        raise InputError(f"Check {name}: the query {query!r} does not compile: {cause}.", {"check": name}) from error


def compile_value(name: str, operator: str, value: Any) -> None:
    """Refuse what a result cannot be compared with."""
    if operator == "matches":
        try:
            re.compile(str(value))
        except re.error as error:
            raise InputError(f"Check {name}: matches {value!r} is no regular expression: {error}.") from error
    if operator in ("min", "max") and _number(value) is None:
        raise InputError(f"Check {name}: {operator} needs a number, not {value!r}.", {"check": name})


def search(query: str, evidence: Any) -> tuple[Any, str]:
    """What the query finds, and what was wrong with it when it ran."""
    try:
        return jmespath.search(query, evidence), ""
    except JMESPathError as error:
        return None, " ".join(str(error).split())


def decide(operator: str, value: Any, observed: Any) -> tuple[str, str]:
    """The outcome and the reason, for what a query found."""
    if observed is None:
        return FAILED, "the query found nothing (null)"
    if operator == "equals":
        good = (type(observed) is type(value) and observed == value) or _same_number(observed, value)
        return _outcome(good, f"found {observed!r}, expected {value!r}")
    if operator == "matches":
        good = isinstance(observed, str) and re.search(str(value), observed) is not None
        return _outcome(good, f"found {observed!r}, expected a match of {value!r}")
    number, limit = _number(observed), _number(value)
    if number is None or limit is None:
        return FAILED, f"found {observed!r}, which is not a number"
    good = number >= limit if operator == "min" else number <= limit
    return _outcome(good, f"found {observed!r}, expected {'at least' if operator == 'min' else 'at most'} {value!r}")


def _outcome(good: bool, reason: str) -> tuple[str, str]:
    return (PASSED if good else FAILED), reason


def _number(value: Any) -> Optional[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _same_number(observed: Any, value: Any) -> bool:
    """Templates make strings of numbers, so 1 and "1" are the same; true is not 1."""
    if isinstance(observed, (int, float)) and not isinstance(observed, bool):
        return _number(value) == observed
    return isinstance(observed, bool) and str(value).lower() == str(observed).lower()
