# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever stands in the options of a module: a result or a sentence, without a trace and without a secret."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Iterator
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from run_inside import run_inside

from ansible_collections.streamops.kafka.plugins.module_utils._ansible import flows
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import DataPlaneError
from ansible_collections.streamops.kafka.plugins.modules import kafka_acl, kafka_scram_user, kafka_topic

SECRET = "correct-horse-battery"
CONFIG = {"connector.class": "a.OneSink", "topics": "t", "database.password": SECRET}
KAFKA = {
    "alias": "a",
    "bootstrap_servers": "127.0.0.1:1",
    "security_protocol": "SASL_SSL",
    "sasl_mechanism": "PLAIN",
    "sasl_username": "u",
    "sasl_password": SECRET,
}
OTHER = {**KAFKA, "alias": "b"}
FLOW = {"source": "a", "target": "b", "mode": "connect", "topics": ["t"], "config": {"sasl.password": SECRET}}
GOOD: dict[str, dict[str, Any]] = {
    "kafka_connector": {"name": "one", "config": CONFIG},
    "kafka_connectors": {"connectors": [{"name": "one", "config": CONFIG}]},
    "kafka_connector_offsets": {"name": "one"},
    "kafka_connect_logger": {"loggers": {"root": "INFO"}},
    "kafka_topic": {"kafka": KAFKA, "topics": [{"name": "t"}]},
    "kafka_acl": {"kafka": KAFKA, "acls": [{"principal": "User:a", "resource_type": "topic", "operation": "read"}]},
    "kafka_scram_user": {"kafka": KAFKA, "users": [{"name": "app", "password": SECRET}]},
    "mm2_flow": {"source": KAFKA, "target": OTHER, "mode": "connect", "config": {"sasl.password": SECRET}},
    "mm2_flows": {"clusters": [KAFKA, OTHER], "flows": [FLOW]},
    "preflight": {"kafka_clusters": {"a": KAFKA}, "connect_clusters": {"c": {"kafka": "a"}}, "fail_on": "never"},
}
# What a module takes in any form: each is given anything, alone and beside what is right.
FREE: dict[str, list[str]] = {
    "kafka_connector": ["name", "config", "checks", "plugins"],
    "kafka_connectors": ["connectors", "checks", "purge_prefix", "secret_keys"],
    "kafka_connector_offsets": ["name", "offsets"],
    "kafka_connect_logger": ["loggers"],
    "kafka_topic": ["topics", "kafka"],
    "kafka_acl": ["acls", "kafka", "purge_limit"],
    "kafka_scram_user": ["users", "login", "update_password"],
    "mm2_flow": ["config", "topics", "source_client", "checks", "other_flows", "source"],
    "mm2_flows": ["flows", "clusters", "checks", "other_flows"],
    "preflight": ["kafka_clusters", "connect_clusters", "mm2_flows", "hosts", "worker_files", "connectors", "accept"],
}
REST = (
    "kafka_connector",
    "kafka_connectors",
    "kafka_connector_offsets",
    "kafka_connect_logger",
    "mm2_flow",
    "mm2_flows",
)
KEYS = st.sampled_from(
    ["name", "config", "topics", "state", "connector.class", "partitions", "source", "target", "mode", "principal"]
    + ["tasks.max", "password", "query", "equals", "bootstrap_servers", "extra", "offset", "partition", "a", ""]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 10**9), st.floats(allow_nan=False), st.text(max_size=6),
    st.sampled_from(["one", "a", ".*", "(", "${file:/a:b}", "absent", "User:*", "a->b", "\x00"]),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=10,
)
# Beside a good entry, so that there is something to hide.
LISTED = st.lists(st.dictionaries(KEYS, ANYTHING, max_size=4), max_size=2)
BOUNDED = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class Closed(BaseHTTPRequestHandler):
    """A worker that lets nobody in, at once."""

    def answer(self) -> None:
        """401."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *dummy: Any) -> None:
        """Keep quiet."""


for verb in ("GET", "PUT", "POST", "DELETE"):
    setattr(Closed, f"do_{verb}", Closed.answer)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where that worker listens."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Closed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def nobody(cluster: Any, *dummy: Any) -> None:
    """No cluster is asked: what is wrong with the options is told before."""
    if not isinstance(cluster, KafkaCluster):
        KafkaCluster.from_options(cluster)
    raise DataPlaneError("nobody answers", {"kind": "unreachable"})


def run(module: str, arguments: dict[str, Any], address: str) -> None:
    rest = {"connect_urls": [address], "timeout": 2, "wait_timeout": 2} if module in REST else {}
    with ExitStack() as stack:
        for place, name in ((flows, "data_plane"), (kafka_topic, "data_plane"), (kafka_acl, "AclAdmin")):
            stack.enter_context(mock.patch.object(place, name, nobody))
        stack.enter_context(mock.patch.object(kafka_scram_user, "ScramAdmin", nobody))
        ran = run_inside(module, {**rest, **arguments}, check=False, diff=True)
    assert "Traceback" not in ran.everything
    assert "Internal error" not in ran.message
    assert "exception" not in ran.result
    assert bool(ran.code) == bool(ran.result.get("failed"))
    assert ran.message or not ran.code
    assert SECRET not in ran.everything


@pytest.mark.parametrize("module", FREE)
@BOUNDED
@given(data=st.data())
def test_anything_in_one_option(address, module, data):
    option = data.draw(st.sampled_from(FREE[module]))
    run(module, {**GOOD[module], option: data.draw(ANYTHING)}, address)


@pytest.mark.parametrize(
    ("module", "option"),
    [
        ("kafka_connectors", "connectors"),
        ("kafka_topic", "topics"),
        ("kafka_acl", "acls"),
        ("kafka_scram_user", "users"),
        ("mm2_flows", "flows"),
        ("mm2_flows", "clusters"),
    ],
)
@BOUNDED
@given(more=LISTED)
def test_anything_beside_a_good_entry(address, module, option, more):
    first = GOOD[module][option][0]
    mixed = [{**first, **each} for each in more]
    run(module, {**GOOD[module], option: [first, *mixed]}, address)
