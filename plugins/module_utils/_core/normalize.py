# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of YAML as the strings that Connect stores, so that two configurations can be compared.

Private to streamops.kafka. Connect keeps a flat map of strings and turns JSON numbers and booleans into text itself;
the text made here is the same. ``null`` means that the key is not there. Lists and dictionaries mean nothing to
Connect.
"""

from __future__ import annotations

import json
import math
from typing import Any, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError

__all__ = ["check_name", "check_names", "normalize_config", "normalize_value", "stored_config", "target_config"]


# The server of Connect answers 400 to an address that holds one of these, also when it is written as %2F and so on.
_UNADDRESSABLE = "/\\%"


def normalize_value(value: Any, where: str) -> Optional[str]:
    """One value as Connect stores it; ``where`` opens the message when it cannot be stored."""
    problem = _value_problem(value)
    if problem:
        raise InputError(f"{where} {problem}")
    return value if value is None or isinstance(value, str) else json.dumps(value)


def normalize_config(name: str, config: Mapping[str, Any]) -> dict[str, Optional[str]]:
    """The wanted configuration of a connector as strings; every value that cannot be stored is in the one report."""
    found = {key: _value_problem(value) for key, value in config.items()}
    problems = [f"Connector {name}: config key {key} {problem}" for key, problem in found.items() if problem]
    if config.get("name") not in (None, name):
        problems.append(
            f"Connector {name}: config key name says {config['name']!r}: leave it out, it is set to the name."
        )
    if problems:
        raise InputError(" ".join(problems), {"connector": name})
    return {key: normalize_value(value, key) for key, value in config.items()}


def stored_config(config: Mapping[str, Any]) -> dict[str, str]:
    """What the server returned, without the null entries that it keeps."""
    return {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in config.items()
        if value is not None
    }


def target_config(
    name: str, wanted: Mapping[str, Optional[str]], current: Optional[Mapping[str, str]], merged: bool
) -> dict[str, str]:
    """The whole configuration to store: what is wanted alone, or laid over what is there."""
    base: dict[str, Optional[str]] = dict(current or {}) if merged else {}
    base.update(wanted)
    base["name"] = name
    return {key: value for key, value in base.items() if value is not None}


def check_name(name: str) -> str:
    """What is wrong with the name of a connector; empty when nothing is."""
    if not name:
        return "A connector needs a name."
    if name != name.strip():
        return f"Connector name {name!r} begins or ends with blanks, which Connect cuts off: remove them."
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in name):
        return f"Connector name {name!r} holds control characters: remove them."
    if name in (".", "..") or any(letter in name for letter in _UNADDRESSABLE):
        return f"Connector name {name!r} cannot be part of an address of the REST API: do without {_UNADDRESSABLE}."
    return ""


def check_names(names: list[str]) -> None:
    """Refuse names that cannot be, and names that are there twice."""
    problems = [problem for problem in map(check_name, names) if problem]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    problems.extend(f"Connector {name} is listed more than once: keep one entry." for name in twice)
    if problems:
        raise InputError(" ".join(problems), {"names": twice})


def _value_problem(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f"is {value}, which JSON cannot carry: write a number or a string."
    if value is None or isinstance(value, (str, bool, int, float)):
        return ""
    if isinstance(value, (list, tuple)):
        return 'is a list, but a value of Connect is one string: write it as "a,b,c".'
    if isinstance(value, Mapping):
        return "is a dictionary, but the configuration is flat: write its keys with dots (a.b: value)."
    return f"is of type {type(value).__name__}: write a string, a number or a boolean."
