# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions to PostgreSQL, and what its refusals mean."""

from __future__ import annotations

from types import SimpleNamespace

import psycopg2
import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import PostgresSettings
from ansible_collections.streamops.kafka.plugins.module_utils._database.postgres import DatabaseError, Postgres

CONFIG = {"database.hostname": "h", "database.dbname": "app", "database.user": "u", "database.password": "p"}


class Cursor:
    """Answers in their order; an exception is raised."""

    def __init__(self, server):
        self.server = server
        self.description = ()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def execute(self, query, values):
        self.server.asked.append((query, values))
        self.rows = self.server.answers.pop(0)
        if isinstance(self.rows, Exception):
            raise self.rows
        self.description = [SimpleNamespace(name=name) for name in (self.rows[0] if self.rows else ())]

    def fetchall(self):
        return [tuple(row.values()) for row in self.rows]


class Server:
    """Stands for the library's connection."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.closed = False
        self.given = {}

    def cursor(self):
        return Cursor(self)

    def close(self):
        self.closed = True


@pytest.fixture
def connected(monkeypatch):
    def connect(*answers, **config):
        server = Server(*answers)
        monkeypatch.setattr(psycopg2, "connect", lambda **given: server.given.update(given) or server)
        return server, Postgres(PostgresSettings({**CONFIG, **config}))

    return connect


def test_the_session_only_reads_and_never_lasts(connected):
    server, session = connected(**{"database.sslmode": "verify-full", "database.sslrootcert": "/ca.pem"})
    assert server.autocommit is True
    assert "default_transaction_read_only=on" in server.given["options"]
    assert "statement_timeout=5000" in server.given["options"]
    assert server.given["connect_timeout"] == 5
    assert (server.given["sslmode"], server.given["sslrootcert"], "sslkey" in server.given) == (
        "verify-full",
        "/ca.pem",
        False,
    )
    assert (server.given["host"], server.given["port"], server.given["password"]) == ("h", "5432", "p")
    session.close()
    assert server.closed


@pytest.mark.parametrize(("known", "exists", "rewrites"), [([{"rewrites": True}], True, True), ([], False, False)])
def test_catalogue(connected, known, exists, rewrites):
    server, session = connected([{"wal_level": "logical", "user": "u"}], [{"name": "s.t"}], known, [{"name": "s.t"}])
    assert session.catalogue("pub") == {
        "wal_level": "logical",
        "user": "u",
        "tables": [{"name": "s.t"}],
        "publication": {"exists": exists, "rewrites": rewrites, "tables": ["s.t"]},
    }
    assert [values for query, values in server.asked] == [(), (), ("pub",), ("pub",)]


@pytest.mark.parametrize(("rows", "slot"), [([{"active": True}], {"active": True}), ([], None)])
def test_position(connected, rows, slot):
    server, session = connected([{"position": 5}], rows)
    assert session.position("s", [1, 2]) == {"position": 5, "slot": slot}
    assert [values for query, values in server.asked] == [([1, 2],), ("s",)]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([[{"found": False}], [{"found": True}]], True),
        ([[{"found": False}], psycopg2.ProgrammingError("no")], False),
        ([psycopg2.ProgrammingError("no"), psycopg2.ProgrammingError("no")], None),
    ],
)
def test_rows(connected, answers, found):
    assert connected(*answers)[1].holds_rows(["s.t", "s.u"]) is found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("connection failed: Connection refused\n\tIs the server running?", "unreachable"),
        ("timeout expired", "unreachable"),
        ('could not translate host name "h" to address', "unresolved"),
        ('FATAL:  password authentication failed for user "u"', "login"),
        ('FATAL:  database "app" does not exist', "database"),
        ("FATAL:  no pg_hba.conf entry for host", "closed"),
        ("server does not support SSL, but SSL was required", "tls"),
    ],
)
def test_what_a_refused_login_means(monkeypatch, text, kind):
    def refuse(**given):
        raise psycopg2.OperationalError(text)

    monkeypatch.setattr(psycopg2, "connect", refuse)
    with pytest.raises(DatabaseError) as caught:
        Postgres(PostgresSettings(CONFIG))
    assert caught.value.details == {"kind": kind}
    assert caught.value.message == text.split("\n", maxsplit=1)[0]


def test_what_a_refused_question_means(connected):
    dummy, session = connected(psycopg2.ProgrammingError())
    with pytest.raises(DatabaseError) as caught:
        session.catalogue("pub")
    assert (caught.value.details["kind"], caught.value.message) == ("query", "ProgrammingError")
