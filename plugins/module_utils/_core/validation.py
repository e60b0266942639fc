# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a worker's validation of a configuration says, made into findings and one report.

Private to streamops.kafka. Workers of some versions put resolved secrets into their answer, so its values are read for
one purpose only: to keep them out of the messages.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.hints import did_you_mean, fix_for, unknown_keys
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import mask_config, scrub_text

__all__ = ["Definitions", "Finding", "Validated", "read_definitions", "read_validation", "report", "unknown_class"]

_SHORTEST = 4
_QUOTED = re.compile(r"(?<=Invalid value )(?!null for ).+?(?= for configuration )", re.DOTALL)
_HARMLESS = ("connector.class", "name", "tasks.max")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with one key of one connector; ``value`` is masked."""

    connector: str
    key: str
    value: str
    message: str
    fix: str = ""

    def sentence(self) -> str:
        """The finding for people."""
        shown = f" (now {self.value})" if self.value else ""
        fix = f"; {self.fix}" if self.fix else ""
        return f"Connector {self.connector}, key {self.key}{shown}: {self.message.rstrip('. ')}{fix}."

    def as_dict(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Definitions:
    """What is known of a plugin's keys; ``found`` is false when the workers do not have the class."""

    found: bool = False
    password_keys: frozenset[str] = frozenset()

    def secret_keys(self, listed: Iterable[str], *configs: Mapping[str, str]) -> frozenset[str]:
        """The keys to hide; of a plugin that nobody can describe everything that is not known to be harmless."""
        keys = self.password_keys | frozenset(listed)
        if self.found:
            return keys
        return keys | {key for config in configs for key in config if key not in _HARMLESS}


@dataclass(frozen=True)
class Validated:
    """The outcome for one connector."""

    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()


def read_definitions(answer: Sequence[Mapping[str, Any]]) -> Definitions:
    """Read the definitions of a plugin."""
    return Definitions(True, frozenset(str(item["name"]) for item in answer if item.get("type") == "PASSWORD"))


def read_validation(
    name: str, config: Mapping[str, str], answer: Mapping[str, Any], secret_keys: Iterable[str]
) -> Validated:
    """Read the validation of one connector."""
    items = [item.get("value") or {} for item in answer.get("configs") or ()]
    secrets = frozenset(value for item in items for value in _resolved(item, config))
    shown = mask_config(config, secret_keys)
    findings = []
    for item in items:
        key = str(item.get("name", ""))
        for message in _told(item.get("errors") or ()):
            text = scrub_text(_as_sent(str(message), config.get(key, "")), secrets)
            findings.append(Finding(name, key, shown.get(key, ""), text, fix_for(text, config)))
    known = [str(item.get("name", "")) for item in items]
    return Validated(tuple(findings), tuple(unknown_keys(name, config, known)), secrets)


def report(findings: Sequence[Finding], warnings: Sequence[str] = ()) -> InputError:
    """One error for everything that was found, before anything is written."""
    names = sorted({finding.connector for finding in findings})
    where = "1 connector" if len(names) == 1 else f"{len(names)} connectors"
    many = f"{len(findings)} errors in {where}: " if len(findings) > 1 else ""
    text = " ".join(dict.fromkeys([*(finding.sentence() for finding in findings), *warnings]))
    return InputError(f"{many}{text} Nothing was changed.", {"findings": [finding.as_dict() for finding in findings]})


def unknown_class(name: str, wanted: str, plugins: Sequence[Mapping[str, Any]]) -> Finding:
    """The finding for a class that the workers do not have."""
    classes = sorted({str(plugin["class"]) for plugin in plugins if plugin.get("type") in ("source", "sink")})
    short = {name.rsplit(".", 1)[-1]: name for name in classes}
    near = did_you_mean(wanted, classes) or short.get(did_you_mean(wanted.rsplit(".", 1)[-1], short), "")
    hint = f"perhaps {near} is meant" if near else "correct connector.class, or install the plugin on every worker"
    there = ", ".join(classes) or "none"
    return Finding(
        name, "connector.class", wanted, f"no such connector plugin on this worker; available: {there}", hint
    )


def _told(errors: Sequence[str]) -> Sequence[str]:
    """The errors of one key without those that only follow from another."""
    return [text for text in errors if "Invalid value null" not in text] or errors


def _as_sent(message: str, sent: str) -> str:
    """The message with the reference where it quotes what a config provider made of it, however short that is."""
    return _QUOTED.sub(lambda dummy: sent, message) if "${" in sent else message


def _resolved(item: Mapping[str, Any], config: Mapping[str, str]) -> set[str]:
    """The values that a config provider gave, as far as the answer discloses them, as a value or inside an error."""
    sent = config.get(str(item.get("name")), "")
    if "${" not in sent:
        return set()
    told = [text for error in item.get("errors") or () for text in _QUOTED.findall(str(error))]
    values = {value for value in (item.get("value"), *told) if isinstance(value, str)}
    return {value for value in values if value != sent and len(value) >= _SHORTEST}
