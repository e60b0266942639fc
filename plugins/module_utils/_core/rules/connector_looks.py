# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of connectors without a worker: their configurations, and those of the workers that are to run them.

Private to streamops.kafka. The predicates of the rules C1 to C8, and of those about dead letter queues (Q).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Iterator

from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import is_debezium_postgres
from ansible_collections.streamops.kafka.plugins.module_utils._core.java_regex import compile_java
from ansible_collections.streamops.kafka.plugins.module_utils._core.lookup import whole_number
from ansible_collections.streamops.kafka.plugins.module_utils._core.references import references
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Connector, Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen
from ansible_collections.streamops.kafka.plugins.module_utils._core.sink_checks import DLQ_TOPIC, tolerates_all
from ansible_collections.streamops.kafka.plugins.module_utils._core.sinks import SinkSettings

DLQ = "errors.deadletterqueue."
DLQ_FACTOR = DLQ + "topic.replication.factor"
CREATED_FACTOR = "topic.creation.default.replication.factor"
_ONE_TASK = ("FileStreamSource", "FileStreamSink", "MirrorHeartbeat")
_MANY_TASKS = ("Mongo", "SqlServer", "Jdbc", "Vitess")
_OVERRIDES = ("producer.override.", "consumer.override.", "admin.override.")
_PRINCIPAL = ("security.protocol", "sasl.jaas.config", "sasl.mechanism")


def topics_or_pattern(site: Site) -> Iterator[Seen]:
    """C1: a sink needs topics or a pattern, and not both."""
    for each in site.connectors:
        given = [key for key in ("topics", "topics.regex") if each.get(key)]
        if each.is_sink and len(given) != 1:
            yield Seen(each.subject, "both topics and topics.regex are set" if given else "no topics are given")


def dead_letters_read(site: Site) -> Iterator[Seen]:
    """C2: the dead letter queue is among the topics that are read."""
    for each in site.connectors:
        queue = each.get(DLQ_TOPIC)
        if queue and each.is_sink and _reads(each, queue):
            yield Seen(
                each.subject, f"{queue} is its dead letter queue and one of its topics", f"{DLQ_TOPIC}=dlq.{each.name}"
            )


def _reads(each: Connector, topic: str) -> bool:
    if topic in SinkSettings(each.name, each.config).named:
        return True
    try:
        pattern = compile_java(each.get("topics.regex"))
    except ValueError:
        return False
    return bool(each.get("topics.regex") and pattern and pattern.fullmatch(topic))


def consumer_group(site: Site) -> Iterator[Seen]:
    """C3: a consumer group that is the group of the workers."""
    for each in site.connectors:
        group = each.worker.get("group.id", "")
        if each.is_sink and group and SinkSettings(each.name, each.config).group == group:
            yield Seen(each.subject, f"its consumer group is {group}, which is that of the workers")


def known_class(site: Site) -> Iterator[Seen]:
    """C4: no plugin of the cluster brings the class."""
    for each in site.connectors:
        wanted = each.get("connector.class")
        names = {name.rsplit(".", 1)[-1] for name in each.plugins} | set(each.plugins)
        if not wanted:
            yield Seen(each.subject, "connector.class is missing")
        elif each.plugins and wanted not in names and f"{wanted}Connector" not in names:
            yield Seen(
                each.subject, f"{wanted} is in none of the cluster's plugins ({', '.join(sorted(each.plugins))})"
            )


def overrides(site: Site) -> Iterator[Seen]:
    """C5: a key that the workers' policy refuses."""
    for each in site.connectors:
        policy = each.worker.get("connector.client.config.override.policy", "All")
        allowed = each.worker.get("connector.client.config.override.allowlist", "")
        known = {"Principal": set(_PRINCIPAL), "Allowlist": {key.strip() for key in allowed.split(",")}, "None": set()}
        for key in sorted(each.config):
            prefix = next((each for each in _OVERRIDES if key.startswith(each)), "")
            if prefix and policy in known and key[len(prefix) :] not in known[policy]:
                yield Seen(each.subject, f"{key} is set, and the workers' policy is {policy}")


def single_task(site: Site) -> Iterator[Seen]:
    """C6: more tasks than the connector ever makes."""
    for each in site.connectors:
        debezium = each.get("connector.class").startswith("io.debezium.connector.") or is_debezium_postgres(each.config)
        alone = debezium and not any(word in each.plugin for word in _MANY_TASKS)
        tasks = whole_number(each.get("tasks.max", "1"))
        if (alone or each.plugin.startswith(_ONE_TASK)) and (tasks or 0) > 1:
            yield Seen(each.subject, f"tasks.max is {tasks}, and {each.plugin} makes one task", "tasks.max: 1")
        elif tasks is None or tasks < 1:
            yield Seen(each.subject, f"tasks.max is {each.get('tasks.max')!r}", "tasks.max: 1")


def names_agree(site: Site) -> Iterator[Seen]:
    """C7: two names for one connector, or one name twice."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for each in site.connectors:
        seen[each.cluster, each.name] += 1
        if each.get("name", each.name) != each.name:
            yield Seen(each.subject, f"its config has the name {each.get('name')!r}", "remove name from config")
        if seen[each.cluster, each.name] == 2:
            yield Seen(each.subject, f"it is listed twice for Connect cluster {each.cluster}", "keep one of them")


def topic_creation(site: Site) -> Iterator[Seen]:
    """C8: topics that nobody makes, or with more copies than there are brokers."""
    for each in site.connectors:
        factor = whole_number(each.get(CREATED_FACTOR))
        if factor is not None and each.worker.get("topic.creation.enable", "true").strip() == "false":
            yield Seen(each.subject, "topic.creation.* is set, and the workers have topic.creation.enable=false")
        if factor is not None and 0 < each.copies < factor:
            yield Seen(
                each.subject,
                f"{CREATED_FACTOR} {factor} on {each.copies} broker(s) of {each.alias}",
                f"{CREATED_FACTOR}: {each.copies}",
            )


def providers(site: Site) -> Iterator[Seen]:
    """W27: a reference that no provider of the workers answers, so that its text is taken for the value."""
    for each in site.connectors:
        declared = [name.strip() for name in each.worker.get("config.providers", "").split(",") if name.strip()]
        for reference in references(each.config) if each.worker else ():
            allowed = each.worker.get(f"config.providers.{reference.provider}.param.allowed.paths", "")
            folders = [folder.strip().rstrip("/") for folder in allowed.split(",") if folder.strip()]
            if reference.provider not in declared:
                known = ", ".join(declared) or "none"
                yield Seen(each.subject, f"{reference.text} names no provider of the workers (known: {known})")
            elif folders and not any(f"{reference.path}/".startswith(f"{folder}/") for folder in folders):
                yield Seen(each.subject, f"{reference.text} is outside allowed.paths ({allowed})")


def queue_on_source(site: Site) -> Iterator[Seen]:
    """Q1: keys of a dead letter queue on a source."""
    for each in site.connectors:
        keys = sorted(key for key in each.config if key.startswith(DLQ))
        if keys and each.is_source:
            yield Seen(each.subject, f"a source with {', '.join(keys)}", f"remove {', '.join(keys)}")


def queue_without_tolerance(site: Site) -> Iterator[Seen]:
    """Q2: a dead letter queue, and the first record in it stops the task."""
    for each in site.connectors:
        if each.get(DLQ_TOPIC) and not each.is_source and not tolerates_all(each.config):
            yield Seen(each.subject, f"{DLQ_TOPIC} is set, and errors.tolerance is none")


def tolerance_without_queue(site: Site) -> Iterator[Seen]:
    """Q3: records that cannot be processed are left out, and nobody keeps them."""
    for each in site.connectors:
        if not tolerates_all(each.config):
            continue
        if each.is_source:
            logged = each.get("errors.log.enable", "false") == "true"
            fix = "errors.tolerance: none" if not logged else "errors.tolerance: none, unless the log is enough"
            yield Seen(each.subject, "errors.tolerance is all on a source, which has no dead letter queue", fix)
        elif not each.get(DLQ_TOPIC):
            yield Seen(each.subject, f"errors.tolerance is all without {DLQ_TOPIC}", f"{DLQ_TOPIC}: dlq.{each.name}")


def queue_copies(site: Site) -> Iterator[Seen]:
    """Q4: more copies of the dead letter queue than there are brokers."""
    for each in site.connectors:
        factor = whole_number(each.get(DLQ_FACTOR, "3")) or 0
        if each.get(DLQ_TOPIC) and not each.is_source and 0 < each.copies < factor:
            said = "" if each.get(DLQ_FACTOR) else " (the default)"
            yield Seen(
                each.subject,
                f"{DLQ_FACTOR} is {factor}{said} on {each.copies} broker(s) of {each.alias}",
                f"{DLQ_FACTOR}: {each.copies}",
            )


def queue_headers(site: Site) -> Iterator[Seen]:
    """Q5: records in a dead letter queue that do not say why they are there."""
    for each in site.connectors:
        told = each.get(DLQ + "context.headers.enable", "false") == "true"
        if each.get(DLQ_TOPIC) and not each.is_source and not told:
            yield Seen(each.subject, f"{DLQ}context.headers.enable is false")
