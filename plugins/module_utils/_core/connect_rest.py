# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The REST interface of a Connect cluster as data: what its workers bind to, and how modules reach it.

Private to streamops.kafka. Kafka's own clients read PEM files; the REST server is Jetty, which does not, so it has the
same key and the same authorities in two stores of Java beside them. Their password is empty: the mode guards the files.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.jaas import quote
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import entry
from ansible_collections.streamops.kafka.plugins.module_utils._core.properties import property_text

__all__ = [
    "CERTIFICATES_DIR",
    "DEFAULT_PORT",
    "rest_findings",
    "rest_jaas",
    "rest_options",
    "rest_properties",
    "rest_scheme",
    "rest_users",
]

DEFAULT_PORT = 8083
CERTIFICATES_DIR = "/etc/streamops/tls"
_KEYS = ("scheme", "host", "client_auth", "credentials", "ca_path", "client_cert", "client_key", "validate_certs")
_CHOICES: Mapping[str, tuple[str, ...]] = {"scheme": ("http", "https"), "client_auth": ("none", "required")}
_PACKAGE = "org.apache.kafka.connect.rest.basic.auth.extension."
_HTTPS = "listeners.https."


def rest_scheme(cluster: Mapping[str, Any]) -> str:
    """``https`` when the cluster's ``rest.scheme`` says so, or the ``listeners`` of its ``config`` do."""
    listeners = property_text((cluster.get("config") or {}).get("listeners") or "").strip().lower()
    if listeners:
        return "https" if listeners.startswith("https:") else "http"
    return str((cluster.get("rest") or {}).get("scheme") or "http")


def rest_properties(
    cluster: Mapping[str, Any], advertised: str, certificates_dir: str = CERTIFICATES_DIR
) -> dict[str, str]:
    """What a worker must be told about its REST interface."""
    rest = cluster.get("rest") or {}
    scheme = rest_scheme(cluster)
    port = cluster.get("port") or DEFAULT_PORT
    properties = {
        "listeners": f"{scheme}://{rest['host']}:{port}" if rest.get("host") else f"{scheme}://0.0.0.0:{port}",
        "rest.advertised.host.name": advertised,
        "rest.advertised.port": str(port),
    }
    if scheme == "https":
        properties["rest.advertised.listener"] = "https"
        properties[f"{_HTTPS}ssl.client.auth"] = str(rest.get("client_auth") or "none")
        for store in ("keystore", "truststore"):
            properties[f"{_HTTPS}ssl.{store}.type"] = "JKS"
            properties[f"{_HTTPS}ssl.{store}.location"] = f"{certificates_dir}/{store}.jks"
        properties[f"{_HTTPS}ssl.keystore.password"] = ""
    if rest.get("credentials"):
        properties["rest.extension.classes"] = _PACKAGE + "BasicAuthSecurityRestExtension"
    return properties


def rest_options(
    clusters: Mapping[str, Any],
    name: str,
    credentials: Optional[Mapping[str, Any]] = None,
    certificates_dir: str = CERTIFICATES_DIR,
) -> dict[str, Any]:
    """The connection options of the modules for a cluster; what has no value is left out."""
    cluster = entry(clusters, name, "connect_clusters")
    rest = cluster.get("rest") or {}
    options: dict[str, Any] = {}
    if rest_scheme(cluster) == "https":
        options["ca_path"] = rest.get("ca_path") or f"{certificates_dir}/ca.pem"
        if rest.get("client_auth") == "required":
            options["client_cert"] = rest.get("client_cert") or f"{certificates_dir}/keystore.pem"
    for key in ("ca_path", "client_cert", "client_key", "validate_certs"):
        if rest.get(key) is not None:
            options[key] = rest[key]
    options.update(_login(name, rest, credentials))
    return options


def rest_users(
    clusters: Mapping[str, Any], name: str, credentials: Optional[Mapping[str, Any]] = None
) -> dict[str, str]:
    """Passwords by user, for the file that the worker's login module reads; empty without basic authentication."""
    login = _login(name, entry(clusters, name, "connect_clusters").get("rest") or {}, credentials)
    return {login["url_username"]: login["url_password"]} if login else {}


def rest_jaas(users_file: str) -> str:
    """The JAAS configuration with which the worker's extension looks its users up in that file."""
    return f"KafkaConnect {{\n    {_PACKAGE}PropertyFileLoginModule required file={quote(users_file)};\n}};\n"


def rest_findings(name: str, cluster: Mapping[str, Any]) -> Iterator[str]:
    """What cannot be meant in ``rest``, one sentence each."""
    rest = cluster.get("rest")
    if rest is None:
        return
    if not isinstance(rest, Mapping):
        yield f"{name} has a rest that is no dictionary; give {', '.join(_KEYS)}"
        return
    for key in sorted(set(map(str, rest)) - set(_KEYS)):
        yield f"{name} has rest.{key}, which is not known; give {', '.join(_KEYS)}"
    for key, choices in _CHOICES.items():
        if rest.get(key) is not None and rest[key] not in choices:
            yield f"{name} has rest.{key}: {rest[key]!r}; give {' or '.join(choices)}"
    if rest.get("client_auth") == "required" and rest_scheme(cluster) != "https":
        yield f"{name} has rest.client_auth: required without rest.scheme: https, so it would be ignored"


def _login(name: str, rest: Mapping[str, Any], credentials: Optional[Mapping[str, Any]]) -> dict[str, str]:
    wanted = rest.get("credentials")
    if not wanted:
        return {}
    secret = entry(credentials or {}, wanted, "connect_credentials")
    missing = [key for key in ("url_username", "url_password") if not secret.get(key)]
    if missing:
        raise InputError(
            f"connect_credentials.{wanted} has no {missing[0]}, which connect_clusters.{name}.rest needs; add it",
            {"cluster": name, "option": missing[0]},
        )
    return {key: str(secret[key]) for key in ("url_username", "url_password")}
