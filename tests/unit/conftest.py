# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of several folders share."""

from __future__ import annotations

from typing import Iterator

import pytest
from stub_connect import StubConnect

# Tests that start processes: modules as Ansible starts them, playbooks, the package. `make test-fast` leaves them out.
_STARTS_PROCESSES = (
    "plugins/modules/",
    "plugins/filter/",
    "plugins/action/",
    "roles/",
    "test_package",
    "test_readme",
    "test_verify",
    "test_roll_outs_begin_with_preflight",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts processes by where it stands."""
    for item in items:
        if any(place in item.nodeid for place in _STARTS_PROCESSES):
            item.add_marker(pytest.mark.process)


@pytest.fixture
def stub() -> Iterator[StubConnect]:
    """A Connect cluster of one worker."""
    with StubConnect() as cluster:
        yield cluster


@pytest.fixture
def pair() -> Iterator[StubConnect]:
    """A Connect cluster of two workers."""
    with StubConnect((0, 0)) as cluster:
        yield cluster
