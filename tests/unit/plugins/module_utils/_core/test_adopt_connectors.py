# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs becomes inventory: equal after normalisation, without a secret, and as a person would write it."""

from __future__ import annotations

import base64

import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.streamops.kafka.plugins.module_utils._core.adopt_connectors import (
    CONNECTORS_FILE,
    VAULT_FILE,
    adopt_connectors,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import normalize_config
from ansible_collections.streamops.kafka.plugins.module_utils._core.redact import MASK

REFERENCE = "${file:/etc/kafka-connect/secrets/orders.properties:password}"


class Loader(yaml.SafeLoader):
    """YAML of Ansible."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def texts(adopted):
    return {item["path"]: base64.b64decode(item["base64"]).decode() for item in adopted["files"]}


def connectors(adopted, cluster="orders"):
    return yaml.load(texts(adopted)[CONNECTORS_FILE], Loader)["connect_clusters"][cluster]["connectors"]


def adopt(config, entry=None, tasks=({"id": 0},), **item):
    state = {"name": "a", "state": "RUNNING", "tasks": list(tasks)}
    found = {"connectors": [{"name": "a", "config": config, **item}], "states": [state], "missing": []}
    return adopt_connectors({"orders": entry or {}}, {"orders": found})


def test_a_connector_as_a_person_would_write_it():
    config = {
        "name": "a", "tasks.max": "1", "zero": "007", "flag": "true", "Flag": "True", "regex": "a\\.b", "half": "1.5",
        "database.password": REFERENCE, "connector.class": "x.Y", "minus": "-3", "template": "{{ x }}",
    }  # fmt: skip
    adopted = adopt(config, {"kafka": "primary", "urls": ["http://w:8083"]}, run_state="running")
    assert texts(adopted) == {
        CONNECTORS_FILE: """\
---
# Written by the playbook streamops.kafka.adopt: what runs today on these Connect clusters.
# connect_clusters of a later file replaces that of an earlier one, so keep all of it in one place.
connect_clusters:
  orders:
    kafka: primary
    urls:
      - http://w:8083
    connectors:
      - name: a
        run_state: running
        config:
          Flag: 'True'
          connector.class: x.Y
          database.password: ${file:/etc/kafka-connect/secrets/orders.properties:password}
          flag: true
          half: '1.5'
          minus: -3
          regex: 'a\\.b'
          tasks.max: 1
          template: !unsafe '{{ x }}'
          zero: '007'
"""
    }
    assert [item["mode"] for item in adopted["files"]] == ["0640"]


def test_secrets_are_names_and_the_names_are_listed():
    config = {"db.password": MASK, "url": f"jdbc://u:{MASK}@h", "odd": "hidden-1"}
    adopted = adopt(config, {"connectors": [{"name": "a", "secret_keys": ["odd"], "config": {"odd": "x"}}]})
    assert connectors(adopted)[0]["config"] == {
        "db.password": "{{ vault_orders_a_db_password }}",
        "odd": "{{ vault_orders_a_odd }}",
        "url": "{{ vault_orders_a_url }}",
    }
    assert connectors(adopted)[0]["allow_plain_secrets"] is True
    vault = texts(adopted)[VAULT_FILE]
    assert yaml.safe_load(vault) == {f"vault_orders_a_{key}": MASK for key in ("db_password", "odd", "url")}
    assert "ansible-vault encrypt group_vars/all/vault_connect.yml" in vault
    assert adopted["files"][1]["mode"] == "0600"
    assert "hidden-1" not in str(texts(adopted))


def test_two_secrets_never_share_a_name():
    adopted = adopt({"a.password": MASK, "a-password": MASK, "a_password_2": MASK})
    assert len(yaml.safe_load(texts(adopted)[VAULT_FILE])) == 3
    assert len(set(connectors(adopted)[0]["config"].values())) == 3


def test_secrets_of_the_worker_have_to_be_filled_in():
    entry = {"kafka": "primary", "config": {"basic.auth.user.info": "u:hidden-1", "x": 1, "y": ["a"]}}
    adopted = adopt({}, entry)
    found = yaml.load(texts(adopted)[CONNECTORS_FILE], Loader)["connect_clusters"]["orders"]["config"]
    assert found == {"basic.auth.user.info": "{{ vault_orders_config_basic_auth_user_info }}", "x": 1, "y": ["a"]}
    assert yaml.safe_load(texts(adopted)[VAULT_FILE]) is None
    assert "# vault_orders_config_basic_auth_user_info:\n" in texts(adopted)[VAULT_FILE]


def test_names_of_logins_stay():
    entry = {"kafka": "primary", "credentials": "writes", "rest": {"credentials": "rest"}}
    found = yaml.load(texts(adopt({}, entry))[CONNECTORS_FILE], Loader)["connect_clusters"]["orders"]
    assert (found["credentials"], found["rest"]["credentials"]) == ("writes", "rest")


def test_what_the_inventory_says_beside_the_configuration_stays():
    known = {"name": "a", "rollback": True, "tasks_min": 2, "config": {"old": 1}, "run_state": "running"}
    (connector,) = connectors(adopt({"new": "1"}, {"connectors": [known]}, run_state="paused"))
    assert connector == {"name": "a", "rollback": True, "tasks_min": 2, "run_state": "paused", "config": {"new": 1}}


def test_states_that_cannot_be_asked_for_are_left_open():
    assert connectors(adopt({})) == [{"name": "a", "config": {}}]
    (idle,) = connectors(adopt({}, tasks=[], run_state="running"))
    assert idle == {"name": "a", "tasks_min": 0, "run_state": "running", "config": {}}


def test_connectors_of_a_flow_stay_out_and_are_told():
    mirror = {"connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector"}
    adopted = adopt(mirror)
    assert connectors(adopted) == []
    assert adopted["left_over"] == ["Connector a of orders belongs to a mirror flow: describe it in mm2_flows."]
    assert f"# {adopted['left_over'][0]}\n" in texts(adopted)[CONNECTORS_FILE]


def test_nothing_read_is_nothing_written():
    assert adopt_connectors({"orders": {}}, {}) == {"files": [], "left_over": []}


PRINTABLE = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@given(st.dictionaries(PRINTABLE.filter(lambda key: key != "name"), PRINTABLE | st.integers().map(str), max_size=5))
def test_the_adopted_configuration_is_the_one_that_runs(config):
    shown = connectors(adopt({**config, "name": "a"}))[0]["config"]
    assert normalize_config("a", shown) == config
