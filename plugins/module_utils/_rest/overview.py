# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads connectors without touching them: their configurations, states, topics and offsets.

Private to streamops.kafka.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Collection, Iterable, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found, read_found
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_report import (
    CONFIG,
    OFFSETS,
    TOPICS,
    as_options,
    as_state,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError, TransportError
from ansible_collections.streamops.kafka.plugins.module_utils._core.validation import Definitions, read_definitions
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import in_parallel

__all__ = ["Overview", "read_connectors", "read_overview"]


@dataclass(frozen=True)
class Overview:
    """What there is, as options and as states, and the names that are not there."""

    connectors: list[dict[str, Any]]
    states: list[dict[str, Any]]
    missing: list[str]


def read_overview(
    client: Client, names: Optional[Sequence[str]], parts: Collection[str], secret_keys: Iterable[str]
) -> Overview:
    """The connectors of the names, or all of them."""
    found = read_connectors(client, names)
    chosen = [found[name] for name in sorted(found if names is None else found.keys() & set(names))]
    keys = _secret_keys(client, chosen, parts, frozenset(secret_keys))
    more = in_parallel(lambda item: _more(client, item.name, parts), chosen)
    return Overview(
        [as_options(item, hidden, parts) for item, hidden in zip(chosen, keys)],
        [as_state(item, hidden, parts, rest) for item, hidden, rest in zip(chosen, keys, more)],
        sorted(set(names or ()) - found.keys()),
    )


def read_connectors(client: Client, names: Optional[Sequence[str]]) -> dict[str, Found]:
    """All connectors; where one has no status yet, which leaves it out of the first answer, it is asked for again."""
    found = {name: read_found(name, entry) for name, entry in client.expanded("info", "status").items()}
    if names is not None and found.keys() >= set(names):
        return found
    if set(client.names()) - found.keys():
        for name, entry in client.expanded("info").items():
            found.setdefault(name, read_found(name, entry))
    return found


def _secret_keys(
    client: Client, chosen: Sequence[Found], parts: Collection[str], listed: frozenset[str]
) -> list[frozenset[str]]:
    """The keys to hide of each connector; the plugins are asked once a class, and only where something is shown."""
    showing = chosen if CONFIG in parts else [item for item in chosen if any(entry.trace for entry in item.entries)]
    classes = sorted({_class(item) for item in showing} - {""})
    answers = in_parallel(client.definitions, classes)
    known = {name: read_definitions(answer) for name, answer in zip(classes, answers) if answer is not None}
    return [known.get(_class(item), Definitions()).secret_keys(listed, item.config) for item in chosen]


def _more(client: Client, name: str, parts: Collection[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if TOPICS in parts:
        _add(shown, TOPICS, lambda: client.topics(name))
    if OFFSETS in parts:
        _add(shown, OFFSETS, lambda: client.offsets(name))
    return shown


def _add(shown: dict[str, Any], part: str, read: Callable[[], list[Any]]) -> None:
    """One part; that it could not be read is said, and is not the same as that there is nothing."""
    shown[part] = None
    try:
        shown[part] = read()
    except (ApiError, TransportError) as error:
        shown[f"{part}_error"] = error.message


def _class(found: Found) -> str:
    return found.config.get("connector.class", "")
