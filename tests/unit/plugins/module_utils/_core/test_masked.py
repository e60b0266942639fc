# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was printed, given back."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Desired, Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.plan import make_plan
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK, mask_config, secret_values

URL = "jdbc:x://h/?user=u&password={}"
STORED = MappingProxyType({"name": "c", "a": "1", "x.password": "geheim", "url": URL.format("geheim"), "odd": "eigen"})


def plan(config, stored=STORED, **options):
    found = {"c": Found("c", stored)} if stored else {}
    return make_plan([Desired("c", config=config, **options)], found)


def test_what_was_printed_changes_nothing():
    assert not plan(mask_config(STORED, {"odd"})).changed


def test_one_value_beside_masks_is_one_change_and_the_secrets_are_kept():
    change = plan({**mask_config(STORED, {"odd"}), "a": "2"}).changes[0]
    assert change.new_config == {**STORED, "a": "2"}
    assert change.diff({"odd"})["after"] == {"config": {"a": "2"}}


def test_a_mask_of_any_key_stands_for_what_is_stored():
    assert not plan({"a": MASK}, config_mode="merged").changed


@pytest.mark.parametrize("value", [MASK, f"{MASK} (before)", f"{MASK} (after)", URL.format(MASK)])
@pytest.mark.parametrize("stored", [None, {"a": "1"}])
def test_a_mask_that_stands_for_nothing_names_connector_and_key(value, stored):
    with pytest.raises(InputError, match=r"Connector c: config key x\.y holds \*{8}, .* but none is stored"):
        plan({"a": "1", "x.y": value}, stored)


@pytest.mark.parametrize("value", [f"{MASK} (after)", URL.format(MASK).replace("user=u", "user=v")])
def test_a_mask_inside_something_else_is_refused(value):
    with pytest.raises(InputError, match=r"config key url holds .* differs from it in other parts"):
        plan({"url": value}, config_mode="merged")


def test_all_problems_are_told_at_once():
    with pytest.raises(InputError, match=r"config key p holds .* config key q holds"):
        plan({"p": MASK, "q": MASK})


def test_other_stars_are_values():
    assert (
        plan({"transforms.m.replacement": "*" * 12}, None).changes[0].new_config["transforms.m.replacement"] == "*" * 12
    )


def test_what_is_deleted_needs_no_values():
    assert plan({"q": MASK}, state="absent").changed


def test_a_mask_is_no_secret():
    assert secret_values({"x.password": MASK, "url": URL.format(MASK), "y.token": f"{MASK} (after)"}) == set()


CONFIGS = st.dictionaries(
    st.sampled_from(["a", "b.password", "odd", "url", "tasks.max"]),
    st.one_of(st.text("xyz01*", max_size=9), st.sampled_from([URL.format("geheim"), "${file:/a:b}"])),
    min_size=1,
)


@given(CONFIGS)
def test_every_printed_configuration_fed_back_is_an_empty_plan(stored):
    assert not plan(mask_config(stored, {"odd"}), {**stored, "name": "c"}).changed
