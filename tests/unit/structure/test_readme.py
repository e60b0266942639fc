# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README tells people to copy is taken by Ansible as it stands."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
import yaml

from ansible_collections.streamops.kafka.plugins.module_utils._core.flow_inventory import inventory_flows


@pytest.fixture
def inventory(root):
    """The text of the inventory to copy."""
    text = (root / "README.md").read_text(encoding="utf-8")
    return re.search(r"`inventory/hosts\.yml`.*?```yaml\n(.*?)```", text, re.DOTALL).group(1)


def test_the_inventory_has_the_hosts_it_shows(inventory, tmp_path):
    path = tmp_path / "hosts.yml"
    path.write_text(inventory, encoding="utf-8")
    command = ["ansible-inventory", "--inventory", str(path), "--list"]
    listed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert listed["connect"]["hosts"] == ["connect-primary-1", "connect-primary-2"]
    assert listed["mirrormaker"]["hosts"] == ["mm2-secondary-1", "mm2-secondary-2"]
    assert len(listed["brokers_primary"]["hosts"]) == len(listed["brokers_secondary"]["hosts"]) == 3


def test_its_flows_keep_the_rules(inventory):
    variables = yaml.safe_load(inventory)["all"]["vars"]
    assert len(inventory_flows(variables["mm2_flows"], variables["kafka_clusters"])) == 1
