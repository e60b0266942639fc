# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contract tests run in real time, with short pauses."""

from __future__ import annotations

import pytest

from ansible_collections.streamops.kafka.plugins.module_utils._rest import clock, wait


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried again soon."""
    monkeypatch.setattr(clock, "_FIRST", 0.02)
    monkeypatch.setattr(wait, "_SHORT", 0.05)
