# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of what describes a mirror flow, the same names as in the inventory."""

from __future__ import annotations


class ModuleDocFragment:
    """The options of a flow apart from its two clusters."""

    DOCUMENTATION = r"""
options:
  source_client:
    description:
      - Properties of Java clients with which the connectors reach the source, instead of those that follow from the
        cluster. Used in mode connect.
      - This is how connectors get a login of their own, as references to a config provider of the worker.
    type: dict
  target_client:
    description: The same for the target.
    type: dict
  topics:
    description: Regular expressions of the topics to copy. Default is V(.*).
    type: list
    elements: str
  topics_exclude:
    description: Regular expressions of topics to leave out, besides internal ones of Kafka, Connect and MirrorMaker.
    type: list
    elements: str
  groups:
    description: Regular expressions of the consumer groups whose offsets are translated. Default is V(.*).
    type: list
    elements: str
  groups_exclude:
    description: Regular expressions of groups to leave out, besides those of Connect and of console consumers.
    type: list
    elements: str
  tasks_max:
    description: How many tasks copy at most. Default is V(4).
    type: int
  replication_factor:
    description: Number of replicas of the copies. Default is that of O(target_replication_factor).
    type: int
  source_replication_factor:
    description: Number of replicas of internal topics on the source. Default is V(3).
    type: int
  target_replication_factor:
    description: Number of replicas of internal topics on the target. Default is V(3).
    type: int
  replication_policy:
    description:
      - How copies are named. V(default) puts the alias of the source in front, V(identity) keeps the name.
      - The name of a class is accepted; checks that need the names of the copies are not run then.
      - Default is V(default).
    type: str
  separator:
    description: What stands between alias and topic. Default is V(.).
    type: str
  heartbeats:
    description: Whether heartbeats are written on the source and copied. Default is V(true).
    type: bool
  checkpoints:
    description: Whether offsets of consumer groups are translated. Default is V(true).
    type: bool
  sync_group_offsets:
    description: Whether translated offsets are written into inactive groups of the target. Default is V(false).
    type: bool
  sync_topic_configs:
    description: Whether configurations of topics are copied. Default is V(true).
    type: bool
  sync_topic_acls:
    description: Whether ACLs of topics are copied. Default is V(false).
    type: bool
  offset_syncs_location:
    description: The cluster that holds the topic of offset-syncs. Default is V(source).
    type: str
    choices: [source, target]
  exactly_once:
    description: Whether records are copied exactly once, reading committed records only. Default is V(false).
    type: bool
  refresh_topics_interval:
    description: Seconds after which new topics are looked for. Default is V(600).
    type: int
  refresh_groups_interval:
    description: Seconds after which new groups are looked for. Default is V(600).
    type: int
  heartbeats_interval:
    description: Seconds between two heartbeats. Default is V(1).
    type: int
  checkpoints_interval:
    description: Seconds between two translations of offsets. Default is V(60).
    type: int
  offset_flush_interval:
    description: Seconds between two commits of the replicated position; a setting of the workers. Default is V(60).
    type: int
  canary:
    description:
      - Whether the flow has a topic C(streamops.canary.<source>.<target>) that only verifications write to.
      - Default is V(false).
    type: bool
  failover:
    description:
      - Whether consumers are meant to move to the target when the source is lost. A flow for the way back is asked for
        then, which may be disabled.
      - Default is V(false).
    type: bool
  profile:
    description:
      - Sets tasks, fetches and buffers for a near (V(lan)) or a far (V(wan)) source, or for the figures given with
        V(auto). O(tasks_max) and O(config) win. Left out, nothing is set.
    type: str
  round_trip_ms:
    description: Round trip to the source for O(profile), in milliseconds; V(lan) assumes 1, V(wan) 80.
    type: int
  record_bytes:
    description: Mean size of the records for O(profile). Default is V(500).
    type: int
  partitions:
    description: How many partitions the topics have together, for O(profile).
    type: int
  config:
    description: Further keys of MirrorMaker for this flow, without prefix.
    type: dict
"""
