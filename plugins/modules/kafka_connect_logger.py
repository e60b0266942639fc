#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_connect_logger
short_description: Set the levels of loggers of Kafka Connect workers
version_added: 1.0.0
description:
  - Sets how much the workers log, while they run. Nothing is set where the level is so already.
  - A worker forgets these levels when it restarts; what is to last belongs into its logging configuration.
  - With a logger every logger whose name begins with the same text is set, with C(root) all of them. Loggers that are
    listed beside it are set afterwards, so that each has the level that is listed.
author:
  - streamops.kafka contributors (@streamops)
extends_documentation_fragment:
  - streamops.kafka.attributes
  - streamops.kafka.attributes.group_connect
  - streamops.kafka.connect
attributes:
  check_mode:
    support: partial
    details:
      - Where no worker answers yet, or a library is not installed yet, the outcome cannot be predicted. The task then
        succeeds as changed, with a warning that says so.
options:
  loggers:
    description:
      - Names of loggers, usually of a package or class, and the level of each.
      - The levels are V(OFF), V(FATAL), V(ERROR), V(WARN), V(INFO), V(DEBUG), V(TRACE) and V(ALL), in any case.
      - C(DEBUG) of clients of Kafka or of a database may write secrets to the log.
    type: dict
    required: true
  scope:
    description:
      - With V(worker) the levels are set on each of O(connect_urls), one after another.
      - With V(cluster) they are set on all workers that run now, also on those that are not listed, through any of the
        listed ones. Then all listed ones are waited for to have them, unless O(wait=false).
      - In both cases all listed workers have to answer before anything is set.
    type: str
    choices: [worker, cluster]
    default: worker
seealso:
  - module: streamops.kafka.kafka_connect_cluster_info
"""

EXAMPLES = r"""
- name: See what a connector does, on every worker
  streamops.kafka.kafka_connect_logger:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    loggers:
      io.debezium.connector.postgresql: DEBUG

- name: Back to normal on the whole cluster, with one exception
  streamops.kafka.kafka_connect_logger:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    loggers:
      io.debezium: INFO
      io.debezium.connector.postgresql: WARN
    scope: cluster
"""

RETURN = r"""
workers:
  description: The listed workers in their order.
  returned: success, and when levels were set but not seen on every worker
  type: list
  elements: dict
  contains:
    url:
      description: Address of the worker.
      type: str
    changed:
      description: Whether anything was, or in check mode would be, set for it.
      type: bool
    before:
      description: The levels that held before, by logger; null for one that nothing had asked for yet.
      type: dict
    after:
      description: The levels that hold after the run; in check mode and with O(wait=false) those that are expected.
      type: dict
  sample:
    - url: https://connect-primary-1:8083
      changed: true
      before: {io.debezium.connector.postgresql: INFO}
      after: {io.debezium.connector.postgresql: DEBUG}
done:
  description: The workers that were set before one failed, with O(scope=worker).
  returned: when a worker failed in the middle
  type: list
  elements: str
"""

from typing import Mapping, Optional, Sequence

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_module import (
    connected,
    run_connect_module,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.log_levels import (
    WorkerLevels,
    differing,
    read_levels,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.log_levels import Loggers

_Levels = Mapping[str, Optional[str]]


def work(context: Context) -> Result:
    """Look at every worker, then set what differs."""
    params = context.params
    wanted = read_levels(params["loggers"])
    with connected(context) as client:
        loggers = Loggers(client, wanted)
        workers = loggers.look()
        changed = any(worker.writes for worker in workers)
        seen: Mapping[str, _Levels] = {worker.url: wanted for worker in workers}
        if changed and not context.check_mode:
            if params["scope"] == "cluster":
                loggers.set_everywhere(workers)
            else:
                loggers.set_one_by_one(workers)
            seen = loggers.settle(workers) if params["wait"] else seen
    return Result(
        changed=changed,
        values={"workers": [worker.as_dict(seen[worker.url]) for worker in workers]},
        diff=[worker.diff() for worker in workers if worker.writes],
        failure=_late(wanted, workers, seen, params["wait_timeout"]),
    )


def _late(
    wanted: Mapping[str, str], workers: Sequence[WorkerLevels], seen: Mapping[str, _Levels], waited: float
) -> str:
    """The sentence for workers that do not have what was set; empty when all have."""
    late = [f"{text} on {worker.url}" for worker in workers for text in differing(wanted, seen[worker.url])]
    if not late:
        return ""
    return f"The levels were set but not all workers have them after {waited:g} s: {'; '.join(late)}."


def main() -> None:
    """Run the module."""
    run_connect_module(
        work,
        {
            "loggers": {"type": "dict", "required": True},
            "scope": {"type": "str", "choices": ["worker", "cluster"], "default": "worker"},
        },
    )


if __name__ == "__main__":
    main()
