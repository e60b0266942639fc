# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check ``source_database`` inside its module: the login is used, and is nowhere in what is printed."""

from __future__ import annotations

import socketserver
import threading

import pytest
from run_module import run_module
from stub_connect import POSTGRES

SECRET = "slot-geheim-77"


class Refuses(socketserver.BaseRequestHandler):
    """A PostgreSQL that quotes the login it refuses, as careless proxies do."""

    def handle(self):
        self.request.recv(1024)
        self.request.sendall(b"N")
        self.request.recv(1024)
        fields = f'SFATAL\0C28P01\0Mpassword authentication failed for user "dbz" with {SECRET}\0\0'.encode()
        self.request.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)


@pytest.fixture
def port():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refuses) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def run(stub, port, **config):
    known = {"connector.class": POSTGRES, "database.hostname": "127.0.0.1", "database.port": str(port)}
    stub.add("c", {**known, "database.dbname": "app", "database.user": "dbz", **config})
    check = {"name": "source_database", "observe": 0}
    given = {"connect_urls": stub.urls, "connectors": [{"name": "c"}], "checks": [check], "wait_timeout": 20}
    return run_module("kafka_connectors", given, diff=True)


def test_a_refused_login_is_failed_without_the_password(stub, port, tmp_path):
    file = tmp_path / "db.properties"
    file.write_text(f"password={SECRET}\n", encoding="utf-8")
    ran = run(stub, port, **{"database.password": f"${{file:{file}:password}}"})
    (check,) = ran.result["checks"]
    assert (check["outcome"], ran.code) == ("failed", 1)
    assert 'password authentication failed for user "dbz"' in check["reason"]
    assert check["reason"].endswith("correct database.user or database.password")
    assert SECRET not in ran.everything


def test_a_reference_that_cannot_be_read_is_named(stub, port):
    reference = "${file:/nowhere/db.properties:password}"
    ran = run(stub, port, **{"database.password": reference})
    (check,) = ran.result["checks"]
    assert (check["outcome"], ran.code) == ("not_permitted", 0)
    assert f"{reference} cannot be read on this host" in check["reason"]
