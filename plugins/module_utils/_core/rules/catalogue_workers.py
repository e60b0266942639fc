# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules about workers.

Private to streamops.kafka.
"""

from __future__ import annotations

from ansible_collections.streamops.kafka.plugins.module_utils._core.rules import live_looks, rest_looks, worker_looks
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import REFUSE, WARN, Rule

__all__ = ["WORKER_RULES"]

WORKER_RULES = (
    Rule(
        "W1", REFUSE, "A required key is missing",
        "The worker ends at its start: 'Missing required configuration ... which has no default value.'",
        "add the key", worker_looks.required_keys,
    ),
    Rule(
        "W2", REFUSE, "A required key is empty",
        "The worker ends at its start: 'Must specify topic for connector configuration.'",
        "give a value", worker_looks.blank_topics,
    ),
    Rule(
        "W3", REFUSE, "Storage topics are shared",
        "No error is shown: configurations, offsets and states of two purposes or two clusters overwrite each other.",
        "give each cluster three topics of its own, the same on all its workers", worker_looks.storage_topics,
    ),
    Rule(
        "W4", REFUSE, "A storage topic is not compacted",
        "Retention would delete configurations and offsets; the worker refuses to start.",
        "set cleanup.policy=compact on the topic", live=live_looks.not_compacted, needs="kafka",
    ),
    Rule(
        "W5", REFUSE, "The topic of configurations has several partitions",
        "The order of configurations would be lost; the worker refuses to start.",
        "give a name that does not exist yet: partitions cannot be taken away",
        live=live_looks.several_partitions, needs="kafka",
    ),
    Rule(
        "W6", REFUSE, "Topics cannot be made with so many copies",
        "'The target replication factor of 3 cannot be reached because only 1 broker(s) are registered': the worker "
        "repeats that for a minute, and REST answers with time-outs.",
        "lower kafka_clusters.<alias>.replication_factor, or add brokers",
        worker_looks.store_copies, live_looks.too_many_copies, "kafka",
    ),
    Rule(
        "W7", WARN, "Storage topics are missing, and no worker makes them",
        "With internal.topics.automatic.creation.enable=false the worker ends at its start, unless they are there.",
        "roll out with the playbook connect, which makes them first; or make them, or take the key out",
        live=live_looks.missing_topics, needs="kafka",
    ),
    Rule(
        "W8", REFUSE, "A Kafka cluster does not let the host in",
        "'Failed to connect to and describe Kafka cluster': the worker ends after a minute.",
        "correct bootstrap_servers, security_protocol, credentials or the network",
        live=live_looks.unreachable, needs="worker",
    ),
    Rule(
        "W9", REFUSE, "An address that is none",
        "'Invalid url in bootstrap.servers' or 'No resolvable bootstrap urls given': the process ends at its start.",
        "give host:port, several with commas, of names that the host can resolve",
        worker_looks.servers, live_looks.unresolved, "names",
    ),
    Rule(
        "W10", REFUSE, "A listener is not http(s)://host:port",
        "The worker ends at its start: 'Listener protocol must be either http or https.'",
        "give protocol, address and port", worker_looks.listener_form,
    ),
    Rule(
        "W11", REFUSE, "The REST interface cannot start",
        "'Unable to initialize REST server': the worker ends, and whoever has its port goes on answering in its place.",
        "stop the other process, or give another port; a key store of type JKS or PKCS12 for HTTPS",
        rest_looks.stores, live_looks.port_taken, "ports",
    ),
    Rule(
        "W12", REFUSE, "Workers call each other by 0.0.0.0 or localhost",
        "No error at the start; every request that has to be forwarded ends with 'IO Error trying to forward'.",
        "rest.advertised.host.name=<a name of this host that the others resolve>", worker_looks.advertised,
    ),
    Rule(
        "W13", REFUSE, "An entry of plugin.path is not what was meant",
        "One log line, 'Could not get listing for plugin path ... Ignoring.', and the plugins are missing.",
        "name folders that exist and that the service user can read",
        worker_looks.plugin_path, live_looks.plugin_folders, "folders",
    ),
    Rule(
        "W14", WARN, "A plugin has no ServiceLoader manifest",
        "With plugin.discovery=service_load it is not found; with hybrid_fail the worker does not start.",
        "run connect-plugin-path.sh sync-manifests, or set plugin.discovery=hybrid_warn",
        live=live_looks.manifests, needs="folders",
    ),
    Rule(
        "W15", REFUSE, "A converter is on none of the plugin paths",
        "The worker ends at its start: 'Class ... could not be found.'",
        "install the converter on every worker", live=live_looks.converters, needs="connect",
    ),
    Rule(
        "W16", REFUSE, "The workers' group is in use by consumers",
        "InconsistentGroupProtocolException: the workers never form a group.",
        "give connect_clusters.<name>.group_id a name of its own", live=live_looks.group_taken, needs="kafka",
    ),
    Rule(
        "W17", REFUSE, "Heartbeats and session do not fit each other or the brokers",
        "'The session timeout is not within the range allowed by the broker', or workers that leave at every pause.",
        "keep heartbeat.interval.ms at or below a third of session.timeout.ms",
        worker_looks.session_times, live_looks.session_limits, "kafka",
    ),
    Rule(
        "W18", REFUSE, "The login of the worker is not copied to its connectors' clients",
        "The worker runs; its tasks end with 'Topic X not present in metadata after 60000 ms.'",
        "repeat the keys with the prefixes producer., consumer. and admin.", worker_looks.copied_security,
    ),
    Rule(
        "W19", REFUSE, "Workers of one group disagree about exactly-once",
        "'Failed to create and initialize fencable producer for config topic': half of the workers do not start.",
        "roll all workers with preparing, then with enabled", worker_looks.exactly_once,
    ),
    Rule(
        "W20", REFUSE, "Java is too old",
        "UnsupportedClassVersionError at the start.",
        "install Java 17 (Kafka 4) or 11 (Kafka 3.9)", live=live_looks.old_java, needs="java",
    ),
    Rule(
        "W21", WARN, "The logging configuration is of Log4j 1",
        "'DEPRECATED: A Log4j 1.x configuration file has been detected', or no log at all.",
        "KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=<file>.yaml", worker_looks.logging,
    ),
    Rule(
        "W22", REFUSE, "A key that Kafka removed",
        "Only a warning in the log, 'supplied but are not used yet': what the key was meant to do does not happen.",
        "use its successor", worker_looks.removed_keys,
    ),
    Rule(
        "W23", REFUSE, "Workers sign requests in a way that their peers do not accept",
        "Forwarded requests are refused, or the worker ends at its start.",
        "give all workers the same inter.worker.* keys", worker_looks.internal_keys,
    ),
    Rule(
        "W24", WARN, "Connections are closed during a rebalance",
        "connections.max.idle.ms below rebalance.timeout.ms: workers drop out of the rebalance they wait for.",
        "raise connections.max.idle.ms above rebalance.timeout.ms", worker_looks.idle_connections,
    ),
    Rule(
        "W25", REFUSE, "HTTPS on Kafka 4.2.0 needs ssl.cipher.suites",
        "The listener answers every request with a NullPointerException.",
        "take another release, or set listeners.https.ssl.cipher.suites", rest_looks.cipher_suites,
    ),
    Rule(
        "W26", REFUSE, "Basic authentication without a JAAS section KafkaConnect",
        "Every request is answered with 401, those of the modules included.",
        "rest: {credentials: <entry of connect_credentials>}, or KAFKA_OPTS=-Djava.security.auth.login.config=<file>",
        rest_looks.basic_auth,
    ),
)  # fmt: skip
