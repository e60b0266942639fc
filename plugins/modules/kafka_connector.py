#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_connector
short_description: Manage one connector of a Kafka Connect cluster, and prove that it works
version_added: 1.0.0
description:
  - Creates, changes, pauses, stops, restarts or deletes a connector over the REST API, waits until it and its tasks
    run, and makes checks.
  - Nothing is written when nothing differs. What would be written is validated by a worker first; everything that is
    wrong is told in one report.
  - With neither O(config) nor O(run_state), an existing connector is only looked at. With O(checks), one that does not
    exist is a failed check.
  - M(streamops.kafka.kafka_connectors) does the same for many connectors at once.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.attributes
  - streamops.kafka.attributes.group_connect
  - streamops.kafka.connect
  - streamops.kafka.connector
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
      - O(restart=failed) restarts as long as something is FAILED.
notes:
  - The libraries C(jmespath), C(confluent_kafka) and C(psycopg2) are needed only by checks that use a query, read
    topics or log in to a database.
seealso:
  - module: streamops.kafka.kafka_connectors
"""

EXAMPLES = r"""
- name: Have a connector
  streamops.kafka.kafka_connector:
    connect_urls: [https://connect-primary-1:8083]
    name: heartbeats
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

- name: Pause it
  streamops.kafka.kafka_connector:
    connect_urls: [https://connect-primary-1:8083]
    name: heartbeats
    run_state: paused

- name: Restart what failed; a connector that nothing is wrong with is left alone
  streamops.kafka.kafka_connector:
    connect_urls: [https://connect-primary-1:8083]
    name: heartbeats
    run_state: running
    restart: failed

- name: Delete it
  streamops.kafka.kafka_connector:
    connect_urls: [https://connect-primary-1:8083]
    name: heartbeats
    state: absent

- name: Read a table of PostgreSQL, and prove that its changes arrive
  streamops.kafka.kafka_connector:
    connect_urls:
      - https://connect-primary-1:8083
      - https://connect-primary-2:8083
    name: debezium-postgres-orders
    config:
      connector.class: io.debezium.connector.postgresql.PostgresConnector
      tasks.max: 1
      database.hostname: postgres-primary-1
      database.port: 5432
      database.user: debezium
      database.password: ${file:/etc/kafka-connect/secrets/postgres-orders.properties:password}
      database.dbname: app
      database.sslmode: verify-full
      database.sslrootcert: /etc/streamops/tls/ca.pem
      topic.prefix: pgapp
      table.include.list: public.orders
      plugin.name: pgoutput
      slot.name: debezium_orders
      publication.name: debezium_orders
      publication.autocreate.mode: disabled
      heartbeat.interval.ms: 10000
      tombstones.on.delete: false
      topic.creation.default.partitions: 3
      topic.creation.default.replication.factor: 1
    rollback: true
    kafka: "{{ kafka_clusters | streamops.kafka.kafka_cluster('primary', kafka_credentials) }}"
    checks:
      - name: workers_live
      - name: running
      - name: topics_have_records
        topics: [pgapp.public.orders]
      - name: one task
        query: connectors[0].tasks | length(@)
        equals: 1
"""

RETURN = r"""
connectors:
  description: The connector, as a list of one.
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
      sample: true
    actions:
      description: The writes in their order.
      type: list
      elements: str
      sample: [update]
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
checks:
  description: The result of each check.
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
  returned: success, and failures after the plan was made
  type: dict
findings:
  description: What the validation found, values of secret keys hidden.
  returned: when the configuration is not valid
  type: list
  elements: dict
"""

from typing import Any, Iterable, Mapping

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connectors import (
    connector_spec,
    fleet_secrets,
    fleet_spec,
    read_fleet,
    run_fleet,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result, run_module


def work(context: Context) -> Result:
    """One connector is a fleet of one."""
    entry = {key: context.params[key] for key in connector_spec()}
    return run_fleet(context, read_fleet([entry], limits=context.params))


def secrets(params: Mapping[str, Any]) -> Iterable[str]:
    """The secrets that are known before any worker was asked."""
    return fleet_secrets(params, [params])


def main() -> None:
    """Run the module."""
    run_module(
        work,
        argument_spec={**fleet_spec(), **connector_spec()},
        libraries=("requests",),
        secrets=secrets,
    )


if __name__ == "__main__":
    main()
