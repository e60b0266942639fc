# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an error answer of the Connect REST API means for the one who asked.

Private to streamops.kafka. 409 has several texts of which one is permanent; 500 may hide a write that is still carried
out; before a worker is up it answers 404 for every path.
"""

from __future__ import annotations

import re

__all__ = ["AMBIGUOUS", "DEFINITE", "EXISTS", "PASSING", "STARTING", "classify", "error_message", "was_restarted"]

PASSING = "passing"  # nothing was done, ask again
EXISTS = "exists"  # the connector is there already
AMBIGUOUS = "ambiguous"  # it may have been done or may yet be: read back
DEFINITE = "definite"  # it was refused
STARTING = "starting"  # the worker is not up yet

_AMBIGUOUS = re.compile(
    r"request timed out|trying to forward REST request|can be safely retried|write to config topic|transient", re.I
)
_REBALANCE = "because a rebalance is expected"  # told as 409 by the calls that forward, as 500 by those that do not
_LONGEST = 600


def classify(status: int, message: str, from_connect: bool) -> str:
    """The meaning of an error answer; ``from_connect`` tells Connect's answers from those of a proxy in front of it."""
    if status == 409:
        return EXISTS if "already exists" in message else PASSING
    if from_connect and _REBALANCE in message:
        return PASSING
    if status == 404 and not from_connect:
        return STARTING
    if status == 503:
        return STARTING
    if status >= 500 and (not from_connect or _AMBIGUOUS.search(message)):
        return AMBIGUOUS
    return DEFINITE


def error_message(status: int, body: object, text: str) -> str:
    """What the server said, on one line of bounded length; of an HTML page only its title."""
    if isinstance(body, dict) and body.get("message"):
        words = str(body["message"])
    else:
        title = re.search(r"<title>(.*?)</title>", text, re.I | re.S)
        words = title[1] if title else re.sub(r"<[^>]*>", " ", text)
    line = " ".join(words.split()) or f"HTTP {status} without a body"
    return line if len(line) <= _LONGEST else line[: _LONGEST - 3] + "..."


def was_restarted(body: object) -> bool:
    """Whether the answer to a restart of what is FAILED names anything that restarts; without a body nobody knows."""
    if not isinstance(body, dict):
        return True
    entries = [body.get("connector"), *(body.get("tasks") or ())]
    return any(isinstance(entry, dict) and entry.get("state") == "RESTARTING" for entry in entries)
