#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mm2_flow
short_description: Manage and prove a MirrorMaker 2 flow between two Kafka clusters
version_added: 1.0.0
description:
  - Proves that a flow copies, by reading both clusters. Nothing is written for that.
  - In O(mode=dedicated) the flow runs in MirrorMaker's own processes, which the role
    P(streamops.kafka.mirrormaker#role) manages; the module changes nothing there.
  - In O(mode=connect) the module also makes, changes, pauses and removes the flow's connectors.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.attributes
  - streamops.kafka.attributes.group_connect
  - streamops.kafka.flow_task
  - streamops.kafka.connect
  - streamops.kafka.flow
  - streamops.kafka.kafka.ends
attributes:
  check_mode:
    support: partial
    details:
      - Where no broker or worker answers yet, or a library is not installed yet, the task succeeds with a warning.
options:
  mode:
    description: Where the flow runs, in processes of MirrorMaker or as connectors of a Connect cluster.
    type: str
    choices: [dedicated, connect]
    required: true
  remove:
    description:
      - What goes along with O(state=absent), beside the connectors. Nothing does unless it is named.
      - V(offsets) - how far the flow has copied. Reset by REST in O(mode=connect), as long as the connectors exist.
      - V(internal_topics) - those that MirrorMaker keeps for the flow, its copy of the heartbeats included; the topic
        C(heartbeats) itself stays.
      - V(mirrored_topics) - the copies on the target, as far as no other flow writes them.
      - V(canary) - the topic of canaries on the source, and its copy.
    type: list
    elements: str
    choices: [offsets, internal_topics, mirrored_topics, canary]
  remove_topics:
    description:
      - Topics of the target to which V(mirrored_topics) in O(remove) is restricted.
      - Needed unless O(replication_policy=default), where a copy cannot be told from any other topic by its name.
    type: list
    elements: str
notes:
  - Only checks with the outcome V(failed) fail the task. Their results are in RV(checks) in either case.
seealso:
  - module: streamops.kafka.mm2_flows
  - module: streamops.kafka.kafka_topic
"""

EXAMPLES = r"""
- name: Prove that a flow copies
  streamops.kafka.mm2_flow:
    source: "{{ login | combine({'alias': 'primary', 'bootstrap_servers': 'kafka-primary-1:9092',
                                'sasl_password': vault_primary_operator_password}) }}"
    target: "{{ login | combine({'alias': 'secondary', 'bootstrap_servers': 'kafka-secondary-1:9092',
                                'sasl_password': vault_secondary_operator_password}) }}"
    mode: dedicated
    topics: ['pgapp\..*']
    checks:
      - name: liveness
      - name: topics
      - name: heartbeats
      - name: same_records
  vars:
    login:
      security_protocol: SASL_SSL
      sasl_mechanism: SCRAM-SHA-512
      sasl_username: operator
      ca_path: /etc/streamops/tls/ca.pem

- name: Only look at life and lag, and allow a little of it
  streamops.kafka.mm2_flow:
    source: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials | default({})) }}"
    target: "{{ kafka_clusters | streamops.kafka.kafka_cluster('secondary', kafka_credentials | default({})) }}"
    mode: dedicated
    topics: ['pgapp\..*']
    checks:
      - name: liveness
        nodes: 1
      - name: lag_records
        max_records: 1000
      - name: a member at least
        query: length(group.members)
        min: 1
"""

RETURN = r"""
flow:
  description: The flow.
  returned: success
  type: dict
  contains:
    name: {description: 'Both aliases, as MirrorMaker writes them.', type: str, returned: always}
    source: {description: Alias of the source., type: str, returned: always}
    target: {description: Alias of the target., type: str, returned: always}
    mode: {description: Where it runs., type: str, returned: always}
profile:
  description: What O(profile) sets, O(config) aside.
  returned: with O(profile)
  type: dict
  contains:
    settings: {description: Keys of MirrorMaker with their values., type: dict, returned: always}
    reasoning: {description: 'Why, in sentences.', type: list, elements: str, returned: always}
connectors:
  description: The connectors of the flow, as in M(streamops.kafka.kafka_connectors).
  returned: in O(mode=connect)
  type: list
  elements: dict
checks:
  description: The results of the checks, in their order.
  returned: also when checks failed
  type: list
  elements: dict
  contains:
    name: {description: Name of the check., type: str, returned: always}
    outcome:
      description: V(passed), V(failed), V(catching_up), V(inconclusive), V(not_applicable), V(not_configured),
        V(not_permitted) or V(not_run).
      type: str
      returned: always
    reason: {description: One sentence that names the cause., type: str, returned: always}
    expected: {description: What was wanted., type: raw, returned: always}
    observed: {description: What was there., type: raw, returned: always}
    subject: {description: Name of the flow., type: str, returned: always}
  sample:
    - name: heartbeats
      outcome: passed
      reason: primary.heartbeats on secondary advanced 3 times in 3.5 s
      expected: {advances: 3, seconds: 5}
      observed: {advances: 3, seconds: 3.5, delay_ms: 0}
      subject: primary->secondary
removed:
  description: What went with the flow, or would go in check mode, connectors aside.
  returned: with O(state=absent)
  type: list
  elements: dict
  contains:
    what: {description: The word of O(remove) that asked for it., type: str, returned: always}
    cluster: {description: Alias of the cluster., type: str, returned: always}
    name: {description: 'Name of the topic, or of the connector whose offsets are meant.', type: str, returned: always}
spared:
  description: What was asked for and stays because of another flow, as in RV(removed), with C(reason).
  returned: with O(state=absent)
  type: list
  elements: dict
problem:
  description: Why the flow could not be looked at or removed.
  returned: when there was an error
  type: str
evidence:
  description:
    - What was seen, secrets masked; C(schema_version) is raised when its shape changes.
    - It has C(clusters), C(group), C(statuses), C(connectors), C(observation), C(heartbeats), C(topics), C(partitions),
      C(groups), C(latency), C(same_records), C(identity), C(gaps), C(topic_ids), C(group_offsets), C(throughput),
      C(key_overlap), C(canary) and C(source_loss), as far as the checks need them and the clusters could be read.
  returned: also when checks failed
  type: dict
  sample: {schema_version: 1}
"""

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flow_specs import flow_secrets, flow_spec
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flows import run_flow
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import run_module


def main() -> None:
    """Entry point."""
    run_module(run_flow, argument_spec=flow_spec(), secrets=flow_secrets, unknown_changed=False)


if __name__ == "__main__":
    main()
