#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_acl
short_description: Manage the ACLs of a Kafka cluster
version_added: 1.0.0
description:
  - Makes and removes ACLs. All ACLs of one call are compared with those of the cluster in one request, and what differs
    is written in one request each.
  - ACLs that are not listed stay, unless O(purge) says otherwise.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.kafka
attributes:
  check_mode:
    support: full
    description: Reads the ACLs and predicts the change.
  diff_mode:
    support: full
    description: Shows what is made and removed, one line per ACL.
  idempotent:
    support: full
    description: A second run changes nothing.
options:
  kafka:
    required: true
  acls:
    description:
      - The ACLs.
      - The filter P(streamops.kafka.kafka_access#filter) computes those that an inventory needs.
    type: list
    elements: dict
    required: true
    suboptions:
      principal:
        description: Whom the ACL is about, with its type, for example V(User:app) or V(User:CN=app).
        type: str
        required: true
      resource_type:
        description: What it is about.
        type: str
        choices: [topic, group, cluster, transactional_id]
        required: true
      name:
        description: Name of the resource, V(*) for all; may be left out for V(cluster).
        type: str
      pattern:
        description: Whether O(acls[].name) is the whole name or the beginning of names.
        type: str
        choices: [literal, prefixed]
        default: literal
      operation:
        description: What may be done.
        type: str
        choices:
          - all
          - alter
          - alter_configs
          - cluster_action
          - create
          - delete
          - describe
          - describe_configs
          - idempotent_write
          - read
          - write
        required: true
      host:
        description: Address that the principal must come from, V(*) for any.
        type: str
        default: "*"
      permission:
        description: Whether it is allowed or denied.
        type: str
        choices: [allow, deny]
        default: allow
      state:
        description: Whether the ACL is to be there.
        type: str
        choices: [present, absent]
        default: present
      moment:
        description: When the right is exercised. Kafka does not keep it; it is shown in the result.
        type: str
      for:
        description: For whom the right is given. Kafka does not keep it; it is shown in the result.
        type: str
  purge:
    description:
      - Which of the ACLs that are not listed are removed.
      - V(principals) removes those of the principals that are listed, V(all) those of everybody.
    type: str
    choices: [none, principals, all]
    default: none
  purge_limit:
    description: The largest number of ACLs that O(purge) may remove; with more, nothing is changed.
    type: int
    default: 20
seealso:
  - module: streamops.kafka.kafka_scram_user
"""

EXAMPLES = r"""
- name: Let an application write one topic, as the administrator of the cluster
  streamops.kafka.kafka_acl:
    kafka: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials, 'primary-admin') }}"
    acls:
      - principal: User:app
        resource_type: topic
        name: orders
        operation: write

- name: Give exactly what the inventory needs, and take away what its principals had beside it
  streamops.kafka.kafka_acl:
    kafka: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials, 'primary-admin') }}"
    acls: "{{ access.primary.acls }}"
    purge: principals
  vars:
    access: "{{ kafka_clusters | streamops.kafka.kafka_access(connect_clusters, mm2_flows, kafka_credentials) }}"
"""

RETURN = r"""
created:
  description: ACLs that were made, each with all its keys.
  returned: success
  type: list
  elements: dict
deleted:
  description: ACLs that were removed, each with all its keys.
  returned: success
  type: list
  elements: dict
unchanged:
  description: How many of the listed ACLs were as wanted.
  returned: success
  type: int
"""

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import (
    kafka_cluster_secrets,
    kafka_cluster_spec,
    require_client,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result, run_module
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl import (
    HOSTS,
    OPERATIONS,
    PATTERNS,
    PERMISSIONS,
    RESOURCES,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.acl_plan import PURGES, plan_acls, wanted_acls
from ansible_collections.streamops.kafka.plugins.module_utils._core.cluster import KafkaCluster
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.acl_admin import AclAdmin

_ACL: dict[str, Any] = {
    "principal": {"type": "str", "required": True},
    "resource_type": {"type": "str", "choices": list(RESOURCES), "required": True},
    "name": {"type": "str"},
    "pattern": {"type": "str", "choices": list(PATTERNS), "default": "literal"},
    "operation": {"type": "str", "choices": list(OPERATIONS), "required": True},
    "host": {"type": "str", "default": HOSTS},
    "permission": {"type": "str", "choices": list(PERMISSIONS), "default": "allow"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "moment": {"type": "str"},
    "for": {"type": "str"},
}


def work(context: Context) -> Result:
    """Compare what is wanted with what is there, and apply the difference unless in check mode."""
    params = context.params
    cluster = KafkaCluster.from_options(params["kafka"])
    wanted = wanted_acls(params["acls"])
    require_client()
    admin = AclAdmin(cluster)
    plan = plan_acls(wanted, admin.acls(), params["purge"], params["purge_limit"])
    if plan.changed and not context.check_mode:
        admin.apply(plan)
    created, deleted = ([acl.as_options() for acl in acls] for acls in (plan.create, plan.delete))
    lines = ["".join(f"{acl.text}\n" for acl in acls) for acls in (plan.delete, plan.create)]
    touched = {*plan.create, *plan.delete}
    return Result(
        changed=plan.changed,
        values={
            "created": created,
            "deleted": deleted,
            "unchanged": sum(acl not in touched for acl, dummy in wanted),
        },
        diff=[{"before": lines[0], "after": lines[1]}] if plan.changed else [],
    )


def main() -> None:
    """Entry point."""
    run_module(
        work,
        argument_spec={
            "kafka": kafka_cluster_spec(required=True),
            "acls": {"type": "list", "elements": "dict", "required": True, "options": _ACL},
            "purge": {"type": "str", "choices": list(PURGES), "default": "none"},
            "purge_limit": {"type": "int", "default": 20},
        },
        secrets=lambda params: kafka_cluster_secrets(params["kafka"]),
    )


if __name__ == "__main__":
    main()
