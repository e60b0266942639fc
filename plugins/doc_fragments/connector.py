# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of one connector, as the options of a module and as the entries of a list."""

from __future__ import annotations


class ModuleDocFragment:
    """``connector`` for the module of one connector, ``connector.fleet`` for a list of them."""

    DOCUMENTATION = r"""
options:
  name:
    description: Name of the connector.
    type: str
    required: true
  state:
    description: Whether the connector should exist. Deleting one leaves its offsets, topics and replication slots
      behind.
    type: str
    choices: [present, absent]
    default: present
  config:
    description:
      - Configuration of the connector, a flat dictionary. Values may be strings, numbers or booleans; they are compared
        as the strings that Connect keeps. Lists and dictionaries are refused. V(null) means that the key is not there.
      - References to config providers such as C(${file:/etc/kafka-connect/secrets/db.properties:password}) are
          stored and
        shown as they are. The values of secret keys are hidden in everything that is printed.
      - V(********) stands for the value that is stored, so that what was printed can be given back. Where none is
        stored it is refused.
      - It may be left out for a connector that exists; its configuration is then left alone.
    type: dict
  config_mode:
    description:
      - V(replaced) makes the configuration exactly what is given; a key that is not given is removed.
      - V(merged) changes the keys that are given and removes those given as V(null).
    type: str
    choices: [replaced, merged]
    default: replaced
  run_state:
    description:
      - Whether the connector should run, pause (keep its tasks) or be stopped (have none).
      - Left out, it stays as it is; a new connector runs.
    type: str
    choices: [running, paused, stopped]
  restart:
    description: Whether to restart what of the connector and its tasks is FAILED when nothing else is to be changed. It
      counts as a change only if the workers found something to restart.
    type: str
    choices: [never, failed]
    default: never
  tasks_min:
    description: How many tasks must run at least. Zero is for connectors that may have nothing to do.
    type: int
    default: 1
  rollback:
    description: Whether a replaced configuration that does not come up is put back, together with the earlier run
      state. The task fails all the same and says both.
    type: bool
    default: false
  secret_keys:
    description: Keys whose values are secret, beside those that the plugin or their name declares to be.
    type: list
    elements: str
  allow_plain_secrets:
    description:
      - Whether a configuration may be written that holds a secret in clear. Connect keeps it in a topic and shows it to
        everybody who may use its REST interface, so this is refused otherwise.
    type: bool
    default: false
  login:
    description: How the connector itself logs in on Kafka, a dictionary as for O(kafka); for the check C(dlq).
    type: dict
  checks:
    description:
      - What to prove at the end. Each check is a dictionary with a C(name), and either thresholds or a C(query).
      - "C(workers_live): each of O(connect_urls) answers C(/health) with 200."
      - "C(plugins_everywhere): the classes (C(classes)) and those of the connectors are on every live worker."
      - "C(running): connector and all tasks are in the wanted state on live workers, at least C(tasks_min) of them."
      - "C(topics_have_records): the topics of the connector, or those listed in C(topics), hold at least C(min_records)
        (1) records. Needs O(kafka). Topics that are listed must be there; otherwise an idle source is inconclusive."
      - "C(source_progress): offsets, heartbeats or records of a source moved within C(observe) seconds (10, or two
        heartbeat intervals of up to 30 s each). It fails when C(source_database), made in the same task, saw that
        there was something to send: rows to copy, a captured table that changed, heartbeats that ceased. Otherwise a
        source that stands still is inconclusive."
      - "C(source_database): logs in to the database of a Debezium connector for PostgreSQL with the connector's own
        settings, only to read. Tables, rights, publication, replica identity and slot must be there, and no other
        connector may read the slot, within C(observe) seconds (10). The slot may keep C(max_lag_bytes) of the log
        (any). References to the providers C(file), C(dir) and C(env) are read on the host that the module runs on,
        which should be a worker. Needs the library C(psycopg2). Of other connectors it is not applicable."
      - "C(sink_lag): the consumer group of a sink reaches the end that its topics had when the look began, but for
        C(max_records) (0), within C(flush_interval) seconds (60, C(offset.flush.interval.ms) of the workers, which
        commit that seldom) and five more. A group that gains on its topics is catching up, with the time that it
        needs. Needs O(kafka)."
      - "C(dlq): a sink whose C(errors.tolerance) is C(all) has a dead letter queue, and that did not grow within
        C(observe) seconds (5); with C(max_records) it may grow and hold so many. The connector must be allowed to
        write there, which is asked with its C(login). On a source it fails, since Connect ignores it there. Needs
        O(kafka)."
      - "C(capacity): no more tasks are allowed than can have work: one for connectors of one task, the partitions of
        a sink. Needs O(kafka) for sinks."
      - "C(kafka_secured): the brokers of O(kafka), which answered, speak TLS to clients that log in."
      - "C(rest_secured): each live worker speaks HTTPS and refuses a request without a login."
      - "C(secrets_hidden): no connector of the cluster has a secret in clear, unless its C(allow_plain_secrets) is
        set."
      - "A C(query) is a JMESPath expression over RV(evidence), compared by one of C(equals), C(matches) (a regular
        expression), C(min) and C(max). A query that finds nothing fails."
      - In check mode, checks are made only where nothing would be changed.
    type: list
    elements: dict
  stable_for:
    description: Seconds for which connectors must be what they should be before the wait ends.
    type: float
    default: 3.0
  rebalance_delay:
    description:
      - The C(scheduled.rebalance.max.delay.ms) of the workers, in seconds. While a worker is away its connectors and
        tasks are UNASSIGNED for that long.
      - What is UNASSIGNED for more than this and 60 seconds fails at once, before O(wait_timeout).
    type: float
    default: 300.0
  owner:
    description:
      - To whom the connectors belong, where several teams share a Connect cluster.
      - A task that names a connector of somebody else is refused before anything is asked or written.
    type: dict
    suboptions:
      prefix:
        description: What the names of all connectors of the owner begin with.
        type: str
        required: true
  strict:
    description: Whether checks that could prove nothing (inconclusive, not permitted, not run) fail the task as well.
    type: bool
    default: false
"""

    FLEET = r"""
options:
  connectors:
    description: The connectors; each name once.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: Name of the connector.
        type: str
        required: true
      state:
        description: Whether the connector should exist. Deleting one leaves its offsets, topics and replication
          slots behind.
        type: str
        choices: [present, absent]
        default: present
      config:
        description:
          - Configuration of the connector, a flat dictionary. Values may be strings, numbers or booleans; they are
              compared
            as the strings that Connect keeps. Lists and dictionaries are refused. V(null) means that the key is
              not there.
          - References to config providers such as C(${file:/etc/kafka-connect/secrets/db.properties:password}) are
              stored and
            shown as they are. The values of secret keys are hidden in everything that is printed.
          - V(********) stands for the value that is stored, so that what was printed can be given back. Where none is
            stored it is refused.
          - It may be left out for a connector that exists; its configuration is then left alone.
        type: dict
      config_mode:
        description:
          - V(replaced) makes the configuration exactly what is given; a key that is not given is removed.
          - V(merged) changes the keys that are given and removes those given as V(null).
        type: str
        choices: [replaced, merged]
        default: replaced
      run_state:
        description:
          - Whether the connector should run, pause (keep its tasks) or be stopped (have none).
          - Left out, it stays as it is; a new connector runs.
        type: str
        choices: [running, paused, stopped]
      restart:
        description: Whether to restart what of the connector and its tasks is FAILED when nothing else is to be
          changed. It counts as a change only if the workers found something to restart.
        type: str
        choices: [never, failed]
        default: never
      tasks_min:
        description: How many tasks must run at least. Zero is for connectors that may have nothing to do.
        type: int
        default: 1
      rollback:
        description: Whether a replaced configuration that does not come up is put back, together with the earlier run
          state. The task fails all the same and says both.
        type: bool
        default: false
      secret_keys:
        description: Keys whose values are secret, beside those that the plugin or their name declares to be.
        type: list
        elements: str
      allow_plain_secrets:
        description:
          - Whether a configuration may be written that holds a secret in clear. Connect keeps it in a topic and shows
            it to everybody who may use its REST interface, so this is refused otherwise.
        type: bool
        default: false
      login:
        description: How the connector itself logs in on Kafka, a dictionary as for O(kafka); for the check C(dlq).
        type: dict
      checks:
        description:
          - What to prove at the end, see the option C(checks) of the task. These are about this connector only.
        type: list
        elements: dict
  purge:
    description:
      - Whether connectors that are there but not listed are deleted. V(prefix) deletes those whose names begin with
        O(purge_prefix), V(all) deletes all of them, with O(owner) all of the owner.
      - Nothing is deleted before all else was written and came up, and nothing when any of that failed.
      - Connectors of MirrorMaker 2 are spared, see O(purge_mirrors) and RV(spared).
    type: str
    choices: [none, prefix, all]
    default: none
  purge_prefix:
    description: What the names of connectors begin with that O(purge=prefix) may delete. The prefix of O(owner) where
      it is left out; otherwise it must begin with that.
    type: str
  purge_limit:
    description: How many connectors may be deleted by O(purge). Were it more, the task fails before anything is written
      and names them.
    type: int
    default: 5
  purge_empty:
    description: Whether O(purge=all) may be used with an empty list of O(connectors), which deletes everything.
    type: bool
    default: false
  purge_mirrors:
    description: Names of connectors of MirrorMaker 2 (source, checkpoint and heartbeat) that O(purge) may delete.
    type: list
    elements: str
    default: []
  checks:
    description:
      - What to prove at the end. Each check is a dictionary with a C(name), and either thresholds or a C(query).
      - "C(workers_live): each of O(connect_urls) answers C(/health) with 200."
      - "C(plugins_everywhere): the classes (C(classes)) and those of the connectors are on every live worker."
      - "C(running): connector and all tasks are in the wanted state on live workers, at least C(tasks_min) of them."
      - "C(topics_have_records): the topics of the connector, or those listed in C(topics), hold at least C(min_records)
        (1) records. Needs O(kafka). Topics that are listed must be there; otherwise an idle source is inconclusive."
      - "C(source_progress): offsets, heartbeats or records of a source moved within C(observe) seconds (10, or two
        heartbeat intervals of up to 30 s each). It fails when C(source_database), made in the same task, saw that
        there was something to send: rows to copy, a captured table that changed, heartbeats that ceased. Otherwise a
        source that stands still is inconclusive."
      - "C(source_database): logs in to the database of a Debezium connector for PostgreSQL with the connector's own
        settings, only to read. Tables, rights, publication, replica identity and slot must be there, and no other
        connector may read the slot, within C(observe) seconds (10). The slot may keep C(max_lag_bytes) of the log
        (any). References to the providers C(file), C(dir) and C(env) are read on the host that the module runs on,
        which should be a worker. Needs the library C(psycopg2). Of other connectors it is not applicable."
      - "C(sink_lag): the consumer group of a sink reaches the end that its topics had when the look began, but for
        C(max_records) (0), within C(flush_interval) seconds (60, C(offset.flush.interval.ms) of the workers, which
        commit that seldom) and five more. A group that gains on its topics is catching up, with the time that it
        needs. Needs O(kafka)."
      - "C(dlq): a sink whose C(errors.tolerance) is C(all) has a dead letter queue, and that did not grow within
        C(observe) seconds (5); with C(max_records) it may grow and hold so many. The connector must be allowed to
        write there, which is asked with its C(login). On a source it fails, since Connect ignores it there. Needs
        O(kafka)."
      - "C(capacity): no more tasks are allowed than can have work: one for connectors of one task, the partitions of
        a sink. Needs O(kafka) for sinks."
      - "C(kafka_secured): the brokers of O(kafka), which answered, speak TLS to clients that log in."
      - "C(rest_secured): each live worker speaks HTTPS and refuses a request without a login."
      - "C(secrets_hidden): no connector of the cluster has a secret in clear, unless its C(allow_plain_secrets) is
        set."
      - "A C(query) is a JMESPath expression over RV(evidence), compared by one of C(equals), C(matches) (a regular
        expression), C(min) and C(max). A query that finds nothing fails."
      - In check mode, checks are made only where nothing would be changed.
    type: list
    elements: dict
  stable_for:
    description: Seconds for which connectors must be what they should be before the wait ends.
    type: float
    default: 3.0
  rebalance_delay:
    description:
      - The C(scheduled.rebalance.max.delay.ms) of the workers, in seconds. While a worker is away its connectors and
        tasks are UNASSIGNED for that long.
      - What is UNASSIGNED for more than this and 60 seconds fails at once, before O(wait_timeout).
    type: float
    default: 300.0
  owner:
    description:
      - To whom the connectors belong, where several teams share a Connect cluster.
      - A task that names a connector of somebody else is refused before anything is asked or written.
      - The checks of a task that lists no connector are about those of the owner.
    type: dict
    suboptions:
      prefix:
        description: What the names of all connectors of the owner begin with.
        type: str
        required: true
  strict:
    description: Whether checks that could prove nothing (inconclusive, not permitted, not run) fail the task as well.
    type: bool
    default: false
"""
