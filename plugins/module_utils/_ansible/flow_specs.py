# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of ``mm2_flow`` and ``mm2_flows``, and how those of the one become those of the other.

Private to streamops.kafka. The options of a flow are the fields of the model, so that none can be forgotten here.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_options import connect_spec
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_history import DEFAULT_FOLDER
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import (
    kafka_cluster_secrets,
    kafka_cluster_spec,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow import (
    ABSENT,
    CONNECT,
    DEDICATED,
    PRESENT,
    Flow,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_removal import REMOVABLE
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import secret_values

__all__ = ["fleet_of_one", "flow_secrets", "flow_spec", "flows_secrets", "flows_spec"]

_TYPES: Mapping[str, Mapping[str, Any]] = {
    "bool": {"type": "bool"},
    "int": {"type": "int"},
    "str": {"type": "str"},
    "tuple[str, ...]": {"type": "list", "elements": "str"},
    "Mapping[str, str]": {"type": "dict", "no_log": True},
}
_CHOICES: Mapping[str, Mapping[str, Any]] = {
    "mode": {"choices": [DEDICATED, CONNECT], "required": True},
    "state": {"choices": [PRESENT, ABSENT], "default": PRESENT},
    "remove": {"choices": list(REMOVABLE)},
    "offset_syncs_location": {"choices": ["source", "target"]},
}
# The ends are whole clusters here; the others say something only about a flow among many.
_ELSEWHERE = ("source", "target", "enabled", "connect_cluster", "source_credentials", "target_credentials")
_OPTIONS = tuple(item for item in fields(Flow) if item.name not in _ELSEWHERE)


def _common_spec() -> dict[str, Any]:
    return {
        **connect_spec(required=False),
        "state": {"type": "str", "choices": [PRESENT, ABSENT], "default": PRESENT},
        "run_state": {"type": "str", "choices": ["running", "paused", "stopped"]},
        "apply": {"type": "bool", "default": True},
        "allow_plain_secrets": {"type": "bool", "default": False},
        "checks": {"type": "list", "elements": "dict"},
        "observe": {"type": "float"},
        "history_dir": {"type": "path", "default": DEFAULT_FOLDER},
        "strict": {"type": "bool", "default": False},
        "other_flows": {"type": "list", "elements": "dict", "no_log": True, "default": []},
    }


def flow_spec() -> dict[str, Any]:
    """Argument spec of ``mm2_flow``; what is left out keeps the default of the flow model."""
    return {
        **_common_spec(),
        "source": kafka_cluster_spec(required=True),
        "target": kafka_cluster_spec(required=True),
        **{item.name: {**_TYPES[str(item.type)], **_CHOICES.get(item.name, {})} for item in _OPTIONS},
    }


def flows_spec() -> dict[str, Any]:
    """Argument spec of ``mm2_flows``; what is in a flow is read by the model itself."""
    cluster = kafka_cluster_spec(required=True)
    options = {**cluster["options"], "alias": {"type": "str", "required": True}}
    return {
        **_common_spec(),
        "clusters": {"type": "list", "elements": "dict", "required": True, "options": options},
        "flows": {"type": "list", "elements": "dict", "required": True, "no_log": True},
    }


def flow_secrets(params: Mapping[str, Any]) -> set[str]:
    """The secrets of both clusters, and those among the keys of the flow."""
    return _secrets(params, (params["source"], params["target"]), [params])


def flows_secrets(params: Mapping[str, Any]) -> set[str]:
    """The secrets of all clusters, and those among the keys of the flows."""
    return _secrets(params, params["clusters"], params["flows"])


def _secrets(params: Mapping[str, Any], clusters: Iterable[Any], flows: Iterable[Mapping[str, Any]]) -> set[str]:
    found = secret_values({"proxy_url": params["proxy_url"] or ""})
    for cluster in clusters:
        found.update(_cluster_secrets(cluster))
    for flow in (*flows, *params["other_flows"]):
        for option in ("config", "source_client", "target_client"):
            found |= _secrets_in(flow.get(option))
    return found


def _cluster_secrets(cluster: Mapping[str, Any]) -> Iterable[str]:
    """Also of a cluster that will be refused, together with whatever else is wrong."""
    try:
        return kafka_cluster_secrets(cluster)
    except InputError:
        return _secrets_in(cluster.get("extra"))


def _secrets_in(config: Any) -> set[str]:
    texts = config.items() if isinstance(config, Mapping) else ()
    return secret_values({str(key): value for key, value in texts if isinstance(value, str)})


def fleet_of_one(params: Mapping[str, Any]) -> dict[str, Any]:
    """The options of ``mm2_flow`` as those of ``mm2_flows``."""
    for side in ("source", "target"):
        if not params[side].get("alias"):
            raise InputError(f"{side}.alias is missing; give the name of the cluster in the flow", {"option": side})
    ends = {side: params[side]["alias"] for side in ("source", "target")}
    given = {item.name: params[item.name] for item in _OPTIONS if params[item.name] is not None}
    # With one alias twice the flow is onto itself, which is what there is to say about it.
    clusters = {params[side]["alias"]: params[side] for side in ("source", "target")}
    return {**params, "clusters": list(clusters.values()), "flows": [{**given, **ends}]}
