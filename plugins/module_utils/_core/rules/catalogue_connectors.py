# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules about connectors and their dead letter queues.

Private to streamops.kafka.
"""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules import connector_looks, live_looks
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import INFO, REFUSE, WARN, Rule

__all__ = ["CONNECTOR_RULES"]

CONNECTOR_RULES = (
    Rule(
        "W27", REFUSE, "A reference that no provider answers",
        "The text ${file:...} itself reaches the connector as its password, without an error.",
        "name a provider of config.providers and a path below its allowed.paths, readable for the service user",
        connector_looks.providers,
    ),
    Rule(
        "C1", REFUSE, "A sink needs topics or topics.regex, and not both",
        "The configuration is refused: 'Must configure one of topics or topics.regex'.",
        "give one of them", connector_looks.topics_or_pattern,
    ),
    Rule(
        "C2", REFUSE, "The dead letter queue is among the topics that are read",
        "Bad records would be read again and again; where a pattern hides it, the task fails at its start.",
        "give the queue a name that the topics do not match", connector_looks.dead_letters_read,
    ),
    Rule(
        "C3", REFUSE, "The consumer group of a sink is the group of the workers",
        "'Consumer group for sink connector conflicts with Connect worker group': the configuration is refused.",
        "rename the connector, or give the workers another group_id", connector_looks.consumer_group,
    ),
    Rule(
        "C4", REFUSE, "The class is not on every worker",
        "'Failed to find any class that implements Connector', or a task that fails on the one worker without it.",
        "add the plugin to connect_clusters.<name>.plugins, or correct connector.class",
        connector_looks.known_class, live_looks.class_everywhere, "connect",
    ),
    Rule(
        "C5", REFUSE, "The workers' policy refuses a client setting",
        "'The policy does not allow ... to be overridden in the connector configuration.'",
        "take the key out, or leave the policy to the role, which computes it", connector_looks.overrides,
    ),
    Rule(
        "C6", WARN, "More tasks than the connector makes",
        "It does no harm and no good: the throughput that somebody expects of it never comes.",
        "tasks.max: 1", connector_looks.single_task,
    ),
    Rule(
        "C7", REFUSE, "Two names for one connector, or one name twice",
        "'Connector name configuration doesn't match connector name in the URL', or two configurations in turn.",
        "keep one name and one entry", connector_looks.names_agree,
    ),
    Rule(
        "C8", REFUSE, "Nobody makes the topics of a source",
        "RUNNING for ever, with UNKNOWN_TOPIC_OR_PARTITION in the log and not one record.",
        "set topic.creation.default.partitions and .replication.factor, not above the number of brokers",
        connector_looks.topic_creation, live_looks.nobody_makes_topics, "kafka",
    ),
    Rule(
        "Q1", REFUSE, "A dead letter queue on a source",
        "Connect has them for sinks only: the keys are accepted, the topic is never made, and bad records are lost.",
        "remove the keys errors.deadletterqueue.*", connector_looks.queue_on_source,
    ),
    Rule(
        "Q2", WARN, "A dead letter queue without tolerance",
        "The first bad record is written to it, and then stops the task all the same.",
        "errors.tolerance: all", connector_looks.queue_without_tolerance,
    ),
    Rule(
        "Q3", WARN, "Errors are tolerated and nobody keeps the records",
        "Bad records are left out without a trace: silent loss.",
        "give a dead letter queue, or errors.tolerance: none", connector_looks.tolerance_without_queue,
    ),
    Rule(
        "Q4", REFUSE, "More copies of the dead letter queue than brokers",
        "Validation passes, the connector is RUNNING, and its task fails: 'Could not initialize dead letter queue'.",
        "lower errors.deadletterqueue.topic.replication.factor (3 unless set)",
        connector_looks.queue_copies, live_looks.queue_copies_live, "kafka",
    ),
    Rule(
        "Q5", INFO, "Records in the dead letter queue do not say why",
        "Without context headers nobody knows from which topic a record came and what was wrong with it.",
        "errors.deadletterqueue.context.headers.enable: true", connector_looks.queue_headers,
    ),
)  # fmt: skip
