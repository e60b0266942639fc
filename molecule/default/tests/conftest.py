"""Fixtures of the lab: ``host`` (each in turn), ``hosts[name]``, ``members(group)``, ``play(...)`` as a user would."""

from __future__ import annotations

import pytest
from lab import Lab

LAB = Lab("examples/inventories/two_regions", "molecule/shared/inventory", "molecule/default/inventory")


@pytest.fixture(scope="session", params=sorted(LAB.hosts))
def host(request):
    return LAB.hosts[request.param]


@pytest.fixture(scope="session")
def hosts():
    return LAB.hosts


@pytest.fixture(scope="session")
def members():
    return LAB.members


@pytest.fixture(scope="session")
def play():
    return LAB.play
