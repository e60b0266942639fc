# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task returns about its flows: one entry a flow, one sentence for all that ends the task.

Private to streamops.kafka.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_remove import Leaving
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_request import Item
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector_result import check_failure
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import StreamopsError, UnreachableError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import profile_advice
from ansible_collections.streamops.kafka.plugins.module_utils._core.outcome import CheckResult

__all__ = ["Done", "flows_result", "one_result"]


@dataclass
class Done:
    """What became of one flow; ``predicted`` are checks that could not be made because something would change first."""

    item: Item
    connectors: Sequence[Mapping[str, Any]] = ()
    checks: Sequence[CheckResult] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    leaving: Optional[Leaving] = None
    error: Optional[StreamopsError] = None
    predicted: bool = False
    warning: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything was written or removed, or would be."""
        gone = self.leaving is not None and self.leaving.changed and self.error is None
        return gone or any(entry["changed"] for entry in self.connectors)

    def as_dict(self) -> dict[str, Any]:
        """The entry of the result."""
        flow = self.item.flow
        entry: dict[str, Any] = {
            "name": flow.name,
            "source": flow.source,
            "target": flow.target,
            "mode": flow.mode,
            "changed": self.changed,
            "checks": [check.as_dict() for check in self.checks],
            "evidence": self.evidence,
        }
        advised = profile_advice(flow)
        if advised is not None:
            entry["profile"] = {"settings": dict(advised.settings), "reasoning": list(advised.reasoning)}
        if self.item.by_rest:
            entry["connectors"] = list(self.connectors)
        if self.leaving is not None:
            entry.update(removed=self.leaving.removed(), spared=self.leaving.spared())
        if self.error is not None:
            entry["problem"] = self.error.message
        return entry


def flows_result(context: Context, done: Sequence[Done], applied: Optional[Result]) -> Result:
    """The result about all flows."""
    return _result(context, done, applied, {"flows": [each.as_dict() for each in done]})


def one_result(context: Context, done: Sequence[Done], applied: Optional[Result]) -> Result:
    """The result about the only flow."""
    values: dict[str, Any] = {}
    for each in done:
        values = each.as_dict()
        values["flow"] = {key: values.pop(key) for key in ("name", "source", "target", "mode")}
        del values["changed"]
    return _result(context, done, applied, values)


def _warnings(done: Sequence[Done], early: Sequence[StreamopsError]) -> list[str]:
    """Each once, however many flows it is about."""
    texts = [*(error.message for error in early), *(each.warning for each in done if each.warning)]
    return list(dict.fromkeys(texts))


def _result(context: Context, done: Sequence[Done], applied: Optional[Result], values: Mapping[str, Any]) -> Result:
    errors = [each.error for each in done if each.error is not None]
    early = [error for error in errors if context.check_mode and isinstance(error, UnreachableError)]
    if early and len(early) == len(done) and not any(each.connectors for each in done):
        raise early[0]
    strict = context.params["strict"]
    firm = [check for each in done if not each.predicted for check in each.checks]
    sentences = [error.message for error in errors if error not in early]
    ending = [applied.failure if applied else "", *dict.fromkeys(sentences), check_failure(firm, strict)]
    ending = [text for text in ending if text]
    gone = [each.leaving.diff() for each in done if each.leaving is not None and each.leaving.changed]
    return Result(
        changed=any(each.changed for each in done),
        values=values,
        diff=[*(applied.diff if applied else ()), *gone],
        warnings=[*(applied.warnings if applied else ()), *_warnings(done, early)],
        failure=" ".join(f"{text.rstrip('.')}." if len(ending) > 1 else text for text in ending),
    )
