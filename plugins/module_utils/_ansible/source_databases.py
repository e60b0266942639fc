# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the configuration of a connector to a session with its database, secrets read where the worker reads them.

Private to streamops.kafka. References are read on the host that the module runs on. Their values are handed to the
database client and to the list of what is never printed, and to nobody else.
"""

from __future__ import annotations

import os
from typing import Callable, Iterable, Mapping

from ansible.module_utils.basic import missing_required_lib

from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import PostgresSettings
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    InputError,
    MissingLibraryError,
    StreamopsError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import secret_values
from ansible_collections.streamops.kafka.plugins.module_utils._core.references import (
    Reference,
    parse_properties,
    resolve,
)
from ansible_collections.streamops.kafka.plugins.module_utils._database.postgres import (
    HAS_PSYCOPG2,
    DatabaseError,
    Postgres,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.databases import Databases, SourceDatabase

__all__ = ["databases_of", "read_reference"]

_LIBRARY = "psycopg2"
_WITH_VALUE = ("database.", "topic.prefix")
# What is told of a connection also when it comes out of a file: to hide a user's name would garble those of connectors.
_TOLD = ("database.hostname", "database.port", "database.dbname", "database.user")


def databases_of(add_secrets: Callable[[Iterable[str]], None]) -> Databases:
    """What opens the database of a connector; a server that did not answer once is not asked again."""
    refused: dict[tuple[str, str], StreamopsError] = {}

    def opened(config: Mapping[str, str]) -> SourceDatabase:
        if not HAS_PSYCOPG2:
            raise MissingLibraryError(missing_required_lib(_LIBRARY), {"library": _LIBRARY, "kind": "library"})
        wanted = {key: value for key, value in config.items() if key.startswith(_WITH_VALUE)}
        values, found = resolve(wanted, read_reference)
        add_secrets((found - {values.get(key, "") for key in _TOLD}) | secret_values(values))
        settings = PostgresSettings(values)
        key = (settings.address, settings.get("database.user"))
        if key in refused:
            raise refused[key]
        try:
            return Postgres(settings)
        except DatabaseError as error:
            if error.details["kind"] == "unreachable":
                refused[key] = error
            raise

    return opened


def read_reference(reference: Reference) -> str:
    """The value that a reference stands for on this host."""
    if reference.provider not in _PROVIDERS:
        raise _unread(reference, "its provider is none of file, dir and env")
    try:
        return _PROVIDERS[reference.provider](reference)
    except OSError as error:
        raise _unread(reference, error.strerror or type(error).__name__) from error
    except KeyError as error:
        raise _unread(reference, "there is no such key") from error


def _unread(reference: Reference, why: str) -> InputError:
    return InputError(
        f"{reference.text} cannot be read on this host ({why}): run the check on a worker, as a user that may read it",
        {"kind": "reference", "reference": reference.text},
    )


def _from_file(reference: Reference) -> str:
    with open(reference.path, encoding="iso-8859-1") as file:
        return parse_properties(file.read())[reference.key]


def _from_folder(reference: Reference) -> str:
    with open(os.path.join(reference.path, reference.key), encoding="utf-8", errors="replace") as file:
        return file.read()


_PROVIDERS: Mapping[str, Callable[[Reference], str]] = {
    "file": _from_file,
    "dir": _from_folder,
    "directory": _from_folder,
    "env": lambda reference: os.environ[reference.key],
}
