# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The root cause of a stack trace."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.stack_trace import root_cause

DEBEZIUM = """org.apache.kafka.connect.errors.ConnectException: An exception occurred in the change event producer.
\tat io.debezium.pipeline.ErrorHandler.setProducerThrowable(ErrorHandler.java:67)
\tat java.base/java.lang.Thread.run(Thread.java:840)
Caused by: io.debezium.DebeziumException: Creation of replication slot failed
\tat io.debezium.connector.postgresql.PostgresConnectorTask.start(PostgresConnectorTask.java:140)
\t... 3 more
Caused by: org.postgresql.util.PSQLException: ERROR: logical decoding requires wal_level >= logical
  Hint: set it
\tat org.postgresql.core.v3.QueryExecutorImpl.receiveErrorResponse(QueryExecutorImpl.java:2725)
\t... 12 more
"""


@pytest.mark.parametrize(
    ("trace", "expected"),
    [
        ("", ""),
        ("  \n", ""),
        ("java.lang.NullPointerException\n\tat a.b.C.d(C.java:1)\n", "java.lang.NullPointerException"),
        (
            DEBEZIUM,
            "org.postgresql.util.PSQLException: ERROR: logical decoding requires wal_level >= logical Hint: set it",
        ),
        ("A: one\n\n two\n\tat x", "A: one two"),
        ("A: one\nCaused by: B: two\n\tSuppressed: C: three\nD", "B: two"),
        ("org.apache.kafka.common.config.ConfigException: Could not read", "Could not read"),
        ("A\n\t... 5 common frames omitted\nB", "A"),
    ],
)
def test_root_cause(trace, expected):
    assert root_cause(trace) == expected


def test_it_is_bounded():
    assert root_cause("x" * 1000) == "x" * 397 + "..."
    assert root_cause("x" * 400) == "x" * 400
