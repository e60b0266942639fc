# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that say how a Connect cluster is reached, the same in every module of the action group ``connect``.

Private to streamops.kafka. Documented by the fragment ``connect``.
"""

from __future__ import annotations

from typing import Any, Mapping

from ansible.module_utils.basic import env_fallback

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection

__all__ = ["connect_spec", "connection", "waiting"]


def connect_spec(required: bool = True) -> dict[str, Any]:
    """Argument spec of the connection; ``required`` is about ``connect_urls``."""
    return {
        "connect_urls": {"type": "list", "elements": "str", "required": required, **_environment("URLS")},
        "validate_certs": {"type": "bool", "default": True, **_environment("VALIDATE_CERTS")},
        "ca_path": {"type": "path", **_environment("CA_PATH")},
        "client_cert": {"type": "path", **_environment("CLIENT_CERT")},
        "client_key": {"type": "path", "no_log": False, **_environment("CLIENT_KEY")},
        "url_username": {"type": "str", **_environment("USERNAME")},
        "url_password": {"type": "str", "no_log": True, **_environment("PASSWORD")},
        "token": {"type": "str", "no_log": True, **_environment("TOKEN")},
        "proxy_url": {"type": "str", **_environment("PROXY_URL")},
        "timeout": {"type": "float", "default": 30.0, **_environment("TIMEOUT")},
        "wait": {"type": "bool", "default": True},
        "wait_timeout": {"type": "float", "default": 300.0},
    }


def connection(params: Mapping[str, Any]) -> Connection:
    """The connection that the options describe."""
    if params["timeout"] <= 0:
        raise InputError(f"timeout is {params['timeout']:g}: give the seconds that one request may take.")
    if params["token"] and params["url_username"]:
        raise InputError("token and url_username are both given: keep the one that the workers ask for.")
    return Connection(
        urls=tuple(params["connect_urls"] or ()),
        timeout=params["timeout"],
        validate_certs=params["validate_certs"],
        ca_path=params["ca_path"],
        client_cert=params["client_cert"],
        client_key=params["client_key"],
        username=params["url_username"],
        password=params["url_password"],
        token=params["token"],
        proxy_url=params["proxy_url"],
    )


def waiting(params: Mapping[str, Any]) -> float:
    """The deadline of the run in seconds."""
    if params["wait_timeout"] <= 0:
        raise InputError(f"wait_timeout is {params['wait_timeout']:g}: give the seconds that the run may take.")
    return float(params["wait_timeout"])


def _environment(name: str) -> dict[str, Any]:
    return {"fallback": (env_fallback, [f"CONNECT_{name}"])}
