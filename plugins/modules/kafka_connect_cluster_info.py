#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_connect_cluster_info
short_description: Read what a Kafka Connect cluster is and has
version_added: 1.0.0
description:
  - Tells the Kafka cluster, the workers with their health and versions, the plugins with the workers that have them,
    loggers, and how many connectors are in which state. Nothing is changed.
  - Every one of O(connect_urls) is asked itself. One that does not answer is told as such; it is a failure only when
    none of them does.
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
  gather:
    description: What to read beside the workers, each a request to every worker or one for the connectors.
    type: list
    elements: str
    choices: [plugins, connectors, loggers]
    default: [plugins, connectors]
  connectors_only:
    description: Whether of the plugins only connectors are listed, and not converters, transformations and predicates.
    type: bool
    default: true
notes:
  - Which worker leads the cluster is not shown by the REST API.
seealso:
  - module: streamops.kafka.kafka_connector_info
  - module: streamops.kafka.kafka_connect_logger
"""

EXAMPLES = r"""
- name: Read what the cluster is
  streamops.kafka.kafka_connect_cluster_info:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
  register: cluster

- name: Demand that every worker is live and has the same plugins
  ansible.builtin.assert:
    that:
      - cluster.workers | rejectattr('live') | length == 0
      - cluster.plugins | rejectattr('everywhere') | length == 0

- name: Read all plugins and the levels of the loggers
  streamops.kafka.kafka_connect_cluster_info:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    gather: [plugins, loggers]
    connectors_only: false
"""

RETURN = r"""
kafka_cluster_id:
  description: Id of the Kafka cluster, as the first worker that answers says it.
  returned: success, not where in check mode no worker answers
  type: str
version:
  description: Version of that worker.
  returned: success, not where in check mode no worker answers
  type: str
  sample: 4.3.1
commit:
  description: The commit that it was built from.
  returned: success, not where in check mode no worker answers
  type: str
workers:
  description: The workers in the order of O(connect_urls). Different versions or Kafka clusters are warned about.
  returned: always, not where in check mode no worker answers
  type: list
  elements: dict
  contains:
    url:
      description: Address of the worker.
      type: str
    live:
      description: Whether C(/health) answered 200.
      type: bool
    status:
      description: The status of that answer, 0 when there was none.
      type: int
    message:
      description: What the worker said, or why nothing answered.
      type: str
    version:
      description: Its version; null when it did not say.
      type: str
    commit:
      description: The commit that it was built from; null when it did not say.
      type: str
    kafka_cluster_id:
      description: Id of its Kafka cluster; null when it did not say.
      type: str
    loggers:
      description: C(level) and C(last_modified) of each logger; null when they could not be read.
      returned: when O(gather) has V(loggers)
      type: dict
    loggers_error:
      description: Why they could not be read.
      returned: when they could not be read
      type: str
  sample:
    - url: http://connect-primary-1:8083
      live: true
      status: 200
      message: Worker has completed startup and is ready to handle requests.
      version: 4.3.1
      commit: 4bc4a7c5ea7a0e36
      kafka_cluster_id: 5L6g3nShT-eMCtK--X86sw
plugins:
  description: The plugins, each version once.
  returned: when O(gather) has V(plugins)
  type: list
  elements: dict
  contains:
    class:
      description: Its class.
      type: str
    type:
      description: What it is, such as V(source), V(sink) or V(converter).
      type: str
    version:
      description: Its version; empty when it has none.
      type: str
    workers:
      description: Addresses of the workers that have it.
      type: list
      elements: str
    everywhere:
      description: Whether all workers that could be asked have it.
      type: bool
  sample:
    - class: io.debezium.connector.postgresql.PostgresConnector
      type: source
      version: 3.7.0.Final
      workers: ["http://connect-primary-1:8083", "http://connect-primary-2:8083"]
      everywhere: true
connectors:
  description: How many there are.
  returned: when O(gather) has V(connectors)
  type: dict
  contains:
    count:
      description: Number of connectors.
      type: int
    types:
      description: Number by type.
      type: dict
    states:
      description: Number by state of the connector itself.
      type: dict
    task_states:
      description: Number of tasks by state.
      type: dict
  sample: {count: 1, types: {source: 1}, states: {RUNNING: 1}, task_states: {RUNNING: 1}}
"""

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_module import (
    connected,
    run_connect_module,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.worker_report import (
    connector_summary,
    disagreements,
    merged_plugins,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.cluster_view import ClusterView

_PARTS = ["plugins", "connectors", "loggers"]


def work(context: Context) -> Result:
    """Look at every worker, and change nothing."""
    gather = context.params["gather"]
    with connected(context) as client:
        view = ClusterView(client)
        workers = view.workers(gather)
        warnings = disagreements(workers)
        first: dict[str, Any] = next((worker for worker in workers if worker["version"]), workers[0])
        values: dict[str, Any] = {key: first[key] for key in ("kafka_cluster_id", "version", "commit")}
        values["workers"] = workers
        if "plugins" in gather:
            listed, problems = view.plugins(workers, context.params["connectors_only"])
            values["plugins"] = merged_plugins(listed)
            warnings += problems
        if "connectors" in gather:
            values["connectors"] = connector_summary(view.connectors())
    return Result(values=values, warnings=warnings)


def main() -> None:
    """Run the module."""
    run_connect_module(
        work,
        {
            "gather": {
                "type": "list",
                "elements": "str",
                "choices": _PARTS,
                "default": ["plugins", "connectors"],
            },
            "connectors_only": {"type": "bool", "default": True},
        },
        unknown_changed=False,
    )


if __name__ == "__main__":
    main()
