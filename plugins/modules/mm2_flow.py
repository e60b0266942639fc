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
  - streamops.kafka.connect
  - streamops.kafka.flow
  - streamops.kafka.kafka.ends
attributes:
  check_mode:
    support: partial
    details:
      - Where no broker or worker answers yet, or a library is not installed yet, the task succeeds with a warning.
options:
  connect_urls:
    description:
      - Addresses of the workers of the Connect cluster that belongs to the target; needed for O(mode=connect).
      - If not set, the environment variable E(CONNECT_URLS) is used, with commas between the addresses.
    type: list
    elements: str
    required: false
  mode:
    description: Where the flow runs, in processes of MirrorMaker or as connectors of a Connect cluster.
    type: str
    choices: [dedicated, connect]
    required: true
  state:
    description:
      - V(present) makes the connectors in O(mode=connect), and makes the checks.
      - V(absent) removes the connectors in O(mode=connect). In O(mode=dedicated) it fails while a node serves the flow.
    type: str
    choices: [present, absent]
    default: present
  run_state:
    description: Whether the connectors run. Left out, it stays as found. Refused in O(mode=dedicated).
    type: str
    choices: [running, paused, stopped]
  checks:
    description:
      - The checks to make, each a dictionary with C(name) and its thresholds. Left out, all named ones are made.
      - C(liveness) (C(nodes), 1) - nodes are alive, and records arrive.
      - C(tasks) (C(min), 1) - connectors and tasks run, on live nodes.
      - C(topics) - every selected topic has its copy.
      - C(partitions) - none is missing, none stands still.
      - C(heartbeats) (C(min_advances), 3) - the heartbeats of the source go on arriving.
      - C(lag_records) (C(max_records), 0) and C(lag_seconds) (C(max_seconds), one flush interval and 5 s) - what stood
        in the source when the observation began is copied.
      - C(checkpoints) (C(max_records), 0) - the offsets of groups are translated.
      - C(config_in_effect) - the flow runs with the options that are given here.
      - C(same_records) (C(max_records), the newest 1000 of each partition; C(max_repeated)) - the records are the same.
      - C(latency) (C(max_ms), C(max_p50_ms)) - how long records took that passed while watching.
      - Any other name needs C(query), a JMESPath expression over RV(evidence), and one of C(equals), C(matches), C(min)
        and C(max).
    type: list
    elements: dict
  observe:
    description:
      - Seconds to watch at most. The observation ends as soon as everything is proven.
      - Left out, it is 5 intervals of heartbeats and a second; a lag that may only be waiting for the next commit of
        positions is given one flush interval and 5 seconds.
    type: float
  strict:
    description: Whether checks that came to no verdict fail the task as well.
    type: bool
    default: false
notes:
  - Only checks with the outcome V(failed) fail the task. Their results are in RV(checks) in either case.
seealso:
  - module: streamops.kafka.kafka_topic
"""

EXAMPLES = r"""
- name: Prove that a flow copies
  streamops.kafka.mm2_flow:
    source: {alias: primary, bootstrap_servers: "kafka-primary-1:9092"}
    target: {alias: secondary, bootstrap_servers: "kafka-secondary-1:9092"}
    mode: dedicated
    topics: ['pgapp\..*']
    checks:
      - name: liveness
      - name: topics
      - name: heartbeats
      - name: same_records

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
evidence:
  description:
    - What was seen, secrets masked; C(schema_version) is raised when its shape changes.
    - It has C(clusters), C(group), C(statuses), C(connectors), C(observation), C(heartbeats), C(topics), C(partitions),
      C(groups), C(latency) and C(same_records), as far as the clusters could be read.
  returned: also when checks failed
  type: dict
  sample: {schema_version: 1}
"""

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.flows import flow_secrets, flow_spec, run_flow
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import run_module


def main() -> None:
    """Entry point."""
    run_module(run_flow, argument_spec=flow_spec(), secrets=flow_secrets, unknown_changed=False)


if __name__ == "__main__":
    main()
