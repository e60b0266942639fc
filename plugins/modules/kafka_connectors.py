#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_connectors
short_description: Manage the connectors of a Kafka Connect cluster together, and prove that they work
version_added: 1.0.0
description:
  - Creates, changes, pauses, stops, restarts or deletes any number of connectors, waits for all of them together, and
    makes checks. Connectors that are not listed are left alone, unless O(purge) says otherwise.
  - All connectors that would change are validated before the first is written; everything that is wrong with any of
    them is told in one report.
  - Connectors are written eight at a time. When nothing differs, the whole list costs one request, with O(purge) two.
  - With an empty list of O(connectors), or entries that have neither a configuration nor a run state, nothing is
    written and only the checks are made.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.attributes
  - streamops.kafka.attributes.group_connect
  - streamops.kafka.connect
  - streamops.kafka.connector.fleet
  - streamops.kafka.kafka
attributes:
  check_mode:
    support: partial
    details:
      - Where no worker answers yet, or a library is not installed yet, the outcome cannot be predicted. The task then
        succeeds as changed, with a warning that says so.
  idempotent:
    support: partial
    details:
      - The option C(restart=failed) of a connector restarts as long as something is FAILED.
options:
  plugins:
    description:
      - Classes of connectors that every worker must have.
      - Adds the check C(plugins_everywhere) when it is not in O(checks).
    type: list
    elements: str
    default: []
notes:
  - The libraries C(jmespath), C(confluent_kafka) and C(psycopg2) are needed only by checks that use a query, read
    topics or log in to a database.
  - Do not loop over connectors; give them as one list. A loop prints its items, and waits for each connector in turn.
seealso:
  - module: streamops.kafka.kafka_connector
"""

EXAMPLES = r"""
- name: Prove that all workers are live and have the plugin
  streamops.kafka.kafka_connectors:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    plugins: [io.debezium.connector.postgresql.PostgresConnector]
    checks:
      - name: workers_live

- name: Have the connectors of the inventory
  streamops.kafka.kafka_connectors:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    connectors: "{{ connect_clusters.orders.connectors }}"
    kafka: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials | default({})) }}"
    checks:
      - name: workers_live
      - name: running
      - name: topics_have_records

- name: Keep to the names of one team, and delete those that are no longer listed
  streamops.kafka.kafka_connectors:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    owner:
      prefix: team-a.
    connectors:
      - name: team-a.heartbeats
        config:
          connector.class: org.apache.kafka.connect.mirror.MirrorHeartbeatConnector
          source.cluster.alias: primary
          target.cluster.alias: primary
          target.cluster.bootstrap.servers: kafka-primary-1:9092
          target.cluster.security.protocol: SASL_SSL
          target.cluster.sasl.mechanism: SCRAM-SHA-512
          target.cluster.sasl.jaas.config: ${file:/etc/kafka-connect/secrets/worker.properties:sasl.jaas.config}
          target.cluster.ssl.truststore.type: PEM
          target.cluster.ssl.truststore.location: /etc/streamops/tls/ca.pem
          heartbeats.topic.replication.factor: 1
    purge: prefix
    purge_limit: 2

- name: Delete all connectors of the team, the one of MirrorMaker 2 included
  streamops.kafka.kafka_connectors:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    owner:
      prefix: team-a.
    connectors: []
    purge: all
    purge_empty: true
    purge_mirrors: [team-a.heartbeats]
"""

RETURN = r"""
connectors:
  description: One entry a connector, in the order of the list, then those that are purged.
  returned: success, and failures after the plan was made
  type: list
  elements: dict
  contains:
    name:
      description: Name of the connector.
      type: str
      sample: debezium-postgres-orders
    state:
      description: State of the connector, or V(ABSENT). In check mode as it was found.
      type: str
      sample: RUNNING
    type:
      description: Whether it is a source or a sink.
      type: str
      sample: source
    tasks:
      description: State and worker of each task, with the root cause of a failure.
      type: list
      elements: dict
      sample: [{id: 0, state: RUNNING, worker_id: "connect-primary-1:8083"}]
    changed:
      description: Whether anything was, or in check mode would be, written.
      type: bool
      sample: false
    actions:
      description: The writes in their order.
      type: list
      elements: str
      sample: []
    before:
      description: Configuration and run state before, secrets hidden; empty when it did not exist.
      returned: when it changed
      type: dict
    after:
      description: Configuration and run state after, secrets hidden; empty when it was deleted. Where it was rolled
        back, what was tried.
      returned: when it changed
      type: dict
    problem:
      description: What went wrong with it, and what became of the earlier configuration.
      returned: when it failed
      type: str
    rolled_back:
      description: Whether the configuration of before is stored again.
      returned: when it is
      type: bool
      sample: true
    purged:
      description: Whether it was, or in check mode would be, deleted by O(purge).
      returned: when it is not listed and to be purged
      type: bool
spared:
  description: Connectors of MirrorMaker 2 that O(purge) left alone.
  returned: when O(purge) is not V(none)
  type: list
  elements: str
checks:
  description: The result of each check; one about all connectors has a result for each.
  returned: success, and failures after the plan was made
  type: list
  elements: dict
  contains:
    name:
      description: Name of the check.
      type: str
    outcome:
      description:
        - One of V(passed), V(failed), V(catching_up), V(inconclusive), V(not_applicable), V(not_configured),
          V(not_permitted) and V(not_run).
      type: str
    reason:
      description: One sentence.
      type: str
    expected:
      description: What was expected.
      type: raw
    observed:
      description: What was seen.
      type: raw
    subject:
      description: The connector that it is about.
      type: str
evidence:
  description:
    - What was seen, the document that queries are about. Its C(schema_version) is 1.
    - It holds C(workers), C(connectors), C(topics), C(classes) and C(data_plane), each as far as a check asked for it.
    - A connector has, as far as a check is about it, C(topics), C(offsets), C(progress) (what moved), C(sink) (the
      group with position and end of each partition), C(dlq) (records, growth, and the headers of the last one),
      C(capacity) (partitions, idle tasks) and C(database) (captured tables with what is wrong with them, publication,
      slot).
    - Beside them stand, as far as a check is about them, C(kafka_login), C(rest) with C(anonymous) of each worker (what
      it answers without a login), and C(plain_secrets) (keys of each connector, never a value).
  returned: success, and failures after the plan was made
  type: dict
findings:
  description: What the validation found, values of secret keys hidden.
  returned: when a configuration is not valid
  type: list
  elements: dict
"""

from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connectors import (
    connector_spec,
    fleet_secrets,
    fleet_spec,
    purge_spec,
    read_fleet,
    run_fleet,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result, run_module


def work(context: Context) -> Result:
    """All connectors of the list together."""
    params = context.params
    return run_fleet(context, read_fleet(params["connectors"], params["checks"] or (), params["plugins"], params))


def secrets(params: Mapping[str, Any]) -> Iterable[str]:
    """The secrets that are known before any worker was asked."""
    return fleet_secrets(params, params["connectors"])


def main() -> None:
    """Run the module."""
    run_module(
        work,
        argument_spec={
            **fleet_spec(),
            **purge_spec(),
            "connectors": {"type": "list", "elements": "dict", "default": [], "options": connector_spec()},
            "checks": {"type": "list", "elements": "dict"},
            "plugins": {"type": "list", "elements": "str", "default": []},
        },
        libraries=("requests",),
        secrets=secrets,
    )


if __name__ == "__main__":
    main()
