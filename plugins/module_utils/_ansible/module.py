# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How every module of the collection starts, ends and fails.

Private to streamops.kafka. A module file holds its documentation, a function that does the work and this ``main()``::

    def work(context: Context) -> Result:
        cluster = KafkaCluster.from_options(context.params["kafka"])
        ...
        return Result(changed=plan.changed, values={"topics": [...]}, diff=[{"before": {...}, "after": {...}}])

    def main() -> None:
        run_module(work, argument_spec={"kafka": kafka_cluster_spec(True), ...}, libraries=("confluent_kafka",))

What it takes care of:

- Check mode is always supported; ``context.check_mode`` says so, ``context.diff_mode`` whether a diff is wanted.
- Secrets. Options with ``no_log: True`` of type str are secrets (sub-options included). Of options with
  ``no_log: True`` that are dictionaries or lists (configurations) only the secrets inside are: the function
  ``secrets(params)`` names them, and ``context.add_secrets()`` adds those met later. They appear in no result, error or
  diff; everything else is printed as it is. ``invocation`` is built here and shows no value of such an option.
- Journal. Of its own accord a module writes its arguments to the journal of the host, before anybody can say which
  part of a configuration is secret, and with each value of it hidden wherever it occurs. Here it is ``invocation``
  that is written. (``no_log`` as a constraint would not help: Ansible overrides it in every call.)
- Errors. ``work`` raises subclasses of ``StreamopsError``; their ``details`` become keys of the failed result. A result
  with a ``failure`` sentence fails as well, with all its values (checks that did not pass). Nobody else fails a module.
- Bare hosts. In check mode ``UnreachableError`` and ``MissingLibraryError`` are no failure: what they need is installed
  by the run that is only predicted. The result then says so, with ``changed`` as given by ``unknown_changed``.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    MissingLibraryError,
    StreamopsError,
    UnreachableError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK, scrub_text

__all__ = ["Context", "Result", "run_module"]

_JOURNAL = 4000
_AFTER_INSTALL = "cannot be predicted before the installation"


@dataclass(frozen=True)
class Result:
    """What a module returns; a non-empty ``failure`` makes it fail with the same values."""

    changed: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    diff: Sequence[Mapping[str, Any]] = ()
    warnings: Sequence[str] = ()
    failure: str = ""


class _Module(AnsibleModule):
    """Writes nothing to the journal and shows no arguments before the secrets are known."""

    silent = True

    def fail_json(self, msg: str, **kwargs: Any) -> Any:
        """Fail. Of options that it could not read Ansible would print everything, and knows no secret of them."""
        kwargs.setdefault("invocation", {"module_args": {}})
        return super().fail_json(msg, **kwargs)

    def log(self, msg: str, log_args: Optional[Mapping[str, Any]] = None) -> None:
        """Write to the journal of the host, as far as the task allows it."""
        if not self.silent:
            super().log(msg, log_args)

    def _log_invocation(self) -> None:
        """Spare what would not be written: it searches all arguments for each value of a configuration."""

    def tell_journal(self, invocation: Mapping[str, Any]) -> None:
        """Say how the module was called; of a long list of connectors only the beginning."""
        self.silent = False
        text = scrub_text(json.dumps(invocation, sort_keys=True, default=str), self.no_log_values)
        self.log(f"Invoked with {text}"[:_JOURNAL])


class Context:
    """What the work may know of the module, and the secrets it met."""

    def __init__(self, module: AnsibleModule) -> None:
        self.params: dict[str, Any] = module.params
        self.check_mode: bool = module.check_mode
        self.diff_mode: bool = bool(getattr(module, "_diff", False))
        self._module = module

    def add_secrets(self, values: Iterable[str]) -> None:
        """Keep the values out of everything that is printed from now on."""
        self._module.no_log_values.update(value for value in values if value)

    def warn(self, text: str) -> None:
        """Show a warning, whatever the result."""
        self._module.warn(text)


def run_module(
    work: Callable[[Context], Result],
    argument_spec: Mapping[str, Any],
    libraries: Sequence[str] = (),
    secrets: Optional[Callable[[Mapping[str, Any]], Iterable[str]]] = None,
    unknown_changed: bool = True,
    **constraints: Any,
) -> None:
    """Build the module, do the work, print the result; ``constraints`` are AnsibleModule's own."""
    module = _opened(argument_spec, constraints)
    module.no_log_values = set(_plain_secrets(module.params, argument_spec))
    context = Context(module)
    with _Failures(module, argument_spec, unknown_changed):
        context.add_secrets(secrets(module.params) if secrets else ())
        module.tell_journal(_arguments(module.params, argument_spec))
        _require(libraries)
        result = work(context)
    _finish(module, argument_spec, result)


def _opened(spec: Mapping[str, Any], constraints: Mapping[str, Any]) -> Any:
    """The module, with its options read."""
    try:
        return _Module(argument_spec=dict(spec), supports_check_mode=True, **constraints)
    except (AttributeError, TypeError):
        # So ends Ansible's own reading where an option that takes dictionaries was given something else.
        module = _Module(argument_spec={name: {"type": "raw"} for name in spec}, supports_check_mode=True)
        wrong = [name for name, option in spec.items() if option.get("options") and _shapeless(module.params[name])]
        words = f"{' and '.join(wrong) or 'An option'} must hold dictionaries, and holds something else."
        return module.fail_json(msg=words)


def _shapeless(value: Any) -> bool:
    entries = value if isinstance(value, list) else [value]
    return value is not None and not all(isinstance(entry, Mapping) for entry in entries)


def _finish(module: AnsibleModule, spec: Mapping[str, Any], result: Result) -> None:
    for text in result.warnings:
        module.warn(text)
    values = {**result.values, "changed": result.changed, "invocation": _invocation(module.params, spec)}
    if result.diff and getattr(module, "_diff", False):
        values["diff"] = [dict(item) for item in result.diff]
    if result.failure:
        module.fail_json(msg=result.failure, **values)
    module.exit_json(**values)


class _Failures:
    """The one place where an exception becomes a failed module, expected or not: nothing leaves unredacted."""

    def __init__(self, module: AnsibleModule, spec: Mapping[str, Any], unknown_changed: bool) -> None:
        self._module = module
        self._spec = spec
        self._unknown_changed = unknown_changed

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if error is None or not isinstance(error, Exception):
            return
        values: dict[str, Any] = {"invocation": _invocation(self._module.params, self._spec)}
        if self._module.check_mode and isinstance(error, (UnreachableError, MissingLibraryError)):
            text = f"{error.message} In check mode this is no failure: the outcome {_AFTER_INSTALL}."
            self._module.warn(text)
            self._module.exit_json(msg=text, changed=self._unknown_changed, **values)
        if isinstance(error, StreamopsError):
            self._module.fail_json(msg=error.message, **{**error.details, **values})
        self._module.fail_json(msg=f"Internal error of this module ({type(error).__name__}): {error}", **values)


def _require(libraries: Sequence[str]) -> None:
    for name in libraries:
        if importlib.util.find_spec(name) is None:
            raise MissingLibraryError(missing_required_lib(name), {"library": name})


def _plain_secrets(params: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterable[str]:
    """The values of secret string options, sub-options included."""
    for name, option in spec.items():
        value = params.get(name)
        if option.get("no_log") and isinstance(value, str) and value:
            yield value
        for item in _sub_values(value, option):
            yield from _plain_secrets(item, option["options"])


def _invocation(params: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as they may be printed: of secret dictionaries and lists only the size is told."""
    return {"module_args": _arguments(params, spec)}


def _arguments(params: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, option in spec.items():
        value = params.get(name)
        if option.get("options") and value is not None:
            items = [_arguments(item, option["options"]) for item in _sub_values(value, option)]
            shown[name] = items if isinstance(value, list) else items[0]
        elif option.get("no_log") and value is not None:
            shown[name] = MASK if isinstance(value, str) else f"not shown ({len(value)})"
        else:
            shown[name] = value
    return shown


def _sub_values(value: Any, option: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if not option.get("options") or value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
