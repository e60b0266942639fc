#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mm2_flows
short_description: Manage and prove any number of MirrorMaker 2 flows together
version_added: 1.0.0
description:
  - Does for a list of flows what M(streamops.kafka.mm2_flow) does for one; the flows of a playbook are one task.
  - Flows are proven at the same time, each in a thread of its own, with one client for each cluster. What goes wrong
    with one flow does not keep the others from their result; the task fails in the end, with one message for all.
  - The connectors of all flows in mode connect are one list for the Connect cluster, with one request when nothing
    differs, and parallel writes.
  - An alias, an option or a check that cannot be meant is refused before anything is asked, everything in one message.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.attributes
  - streamops.kafka.attributes.group_connect
  - streamops.kafka.flow_task
  - streamops.kafka.connect
  - streamops.kafka.kafka.clusters
attributes:
  check_mode:
    support: partial
    details:
      - Where no broker or worker answers yet, or a library is not installed yet, the task succeeds with a warning.
options:
  flows:
    description:
      - The flows, as P(streamops.kafka.mm2_flows#filter) returns them. Each has the options of
        M(streamops.kafka.mm2_flow), with aliases for C(source) and C(target).
      - A flow with C(enabled=false) is left out. One with C(state=absent) is removed, with whatever its C(remove) and
        C(remove_topics) name.
    type: list
    elements: dict
    required: true
notes:
  - Only checks with the outcome V(failed) fail the task. Their results are in RV(flows) in either case.
  - All flows in mode connect of a task run on the Connect cluster of O(connect_urls); have a task for each of these.
seealso:
  - module: streamops.kafka.mm2_flow
  - module: streamops.kafka.kafka_connectors
"""

EXAMPLES = r"""
- name: Prove all flows of the inventory that run in MirrorMaker's own processes
  streamops.kafka.mm2_flows:
    clusters: "{{ kafka_clusters | streamops.kafka.mm2_clusters(flows, kafka_credentials | default({})) }}"
    flows: "{{ flows }}"
    checks:
      - name: liveness
      - name: topics
      - name: heartbeats
  vars:
    expanded: "{{ mm2_flows | streamops.kafka.mm2_flows(kafka_clusters, mm2_flow_defaults | default({})) }}"
    flows: "{{ expanded | selectattr('mode', 'equalto', 'dedicated') }}"

- name: See that none of them is far behind
  streamops.kafka.mm2_flows:
    clusters:
      - "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials) }}"
      - "{{ kafka_clusters | streamops.kafka.kafka_cluster('secondary', kafka_credentials) }}"
    flows:
      - {source: primary, target: secondary, mode: dedicated, topics: ['pgapp\..*']}
    checks:
      - name: lag_records
        max_records: 1000
"""

RETURN = r"""
flows:
  description: One entry for each flow, in the order of the task.
  returned: also when checks failed
  type: list
  elements: dict
  contains:
    name: {description: 'Both aliases, as MirrorMaker writes them.', type: str, returned: always}
    source: {description: Alias of the source., type: str, returned: always}
    target: {description: Alias of the target., type: str, returned: always}
    mode: {description: Where it runs., type: str, returned: always}
    changed: {description: Whether anything of it was changed or would be., type: bool, returned: always}
    problem:
      description: Why the flow could not be looked at, made or removed.
      type: str
      returned: when there was an error
    profile:
      description: What C(profile) sets, as in M(streamops.kafka.mm2_flow).
      type: dict
      returned: with C(profile)
      contains:
        settings: {description: Keys of MirrorMaker with their values., type: dict, returned: always}
        reasoning: {description: 'Why, in sentences.', type: list, elements: str, returned: always}
    connectors:
      description: Its connectors, as in M(streamops.kafka.kafka_connectors).
      type: list
      elements: dict
      returned: in mode connect
    removed:
      description: What went with it, or would go in check mode, connectors aside.
      type: list
      elements: dict
      returned: with state absent
      contains:
        what: {description: 'The word of C(remove) that asked for it.', type: str, returned: always}
        cluster: {description: Alias of the cluster., type: str, returned: always}
        name: {description: Name of the topic or connector., type: str, returned: always}
    spared:
      description: What was asked for and stays because of another flow, as in C(removed), with C(reason).
      type: list
      elements: dict
      returned: with state absent
    checks:
      description: The results of its checks, as in M(streamops.kafka.mm2_flow).
      type: list
      elements: dict
      returned: always
      contains:
        name: {description: Name of the check., type: str, returned: always}
        outcome: {description: 'As in M(streamops.kafka.mm2_flow).', type: str, returned: always}
        reason: {description: One sentence that names the cause., type: str, returned: always}
        expected: {description: What was wanted., type: raw, returned: always}
        observed: {description: What was there., type: raw, returned: always}
        subject: {description: Name of the flow., type: str, returned: always}
    evidence:
      description: What was seen of it, secrets masked, as in M(streamops.kafka.mm2_flow).
      type: dict
      returned: always
  sample:
    - name: primary->secondary
      source: primary
      target: secondary
      mode: dedicated
      changed: false
      checks: [{name: topics, outcome: passed}]
      evidence: {schema_version: 1}
"""

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_specs import flows_secrets, flows_spec
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flows import run_flows
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import run_module


def main() -> None:
    """Entry point."""
    run_module(run_flows, argument_spec=flows_spec(), secrets=flows_secrets, unknown_changed=False)


if __name__ == "__main__":
    main()
