#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_connector_info
short_description: Read the connectors of a Kafka Connect cluster
version_added: 1.0.0
description:
  - Reads configurations, run states, tasks, topics and offsets of connectors. Nothing is changed.
  - RV(connectors) is a list for the option O(streamops.kafka.kafka_connectors#module:connectors). Given back as it is,
    it changes nothing; secrets are masked in it, and a masked value means the one that is stored.
  - RV(states) tells how the same connectors do.
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
    details:
      - In check mode it is no failure when no worker answers yet; C(msg) says so, and nothing else is returned.
  diff_mode:
    description: There is no difference to show.
    support: none
options:
  names:
    description:
      - The connectors to read; all of them when this is left out.
      - One that does not exist is no failure, it is named in RV(missing).
    type: list
    elements: str
  gather:
    description:
      - What to read. V(status) and V(config) of all connectors come with one request; of the configurations the keys
        that are secret are asked for once a class of connectors. V(topics) and V(offsets) cost a request a connector.
    type: list
    elements: str
    choices: [status, config, topics, offsets]
    default: [status, config]
  secret_keys:
    description: Keys whose values are secret, beside those that the plugins or their names declare to be.
    type: list
    elements: str
seealso:
  - module: streamops.kafka.kafka_connectors
  - module: streamops.kafka.kafka_connector_offsets
  - module: streamops.kafka.kafka_connect_cluster_info
"""

EXAMPLES = r"""
- name: Read all connectors
  streamops.kafka.kafka_connector_info:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
  register: found

- name: Keep everything as it is, which changes nothing
  streamops.kafka.kafka_connectors:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    connectors: "{{ found.connectors }}"

- name: Show what is FAILED, and why
  ansible.builtin.debug:
    msg: "{{ found.states | map(attribute='tasks') | flatten | selectattr('state', 'eq', 'FAILED') }}"

- name: Read where a connector writes to, and how far it has read
  streamops.kafka.kafka_connector_info:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    names: [debezium-postgres-orders]
    gather: [status, topics, offsets]
"""

RETURN = r"""
connectors:
  description: The connectors by name, with options of M(streamops.kafka.kafka_connectors) and nothing else.
  returned: success, not where in check mode no worker answers
  type: list
  elements: dict
  contains:
    name:
      description: Name of the connector.
      type: str
    config:
      description:
        - Its configuration without the key C(name). Secrets, and values that repeat one, are masked; references to
          config providers are shown.
      returned: when O(gather) has V(config)
      type: dict
    run_state:
      description: V(running), V(paused) or V(stopped); left out in other states, such as FAILED, which hide it.
      returned: when O(gather) has V(status)
      type: str
  sample:
    - name: debezium-postgres-orders
      config: {connector.class: io.debezium.connector.postgresql.PostgresConnector, database.password: "********"}
      run_state: running
states:
  description: How the same connectors do, in the same order.
  returned: success, not where in check mode no worker answers
  type: list
  elements: dict
  contains:
    name:
      description: Name of the connector.
      type: str
    type:
      description: Whether it is a source or a sink, V(unknown) where the worker does not have its class.
      type: str
    state:
      description: State of the connector itself, V(UNKNOWN) while there is no record of it.
      returned: when O(gather) has V(status)
      type: str
    worker_id:
      description: The worker that has the connector.
      returned: when O(gather) has V(status)
      type: str
    cause:
      description: The root cause, without the frames of the trace.
      returned: when the connector itself is FAILED and O(gather) has V(status)
      type: str
    tasks:
      description: State and worker of each task, with the root cause (C(cause)) of a failure.
      returned: when O(gather) has V(status)
      type: list
      elements: dict
    topics:
      description: The topics that it used so far; null when they could not be read.
      returned: when O(gather) has V(topics)
      type: list
      elements: str
    topics_error:
      description: Why they could not be read.
      returned: when they could not be read
      type: str
    offsets:
      description: Its offsets, each with C(partition) and C(offset); null when they could not be read.
      returned: when O(gather) has V(offsets)
      type: list
      elements: dict
    offsets_error:
      description: Why they could not be read.
      returned: when they could not be read
      type: str
  sample:
    - name: debezium-postgres-orders
      type: source
      state: RUNNING
      worker_id: connect-primary-1:8083
      tasks: [{id: 0, state: RUNNING, worker_id: "connect-primary-2:8083"}]
missing:
  description: Those of O(names) that do not exist.
  returned: success, not where in check mode no worker answers
  type: list
  elements: str
  sample: []
"""

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_module import (
    connected,
    run_connect_module,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import check_names
from ansible_collections.streamops.kafka.plugins.module_utils._rest.overview import read_overview

_PARTS = ["status", "config", "topics", "offsets"]


def work(context: Context) -> Result:
    """Read, and change nothing."""
    params = context.params
    check_names(params["names"] or [])
    with connected(context) as client:
        seen = read_overview(client, params["names"], params["gather"], params["secret_keys"] or ())
    return Result(values={"connectors": seen.connectors, "states": seen.states, "missing": seen.missing})


def main() -> None:
    """Run the module."""
    run_connect_module(
        work,
        {
            "names": {"type": "list", "elements": "str"},
            "gather": {"type": "list", "elements": "str", "choices": _PARTS, "default": ["status", "config"]},
            "secret_keys": {"type": "list", "elements": "str", "no_log": False},
        },
        unknown_changed=False,
    )


if __name__ == "__main__":
    main()
