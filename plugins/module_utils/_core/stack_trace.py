# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The root cause out of a Java stack trace.

Private to streamops.kafka. A failed task carries a trace of up to 200 lines; the last ``Caused by`` says why.
"""

from __future__ import annotations

import re

__all__ = ["root_cause"]

_FRAME = re.compile(r"^\s+(at |\.\.\. \d+ (more|common frames))|^\s*Suppressed: ")
_CAUSE = "Caused by: "
# The class that says no more than that the configuration is at fault, which the sentence around it says already.
_CONFIG = re.compile(r"^org\.apache\.kafka\.common\.config\.ConfigException: ")
_LONGEST = 400


def root_cause(trace: str) -> str:
    """The exception that began it, on one line without its frames; empty for an empty trace."""
    lines = trace.strip().splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(_CAUSE)]
    message: list[str] = []
    for line in lines[starts[-1] if starts else 0 :]:
        if _FRAME.match(line):
            break
        message.append(line.strip())
    text = " ".join(part for part in message if part)
    text = text[len(_CAUSE) :] if text.startswith(_CAUSE) else text
    text = _CONFIG.sub("", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
