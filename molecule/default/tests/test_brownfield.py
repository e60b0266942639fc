"""What the lab runs is adopted, and the adopted inventory changes nothing."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml
from leaks import leaks


class Loader(yaml.SafeLoader):
    """YAML as Ansible reads it: an unsafe value is text."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


@pytest.fixture(scope="module")
def adopted(play, tmp_path_factory):
    """The folder that the playbook wrote, and what it printed."""
    folder = tmp_path_factory.mktemp("site") / "adopted"
    result = play("streamops.kafka.adopt", adopt_dest=str(folder))
    assert result.returncode == 0, result.stdout[-3000:]
    return folder, result


def variables(folder: pathlib.Path, name: str):
    return yaml.load((folder / "group_vars/all" / f"{name}.yml").read_text(encoding="utf-8"), Loader)[name]


def test_connectors_and_flows_are_there_and_nothing_is_left_over(adopted):
    folder, result = adopted
    names = {item["name"] for item in variables(folder, "connect_clusters")["orders"]["connectors"]}
    assert "debezium-postgres-orders" in names
    (flow,) = variables(folder, "mm2_flows")
    assert (flow["source"], flow["target"], flow["topics"]) == ("primary", "secondary", ["pgapp\\..*"])
    assert flow["canary"] is True
    assert "adopt_left_over: []" in result.stdout, result.stdout[-1500:]


def test_no_secret_is_written(adopted):
    folder, result = adopted
    texts = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yml"))
    assert leaks(texts + result.stdout + result.stderr) == set()
    assert {oct(path.stat().st_mode & 0o007) for path in folder.rglob("*.yml")} == {"0o0"}


@pytest.mark.parametrize("playbook", ["connectors", "mirror"])
def test_the_adopted_inventory_changes_nothing(adopted, play, playbook):
    result = play(f"streamops.kafka.{playbook}", f"--inventory={adopted[0]}", "--check", "--diff", "-vvv")
    assert leaks(result.stdout + result.stderr) == set()
    assert result.returncode == 0, result.stdout[-3000:]
    assert set(re.findall(r"changed=(\d+)", result.stdout)) == {"0"}, result.stdout[-3000:]
