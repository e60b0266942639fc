# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench of flows: the page says what was saved, a bound that is missed is told, packets are read right."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from bench.mm2.figures import Figures
from bench.mm2.page import page, table

BOUNDS = {"local": 1.4, "far": 10.0, "far_opened": 20.0, "one": 5.0, "many": 10.0}


def measured(**changed):
    """A measurement in which every bound holds, but for what was changed."""
    rates = {
        "local": {"raw": [170_000], "stock": [60_000, 62_000, 90_000], "ours": [100_000]},
        "far": {"raw": [4_000], "stock": [2_300], "ours": [28_000]},
        "far_opened": {"raw": [70_000], "ours": [60_000]},
    }
    proofs = {"one": [4.0, 4.2, 9.0], "many": [8.0]}
    rates.update({name: {**rates[name], **rate} for name, rate in changed.items() if name in rates})
    proofs.update({name: times for name, times in changed.items() if name in proofs})
    return Figures(rates, [0.5, 2.0], {"local": 0.05, "far": 80.6, "far_opened": 80.5}, proofs)


def result(figures):
    return {
        "kafka": "4.3.1",
        "machine": {"cores": 2, "system": "x86_64", "python": "3.11.7", "java": "openjdk version 17"},
        "date": "2026-11-23",
        "command": "make bench-mirror",
        "records": 400_000,
        "record_bytes": 500,
        "partitions": 6,
        "rounds": 3,
        "cap": 10.0,
        "seconds": 400,
        "figures": figures.as_dict(),
    }


def test_what_is_saved_is_what_the_page_says_and_every_bound_held():
    saved = json.loads((ROOT / "bench/results/mm2.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs/bench-mirror.md").read_text(encoding="utf-8") == page(saved)
    assert saved["holds"]


def test_all_bounds_hold_by_the_median():
    figures = measured()
    assert set(figures.holds().values()) == {True}
    assert figures.times("local") == pytest.approx(100 / 62)
    text = page(result(figures))
    assert "MISSED" not in text
    assert "80 ms round trip, source brokers as they come" in text
    assert "load of the machine meanwhile: 0.5 to 2.0" in text


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("local", {"ours": [85_000]}),
        ("far", {"ours": [22_000]}),
        ("far_opened", {"ours": [45_000]}),
        ("one", [5.2]),
        ("many", [10.5]),
    ],
)
def test_a_bound_that_is_missed_is_told(name, change):
    figures = measured(**{name: change})
    assert list(figures.holds().values()).count(False) == 1
    assert table(result(figures)).count("MISSED") == 1


def test_the_bounds_are_those_that_were_promised():
    assert measured().as_dict()["bounds"] == BOUNDS
    assert measured().as_dict()["many"] == 20
