# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The meaning of error answers, by the texts that Connect gives."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._core.rest_rules import (
    AMBIGUOUS,
    DEFINITE,
    EXISTS,
    PASSING,
    STARTING,
    classify,
    error_message,
    was_restarted,
)


@pytest.mark.parametrize(
    ("status", "message", "from_connect", "meaning"),
    [
        (409, "Connector a already exists", True, EXISTS),
        (409, "Cannot complete request momentarily due to no known leader URL, likely because ...", True, PASSING),
        (409, "Cannot complete request because of a conflicting operation (e.g. worker rebalance)", True, PASSING),
        (500, "Request cannot be completed because a rebalance is expected", True, PASSING),
        (409, "Cannot complete request momentarily due to stale configuration (...)", True, PASSING),
        (409, "Cannot perform a fencing: another round is active", True, PASSING),
        (404, "Connector a not found", True, DEFINITE),
        (404, "Not Found", False, STARTING),
        (503, "starting", True, STARTING),
        (503, "", False, STARTING),
        (500, "Request timed out. The worker is currently polling the group", True, AMBIGUOUS),
        (500, "IO Error trying to forward REST request: java.net.SocketTimeoutException", True, AMBIGUOUS),
        (
            500,
            "Failed to write to config topic; this may be due to a transient error ... safely retried",
            True,
            AMBIGUOUS,
        ),
        (500, "Could not read properties from file /x", True, DEFINITE),
        (500, "Failed to modify offsets for connector a because it doesn't support external ...", True, DEFINITE),
        (502, "Bad Gateway", False, AMBIGUOUS),
        (504, "Gateway Time-out", False, AMBIGUOUS),
        (400, "Connector configuration is invalid", True, DEFINITE),
        (401, "Unauthorized", False, DEFINITE),
        (301, "Moved", False, DEFINITE),
    ],
)
def test_meaning(status, message, from_connect, meaning):
    assert classify(status, message, from_connect) == meaning


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ({"error_code": 400, "message": "two\nlines"}, "", "two lines"),
        ({"message": ""}, "raw", "raw"),
        (None, "<html><head><title>502 Bad\nGateway</title></head><body>x</body></html>", "502 Bad Gateway"),
        (None, "<p>no title</p>", "no title"),
        (None, "", "HTTP 502 without a body"),
        (["a"], "list", "list"),
        (None, "y" * 700, "y" * 597 + "..."),
    ],
)
def test_message(body, text, expected):
    assert error_message(502, body, text) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, True),
        ({"connector": {"state": "RESTARTING"}, "tasks": []}, True),
        ({"connector": {"state": "RUNNING"}, "tasks": [{"id": 0, "state": "RESTARTING"}]}, True),
        ({"connector": {"state": "RUNNING"}, "tasks": [{"id": 0, "state": "RUNNING"}]}, False),
        ({"connector": {"state": "RUNNING"}}, False),
        ({}, False),
    ],
)
def test_whether_anything_was_restarted(body, expected):
    assert was_restarted(body) is expected
