#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: preflight
short_description: Tell what is wrong with a set-up before anything is touched
version_added: 1.0.0
description:
  - Holds an inventory, or files that were written by hand, against the rules of
    U(https://github.com/streamops/streamops.kafka/blob/main/docs/rules.md).
  - All findings come in one result, none is hidden behind the first. Nothing is changed anywhere.
  - Without O(look) no host and no cluster is asked; that takes less than two seconds, on a control node or in CI.
  - With O(look) the host that the module runs on is looked at, clusters and databases are asked from there, and
    only the rules that need it are applied. What could not be looked at is in RV(unknown) and is no finding.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.attributes
  - streamops.kafka.attributes.group_connect
  - streamops.kafka.connect
attributes:
  check_mode:
    description: Does the same in check mode, for it changes nothing.
    support: full
  diff_mode:
    description: There is no difference to show.
    support: none
options:
  kafka_clusters:
    description: The Kafka clusters of the inventory by alias.
    type: dict
  kafka_credentials:
    description: The logins of the inventory by name.
    type: dict
  connect_clusters:
    description: The Connect clusters of the inventory by name, with their connectors.
    type: dict
  connect_plugins:
    description: The plugins of the inventory by name.
    type: dict
  mm2_flows:
    description: The mirror flows of the inventory, patterns included.
    type: list
    elements: dict
  mm2_flow_defaults:
    description: Options of all flows.
    type: dict
  hosts:
    description:
      - The hosts of the inventory, as P(streamops.kafka.preflight_hosts#filter) returns them.
      - Left out, each Connect cluster is taken for one worker, and no instance of MirrorMaker is looked at.
    type: list
    elements: dict
  kafka_version:
    description: Release of Kafka that workers run, where O(hosts) does not say.
    type: str
    default: 4.3.1
  worker_files:
    description: Texts of C(connect-distributed.properties) that were written by hand, by the name to call them.
    type: dict
  mirror_files:
    description: Texts of C(mm2.properties) that were written by hand, by the name to call them.
    type: dict
  connectors:
    description: Connectors that stand in no Connect cluster of the inventory, each with C(name) and C(config).
    type: list
    elements: dict
  environment:
    description: Environment of the processes of O(worker_files) and O(mirror_files).
    type: dict
  connect_urls:
    description: REST addresses of the workers of this host's Connect cluster, for O(look=connect).
    required: false
  look:
    description: What to look at from this host.
    type: list
    elements: str
    choices: [host, kafka, connect, databases]
    default: []
  host:
    description: How the host that the module runs on is called in O(hosts); needed with O(look).
    type: str
  certificate_days:
    description: A certificate that expires within so many days is told.
    type: int
    default: 30
  accept:
    description:
      - Numbers of rules, V(W12) for example, whose findings are known and accepted. These are told as accepted, and
        fail no task.
      - V(I1) to V(I4) cannot be accepted, because the roles refuse the same.
    type: list
    elements: str
    default: []
  fail_on:
    description: The lowest severity that fails the task.
    type: str
    choices: [refuse, warn, never]
    default: refuse
seealso:
  - module: streamops.kafka.kafka_connectors
  - module: streamops.kafka.mm2_flows
"""

EXAMPLES = r"""
- name: Hold the inventory against all rules that need no host
  streamops.kafka.preflight:
    kafka_clusters: "{{ kafka_clusters }}"
    kafka_credentials: "{{ kafka_credentials | default({}) }}"
    connect_clusters: "{{ connect_clusters | default({}) }}"
    mm2_flows: "{{ mm2_flows | default([]) }}"
    hosts: "{{ groups | streamops.kafka.preflight_hosts(hostvars) }}"
  delegate_to: localhost

- name: Say what is wrong with a file that was written by hand
  streamops.kafka.preflight:
    mirror_files:
      mm2.properties: |
        clusters = primary, secondary
        primary.bootstrap.servers = primary-kafka:9092
        secondary.bootstrap.servers = secondary-kafka:9092
        primary->secondary.enabled = true
    fail_on: never
  register: found
"""

RETURN = r"""
findings:
  description: What the rules have to say, what is refused first.
  returned: always
  type: list
  elements: dict
  contains:
    id: {description: Number of the rule., type: str, returned: always}
    severity: {description: 'V(refuse), V(warn) or V(info).', type: str, returned: always}
    subject: {description: 'What the finding is about.', type: str, returned: always}
    seen: {description: What was seen., type: str, returned: always}
    why: {description: Why it hurts., type: str, returned: always}
    fix: {description: 'What to write instead, or what to do.', type: str, returned: always}
    link: {description: Where the rule is explained., type: str, returned: always}
    accepted: {description: 'Whether O(accept) holds the rule.', type: bool, returned: always}
  sample:
    - id: A1
      severity: refuse
      subject: mm2.properties
      seen: primary.security.protocol is SASL_SSL, and primary.sasl.mechanism is not set
      why: The default is GSSAPI, that is Kerberos
      fix: primary.sasl.mechanism=PLAIN
      link: https://github.com/streamops/streamops.kafka/blob/main/docs/rules.md#a1
      accepted: false
unknown:
  description: What could not be looked at.
  returned: always
  type: list
  elements: dict
  contains:
    subject: {description: What should have been looked at., type: str, returned: always}
    outcome: {description: 'V(not_permitted) or V(not_run).', type: str, returned: always}
    reason: {description: Why not., type: str, returned: always}
counts:
  description: How many findings there are of each severity, and how many were accepted, which are not counted there.
  returned: always
  type: dict
  sample: {refuse: 1, warn: 0, info: 2, accepted: 0}
rules:
  description: How many rules there are.
  returned: always
  type: int
ok:
  description: Whether nothing is refused that was not accepted.
  returned: always
  type: bool
sentence:
  description: The outcome in one sentence.
  returned: always
  type: str
refusal:
  description: What is refused, as one text.
  returned: always
  type: str
schema_version:
  description: Version of this form, V(1).
  returned: always
  type: int
"""

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import run_module
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.preflight import (
    preflight_secrets,
    preflight_spec,
    run_preflight,
)


def main() -> None:
    """Entry point."""
    run_module(run_preflight, argument_spec=preflight_spec(), secrets=preflight_secrets)


if __name__ == "__main__":
    main()
