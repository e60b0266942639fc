# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The launchers of a Kafka distribution: one table of names and main classes, and the few lines each consists of.

Private to streamops.kafka. The work (class path, heap, logging, JMX) is done by ``kafka-run-class.sh``, which every
launcher hands over to. Names and environment variables are those of Apache's archive: units and habits fit both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

__all__ = ["CANDIDATES", "RUNNER", "launcher_script"]

RUNNER = "kafka-run-class.sh"

# Where a class moved between releases, the newest place comes first. A lock records the one that its jars really hold.
CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "connect-distributed.sh": ("org.apache.kafka.connect.cli.ConnectDistributed",),
    "connect-internal-topics.sh": ("org.apache.kafka.tools.ConnectInternalTopics",),
    "connect-mirror-maker.sh": ("org.apache.kafka.connect.mirror.MirrorMaker",),
    "connect-plugin-path.sh": ("org.apache.kafka.tools.ConnectPluginPath",),
    "connect-standalone.sh": ("org.apache.kafka.connect.cli.ConnectStandalone",),
    "kafka-acls.sh": ("org.apache.kafka.tools.AclCommand", "kafka.admin.AclCommand"),
    "kafka-broker-api-versions.sh": (
        "org.apache.kafka.tools.BrokerApiVersionsCommand",
        "kafka.admin.BrokerApiVersionsCommand",
    ),
    "kafka-client-metrics.sh": ("org.apache.kafka.tools.ClientMetricsCommand",),
    "kafka-cluster.sh": ("org.apache.kafka.tools.ClusterTool",),
    "kafka-configs.sh": ("org.apache.kafka.tools.ConfigCommand", "kafka.admin.ConfigCommand"),
    "kafka-console-consumer.sh": ("org.apache.kafka.tools.consumer.ConsoleConsumer",),
    "kafka-console-producer.sh": ("org.apache.kafka.tools.ConsoleProducer",),
    "kafka-console-share-consumer.sh": ("org.apache.kafka.tools.consumer.ConsoleShareConsumer",),
    "kafka-consumer-groups.sh": ("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",),
    "kafka-consumer-perf-test.sh": ("org.apache.kafka.tools.ConsumerPerformance",),
    "kafka-delegation-tokens.sh": ("org.apache.kafka.tools.DelegationTokenCommand",),
    "kafka-delete-records.sh": ("org.apache.kafka.tools.DeleteRecordsCommand",),
    "kafka-dump-log.sh": ("org.apache.kafka.tools.DumpLogSegments", "kafka.tools.DumpLogSegments"),
    "kafka-e2e-latency.sh": ("org.apache.kafka.tools.EndToEndLatency",),
    "kafka-features.sh": ("org.apache.kafka.tools.FeatureCommand",),
    "kafka-get-offsets.sh": ("org.apache.kafka.tools.GetOffsetShell",),
    "kafka-groups.sh": ("org.apache.kafka.tools.GroupsCommand",),
    "kafka-jmx.sh": ("org.apache.kafka.tools.JmxTool",),
    "kafka-leader-election.sh": ("org.apache.kafka.tools.LeaderElectionCommand",),
    "kafka-log-dirs.sh": ("org.apache.kafka.tools.LogDirsCommand",),
    "kafka-metadata-quorum.sh": ("org.apache.kafka.tools.MetadataQuorumCommand",),
    "kafka-producer-perf-test.sh": ("org.apache.kafka.tools.ProducerPerformance",),
    "kafka-reassign-partitions.sh": ("org.apache.kafka.tools.reassign.ReassignPartitionsCommand",),
    "kafka-replica-verification.sh": ("org.apache.kafka.tools.ReplicaVerificationTool",),
    "kafka-server-start.sh": ("kafka.Kafka",),
    "kafka-share-consumer-perf-test.sh": ("org.apache.kafka.tools.ShareConsumerPerformance",),
    "kafka-share-groups.sh": ("org.apache.kafka.tools.consumer.group.ShareGroupCommand",),
    "kafka-storage.sh": ("kafka.tools.StorageTool",),
    "kafka-streams-groups.sh": ("org.apache.kafka.tools.streams.StreamsGroupCommand",),
    "kafka-topics.sh": ("org.apache.kafka.tools.TopicCommand",),
    "kafka-transactions.sh": ("org.apache.kafka.tools.TransactionsCommand",),
    "kafka-verifiable-consumer.sh": ("org.apache.kafka.tools.VerifiableConsumer",),
    "kafka-verifiable-producer.sh": ("org.apache.kafka.tools.VerifiableProducer",),
}


@dataclass(frozen=True)
class _Profile:
    """What a launcher sets when the environment does not: heap, log configuration, arguments of the runner."""

    heap: str = ""
    log: str = ""
    extra: str = ""


# The files of a profile's log: Log4j 2 for Kafka 4, Log4j 1 for Kafka 3.9.
_LOGS: Mapping[str, tuple[str, str]] = {
    "connect": ("connect-log4j2.yaml", "connect-log4j.properties"),
    "kafka": ("log4j2.yaml", "log4j.properties"),
}

_TOOL = _Profile()
_TRAFFIC = _Profile(heap="-Xmx512M")
_PROFILES: Mapping[str, _Profile] = {
    "connect-distributed.sh": _Profile("-Xms256M -Xmx2G", "connect", "-name connectDistributed"),
    "connect-mirror-maker.sh": _Profile("-Xms256M -Xmx2G", "connect", "-name mirrorMaker"),
    "connect-plugin-path.sh": _Profile("-Xms256M -Xmx2G"),
    "connect-standalone.sh": _Profile("-Xms256M -Xmx2G", "connect", "-name connectStandalone"),
    "kafka-server-start.sh": _Profile("-Xmx1G -Xms1G", "kafka", "-name kafkaServer -loggc"),
    "kafka-console-consumer.sh": _TRAFFIC,
    "kafka-console-producer.sh": _TRAFFIC,
    "kafka-console-share-consumer.sh": _TRAFFIC,
    "kafka-consumer-perf-test.sh": _TRAFFIC,
    "kafka-producer-perf-test.sh": _TRAFFIC,
    "kafka-share-consumer-perf-test.sh": _TRAFFIC,
    "kafka-verifiable-consumer.sh": _TRAFFIC,
    "kafka-verifiable-producer.sh": _TRAFFIC,
}


def launcher_script(name: str, main_class: str, log4j1: bool = False) -> str:
    """The text of one launcher; ``log4j1`` for a Kafka that logs through Log4j 1."""
    profile = _PROFILES.get(name, _TOOL)
    lines = [
        "#!/bin/sh",
        f"# {name}: starts {main_class} through {RUNNER}, which documents the environment.",
        'bin=$(dirname -- "$0")',
    ]
    if profile.heap:
        lines.append(f'export KAFKA_HEAP_OPTS="${{KAFKA_HEAP_OPTS:-{profile.heap}}}"')
    if profile.log:
        new, old = _LOGS[profile.log]
        option = (
            f"log4j.configuration=file:$bin/../config/{old}"
            if log4j1
            else f"log4j2.configurationFile=$bin/../config/{new}"
        )
        lines.append(f'export KAFKA_LOG4J_OPTS="${{KAFKA_LOG4J_OPTS:--D{option}}}"')
    if profile.extra:
        lines += [
            f"EXTRA_ARGS=${{EXTRA_ARGS-'{profile.extra}'}}",
            'if [ "${1-}" = -daemon ]; then EXTRA_ARGS="-daemon $EXTRA_ARGS"; shift; fi',
            "# shellcheck disable=SC2086 # words on purpose",
            f'exec "$bin/{RUNNER}" $EXTRA_ARGS {main_class} "$@"',
        ]
    else:
        lines.append(f'exec "$bin/{RUNNER}" {main_class} "$@"')
    return "\n".join(lines) + "\n"
