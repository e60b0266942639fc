#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_topic
short_description: Manage topics of a Kafka cluster
version_added: 1.0.0
description:
  - Makes, changes and removes topics. All topics of one call are planned together and the cluster is asked whether it
    would accept every one of them before the first is touched.
  - The number of partitions is raised when it is too low and never reduced. Replicas are never moved. Both are told as
    a warning when they differ.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.kafka
attributes:
  check_mode:
    support: full
    description: Predicts the change; the cluster validates it without applying it.
  diff_mode:
    support: full
    description: Shows what differs per topic.
  idempotent:
    support: full
    description: A second run changes nothing.
options:
  kafka:
    required: true
  topics:
    description: The topics.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the topic.
        type: str
        required: true
      state:
        description:
          - V(present) makes or changes the topic.
          - V(absent) removes it with all its records.
        type: str
        choices: [present, absent]
        default: present
      partitions:
        description:
          - Number of partitions. Left out, a new topic gets the default of the brokers.
          - Raising it on a topic with keys sends keys to other partitions than before.
        type: int
      replication_factor:
        description: Number of replicas of a new topic. Left out, it is the default of the brokers.
        type: int
      config:
        description: Configuration of the topic. Keys that are not given stay as they are.
        type: dict
seealso:
  - module: streamops.kafka.mm2_flow
"""

EXAMPLES = r"""
- name: Make one topic with the defaults of the brokers
  streamops.kafka.kafka_topic:
    kafka:
      bootstrap_servers: kafka-primary-1:9092
      security_protocol: SASL_SSL
      sasl_mechanism: SCRAM-SHA-512
      sasl_username: operator
      sasl_password: "{{ vault_primary_operator_password }}"
      ca_path: /etc/streamops/tls/ca.pem
    topics:
      - name: orders

- name: Make the internal topics of a Connect cluster
  streamops.kafka.kafka_topic:
    kafka: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials | default({})) }}"
    topics:
      - name: connect-orders-configs
        partitions: 1
        replication_factor: "{{ kafka_clusters.primary.replication_factor }}"
        config:
          cleanup.policy: compact
      - name: connect-orders-offsets
        partitions: 25
        replication_factor: "{{ kafka_clusters.primary.replication_factor }}"
        config:
          cleanup.policy: compact
"""

RETURN = r"""
topics:
  description: The topics in the order in which they were given.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the topic.
      type: str
      returned: always
    state:
      description: Whether the topic is there after the run, V(present) or V(absent).
      type: str
      returned: always
    partitions:
      description: Number of partitions after the run; null where the brokers choose it in check mode.
      type: int
      returned: when the topic is present
    replication_factor:
      description: Number of replicas after the run; null where the brokers choose it in check mode.
      type: int
      returned: when the topic is present
    changed:
      description: Whether this topic was changed.
      type: bool
      returned: always
    before:
      description: Partitions, replicas and the changed keys before the run; null when the topic was absent.
      type: dict
      returned: when the topic was changed
    after:
      description: Partitions, replicas and the changed keys after the run; null when the topic was removed.
      type: dict
      returned: when the topic was changed
  sample:
    - name: orders
      state: present
      partitions: 6
      replication_factor: 3
      changed: false
"""

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.kafka_options import (
    data_plane,
    kafka_cluster_secrets,
    kafka_cluster_spec,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result, run_module
from ansible_collections.streamops.kafka.plugins.module_utils._core.topic_plan import (
    TopicSpec,
    plan_topics,
    topic_result,
)
from ansible_collections.streamops.kafka.plugins.module_utils._kafka.topics import apply_plan

_TOPIC: dict[str, Any] = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "partitions": {"type": "int"},
    "replication_factor": {"type": "int"},
    "config": {"type": "dict"},
}


def work(context: Context) -> Result:
    """Plan all topics, let the cluster validate the plan, apply it unless in check mode."""
    specs = [TopicSpec.from_options(options) for options in context.params["topics"]]
    plane = data_plane(context.params["kafka"])
    names = [spec.name for spec in specs]
    before = plane.topics(names)
    changes = plan_topics(specs, before, plane.brokers())
    apply_plan(plane, changes, validate_only=True)
    after = before
    if not context.check_mode and any(change.changed for change in changes):
        apply_plan(plane, changes, validate_only=False)
        after = plane.topics(names)
    changed = [change for change in changes if change.changed]
    return Result(
        changed=bool(changed),
        values={"topics": [topic_result(change, after.get(change.spec.name)) for change in changes]},
        diff=[
            {"before_header": change.spec.name, "after_header": change.spec.name}
            | {"before": change.before or {}, "after": change.after or {}}
            for change in changed
        ],
        warnings=[text for change in changes for text in change.warnings],
    )


def main() -> None:
    """Entry point."""
    run_module(
        work,
        argument_spec={
            "kafka": kafka_cluster_spec(required=True),
            "topics": {"type": "list", "elements": "dict", "required": True, "options": _TOPIC},
        },
        secrets=lambda params: kafka_cluster_secrets(params["kafka"]),
    )


if __name__ == "__main__":
    main()
