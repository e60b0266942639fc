# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever answers at the address of a worker: a module ends in a result without a trace and without a secret."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from run_inside import run_inside

SECRET = "correct-horse-battery"
KAFKA = {"bootstrap_servers": "127.0.0.1:1", "security_protocol": "SASL_SSL", "sasl_mechanism": "PLAIN"}
ENDS = [{**KAFKA, "alias": alias, "sasl_username": "u", "sasl_password": SECRET} for alias in ("a", "b")]
CONFIG = {"connector.class": "a.OneSink", "topics": "t", "password": SECRET}
CALLS = {
    "kafka_connector": {"name": "one", "config": CONFIG, "wait_timeout": 1},
    "kafka_connectors": {"connectors": [{"name": "one", "config": CONFIG}], "wait": False, "wait_timeout": 1},
    "kafka_connector_info": {"wait_timeout": 1},
    "kafka_connect_cluster_info": {"gather": ["plugins", "connectors", "loggers"], "wait_timeout": 1},
    "kafka_connector_offsets": {"name": "one", "state": "present", "offsets": [], "wait_timeout": 1},
    "kafka_connect_logger": {"loggers": {"root": "INFO"}, "wait_timeout": 1},
    "mm2_flow": {
        "source": ENDS[0],
        "target": ENDS[1],
        "mode": "connect",
        "checks": [],
        "wait": False,
        "wait_timeout": 1,
        "config": {"sasl.password": SECRET},
        "allow_plain_secrets": True,
    },
    "mm2_flows": {
        "clusters": ENDS,
        "checks": [],
        "wait": False,
        "wait_timeout": 1,
        "allow_plain_secrets": True,
        "flows": [
            {"source": "a", "target": "b", "mode": "connect", "topics": ["t"], "config": {"sasl.password": SECRET}}
        ],
    },
    "preflight": {
        "connect_clusters": {"c": {"kafka": "p"}},
        "look": ["connect"],
        "fail_on": "never",
        "wait_timeout": 1,
    },
}
KEYS = ["info", "status", "config", "configs", "value", "tasks", "connector", "state", "one", "class", "errors", "name"]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.text(max_size=4), st.sampled_from([SECRET, "RUNNING"])
)
ANSWERS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, min_size=1, max_size=4)
    ),
    max_leaves=10,
)
BODIES = st.one_of(ANSWERS.map(json.dumps), st.sampled_from(["", "<html>", "{", "null", "[" * 50]))
STATUSES = st.sampled_from([200, 200, 200, 201, 204, 302, 400, 401, 404, 409, 500, 503])
BOUNDED = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class Anything(BaseHTTPRequestHandler):
    """Answers every request with what it was told, one answer after another."""

    answers: ClassVar[list[tuple[int, str]]] = []

    def answer(self) -> None:
        """The next one, over and over."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, body = self.answers[0]
        self.answers.append(self.answers.pop(0))
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *dummy: Any) -> None:
        """Keep quiet."""


for verb in ("GET", "PUT", "POST", "DELETE"):
    setattr(Anything, f"do_{verb}", Anything.answer)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Something that listens where a worker should."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Anything)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("module", CALLS)
@BOUNDED
@given(st.lists(st.tuples(STATUSES, BODIES), min_size=1, max_size=4))
def test_any_answer_ends_in_a_result(address, module, answers):
    Anything.answers = list(answers)
    arguments = {"connect_urls": [address], "timeout": 2, **CALLS[module]}
    ran = run_inside(module, arguments)
    assert "Traceback" not in ran.everything
    assert "exception" not in ran.result
    assert "Internal error" not in ran.message
    assert ran.message or not ran.code
    if SECRET in str(arguments):
        assert SECRET not in ran.everything
