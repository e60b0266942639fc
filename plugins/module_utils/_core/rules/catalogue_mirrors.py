# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules about MirrorMaker.

Private to streamops.kafka.
"""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules import live_looks, mirror_looks
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import INFO, REFUSE, WARN, Rule

__all__ = ["MIRROR_RULES"]

MIRROR_RULES = (
    Rule(
        "M1", REFUSE, "Several nodes without their internal REST interface",
        "A follower cannot hand new tasks to the leader: new topics are never copied, only logged about.",
        "dedicated.mode.enable.internal.rest=true", mirror_looks.internal_rest,
    ),
    Rule(
        "M2", REFUSE, "No flow to run",
        "The process ends at its start: 'No source->target replication flows.'",
        "<source>-><target>.enabled=true, with aliases of clusters", mirror_looks.something_to_do,
    ),
    Rule(
        "M3", REFUSE, "A key that is ignored where it stands",
        "MirrorMaker never reports an unknown or misplaced key: the default stays in effect.",
        "put worker settings behind <target>., and correct the spelling", mirror_looks.ignored_keys,
    ),
    Rule(
        "M4", REFUSE, "Settings of a flow that do not go together",
        "The connector refuses to start, or goes on without what was asked for.",
        "take one of them out", mirror_looks.combinations,
    ),
    Rule(
        "M5", REFUSE, "Exactly-once over a consumer that reads uncommitted records",
        "The source connector fails its validation, and nothing is copied.",
        "<source>.consumer.isolation.level=read_committed", mirror_looks.isolation,
    ),
    Rule(
        "M6", WARN, "Copies of MirrorMaker's topics are left to defaults",
        "Three for its own topics and two for copies: 'Could not create topic' on a cluster with fewer brokers, and "
        "too few where there are more.",
        "give every replication factor", mirror_looks.copies,
    ),
    Rule(
        "M7", REFUSE, "Flows that get into each other's way",
        "No error is shown: records go round for ever, two flows write one topic, or a topic is never copied.",
        "follow what is said of the flows", mirror_looks.between_flows, mirror_looks.taken_for_copies, "kafka",
    ),
    Rule(
        "M8", REFUSE, "A key that Kafka 4 removed, or that merges the groups of flows",
        "It is ignored: what it left out is copied, what it named is not. group.id and the like of a target with "
        "several sources make one Connect group of all.",
        "use its successor", mirror_looks.old_keys,
    ),
    Rule(
        "M9", REFUSE, "Two processes of a host want one port",
        "The second ends at its start.",
        "listeners=http://0.0.0.0:<another port>", mirror_looks.ports,
    ),
    Rule(
        "M10", REFUSE, "A cluster does not let a MirrorMaker node in",
        "One unreachable cluster ends the whole process after a minute, with all its other flows.",
        "open the network from every node to every cluster, correct the login", live=live_looks.unreachable,
        needs="mirror",
    ),
    Rule(
        "M11", REFUSE, "Tokens from an address that Java was not told to trust",
        "Since Kafka 4 the login fails: the URL is not allowed.",
        "KAFKA_OPTS=-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=<url>", mirror_looks.token_addresses,
    ),
    Rule(
        "M12", WARN, "A flow that copies every topic",
        "Everything anybody ever makes crosses the line: tests, temporary topics, the state of Connect clusters.",
        "name what is copied", mirror_looks.everything,
    ),
    Rule(
        "M13", INFO, "How MirrorMaker calls its own topics",
        "Checkpoints and heartbeats carry the source's alias: whoever looks for 'checkpoints.internal' finds nothing.",
        "look for these names", mirror_looks.own_topics,
    ),
    Rule(
        "A1", REFUSE, "SASL without a mechanism",
        "The default is GSSAPI, that is Kerberos: the client ends with 'Could not find a KerberosClient login'.",
        "sasl.mechanism=SCRAM-SHA-512", mirror_looks.logins,
    ),
    Rule(
        "A2", REFUSE, "SASL without a login, or with one for another mechanism",
        "'Could not find a KafkaClient entry in the JAAS configuration', or a login that the broker refuses.",
        "sasl.jaas.config=<login module> required username=... password=...;", mirror_looks.login_modules,
    ),
)  # fmt: skip
