# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Kafka cluster out of the client properties that MirrorMaker reaches it with.

Private to streamops.kafka. The way back from ``KafkaCluster.java_client``: what has an option becomes that option, the
rest stands under ``extra``, secrets become names.
"""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_secrets import Vault
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import (
    PROTOCOLS,
    KafkaCluster,
    normalise_servers,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_settings import handed_on
from ansible_collections.streamops.kafka.plugins.module_utils._core.jaas import jaas_config
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import valid_replication_factor
from ansible_collections.streamops.kafka.plugins.module_utils._core.secret_files import secret_values
from ansible_collections.streamops.kafka.plugins.module_utils._core.yaml_text import Reference

__all__ = ["adopt_cluster", "own_reference"]

_ROLES = ("producer", "consumer", "admin")
_COPIES = "config.storage.replication.factor"
_LOGIN = re.compile(r'\S+ required \w+="((?:[^"\\]|\\["\\])*)" \w+="((?:[^"\\]|\\["\\])*)";')
_FOLDER = re.compile(r"\$\{dir:([^:}]*):([^}]*)\}")
# The option, the key that holds its value, and what the type of its store must be.
_STORES = (
    ("ca_path", "ssl.truststore.location", "ssl.truststore.type"),
    ("ca_pem", "ssl.truststore.certificates", "ssl.truststore.type"),
    ("client_cert", "ssl.keystore.location", "ssl.keystore.type"),
)
_CHAIN, _KEY = "ssl.keystore.certificate.chain", "ssl.keystore.key"


def own_reference(alias: str, key: str, value: str) -> bool:
    """Whether the value refers to the secrets file that this collection writes beside the properties."""
    return re.fullmatch(r"\$\{file:[^:}]+:" + re.escape(f"{alias}.{key}") + r"\}", value) is not None


def adopt_cluster(alias: str, keys: Mapping[str, str], vault: Vault) -> tuple[dict[str, Any], dict[str, Any]]:
    """The entries for ``kafka_clusters`` and ``kafka_credentials``, the latter empty without secrets."""
    client = {key: value for key, value in keys.items() if _reaches_all(key, keys)}
    servers = normalise_servers(client.pop("bootstrap.servers", ""))
    named = list(vault.open)
    options = _options(alias, dict(client), vault)
    try:
        KafkaCluster.from_options({**options, "alias": alias, "bootstrap_servers": servers})
    except InputError:
        vault.open[:] = named
        options = {"extra": _named(alias, client, vault)}
    cluster: dict[str, Any] = {"bootstrap_servers": servers}
    if valid_replication_factor(keys.get(_COPIES)):
        cluster["replication_factor"] = int(keys[_COPIES])
    secret = {key: value for key, value in options.items() if _holds_secret(value)}
    if secret:
        secret.update({key: options[key] for key in ("sasl_username",) if key in options})
        cluster["credentials"] = alias
    cluster.update({key: value for key, value in options.items() if key not in secret and value})
    return cluster, dict(sorted(secret.items()))


def _reaches_all(key: str, keys: Mapping[str, str]) -> bool:
    if key.split(".", 1)[0] in _ROLES:
        return False
    return handed_on(key) or all(keys.get(f"{role}.{key}") == keys[key] for role in _ROLES)


def _options(alias: str, client: dict[str, str], vault: Vault) -> dict[str, Any]:
    options: dict[str, Any] = {}
    protocol = client.get("security.protocol", "PLAINTEXT")
    if protocol in PROTOCOLS:
        options["security_protocol"] = client.pop("security.protocol", "")
    if protocol.startswith("SASL_"):
        options["sasl_mechanism"] = client.pop("sasl.mechanism", "")
        options.update(_login(alias, options["sasl_mechanism"], client, vault))
    options.update(_stores(client))
    if options.get("client_cert") and secret_values({"ssl.key.password": client.get("ssl.key.password", "")}):
        options["client_key_password"] = vault.ask("kafka", alias, "client_key_password")
        del client["ssl.key.password"]
    options["extra"] = _named(alias, client, vault)
    return {name: value for name, value in options.items() if value}


def _login(alias: str, mechanism: str, client: dict[str, str], vault: Vault) -> dict[str, str]:
    """Name and password, where the login is written just as this collection would write it."""
    text = client.get("sasl.jaas.config", "")
    found = _LOGIN.fullmatch(text)
    user, password = (re.sub(r"\\(.)", r"\1", part) for part in found.groups()) if found else ("", "")
    if not user or not password or _rendered(mechanism, user, password) != text:
        return {}
    del client["sasl.jaas.config"]
    return {"sasl_username": user, "sasl_password": vault.ask("kafka", alias, "sasl_password")}


def _rendered(mechanism: str, user: str, password: str) -> Optional[str]:
    try:
        return jaas_config(mechanism, user, password)
    except InputError:
        return None


def _stores(client: dict[str, str]) -> dict[str, str]:
    options = {}
    types = set()
    for option, key, kind in _STORES:
        if key in client and client.get(kind) == "PEM":
            options[option] = client.pop(key)
            types.add(kind)
    chain, private = (_FOLDER.fullmatch(client.get(name, "")) for name in (_CHAIN, _KEY))
    if chain and private and client.get("ssl.keystore.type") == "PEM":
        options.update(client_cert="/".join(chain.groups()), client_key="/".join(private.groups()))
        types.add("ssl.keystore.type")
        del client[_CHAIN], client[_KEY]
    for kind in types:
        del client[kind]
    return options


def _named(alias: str, client: Mapping[str, str], vault: Vault) -> dict[str, str]:
    """Further keys, their secrets by name."""
    secret = {*secret_values(client), *(key for key, value in client.items() if own_reference(alias, key, value))}
    return {key: vault.ask("kafka", alias, key) if key in secret else value for key, value in sorted(client.items())}


def _holds_secret(value: Any) -> bool:
    values = value.values() if isinstance(value, Mapping) else [value]
    return any(isinstance(item, Reference) for item in values)
