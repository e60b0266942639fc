# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``preflight``: its options, its secrets, its work.

Private to streamops.kafka.
"""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import connect_spec
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.preflight_facts import gather_facts
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import parse_properties
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import (
    LOGIN_NAMES,
    is_reference,
    secret_values,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.report import examine, preflight_report, told
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import REFUSE, WARN

__all__ = ["preflight_secrets", "preflight_spec", "run_preflight"]

_DICTIONARIES = (
    "kafka_clusters", "kafka_credentials", "connect_clusters", "connect_plugins", "mm2_flow_defaults", "worker_files",
    "mirror_files", "environment",
)  # fmt: skip
_FAILING: Mapping[str, tuple[str, ...]] = {REFUSE: (REFUSE,), WARN: (REFUSE, WARN), "never": ()}


def preflight_spec() -> dict[str, Any]:
    """Argument spec of the module."""
    spec: dict[str, Any] = {name: {"type": "dict", "no_log": True} for name in _DICTIONARIES}
    lists = {
        name: {"type": "list", "elements": "dict", "no_log": True} for name in ("mm2_flows", "hosts", "connectors")
    }
    return {
        **connect_spec(required=False),
        **spec,
        **lists,
        "kafka_version": {"type": "str", "default": "4.3.1"},
        "look": {
            "type": "list",
            "elements": "str",
            "choices": ["host", "kafka", "connect", "databases"],
            "default": [],
        },
        "host": {"type": "str"},
        "certificate_days": {"type": "int", "default": 30},
        "accept": {"type": "list", "elements": "str", "default": []},
        "fail_on": {"type": "str", "choices": list(_FAILING), "default": REFUSE},
    }


def preflight_secrets(params: Mapping[str, Any]) -> Iterable[str]:
    """Every secret text in the options, wherever in them it stands."""
    yield from secret_values({"proxy_url": params.get("proxy_url") or ""})
    for name in (*_DICTIONARIES, "mm2_flows", "hosts", "connectors"):
        yield from _secrets(params.get(name))
    for name in ("worker_files", "mirror_files"):
        for text in (params.get(name) or {}).values():
            yield from secret_values(parse_properties(str(text)))


def _secrets(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        texts = {str(key): item for key, item in value.items() if isinstance(item, str) and not is_reference(item)}
        yield from secret_values({key: item for key, item in texts.items() if key not in LOGIN_NAMES})
        for item in value.values():
            yield from _secrets(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _secrets(item)


def run_preflight(context: Context) -> Result:
    """Look where that is wanted, and hold what is known against the rules."""
    options = dict(context.params)
    unknown: list[dict[str, str]] = []
    if options["look"]:
        options["facts"], unknown = gather_facts(context)
    report = preflight_report({"": {"findings": examine(options), "unknown": unknown}})
    severities = _FAILING[options["fail_on"]]
    failing = [item for item in report["findings"] if item["severity"] in severities and not item["accepted"]]
    return Result(values=report, failure=f"{report['sentence']} {told(failing)}" if failing else "")
