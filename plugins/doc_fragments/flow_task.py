# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of what a task asks of its flows, one or many."""

from __future__ import annotations


class ModuleDocFragment:
    """State, checks and how long to watch."""

    DOCUMENTATION = r"""
options:
  connect_urls:
    description:
      - Addresses of the workers of the Connect cluster that belongs to the target; needed in mode connect.
      - If not set, the environment variable E(CONNECT_URLS) is used, with commas between the addresses.
    type: list
    elements: str
    required: false
  state:
    description:
      - V(present) makes the connectors in mode connect, and makes the checks.
      - V(absent) removes the connectors in mode connect, and whatever C(remove) names. In mode dedicated it fails while
        a node serves the flow. Everything that goes is listed before anything does.
    type: str
    choices: [present, absent]
    default: present
  run_state:
    description: Whether the connectors run. Left out, it stays as found. Refused in mode dedicated.
    type: str
    choices: [running, paused, stopped]
  allow_plain_secrets:
    description:
      - Whether connectors of flows may be written that hold a secret in clear. Connect keeps it in a topic and shows it
        to everybody who may use its REST interface, so this is refused otherwise. With C(source_client) and
        C(target_client) of the flow no secret is needed.
    type: bool
    default: false
  apply:
    description:
      - Whether connectors are written and removed things are removed. With V(false) they are only planned, as in check
        mode, and the checks are made all the same.
    type: bool
    default: true
  checks:
    description:
      - The checks to make, each a dictionary with C(name) and its thresholds. Left out, all named ones are made; an
        empty list makes none.
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
      - C(identity) - source, target and the workers' own cluster are the ones that their names say.
      - C(retention_gap) - the source dropped nothing before it was copied, now or since the last run.
      - C(recreated_topic) - every topic and every copy is the one that it was in the last run.
      - C(group_offsets) - the offsets written for groups of the target are usable.
      - C(throughput) (C(min_records_per_s)) - copying keeps up; says what limits it, and which profile to set.
      - C(key_overlap) (C(max_overlap), C(max_records)) - both ends of an active pair do not write the same keys.
      - C(canary) (C(max_ms)) - records written to a topic of their own arrived. Only where the flow has canaries, and
        never in check mode.
      - C(source_loss) (C(max_lost), C(max_reread), C(max_seconds)) - what each group would lose, read again and wait
        for if the source died now.
      - Any other name needs C(query), a JMESPath expression over C(evidence), and one of C(equals), C(matches), C(min)
        and C(max).
    type: list
    elements: dict
  observe:
    description:
      - Seconds to watch at most. The observation ends as soon as everything is proven.
      - Left out, it is 5 intervals of heartbeats and a second; a lag that may only be waiting for the next commit of
        positions is given one flush interval and 5 seconds.
    type: float
  history_dir:
    description:
      - Where the evidence is kept that the next run needs to tell what happened in between, one file for each flow. It
        holds ids and offsets, no secrets. Where it cannot be written the task warns, and checks that need it come to no
        verdict. Not written in check mode.
    type: path
    default: /var/lib/streamops/flows
  strict:
    description: Whether checks that came to no verdict fail the task as well.
    type: bool
    default: false
  other_flows:
    description:
      - All flows of the inventory, as P(streamops.kafka.mm2_flows#filter) returns them; those of this task may be among
        them.
      - Looked at only when a flow is removed, because what another flow writes or needs stays.
    type: list
    elements: dict
    default: []
"""
