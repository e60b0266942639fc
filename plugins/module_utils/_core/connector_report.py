# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connectors as they stand, in two forms: as the options that would make them, and as the states that they are in.

Private to streamops.kafka. The options hold nothing that is no option, so that a list of them can be given back; what
is secret is masked, and a mask means what is stored.
"""

from __future__ import annotations

from typing import Any, Collection, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Entry, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import (
    MASK,
    mask_config,
    scrub_text,
    secret_values,
)

__all__ = ["CONFIG", "OFFSETS", "STATUS", "TOPICS", "as_options", "as_state"]

STATUS = "status"
CONFIG = "config"
TOPICS = "topics"
OFFSETS = "offsets"
# Never hidden, whatever the rest of the configuration is: Connect's own, and not secret by their meaning.
_PLAIN = ("connector.class", "tasks.max")
_SETTLED = ("running", "paused", "stopped")


def as_options(found: Found, secret_keys: Iterable[str], parts: Collection[str]) -> dict[str, Any]:
    """An entry for the option ``connectors``; the run state is left out where the status hides it."""
    options: dict[str, Any] = {"name": found.name}
    if CONFIG in parts:
        options["config"] = _shown(found.config, frozenset(secret_keys))
    if STATUS in parts and found.run_state in _SETTLED:
        options["run_state"] = found.run_state
    return options


def as_state(
    found: Found, secret_keys: Iterable[str], parts: Collection[str], more: Mapping[str, Any]
) -> dict[str, Any]:
    """Type, state and tasks with the causes of failures; ``more`` is what was gathered one by one."""
    state: dict[str, Any] = {"name": found.name, "type": found.type}
    if STATUS in parts:
        secrets = secret_values(found.config, secret_keys)
        own = {} if found.connector is None else _entry(found.connector, secrets)
        own.pop("id", None)
        tasks = [_entry(task, secrets) for task in found.tasks]
        state.update({"state": found.state, "worker_id": "", **own, "tasks": tasks})
    return {**state, **more}


def _entry(entry: Entry, secrets: Iterable[str]) -> dict[str, Any]:
    shown = entry.as_dict()
    if "cause" in shown:
        shown["cause"] = scrub_text(shown["cause"], secrets)
    return shown


def _shown(config: Mapping[str, str], secret_keys: frozenset[str]) -> dict[str, str]:
    """The configuration without secrets, also where the value of one key repeats the secret of another."""
    secrets = secret_values(config, secret_keys)
    shown = mask_config({key: value for key, value in config.items() if key != "name"}, secret_keys)
    return {
        key: MASK if key not in _PLAIN and any(secret in value for secret in secrets) else value
        for key, value in shown.items()
    }
