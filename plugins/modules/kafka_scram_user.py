#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_scram_user
short_description: Manage the SCRAM users of a Kafka cluster
version_added: 1.0.0
description:
  - Makes users who log in by SCRAM, sets their passwords, removes them.
  - Kafka does not tell passwords. With O(update_password=when_refused) the module therefore tries each password at the
    address in O(login), sets it where it is refused, and ends only when every login works.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.kafka
attributes:
  check_mode:
    support: full
    description: Reads the users, tries the passwords, and predicts the change.
  diff_mode:
    support: full
    description: Shows the users that change, never a password.
  idempotent:
    support: partial
    description: A second run changes nothing, except with O(update_password=always).
options:
  kafka:
    description: The Kafka cluster to talk to, as somebody who may alter the cluster.
    required: true
  users:
    description: The users.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the user.
        type: str
        required: true
      password:
        description: Password; needed unless the user is removed.
        type: str
      mechanism:
        description: The mechanism that the password is for. A user may have both.
        type: str
        choices: [SCRAM-SHA-256, SCRAM-SHA-512]
        default: SCRAM-SHA-512
      iterations:
        description: How often the password is hashed, from 4096 to 16384.
        type: int
        default: 4096
      state:
        description: Whether the user is to be there.
        type: str
        choices: [present, absent]
        default: present
  update_password:
    description: When the password of a user who is there already is set.
    type: str
    choices: [on_create, always, when_refused]
    default: on_create
  login:
    description:
      - Where the users log in, with O(update_password=when_refused).
      - A dictionary as for O(kafka); name, password and mechanism in it are replaced by those of each user.
    type: dict
seealso:
  - module: streamops.kafka.kafka_acl
"""

EXAMPLES = r"""
- name: Make a user, as the administrator of the cluster
  streamops.kafka.kafka_scram_user:
    kafka: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials, 'primary-admin') }}"
    users:
      - name: app
        password: "{{ vault_app_password }}"

- name: Make the users that the inventory needs, and set the passwords that are not what it says
  streamops.kafka.kafka_scram_user:
    kafka: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials, 'primary-admin') }}"
    users: "{{ access | streamops.kafka.kafka_scram_users('primary', kafka_credentials) }}"
    update_password: when_refused
    login: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials) }}"
  vars:
    access: "{{ kafka_clusters | streamops.kafka.kafka_access(connect_clusters, mm2_flows, kafka_credentials) }}"
"""

RETURN = r"""
users:
  description: The users in the order in which they were given.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the user.
      type: str
      returned: always
    mechanism:
      description: The mechanism.
      type: str
      returned: always
    state:
      description: Whether the user is there after the run, V(present) or V(absent).
      type: str
      returned: always
    changed:
      description: Whether the user was changed.
      type: bool
      returned: always
    reason:
      description: Why the user was changed.
      type: str
      returned: when the user was changed
"""

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import (
    kafka_cluster_secrets,
    kafka_cluster_spec,
    require_client,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result, run_module
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_users import (
    MECHANISMS,
    UPDATES,
    WHEN_REFUSED,
    plan_users,
    wanted_users,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.scram_admin import ScramAdmin, login_probes

_USER: dict[str, Any] = {
    "name": {"type": "str", "required": True},
    "password": {"type": "str", "no_log": True},
    "mechanism": {"type": "str", "choices": list(MECHANISMS), "default": "SCRAM-SHA-512"},
    "iterations": {"type": "int", "default": 4096},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}


def work(context: Context) -> Result:
    """Compare, try the passwords, set what differs unless in check mode, and see that the logins work."""
    params = context.params
    cluster = KafkaCluster.from_options(params["kafka"])
    users = wanted_users(params["users"])
    require_client()
    admin = ScramAdmin(cluster)
    found = admin.iterations(user.name for user in users)
    probes = login_probes(params["login"], users) if params["update_password"] == WHEN_REFUSED else {}
    there = {key: probe for key, probe in probes.items() if key[1] in found.get(key[0], {})}
    accepted = {key: probe.accepted() for key, probe in there.items()}
    changes = plan_users(users, found, params["update_password"], accepted)
    changed = [change for change in changes if change.changed]
    if changed and not context.check_mode:
        admin.apply(changed)
        for change in changed:
            if change.user.key in probes:
                probes[change.user.key].await_accepted()
    return Result(
        changed=bool(changed),
        values={"users": [change.result() for change in changes]},
        diff=[{"before": "", "after": "".join(f"{item.user.name}: {item.reason}\n" for item in changed)}],
    )


def main() -> None:
    """Entry point."""
    run_module(
        work,
        argument_spec={
            "kafka": kafka_cluster_spec(required=True),
            "users": {"type": "list", "elements": "dict", "required": True, "options": _USER},
            "update_password": {"type": "str", "choices": list(UPDATES), "default": "on_create", "no_log": False},
            "login": {"type": "dict", "no_log": True},
        },
        secrets=lambda params: (*kafka_cluster_secrets(params["kafka"]), *kafka_cluster_secrets(params["login"])),
        required_if=[("update_password", WHEN_REFUSED, ["login"])],
    )


if __name__ == "__main__":
    main()
