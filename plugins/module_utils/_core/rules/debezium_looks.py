# Copyright: (c) 2026, streamops.kafka contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Debezium makes of the configuration of a connector, seen without a database.

Private to streamops.kafka. The predicates of the rules D1 to D8; those that ask the server are in ``database_looks``.
"""

from __future__ import annotations

from typing import Iterator

from ansible_collections.streamops.kafka.plugins.module_utils._core.database_evidence import rivals_of
from ansible_collections.streamops.kafka.plugins.module_utils._core.debezium import (
    heartbeat_seconds,
    is_debezium_postgres,
)
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.described import Connector, Site
from ansible_collections.streamops.kafka.plugins.module_utils._core.rules.rule import Seen


def _postgres(site: Site) -> Iterator[Connector]:
    return (each for each in site.connectors if is_debezium_postgres(each.config))


def topic_prefix(site: Site) -> Iterator[Seen]:
    """D1: the key of Debezium 1 for the prefix of topics."""
    for each in site.connectors:
        old = each.get("database.server.name")
        if each.get("connector.class").startswith("io.debezium.") and "Sink" not in each.plugin:
            if old:
                yield Seen(each.subject, f"database.server.name is {old}", f"topic.prefix: {old}")
            elif not each.get("topic.prefix"):
                yield Seen(each.subject, "topic.prefix is missing", f"topic.prefix: {each.name}")


def decoder(site: Site) -> Iterator[Seen]:
    """D2: the default decoder, which the server has to be given first."""
    for each in _postgres(site):
        if not each.get("plugin.name"):
            yield Seen(each.subject, "plugin.name is not set, which means decoderbufs", "plugin.name: pgoutput")


def publication_maker(site: Site) -> Iterator[Seen]:
    """D3: the connector makes a publication of all tables."""
    for each in _postgres(site):
        mode = each.get("publication.autocreate.mode", "all_tables")
        if mode == "all_tables" and each.get("plugin.name", "pgoutput") == "pgoutput":
            yield Seen(each.subject, "publication.autocreate.mode is all_tables")


def signs_of_life(site: Site) -> Iterator[Seen]:
    """D4: no heartbeat, so an idle table keeps the whole log of its server."""
    for each in _postgres(site):
        if not heartbeat_seconds(each.config):
            yield Seen(each.subject, "heartbeat.interval.ms is not set")


def slot_dropped(site: Site) -> Iterator[Seen]:
    """D5: what changes while the connector stands still is lost."""
    for each in _postgres(site):
        if each.get("slot.drop.on.stop", "false") == "true":
            yield Seen(each.subject, "slot.drop.on.stop is true")


def shared_slot(site: Site) -> Iterator[Seen]:
    """D6: two connectors, one replication slot."""
    by_name = {f"{each.cluster}/{each.name}": each for each in _postgres(site)}
    configs = {name: each.config for name, each in by_name.items()}
    for name, each in by_name.items():
        rivals = [other for other in rivals_of(name, each.config, configs) if other > name]
        if rivals:
            slot = each.get("slot.name", "debezium")
            shown = ", ".join(other.split("/", 1)[1] for other in rivals)
            yield Seen(each.subject, f"slot {slot} is also that of {shown}")


def endless_retries(site: Site) -> Iterator[Seen]:
    """D7: errors are repeated for ever behind the word RUNNING."""
    for each in _postgres(site):
        if each.get("errors.max.retries", "-1") == "-1":
            yield Seen(each.subject, "errors.max.retries is -1")


def database_tls(site: Site) -> Iterator[Seen]:
    """D8: whoever is on the way reads the rows, or answers in the server's place."""
    for each in _postgres(site):
        mode = each.get("database.sslmode", "prefer")
        if mode not in ("verify-ca", "verify-full"):
            yield Seen(each.subject, f"database.sslmode is {mode}")
