# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is wanted to a validated plan.

Private to streamops.kafka. Nothing is written before every connector that would change is known to be valid. A fleet
with nothing to do costs one request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Iterable, Mapping, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._core import hints
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Found, read_found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import ApiError
from ansible_collections.streamops.kafka.plugins.module_utils._core.plain_secrets import plain_secret_findings
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import Change, Plan, make_plan
from ansible_collections.streamops.kafka.plugins.module_utils._core.purge import NO_PURGE, Purge
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import secret_values
from ansible_collections.streamops.kafka.plugins.module_utils._core.stack_trace import root_cause
from ansible_collections.streamops.kafka.plugins.module_utils._core.validation import (
    Definitions,
    Finding,
    Validated,
    read_definitions,
    read_validation,
    report,
    unknown_class,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.client import Client
from ansible_collections.streamops.kafka.plugins.module_utils._rest.parallel import in_parallel

__all__ = ["Fleet", "Prepared"]


@dataclass(frozen=True)
class Prepared:
    """A plan that passed validation, with what is needed to show it."""

    plan: Plan
    snapshot: Mapping[str, Found]
    secret_keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Fleet:
    """Connectors of one Connect cluster; ``keep_secret`` is told every secret before a message can hold it."""

    def __init__(self, client: Client, keep_secret: Callable[[Iterable[str]], None]) -> None:
        self._client = client
        self._keep_secret = keep_secret

    def snapshot(self, names: Iterable[str], complete: bool = False) -> dict[str, Found]:
        """All connectors in one request; two more when one has no status record yet or a wanted one does not exist.

        Those without a status record are left out of the first answer; ``complete`` asks for them in any case.
        """
        found = {name: read_found(name, entry) for name, entry in self._client.expanded("info", "status").items()}
        missing = set(names) - found.keys()
        listed = set(self._client.names()) if missing or complete else set()
        if (listed - found.keys()) if complete else (missing & listed):
            for name, entry in self._client.expanded("info").items():
                found.setdefault(name, read_found(name, entry))
        return found

    def prepare(self, desired: Sequence[Desired], purge: Purge = NO_PURGE, only_checks: bool = False) -> Prepared:
        """Read, plan, validate; everything that is wrong with any connector is in one error."""
        snapshot = self.snapshot((item.name for item in desired), purge != NO_PURGE)
        for item in desired:
            wanted = {key: value for key, value in (item.config or {}).items() if value is not None}
            stored = snapshot[item.name].config if item.name in snapshot else {}
            self._keep_secret(secret_values(wanted, item.secret_keys) | secret_values(stored, item.secret_keys))
        plan = make_plan(desired, snapshot, purge, only_checks)
        definitions = self._definitions(plan.changing)
        secret_keys = {change.name: self._secret_keys(change, definitions) for change in plan.changing}
        warnings = self._validate([change for change in plan.changing if change.new_config], definitions, secret_keys)
        return Prepared(plan, snapshot, secret_keys, tuple(warnings))

    def _definitions(self, changing: Sequence[Change]) -> dict[str, Definitions]:
        """What is known of the class of every change; one request a class."""
        classes = sorted({_class(change) for change in changing} - {""})
        answers = in_parallel(self._client.definitions, classes)
        return {
            name: Definitions() if answer is None else read_definitions(answer)
            for name, answer in zip(classes, answers)
        }

    def _secret_keys(self, change: Change, definitions: Mapping[str, Definitions]) -> frozenset[str]:
        stored = change.before.config if change.before else {}
        wanted = change.config or {}
        known = definitions.get(_class(change), Definitions())
        self._keep_secret(secret_values(stored, known.password_keys) | secret_values(wanted, known.password_keys))
        return known.secret_keys(change.desired.secret_keys, stored, wanted)

    def _validate(
        self, writing: Sequence[Change], definitions: Mapping[str, Definitions], keys: Mapping[str, frozenset[str]]
    ) -> list[str]:
        """Have all configurations checked in parallel; the warnings, or one error for all findings."""
        findings = [
            self._no_class(change) for change in writing if not definitions.get(_class(change), Definitions()).found
        ]
        for change in writing:
            findings.extend(_plain_secrets(change, definitions.get(_class(change), Definitions())))
        known = [change for change in writing if definitions.get(_class(change), Definitions()).found]
        results = in_parallel(lambda change: self._validate_one(change, keys[change.name]), known)
        for result in results:
            findings.extend(result.findings)
            self._keep_secret(result.secrets)
        warnings = [warning for result in results for warning in result.warnings]
        if findings:
            raise report(findings, [warning for warning in warnings if "did you mean" in warning])
        return warnings

    def _validate_one(self, change: Change, secret_keys: frozenset[str]) -> Validated:
        config = dict(change.new_config or {})
        try:
            answer = self._client.validate(_class(change), config)
        except ApiError as error:
            message = root_cause(str(error.details["message"]))
            return Validated((Finding(change.name, "config", "", message, hints.fix_for(message, config)),))
        return read_validation(change.name, config, answer, secret_keys)

    def _no_class(self, change: Change) -> Finding:
        wanted = _class(change)
        if not wanted:
            return Finding(change.name, "connector.class", "", "it is missing", "add it to config")
        return unknown_class(change.name, wanted, self._client.plugins())


def _plain_secrets(change: Change, known: Definitions) -> list[Finding]:
    """Secrets in clear that would be new to the cluster."""
    if change.desired.allow_plain_secrets:
        return []
    stored = (change.before.config if change.before else {}).items()
    added = {key: value for key, value in (change.new_config or {}).items() if (key, value) not in stored}
    return plain_secret_findings(change.name, added, known.password_keys | change.desired.secret_keys)


def _class(change: Change) -> str:
    config = change.config if change.config is not None else (change.before.config if change.before else {})
    return config.get("connector.class", "")
