# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benches: the page says what was saved, a bound that is missed is told, requests are counted."""

from __future__ import annotations

import json
import sys
from copy import deepcopy
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from bench.connectors.counter import Counter
from bench.connectors.page import page, table


@pytest.fixture
def saved():
    return json.loads((ROOT / "bench/results/connectors.json").read_text(encoding="utf-8"))


def test_the_page_is_what_was_saved(saved):
    assert (ROOT / "docs/bench-connectors.md").read_text(encoding="utf-8") == page(saved)


def test_every_bound_held_when_it_was_saved(saved):
    assert saved["holds"]
    assert "MISSED" not in page(saved)


@pytest.mark.parametrize("place", [("rows", 1, "holds"), ("growth", "linear"), ("growth", "small")])
def test_a_bound_that_is_missed_is_told(saved, place):
    result = deepcopy(saved)
    inner = result
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = False
    assert table(result).count("MISSED") == 1


def test_the_curve_has_a_point_for_every_size(saved):
    plot = page(saved).split("```text\n")[1].split("```")[0]
    sizes = list(saved["growth"]["seconds"]["created"])
    assert plot.splitlines()[-1].split() == sizes
    assert plot.count("c") == len(sizes)


def test_a_validation_is_no_write(stub):
    stub.add("a")
    with Counter(stub.url) as counter:
        config = {"connector.class": "x", "name": "a"}
        requests.put(f"{counter.url}/connector-plugins/x/config/validate", json=config, timeout=5)
        assert requests.get(f"{counter.url}/connectors", timeout=5).json() == ["a"]
        assert requests.put(f"{counter.url}/connectors/a/config", json=config, timeout=5).status_code == 200
    assert counter.writes == ["PUT /connectors/a/config"]
    assert len(counter.requests) == 3
