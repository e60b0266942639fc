#!/usr/bin/python
# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: kafka_connector_offsets
short_description: Read, alter or forget the offsets of a connector
version_added: 1.0.0
description:
  - Offsets say how far a connector has read. Altering them makes it read something again or leave something out,
    forgetting them makes it begin anew.
  - Offsets can be read at any time. They can be changed only while the connector is stopped, which this module does not
    do by itself, see O(streamops.kafka.kafka_connector#module:run_state).
  - Partitions that are so already are not written; when nothing differs nothing is written and the connector may run.
  - A connector that keeps offsets in its own system as well has to be told there too; RV(message) says so.
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
      - A connector that is not stopped is a warning in check mode, for the task that stops it is only predicted too.
      - Where no worker answers yet, or a library is not installed yet, the outcome cannot be predicted. The task then
        succeeds as changed, with a warning that says so.
  idempotent:
    support: partial
    details:
      - A connector that ran in the meantime has moved its offsets; a second run sets them back.
options:
  name:
    description: Name of the connector. It has to exist.
    type: str
    required: true
  state:
    description:
      - With V(present) the partitions in O(offsets) get these offsets and all others stay; without O(offsets) what is
        stored is only read.
      - With V(absent) all offsets of the connector are forgotten.
    type: str
    choices: [present, absent]
    default: present
  offsets:
    description:
      - The partitions to alter, each once, in the form in which RV(offsets) shows them.
      - "Of a sink a partition has the keys C(kafka_topic) and C(kafka_partition), its offset the key C(kafka_offset)."
      - Of a source both are what its plugin makes of them; keys that no stored offset has are a warning.
      - Values are compared as text, so that numbers which a template turned into text are the same. What is sent has
        the type that is stored under the same key, of a sink numbers; where nothing is stored it is sent as given.
    type: list
    elements: dict
    suboptions:
      partition:
        description: What is read, a flat dictionary.
        type: dict
        required: true
      offset:
        description: How far, a flat dictionary. V(null) forgets the offset of this partition only.
        type: raw
        required: true
notes:
  - Forgetting the offsets of a source usually makes it read everything again, which its topics then hold twice.
seealso:
  - module: streamops.kafka.kafka_connector
  - module: streamops.kafka.kafka_connector_info
"""

EXAMPLES = r"""
- name: Read the offsets of a connector
  streamops.kafka.kafka_connector_offsets:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    name: debezium-postgres-orders
  register: kept

- name: Stop it, for offsets cannot be changed before
  streamops.kafka.kafka_connector:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    name: debezium-postgres-orders
    run_state: stopped

- name: Forget its offsets
  streamops.kafka.kafka_connector_offsets:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    name: debezium-postgres-orders
    state: absent

- name: Put back what was read before
  streamops.kafka.kafka_connector_offsets:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    name: debezium-postgres-orders
    offsets: "{{ kept.offsets }}"
  when: kept.offsets | length > 0

- name: Run it again
  streamops.kafka.kafka_connector:
    connect_urls: "{{ connect_clusters | streamops.kafka.connect_urls('orders', groups, hostvars) }}"
    name: debezium-postgres-orders
    run_state: running
"""

RETURN = r"""
name:
  description: Name of the connector.
  returned: success
  type: str
  sample: jdbc-sink-orders
type:
  description: Whether it is a source or a sink, V(unknown) where the worker does not have its class.
  returned: success
  type: str
  sample: sink
state:
  description: State of the connector.
  returned: success
  type: str
  sample: STOPPED
offsets:
  description: The offsets that are stored after the run; in check mode those that would be.
  returned: success
  type: list
  elements: dict
  contains:
    partition:
      description: What is read.
      type: dict
    offset:
      description: How far.
      type: dict
  sample:
    - partition: {kafka_topic: primary.pgapp.public.orders, kafka_partition: 0}
      offset: {kafka_offset: 42}
before:
  description: The offsets that were stored before.
  returned: when they changed
  type: list
  elements: dict
message:
  description: What the worker said about the change; empty when its answer was lost and the change was seen to be made.
  returned: when they changed, not in check mode
  type: str
  sample: The offsets for this connector have been altered successfully
"""

from typing import Any

from ansible_collections.streamops.kafka.plugins.module_utils._ansible.connect_module import (
    connected,
    run_connect_module,
)
from ansible_collections.streamops.kafka.plugins.module_utils._ansible.module import Context, Result
from ansible_collections.streamops.kafka.plugins.module_utils._core.connector import Found
from ansible_collections.streamops.kafka.plugins.module_utils._core.errors import InputError
from ansible_collections.streamops.kafka.plugins.module_utils._core.normalize import check_names
from ansible_collections.streamops.kafka.plugins.module_utils._core.offset_plan import (
    OffsetPlan,
    not_stopped,
    plan_offsets,
    plan_reset,
    read_positions,
)
from ansible_collections.streamops.kafka.plugins.module_utils._rest.offsets import Offsets


def work(context: Context) -> Result:
    """Read, plan, and write unless in check mode."""
    name, given, reset = context.params["name"], context.params["offsets"], context.params["state"] == "absent"
    check_names([name])
    if reset and given is not None:
        raise InputError("state absent forgets all offsets: leave out offsets, or give single ones the offset null.")
    wanted = () if given is None else read_positions(name, given)
    with connected(context) as client:
        offsets = Offsets(client, name)
        found = offsets.look(patient=reset or given is not None)
        stored = offsets.read()
        plan = plan_reset(found, stored) if reset else plan_offsets(found, stored, wanted)
        reason = not_stopped(found) if plan.changed else ""
        if reason and not context.check_mode:
            raise InputError(reason, {"connector": name, "state": found.state})
        if plan.changed and not context.check_mode:
            said = {"message": offsets.write(plan)}
            return _result(found, plan, offsets.read(), said, plan.warnings)
    predicted = [item.as_dict() for item in plan.after]
    return _result(found, plan, predicted, {}, (*plan.warnings, *([reason] if reason else [])))


def _result(found: Found, plan: OffsetPlan, offsets: Any, more: dict[str, Any], warnings: Any) -> Result:
    values = {"name": found.name, "type": found.type, "state": found.state, "offsets": offsets, **more}
    if plan.changed:
        values["before"] = [item.as_dict() for item in plan.before]
    return Result(plan.changed, values, [plan.diff()] if plan.changed else (), warnings)


def main() -> None:
    """Run the module."""
    position = {"partition": {"type": "dict", "required": True}, "offset": {"type": "raw", "required": True}}
    run_connect_module(
        work,
        {
            "name": {"type": "str", "required": True},
            "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
            "offsets": {"type": "list", "elements": "dict", "options": position},
        },
    )


if __name__ == "__main__":
    main()
