# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP session: fail-over, what is sent along, what is an error."""

from __future__ import annotations

import base64
import importlib.util
import socket
import sys

import pytest
from stub_connect import Fault

from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import (
    InputError,
    TransportError,
    UnreachableError,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest import session as module
from ansible_collections.streamops.kafka.plugins.module_utils._rest.session import Connection, Session


def dead_url():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize(
    ("urls", "words"),
    [
        ((), "connect_urls is empty"),
        (("http://u:geheim@h:1",), "connect_urls holds a login"),
        (("worker:8083",), "is not an address such as"),
        (("ftp://worker",), "is not an address"),
        (("http://",), "is not an address"),
    ],
)
def test_addresses_that_cannot_be(urls, words):
    with pytest.raises(InputError, match=words) as caught:
        Connection(urls)
    assert "geheim" not in caught.value.message


def test_the_first_worker_is_asked_and_a_good_answer_read(pair):
    session = Session(Connection((pair.urls[0] + "/", pair.urls[1])))
    answer = session.request("GET", "/connectors", params={"expand": "info"})
    assert (answer.status, answer.data, answer.url) == (200, {}, pair.urls[0])
    assert pair.requests == ["GET /connectors?expand=info"]
    assert session.urls == pair.urls
    session.close()


def test_the_next_worker_is_asked_when_one_is_gone_and_kept(pair):
    session = Session(Connection((dead_url(), *pair.urls)))
    assert session.request("GET", "/").url == pair.urls[0]
    assert session.request("PUT", "/connectors/a/config", {"a": 1}).status == 201
    pair.servers[0].shutdown()
    pair.servers[0].server_close()
    session.close()
    assert session.request("GET", "/").url == pair.urls[1]


def test_when_no_worker_answers_all_are_named():
    urls = (dead_url(), dead_url())
    with pytest.raises(UnreachableError) as caught:
        Session(Connection(urls)).request("PUT", "/x", {})
    for url in urls:
        assert f"{url} (Connection refused)" in caught.value.message
    assert caught.value.message.endswith("start the workers or correct connect_urls.")
    assert set(caught.value.details["urls"]) == set(urls)


def test_a_name_that_does_not_resolve():
    with pytest.raises(UnreachableError, match=r"nowhere\.invalid"):
        Session(Connection(("http://nowhere.invalid:1",))).request("GET", "/")


@pytest.mark.parametrize(
    "fault",
    [Fault("PUT", "/x", cut=True, carried_out=True), Fault("PUT", "/x", delay=1.0, carried_out=True)],
    ids=["cut", "late"],
)
def test_a_write_that_may_have_arrived_is_not_sent_again(pair, fault):
    pair.faults.append(fault)
    session = Session(Connection(tuple(pair.urls), timeout=0.3))
    with pytest.raises(TransportError) as caught:
        session.request("PUT", "/x", {})
    assert caught.value.details["sent"] is True
    assert len(pair.requests) == 1
    assert session.request("GET", "/").url == pair.urls[1]


def test_a_read_that_was_cut_goes_to_the_next_worker(pair):
    pair.faults.append(Fault("GET", "/connectors", cut=True))
    assert Session(Connection(tuple(pair.urls))).request("GET", "/connectors").url == pair.urls[1]


def test_a_write_that_changes_nothing_may_go_to_the_next_worker(pair):
    pair.faults.append(Fault("PUT", "/v", cut=True))
    assert Session(Connection(tuple(pair.urls))).request("PUT", "/v", {}, repeatable=True).url == pair.urls[1]


def test_an_answer_that_is_late_is_told_with_its_limit(stub):
    stub.faults.append(Fault("GET", "/", delay=1.0))
    with pytest.raises(UnreachableError, match=r"no answer within 0\.2 s"):
        Session(Connection((stub.url,), timeout=0.2)).request("GET", "/")


def test_an_error_status_is_a_value(stub):
    stub.faults.append(Fault("GET", "/", 500, "no"))
    answer = Session(Connection((stub.url,))).request("GET", "/")
    assert (answer.status, answer.from_connect, answer.data["message"]) == (500, True, "no")


def test_a_page_of_a_proxy_is_no_answer_of_connect(stub):
    stub.faults.append(Fault("GET", "/", 502, "Bad Gateway", html=True))
    answer = Session(Connection((stub.url,))).request("GET", "/")
    assert (answer.status, answer.from_connect, answer.data) == (502, False, None)
    assert "Bad Gateway" in answer.text


def test_a_good_status_with_a_page_is_no_worker(stub):
    stub.faults.append(Fault("GET", "/", 200, "Welcome", html=True))
    with pytest.raises(UnreachableError, match="no Connect worker listens there"):
        Session(Connection((stub.url,))).request("GET", "/")


def test_an_empty_answer(stub):
    stub.add("c")
    assert Session(Connection((stub.url,))).request("DELETE", "/connectors/c").data is None


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, None),
        ({"token": "abc"}, "Bearer abc"),
        ({"username": "ü", "password": "p:ä"}, "Basic " + base64.b64encode("ü:p:ä".encode()).decode()),
        ({"username": "u"}, "Basic " + base64.b64encode(b"u:").decode()),
    ],
)
def test_what_is_sent_along(stub, options, expected):
    Session(Connection((stub.url,), **options)).request("GET", "/")
    assert stub.headers[0].get("Authorization") == expected
    assert stub.headers[0]["Accept"] == "application/json"


def test_the_environment_is_not_trusted(stub, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login x password y\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", dead_url())
    Session(Connection((stub.url,))).request("GET", "/")
    assert "Authorization" not in stub.headers[0]


def test_the_proxy_of_the_option_is_used(stub):
    session = Session(Connection(("http://behind.invalid:8083",), proxy_url=stub.url))
    assert session.request("GET", "/connectors").status == 200


def test_a_proxy_that_is_gone_is_named(stub):
    with pytest.raises(UnreachableError, match="proxy_url"):
        Session(Connection((stub.url,), proxy_url=dead_url())).request("GET", "/")


def test_tls_settings(tmp_path):
    def http(**options):
        return module._http_session(Connection(("https://h",), **options))

    assert http().verify is True
    assert http(validate_certs=False, ca_path="/ca").verify is False
    assert http(ca_path="/ca").verify == "/ca"
    assert http(client_cert="/c").cert == "/c"
    assert http(client_cert="/c", client_key="/k").cert == ("/c", "/k")


def test_tls_that_fails_names_the_options(stub):
    with pytest.raises(UnreachableError, match="ca_path"):
        Session(Connection((stub.url.replace("http://", "https://"),))).request("GET", "/")


def test_the_import_is_guarded(monkeypatch):
    monkeypatch.setitem(sys.modules, "requests", None)
    spec = importlib.util.spec_from_file_location("session_without_requests", module.__file__)
    without = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "session_without_requests", without)
    spec.loader.exec_module(without)
    assert without.HAS_REQUESTS is False
    assert module.HAS_REQUESTS is True
