# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Kafka cluster as data, and how Java clients and librdkafka are told to reach it.

Private to streamops.kafka. One value, two spellings: ``java_client()`` for workers, connectors and MirrorMaker,
``librdkafka()`` for our own probes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.jaas import LOGIN_MODULES
from ansible_collections.streamops.kafka.plugins.module_utils._core.login import (
    AWS_MSK_IAM,
    java_login,
    librdkafka_login,
)

__all__ = ["PROTOCOLS", "KafkaCluster", "normalise_servers", "secret_key"]

PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
_SERVER = re.compile(r"^(\[[0-9A-Fa-f:.]+\]|[^\s:/,\[\]]+):([0-9]{1,5})$")
_SECRET_KEY = re.compile(r"password|secret|jaas|token$|ssl\.keystore\.key$|credential", re.IGNORECASE)
_REFERENCE = re.compile(r"^\$\{[^}:]+:[^}]*\}$")
# What a Java client key means to librdkafka; everything else in ``extra`` concerns Java clients alone.
_SHARED_KEYS = {
    "client.dns.lookup": "client.dns.lookup",
    "client.id": "client.id",
    "request.timeout.ms": "socket.timeout.ms",
    "sasl.kerberos.service.name": "sasl.kerberos.service.name",
    "sasl.oauthbearer.token.endpoint.url": "sasl.oauthbearer.token.endpoint.url",
    "sasl.oauthbearer.scope": "sasl.oauthbearer.scope",
    "ssl.cipher.suites": "ssl.cipher.suites",
}


def secret_key(key: str) -> bool:
    """Whether a client key of this name holds a secret."""
    return _SECRET_KEY.search(key) is not None


def normalise_servers(value: Any) -> str:
    """``host:port`` entries (a list, or a text with commas) as one text without blanks."""
    entries = value if isinstance(value, (list, tuple)) else str(value or "").split(",")
    return ",".join(entry for entry in (str(item).strip() for item in entries) if entry)


@dataclass(frozen=True)
class KafkaCluster:
    """Where a cluster is and how to log in. Secrets stay out of ``repr``."""

    alias: str
    bootstrap_servers: str
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str = ""
    sasl_username: str = ""
    sasl_password: str = field(default="", repr=False)
    ca_path: str = ""
    ca_pem: str = field(default="", repr=False)
    client_cert: str = ""
    client_key: str = field(default="", repr=False)
    client_key_password: str = field(default="", repr=False)
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> KafkaCluster:
        """The cluster option of a module; raises InputError that names option and fix."""
        known = {item.name for item in fields(cls)}
        alias = str(options.get("alias") or "")
        unknown = sorted(set(options) - known)
        if unknown:
            raise _error(alias, unknown[0], f"is not an option of a cluster; known: {', '.join(sorted(known))}")
        values: dict[str, Any] = {name: str(options[name]) for name in known if options.get(name) is not None}
        values["alias"] = alias
        values["bootstrap_servers"] = normalise_servers(options.get("bootstrap_servers"))
        values["extra"] = {str(key): _text(value) for key, value in (options.get("extra") or {}).items()}
        cluster = cls(**values)
        cluster._validate()
        return cluster

    def _validate(self) -> None:
        if not self.bootstrap_servers:
            raise _error(self.alias, "bootstrap_servers", "is missing; give host:port, several with commas")
        for server in self.bootstrap_servers.split(","):
            match = _SERVER.match(server)
            if match is None or not 0 < int(match.group(2)) < 65536:
                raise _error(self.alias, "bootstrap_servers", f"holds {server!r}, which is not host:port")
        if self.security_protocol not in PROTOCOLS:
            raise _error(self.alias, "security_protocol", f"must be one of {', '.join(PROTOCOLS)}")
        self._validate_login()
        self._validate_certificates()

    def _validate_login(self) -> None:
        if not self._sasl:
            if self.sasl_mechanism or self.sasl_username or self.sasl_password:
                raise _error(
                    self.alias,
                    "security_protocol",
                    f"is {self.security_protocol}, so the sasl_* options would be ignored; "
                    "set SASL_SSL (or SASL_PLAINTEXT), or remove them",
                )
            return
        if not self.sasl_mechanism:
            raise _error(self.alias, "sasl_mechanism", f"is missing; {self.security_protocol} needs one")
        if "sasl.jaas.config" in self.extra or self.sasl_mechanism == AWS_MSK_IAM:
            return
        for name in ("sasl_username", "sasl_password"):
            if not getattr(self, name):
                raise _error(
                    self.alias, name, f"is missing; {self.security_protocol} with {self.sasl_mechanism} needs it"
                )
        if self.sasl_mechanism not in LOGIN_MODULES:
            raise _error(self.alias, "extra", f"needs 'sasl.jaas.config' for sasl_mechanism {self.sasl_mechanism}")

    def _validate_certificates(self) -> None:
        if self.ca_path and self.ca_pem:
            raise _error(self.alias, "ca_pem", "and ca_path are both set; give one of them")
        if self.client_key and not self.client_cert:
            raise _error(self.alias, "client_cert", "is missing although client_key is set; give both")
        stores = self.ca_path or self.ca_pem or self.client_cert
        if stores and not self._tls:
            raise _error(
                self.alias,
                "security_protocol",
                f"is {self.security_protocol}, so the certificate options would be ignored; set SSL or SASL_SSL",
            )

    @property
    def _sasl(self) -> bool:
        return self.security_protocol.startswith("SASL_")

    @property
    def _tls(self) -> bool:
        return self.security_protocol.endswith("SSL")

    def java_client(self) -> dict[str, str]:
        """Properties of a Java client. Keys of ``extra`` win.

        Certificate and key in two files are given as ``${dir:folder:file}``: a PEM key store of Java is one file, so
        whoever renders these properties declares the ``dir`` provider for ``certificate_folders()``.
        """
        client = {"bootstrap.servers": self.bootstrap_servers}
        if self.security_protocol != "PLAINTEXT":
            client["security.protocol"] = self.security_protocol
        if self._sasl:
            client.update(java_login(self.sasl_mechanism, self.sasl_username, self.sasl_password, self.extra))
        client.update(self._java_stores())
        client.update(self.extra)
        return client

    def _java_stores(self) -> dict[str, str]:
        stores: dict[str, str] = {}
        if self.ca_path:
            stores.update({"ssl.truststore.type": "PEM", "ssl.truststore.location": self.ca_path})
        if self.ca_pem:
            stores.update({"ssl.truststore.type": "PEM", "ssl.truststore.certificates": self.ca_pem})
        if self.client_cert:
            stores["ssl.keystore.type"] = "PEM"
            if self._one_file:
                stores["ssl.keystore.location"] = self.client_cert
            else:
                stores["ssl.keystore.certificate.chain"] = _file_reference(self.client_cert)
                stores["ssl.keystore.key"] = _file_reference(self.client_key)
            if self.client_key_password:
                stores["ssl.key.password"] = self.client_key_password
        return stores

    @property
    def _one_file(self) -> bool:
        return self.client_key in ("", self.client_cert)

    def certificate_folders(self) -> tuple[str, ...]:
        """Folders that the ``dir`` provider must be allowed to read for ``java_client()``."""
        if not self.client_cert or self._one_file:
            return ()
        return tuple(sorted({path.rpartition("/")[0] for path in (self.client_cert, self.client_key)}))

    def librdkafka(self) -> dict[str, str]:
        """The same for librdkafka; of ``extra`` only what it knows."""
        client = {"bootstrap.servers": self.bootstrap_servers}
        if self.security_protocol != "PLAINTEXT":
            client["security.protocol"] = self.security_protocol
        if self._sasl:
            client.update(librdkafka_login(self.sasl_mechanism, self.sasl_username, self.sasl_password))
        names = {
            "ssl.ca.location": self.ca_path,
            "ssl.ca.pem": self.ca_pem,
            "ssl.certificate.location": self.client_cert,
            "ssl.key.location": self.client_key or self.client_cert,
            "ssl.key.password": self.client_key_password if self.client_cert else "",
        }
        client.update({key: value for key, value in names.items() if value})
        client.update({name: self.extra[key] for key, name in _SHARED_KEYS.items() if key in self.extra})
        if self._tls and self.extra.get("ssl.endpoint.identification.algorithm") == "":
            client["ssl.endpoint.identification.algorithm"] = "none"
        return client

    def secrets(self) -> tuple[str, ...]:
        """Every secret text that may stand in these options, longest first, for redaction."""
        found = {self.sasl_password, self.client_key_password}
        found.update(value for key, value in self.extra.items() if secret_key(key))
        if "-----BEGIN" in self.client_key:
            found.add(self.client_key)
        found = {value for value in found if value and not _REFERENCE.match(value)}
        if self.sasl_password in found and self.sasl_mechanism in LOGIN_MODULES:
            found.add(self.java_client()["sasl.jaas.config"])
        return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _file_reference(path: str) -> str:
    folder, dummy, name = path.rpartition("/")
    return "${dir:" + folder + ":" + name + "}"


def _error(alias: str, option: str, problem: str) -> InputError:
    owner = f"Kafka cluster {alias!r}" if alias else "Kafka cluster"
    return InputError(f"{owner}: {option} {problem}", {"cluster": alias, "option": option})
