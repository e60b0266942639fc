# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user may ask to be checked, read and refused before anything is requested.

Private to streamops.kafka. A check is ``{name, thresholds...}`` for a named check, or
``{name, query, <operator>: value}`` for a JMESPath query over the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.hints import did_you_mean
from ansible_collections.streamops.kafka.plugins.module_utils._core.query import OPERATORS, compile_query, compile_value

__all__ = ["CheckSpec", "read_checks"]

# What is no number: names of topics and of classes.
_LISTS = frozenset({"classes", "topics"})


@dataclass(frozen=True)
class CheckSpec:
    """One check; ``subject`` is the connector or flow it is about, empty for all of them."""

    name: str
    subject: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    operator: str = ""
    value: Any = None


def read_checks(
    checks: Sequence[Mapping[str, Any]], known: Mapping[str, Sequence[str]], subject: str = ""
) -> list[CheckSpec]:
    """Read checks; ``known`` are the named ones with their thresholds."""
    return [_read(check, known, subject) for check in checks]


def _read(check: Mapping[str, Any], known: Mapping[str, Sequence[str]], subject: str) -> CheckSpec:
    given = {key: value for key, value in check.items() if value is not None}
    name = given.pop("name", "")
    if not isinstance(name, str) or not name:
        raise InputError(f"A check has no name: {dict(check)!r}.", {"check": dict(check)})
    if "query" in given:
        return _read_query(name, given, subject)
    if name not in known:
        near = did_you_mean(name, known)
        hint = f"did you mean {near}?" if near else f"named checks are {', '.join(sorted(known))}; others need a query."
        raise InputError(f"There is no check named {name}: {hint}", {"check": name})
    unknown = sorted(set(given) - set(known[name]))
    if unknown:
        allowed = ", ".join(known[name]) or "no thresholds"
        raise InputError(f"Check {name} does not know {', '.join(unknown)}; it takes {allowed}.", {"check": name})
    return CheckSpec(name, subject, {key: _threshold(name, key, value) for key, value in given.items()})


def _threshold(name: str, key: str, value: Any) -> Any:
    """Numbers may come as texts, as templates give them."""
    if key in _LISTS:
        return value
    try:
        number = float("" if isinstance(value, bool) else value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number < float("inf"):
        raise InputError(f"Check {name}: {key} is {value!r}, give a number that is not negative.", {"check": name})
    return int(number) if number.is_integer() else number


def _read_query(name: str, given: dict[str, Any], subject: str) -> CheckSpec:
    query = str(given.pop("query"))
    operators = [operator for operator in OPERATORS if operator in given]
    if len(operators) != 1 or len(given) != 1:
        raise InputError(
            f"Check {name}: a query takes exactly one of {', '.join(OPERATORS)}, and nothing else.", {"check": name}
        )
    operator = operators[0]
    compile_query(name, query)
    compile_value(name, operator, given[operator])
    return CheckSpec(name, subject, {}, query, operator, given[operator])
