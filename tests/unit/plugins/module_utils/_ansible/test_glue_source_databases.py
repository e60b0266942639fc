# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a configuration to a session with its database, and the secrets on the way."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._ansible import source_databases
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.source_databases import (
    databases_of,
    read_reference,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError, MissingLibraryError
from ansible_collections.streamops.kafka.plugins.module_utils._core.references import Reference
from ansible_collections.streamops.kafka.plugins.module_utils._database.postgres import DatabaseError


def reference(provider, path, key):
    return Reference(f"${{{provider}:{path}:{key}}}", provider, path, key)


def test_references_are_read_on_this_host(tmp_path, monkeypatch):
    (tmp_path / "a.properties").write_text("password=s\\u00e9cret\n", encoding="iso-8859-1")
    (tmp_path / "token").write_text("in a file", encoding="utf-8")
    monkeypatch.setenv("CONNECT_SECRET_X", "in the environment")
    assert read_reference(reference("file", str(tmp_path / "a.properties"), "password")) == "s\u00e9cret"
    assert read_reference(reference("dir", str(tmp_path), "token")) == "in a file"
    assert read_reference(reference("env", "", "CONNECT_SECRET_X")) == "in the environment"


@pytest.mark.parametrize(
    ("provider", "path", "why"),
    [
        ("file", "/nowhere/x", "No such file or directory"),
        ("dir", "/nowhere", "No such file or directory"),
        ("env", "", "there is no such key"),
        ("vault", "kv", "its provider is none of file, dir and env"),
    ],
)
def test_references_that_cannot_be_read_are_named(provider, path, why):
    with pytest.raises(InputError) as caught:
        read_reference(reference(provider, path, "some_key"))
    assert f"${{{provider}:{path}:some_key}} cannot be read on this host ({why})" in caught.value.message


@pytest.fixture
def opened(monkeypatch):
    """What is opened instead of a database; an entry in ``refuse`` is raised."""
    settings, refuse = [], []

    def connect(given):
        settings.append(given)
        if refuse:
            raise refuse[0]
        return "session"

    monkeypatch.setattr(source_databases, "Postgres", connect)
    monkeypatch.setattr(source_databases, "HAS_PSYCOPG2", True)
    return settings, refuse


def test_secrets_are_known_before_they_are_used(opened, monkeypatch):
    monkeypatch.setenv("CONNECT_SECRET_X", "hunter22")
    monkeypatch.setenv("CONNECT_SECRET_USER", "debezium")
    secrets = set()
    config = {
        "database.hostname": "h",
        "database.user": "${env:CONNECT_SECRET_USER}",
        "database.password": "${env:CONNECT_SECRET_X}",
        "other.password": "${vault:is:left.alone}",
    }
    assert databases_of(secrets.update)(config) == "session"
    assert secrets == {"hunter22"}
    assert opened[0][0].get("database.password") == "hunter22"
    databases_of(secrets.update)({**config, "database.password": "in plain text"})
    assert "in plain text" in secrets


@pytest.mark.parametrize(("kind", "asked"), [("unreachable", 1), ("login", 2)])
def test_a_server_that_does_not_answer_is_asked_once(opened, kind, asked):
    settings, refuse = opened
    refuse.append(DatabaseError("no", {"kind": kind}))
    databases = databases_of(set().update)
    for dummy in range(2):
        with pytest.raises(DatabaseError):
            databases({"database.hostname": "h"})
    assert len(settings) == asked


def test_without_the_library_its_name_is_told(monkeypatch):
    monkeypatch.setattr(source_databases, "HAS_PSYCOPG2", False)
    with pytest.raises(MissingLibraryError) as caught:
        databases_of(set().update)({})
    assert "psycopg2" in caught.value.message
